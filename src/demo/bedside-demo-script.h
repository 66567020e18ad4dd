/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _BedsideDemoLine BedsideDemoLine;
typedef struct _BedsideDemoTalk BedsideDemoTalk;

/* One message of a conversation. */
struct _BedsideDemoLine
{
  char   *who;       /* (owned): what stands before the colon */
  char   *text;      /* (owned) */
  gint64  timestamp; /* ms since 1970 */
};

/**
 * BedsideDemoTalk:
 * @script: (nullable): array of the conversation's last lines
 * @topics: (nullable): array of arrays of lines, for what was before
 * @messages: how many lines in all
 * @days: over how many days
 * @last: ms since 1970 of the last line
 * @seed: what makes it different from other conversations
 * @given: (nullable): stands for `{given}` in the lines
 *
 * How a conversation is made.
 */
struct _BedsideDemoTalk
{
  JsonArray  *script;
  JsonArray  *topics;
  guint       messages;
  guint       days;
  gint64      last;
  guint32     seed;
  const char *given;
};

GPtrArray *bedside_demo_talk_dup_lines (const BedsideDemoTalk *self);

G_END_DECLS
