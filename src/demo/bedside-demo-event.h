/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _BedsideDemoEvent BedsideDemoEvent;
typedef struct _BedsideDemoDraft BedsideDemoDraft;

/**
 * BedsideDemoDraft:
 * @sender: user id
 * @type: event type
 * @state_key: (nullable): %NULL for a message event
 * @content: a whole JSON value
 * @timestamp: ms since 1970, 0: now
 * @transaction: (nullable): transaction id
 * @device: (nullable): key of the device that sends it
 *
 * What an event is made of. All of it is borrowed.
 */
struct _BedsideDemoDraft
{
  const char *sender;
  const char *type;
  const char *state_key;
  const char *content;
  gint64      timestamp;
  const char *transaction;
  const char *device;
};

/**
 * BedsideDemoEvent:
 *
 * An event in a room. Its content is kept as text and parsed only where the server itself reads it.
 */
struct _BedsideDemoEvent
{
  char             *id;          /* (owned) */
  char             *type;        /* (owned): a GRefString, as is the sender: there are few of either */
  char             *sender;      /* (owned) */
  char             *state_key;   /* (owned) (nullable) */
  char             *content;     /* (owned): JSON */
  JsonObject       *object;      /* (owned) (nullable): @content of state, redactions and what relates to others */
  gint64            timestamp;
  guint64           position;    /* in the stream of the whole server */
  guint             index;       /* in the room */
  char             *transaction; /* (owned) (nullable) */
  char             *device;      /* (owned) (nullable): GRefString */
  BedsideDemoEvent *replaces;    /* (nullable): the state before, of the same room */
  BedsideDemoEvent *edit;        /* (nullable): the newest edit */
  BedsideDemoEvent *redaction;   /* (nullable): what redacted it */
};

BedsideDemoEvent *bedside_demo_event_new            (const BedsideDemoDraft *draft);
void              bedside_demo_event_free           (BedsideDemoEvent       *self);
gboolean          bedside_demo_event_is_edit        (BedsideDemoEvent       *self);
gboolean          bedside_demo_event_notifies       (BedsideDemoEvent       *self);
const char       *bedside_demo_event_get_target     (BedsideDemoEvent       *self);
void              bedside_demo_event_redact         (BedsideDemoEvent       *self,
                                                     BedsideDemoEvent       *redaction);
void              bedside_demo_event_write          (BedsideDemoEvent       *self,
                                                     GString                *out,
                                                     const char             *name,
                                                     const char             *room_id,
                                                     const char             *device);
void              bedside_demo_event_write_stripped (BedsideDemoEvent       *self,
                                                     GString                *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoEvent, bedside_demo_event_free)

G_END_DECLS
