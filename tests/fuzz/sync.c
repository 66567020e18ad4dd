/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers of sync, until they are rows. Each line is one; a line that begins with "<" is the answer to whatever else is
 * asked meanwhile. */

#include "fuzz.h"

#include "fuzz-session.h"

#define MAX_LINES 8

void
fuzz_set_up (void)
{
}

static BedsideSyncAnswer *
read_answer (const char *line)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object (line, -1, NULL);

  return object != NULL ? bedside_sync_answer_new_from_json (object, NULL) : NULL;
}

void
fuzz_one (const char *data,
          gsize       size)
{
  g_auto(GStrv) lines = fuzz_split (data, size, MAX_LINES);
  g_autoptr(GPtrArray) answers = g_ptr_array_new ();
  FuzzSession session = { 0 };

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '<')
      fuzz_http_answer (lines[i] + 1);
    else
      {
        BedsideSyncAnswer *answer = read_answer (lines[i]);

        if (answer != NULL)
          g_ptr_array_add (answers, answer);
      }

  /* Most of what is tried is nothing, and a session costs much more than to find that out. */
  if (answers->len > 0)
    {
      g_assert_true (fuzz_session_begin (&session, NULL));
      for (guint i = 0; i < answers->len; i++)
        fuzz_session_take (&session, g_ptr_array_index (answers, i));
      fuzz_session_look (&session);
      fuzz_session_end (&session);
    }
  fuzz_http_reset ();
}
