/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-window.h"

G_BEGIN_DECLS

/**
 * BedsideWindowSetUp:
 * @BEDSIDE_WINDOW_SET_UP_NONE: the conversations are shown
 * @BEDSIDE_WINDOW_SET_UP_NEEDED: there is no practice, or half of one: the set-up page is shown instead
 * @BEDSIDE_WINDOW_SET_UP_ASKED: the person opened the set-up page
 */
typedef enum {
  BEDSIDE_WINDOW_SET_UP_NONE,
  BEDSIDE_WINDOW_SET_UP_NEEDED,
  BEDSIDE_WINDOW_SET_UP_ASKED,
} BedsideWindowSetUp;

struct _BedsideWindow
{
  AdwApplicationWindow  parent_instance;

  BedsideAccount       *account;          /* (owned) (nullable) */
  GSignalGroup         *account_signals;  /* (owned) */
  GSettings            *settings;         /* (owned) (nullable) */
  BedsidePreferences   *preferences;      /* (owned) (nullable) */
  BedsideConversation  *attention;        /* (owned) (nullable) */
  GPtrArray            *hidden;           /* (owned) (element-type GtkWindow): dialogs that went with the window */
  GCancellable         *signing_in;       /* (owned) (nullable) */
  /* Kept while another page is in front of it: what is open and scrolled stays so. */
  GtkWidget            *main_page;        /* (owned) (nullable) */
  char                 *demo_server;      /* (owned) (nullable): NULL if this is no demo */
  char                 *demo_user;        /* (owned) (nullable) */
  char                 *demo_password;    /* (owned) (nullable) */

  /* practices; see bedside-window-practice.c */
  BedsideSession       *session;          /* (owned) (nullable): the one that the rest is of */
  GSignalGroup         *session_signals;  /* (owned) */
  GSignalGroup         *practice_signals; /* (owned): of the chosen practice */
  BedsideWindowSetUp    set_up;
  GtkWidget            *set_up_page;      /* (owned) (nullable) */
  char                 *put_off;          /* (owned) (nullable): the practice that is not to be completed now */
  GtkWindow            *practice_window;  /* (nullable): its weak pointer: the practice settings */
  GtkWindow            *directory_window; /* (nullable): its weak pointer: the patient directory */

  /* the lock; see bedside-window-lock.c */
  BedsideLock          *lock;             /* (owned) (nullable) */
  GtkWidget            *covered;          /* (owned) (nullable): what is not in the window while the lock page is */
  GtkWidget            *focus;            /* (nullable): its weak pointer: what had the focus before */
  GPtrArray            *behind;           /* (owned) (element-type GtkWindow): dialogs that are not to be seen */

  /* template */
  AdwBin               *content;
  AdwToastOverlay      *toasts;
  AdwBin               *page;
};

void       bedside_window_show_page            (BedsideWindow  *self,
                                                GtkWidget      *page);

void       bedside_window_show_sign_in         (BedsideWindow  *self);
void       bedside_window_cancel_sign_in       (BedsideWindow  *self);
void       bedside_window_forget               (BedsideWindow  *self);

void bedside_window_attention_init   (BedsideWindow       *self);
void bedside_window_update_attention (BedsideWindow       *self);
void bedside_window_set_attention    (BedsideWindow       *self,
                                      BedsideConversation *conversation);

void     bedside_window_lock_init       (BedsideWindow *self);
void     bedside_window_lock_dispose    (BedsideWindow *self);
/* Before something of the practice gets into the window, and after it is out of it. */
void     bedside_window_cover               (BedsideWindow *self);
void     bedside_window_uncover             (BedsideWindow *self);
gboolean bedside_window_is_covered          (BedsideWindow *self);
void     bedside_window_forget_passcode     (BedsideWindow *self);
void     bedside_window_add_passcode_notice (BedsideWindow *self);

void       bedside_window_practice_update_actions (BedsideWindow  *self);
void       bedside_window_practice_init           (BedsideWindow  *self);
void       bedside_window_practice_dispose        (BedsideWindow  *self);
void       bedside_window_practice_set_session    (BedsideWindow  *self,
                                                   BedsideSession *session);
GtkWidget *bedside_window_practice_get_set_up     (BedsideWindow  *self);
void       bedside_window_practice_leave_set_up   (BedsideWindow  *self);

G_END_DECLS
