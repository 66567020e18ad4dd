/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers of sync, until they are rows. Each line is one; a line that begins with "<" is the answer to whatever else is
 * asked meanwhile. Lines that begin with ">" are those of sliding sync, with which the list is shown before. */

#include "fuzz.h"

#include "fuzz-session.h"

#include <string.h>

#define MAX_LINES 8
#define CAN_SLIDE "{\"unstable_features\":{\"org.matrix.simplified_msc3575\":true}}"

void
fuzz_set_up (void)
{
}

static BedsideSyncAnswer *
read_answer (const char *line)
{
  g_autofree char *copy = g_strdup (line);

  return bedside_sync_answer_new_from_text (copy, strlen (copy), NULL);
}

static gboolean
answer_with (GStrv lines,
             char  kind)
{
  gboolean any = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == kind)
      {
        if (!any && kind == '>')
          fuzz_http_answer (CAN_SLIDE);
        fuzz_http_answer (lines[i] + 1);
        any = TRUE;
      }

  return any;
}

static GPtrArray *
read_answers (GStrv lines)
{
  GPtrArray *answers = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      BedsideSyncAnswer *answer = strchr ("<>", lines[i][0]) == NULL ? read_answer (lines[i]) : NULL;

      if (answer != NULL)
        g_ptr_array_add (answers, answer);
    }

  return answers;
}

/* What is opened now is open when sync answers. */
static void
paint (FuzzSession *session,
       GStrv        lines)
{
  bedside_session_start_painting (session->session);
  fuzz_settle ();
  fuzz_http_reset ();
  answer_with (lines, '<');
  fuzz_session_look (session);
}

void
fuzz_one (const char *data,
          gsize       size)
{
  g_auto(GStrv) lines = fuzz_split (data, size, MAX_LINES);
  g_autoptr(GPtrArray) answers = read_answers (lines);
  gboolean painted = answer_with (lines, '>');
  FuzzSession session = { 0 };

  if (!painted)
    answer_with (lines, '<');
  /* Most of what is tried is nothing, and a session costs much more than to find that out. */
  if (answers->len > 0 || painted)
    {
      g_assert_true (fuzz_session_begin (&session, NULL));
      if (painted)
        paint (&session, lines);
      for (guint i = 0; i < answers->len; i++)
        fuzz_session_take (&session, g_ptr_array_index (answers, i));
      fuzz_session_look (&session);
      fuzz_session_end (&session);
    }
  fuzz_http_reset ();
}
