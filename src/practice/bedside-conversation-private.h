/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"

G_BEGIN_DECLS

struct _BedsideConversation
{
  GObject                  parent_instance;

  char                    *room_id;          /* (owned) */
  char                    *title;            /* (owned) */
  char                    *search_text;      /* (owned) (nullable): the title, folded; made when somebody searches */
  char                    *collation_key;    /* (owned) (nullable): of the title; made when it is compared */
  char                    *preview;          /* (owned) */
  char                    *draft;            /* (owned) */
  BedsidePatient          *patient;          /* (owned) (nullable) */
  gulong                   patient_handler;
  BedsideTimeline         *timeline;         /* (owned) (nullable): only while it is open */
  gint64                   last_timestamp;
  BedsideConversationKind  kind;
  BedsideMessageKind       preview_kind;
  BedsideClosedReason      closed_reason;
  guint                    unread;
  guint                    not_sent;
  guint                    pending;
  guint                    people;
  gboolean                 preview_own;
  gboolean                 inactive;
  gboolean                 typing;
  guint                    typing_id;     /* ends it */
  guint                    typing_limit;  /* ms */
};

G_END_DECLS
