/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-script"

#include "bedside-demo-script.h"

#include "bedside-json.h"

#include <string.h>

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

static void
line_free (gpointer data)
{
  BedsideDemoLine *line = data;

  g_free (line->who);
  g_free (line->text);
  g_free (line);
}

static void
replace (GString    *text,
         const char *name,
         const char *value)
{
  if (value != NULL)
    g_string_replace (text, name, value, 0);
}

/* Makes a line of `who: text`, with the placeholders filled in. */
static BedsideDemoLine *
make_line (const BedsideDemoTalk *self,
           const char            *source,
           GRand                 *random)
{
  static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday" };
  const char *colon = strchr (source, ':');
  g_autoptr(GString) text = g_string_new (colon ? colon + 1 : source);
  gint hour = g_rand_int_range (random, 8, 17);
  gint quarter = g_rand_int_range (random, 0, 4);
  g_autofree char *time = g_strdup_printf ("%d:%02d", hour, quarter * 15);
  g_autofree char *number = g_strdup_printf ("%d", g_rand_int_range (random, 2, 7));
  BedsideDemoLine *line = g_new0 (BedsideDemoLine, 1);

  if (text->str[0] == ' ')
    g_string_erase (text, 0, 1);
  replace (text, "{given}", self->given);
  replace (text, "{day}", days[g_rand_int_range (random, 0, G_N_ELEMENTS (days))]);
  replace (text, "{time}", time);
  replace (text, "{number}", number);
  line->who = colon ? g_strndup (source, colon - source) : g_strdup ("");
  line->text = g_strdup (text->str);

  return line;
}

/* The lines of a conversation, and for each whether a topic begins with it. */
typedef struct {
  GPtrArray *lines;  /* (owned) (element-type BedsideDemoLine) */
  GArray    *begins; /* (owned) (element-type gboolean) */
} Draft;

static void
draft_clear (Draft *draft)
{
  g_clear_pointer (&draft->lines, g_ptr_array_unref);
  g_clear_pointer (&draft->begins, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static void
add_topic (Draft                 *draft,
           const BedsideDemoTalk *self,
           JsonArray             *topic,
           guint                  most,
           GRand                 *random)
{
  for (guint i = 0; i < json_array_get_length (topic) && i < most; i++)
    {
      const char *source = bedside_json_array_get_string (topic, i);
      gboolean begins = i == 0;

      if (source == NULL)
        continue;
      g_ptr_array_add (draft->lines, make_line (self, source, random));
      g_array_append_val (draft->begins, begins);
    }
}

static JsonArray *
get_topic (const BedsideDemoTalk *self,
           guint                  number)
{
  guint count = self->topics ? json_array_get_length (self->topics) : 0;
  JsonNode *node = count > 0 ? json_array_get_element (self->topics, number % count) : NULL;

  return node && JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0
         ? json_node_get_array (node) : NULL;
}

/* From the last line back: minutes between the lines of a topic, days between topics. */
static void
set_times (Draft                 *draft,
           const BedsideDemoTalk *self,
           guint                  topics,
           GRand                 *random)
{
  gint64 then = self->last;
  gint64 between = topics > 1 ? self->days * DAY_MS / topics : 0;

  for (guint i = draft->lines->len; i > 0; i--)
    {
      BedsideDemoLine *line = g_ptr_array_index (draft->lines, i - 1);

      line->timestamp = then;
      then -= g_rand_int_range (random, 2, 30) * MINUTE_MS;
      if (!g_array_index (draft->begins, gboolean, i - 1))
        continue;

      /* The topic before ended by daylight. */
      gint64 day = (then - (gint64) (between * g_rand_double_range (random, 0.5, 1.4))) / DAY_MS * DAY_MS;
      then = MIN (day + g_rand_int_range (random, 8 * 60, 16 * 60) * MINUTE_MS, then);
    }
}

/**
 * bedside_demo_talk_dup_lines:
 * @self: how the conversation is made
 *
 * Writes a conversation: topics in turn, and at the end the script. The same
 * seed gives the same texts.
 *
 * Returns: (transfer full) (element-type BedsideDemoLine): the lines, oldest first
 */
GPtrArray *
bedside_demo_talk_dup_lines (const BedsideDemoTalk *self)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (self->seed);
  g_auto(Draft) draft = {
    g_ptr_array_new_with_free_func (line_free), g_array_new (FALSE, FALSE, sizeof (gboolean)),
  };
  guint script_length = self->script ? json_array_get_length (self->script) : 0;
  guint before = self->messages > script_length ? self->messages - script_length : 0;
  guint number = g_rand_int_range (random, 0, 1000);
  guint topics = 1;

  for (; draft.lines->len < before; topics++)
    {
      JsonArray *topic = get_topic (self, number++);

      if (topic == NULL)
        break;
      add_topic (&draft, self, topic, before - draft.lines->len, random);
    }
  if (self->script != NULL)
    add_topic (&draft, self, self->script, script_length, random);
  set_times (&draft, self, topics, random);

  return g_steal_pointer (&draft.lines);
}
