/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-kind.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BedsideDemoAccounts BedsideDemoAccounts;
typedef struct _BedsideDemoDevice BedsideDemoDevice;
typedef struct _BedsideDemoPair BedsideDemoPair;
typedef struct _BedsideDemoUser BedsideDemoUser;

typedef enum {
  BEDSIDE_DEMO_TOKEN_UNKNOWN,
  BEDSIDE_DEMO_TOKEN_VALID,
  BEDSIDE_DEMO_TOKEN_ENDED,      /* the access token; the refresh token lives */
  BEDSIDE_DEMO_TOKEN_SOFT_ENDED, /* the device lives */
  BEDSIDE_DEMO_TOKEN_USED,       /* a refresh token whose successor is in use */
} BedsideDemoTokenState;

/* An access token and the refresh token that came with it. */
struct _BedsideDemoPair
{
  char                  *access;  /* (owned) */
  char                  *refresh; /* (owned) (nullable) */
  gint64                 expires; /* monotonic µs, 0: never */
  BedsideDemoTokenState  state;
};

struct _BedsideDemoDevice
{
  BedsideDemoUser *user;
  char            *id;      /* (owned) */
  char            *key;     /* (owned): unique on the server */
  BedsideDemoPair *pair;    /* (owned) (nullable): NULL when logged out */
  BedsideDemoPair *next;    /* (owned) (nullable): from a refresh; takes the place of @pair when it is first used */
  GHashTable      *members; /* (owned) (element-type utf8 guint64): lazily loaded members, and when they were sent */
};

struct _BedsideDemoUser
{
  char            *id;           /* (owned) */
  char            *password;     /* (owned) */
  char            *display_name; /* (owned) (nullable) */
  BedsideDemoKind  kind;
  gboolean         signed_in;    /* ever */
  GHashTable      *devices;      /* (owned) (element-type utf8 BedsideDemoDevice) */
  GPtrArray       *filters;      /* (owned) (element-type utf8): JSON by filter id */
  GHashTable      *data;         /* (owned) (element-type utf8 BedsideDemoData): account data */
};

BedsideDemoAccounts *bedside_demo_accounts_new          (void);
void                 bedside_demo_accounts_free         (BedsideDemoAccounts *self);
void                 bedside_demo_accounts_set_lifetime (BedsideDemoAccounts *self,
                                                         guint                ms);
guint                bedside_demo_accounts_get_lifetime (BedsideDemoAccounts *self);

BedsideDemoUser *bedside_demo_accounts_add (BedsideDemoAccounts *self,
                                            const char          *user_id,
                                            const char          *password,
                                            const char          *display_name);
BedsideDemoUser *bedside_demo_accounts_get (BedsideDemoAccounts *self,
                                            const char          *user_id);

BedsideDemoDevice *bedside_demo_accounts_log_in         (BedsideDemoAccounts   *self,
                                                         BedsideDemoUser       *user,
                                                         const char            *device_id,
                                                         gboolean               refreshable);
void               bedside_demo_accounts_log_out        (BedsideDemoAccounts   *self,
                                                         BedsideDemoDevice     *device);
BedsideDemoDevice *bedside_demo_accounts_check          (BedsideDemoAccounts   *self,
                                                         const char            *access_token,
                                                         BedsideDemoTokenState *state);
BedsideDemoPair   *bedside_demo_accounts_refresh        (BedsideDemoAccounts   *self,
                                                         const char            *refresh_token,
                                                         BedsideDemoTokenState *state);
void               bedside_demo_accounts_expire         (BedsideDemoAccounts   *self,
                                                         gboolean               soft);
guint              bedside_demo_accounts_count_sessions (BedsideDemoAccounts   *self,
                                                         const char            *user_id);
gboolean           bedside_demo_device_is_signed_in     (BedsideDemoDevice     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoAccounts, bedside_demo_accounts_free)

G_END_DECLS
