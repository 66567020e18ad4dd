/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A day at work in half an hour: bench-app soak FOLDER SERVER USER PASSWORD SEED. Signs in, and then goes from
 * conversation to conversation, scrolls, types, sends, searches. Prints a line of JSON for all that happens: "online";
 * each ten seconds what the program holds ("sample"); each text that was sent. Reads lines: "rest" stops acting and
 * asks whether all is sent ("resting"), "end" prints what it believes to be in the conversations, and ends.
 */

#define G_LOG_DOMAIN "bedside-bench-soak"

#include "app.h"

#include <json-glib/json-glib.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include "bedside-composer.h"
#include "bedside-message-list.h"
#include "bedside-sidebar.h"
#include "bedside-window.h"
#include "clock.h"
#include "objects.h"

#define ACT_MS 1000
#define SAMPLE_SECONDS 10
/* Conversations of which the whole timeline is compared in the end. */
#define LOOKED_INTO 40
#define LOOK_MS 700

typedef struct {
  BenchApp       *app;
  BedsideSession *session;  /* (unowned) */
  GRand          *random;   /* (owned) */
  gint64          since;    /* of being online */
  guint           act_id;
  guint           sent;
  guint           looked;
} Soak;

static void
print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  g_print ("%s\n", text);
}

/* What was said about it is freed. */
static void
print_builder (JsonBuilder *builder)
{
  g_autoptr(JsonNode) node = json_builder_get_root (builder);

  print_json (node);
}

/* --- samples --- */

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

static double
read_kib (const char *text,
          const char *name)
{
  const char *found = g_strstr_len (text, -1, name);

  return found != NULL ? g_ascii_strtod (found + strlen (name), NULL) : -1;
}

static gboolean
on_sample (gpointer user_data)
{
  Soak *self = user_data;
  g_autofree char *text = NULL;
  g_autoptr(GString) objects = g_string_new (NULL);
  struct mallinfo2 heap = mallinfo2 ();
  BedsideWatchdogFigures figures;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    g_error ("The kernel does not say how much memory there is");
  bedside_watchdog_get_figures (self->app->watchdog, &figures);
  bench_objects_append (objects);
  g_print ("{\"sample\": {\"second\": %.1f, \"rss\": %.0f, \"private_dirty\": %.0f, \"heap\": %zu, \"heap_free\": %zu, "
           "\"fds\": %u, \"threads\": %u, \"cpu\": %.0f, \"turns\": %" G_GUINT64_FORMAT ", \"over\": %" G_GUINT64_FORMAT
           ", \"worst\": %.2f, \"sent\": %u, \"unsent\": %u, \"connection\": %d, \"objects\": {%s}}}\n",
           (g_get_monotonic_time () - self->since) / 1e6, read_kib (text, "\nRss:"), read_kib (text, "Private_Dirty:"),
           (heap.uordblks + heap.hblkhd) / 1024, heap.fordblks / 1024, count_entries ("/proc/self/fd"),
           count_entries ("/proc/self/task"), bench_get_process_cpu (), figures.count, figures.over,
           figures.worst / 1000.0, self->sent, bedside_session_get_unsent (self->session),
           (int) bedside_session_get_connection (self->session), objects->str);

  return G_SOURCE_CONTINUE;
}

/* --- what the person does --- */

static void
open_conversation (Soak *self)
{
  GListModel *model = bedside_session_get_conversations (self->session);
  guint n = g_rand_int_range (self->random, 0, (gint32) g_list_model_get_n_items (model));
  g_autoptr(BedsideConversation) conversation = g_list_model_get_item (model, n);

  bedside_window_open_conversation (BEDSIDE_WINDOW (self->app->window), conversation);
}

static void
scroll (Soak     *self,
        gpointer  where,
        double    pages)
{
  GtkWidget *scroller = where != NULL ? bench_app_find (where, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkAdjustment *adjustment = NULL;

  if (scroller == NULL)
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  pages *= gtk_adjustment_get_page_size (adjustment);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + pages);
}

static GtkTextBuffer *
find_buffer (Soak *self)
{
  GtkWidget *composer = bench_app_find (self->app->window, BEDSIDE_TYPE_COMPOSER);
  GtkWidget *view = composer != NULL ? bench_app_find (composer, GTK_TYPE_TEXT_VIEW) : NULL;

  return view != NULL && gtk_widget_is_sensitive (view) ? gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)) : NULL;
}

/* Twenty letters, as a draft that stays, or the end of one. */
static void
type (Soak *self)
{
  GtkTextBuffer *buffer = find_buffer (self);

  if (buffer == NULL)
    return;
  if (gtk_text_buffer_get_char_count (buffer) > 60)
    gtk_text_buffer_set_text (buffer, "", 0);
  for (guint i = 0; i < 20; i++)
    gtk_text_buffer_insert_interactive_at_cursor (buffer, "x", 1, TRUE);
}

static void
send_message (Soak *self)
{
  GtkTextBuffer *buffer = find_buffer (self);
  GtkWidget *button = NULL;
  g_autofree char *text = NULL;

  if (buffer == NULL)
    return;
  text = g_strdup_printf ("soak-out %u", ++self->sent);
  gtk_text_buffer_set_text (buffer, "", 0);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
  button = bench_app_find (bench_app_find (self->app->window, BEDSIDE_TYPE_COMPOSER), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  g_print ("{\"sent\": \"%s\"}\n", text);
}

static void
search (Soak *self)
{
  static const char *const queries[] = { "okafor", "ada 1", "2", "", "" };
  GtkWidget *sidebar = bench_app_find (self->app->window, BEDSIDE_TYPE_SIDEBAR);
  GtkWidget *entry = sidebar != NULL ? bench_app_find (sidebar, GTK_TYPE_SEARCH_ENTRY) : NULL;

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), queries[g_rand_int_range (self->random, 0, G_N_ELEMENTS (queries))]);
}

static void
scroll_messages (Soak *self)
{
  scroll (self, bench_app_find (self->app->window, BEDSIDE_TYPE_MESSAGE_LIST),
          g_rand_int_range (self->random, 0, 4) > 0 ? -1.5 : 1);
}

static void
scroll_list (Soak *self)
{
  scroll (self, bench_app_find (self->app->window, BEDSIDE_TYPE_SIDEBAR), g_rand_double_range (self->random, -9, 10));
}

static gboolean
on_act (gpointer user_data)
{
  static const struct
  {
    const char  *name;
    int          up_to;     /* of a hundred times */
    void       (*act) (Soak *self);
  } acts[] = {
    { "open", 55, open_conversation }, { "scroll messages", 70, scroll_messages }, { "scroll list", 78, scroll_list },
    { "type", 85, type }, { "send", 95, send_message }, { "search", 100, search },
  };
  Soak *self = user_data;
  int dice = g_rand_int_range (self->random, 0, 100);
  guint i = 0;

  while (dice >= acts[i].up_to)
    i++;
  g_print ("{\"act\": \"%s\", \"second\": %.3f}\n", acts[i].name, (g_get_monotonic_time () - self->since) / 1e6);
  acts[i].act (self);

  return G_SOURCE_CONTINUE;
}

/* --- the end --- */

static void
print_conversations (Soak *self)
{
  GListModel *model = bedside_session_get_conversations (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (model, i);
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "room");
      json_builder_add_string_value (builder, bedside_conversation_get_room_id (conversation));
      json_builder_set_member_name (builder, "preview");
      json_builder_add_string_value (builder, bedside_conversation_get_preview (conversation));
      json_builder_end_object (builder);
      print_builder (builder);
    }
}

static void
print_timeline (BedsideConversation *conversation)
{
  GListModel *model = G_LIST_MODEL (bedside_conversation_get_timeline (conversation));
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "room");
  json_builder_add_string_value (builder, bedside_conversation_get_room_id (conversation));
  json_builder_set_member_name (builder, "timeline");
  json_builder_begin_array (builder);
  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, i);

      if (BEDSIDE_IS_MESSAGE (item))
        json_builder_add_string_value (builder, bedside_message_get_text (BEDSIDE_MESSAGE (item)));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  print_builder (builder);
}

static gboolean
on_look (gpointer user_data)
{
  Soak *self = user_data;
  GListModel *model = bedside_session_get_conversations (self->session);
  guint step = MAX (g_list_model_get_n_items (model) / LOOKED_INTO, 1);
  guint n = self->looked / 2 * step;
  g_autoptr(BedsideConversation) conversation = g_list_model_get_item (model, n);

  if (conversation == NULL)
    {
      bench_app_quit (self->app);
      return G_SOURCE_REMOVE;
    }
  if (self->looked++ % 2 == 0)
    bedside_window_open_conversation (BEDSIDE_WINDOW (self->app->window), conversation);
  else
    print_timeline (conversation);

  return G_SOURCE_CONTINUE;
}

static void
end (Soak *self)
{
  on_sample (self);
  print_conversations (self);
  g_timeout_add (LOOK_MS, on_look, self);
}

static gboolean
on_command (GIOChannel   *channel,
            GIOCondition  condition,
            gpointer      user_data)
{
  Soak *self = user_data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      bench_app_quit (self->app);
      return G_SOURCE_REMOVE;
    }
  g_strchomp (line);
  if (g_str_equal (line, "rest"))
    {
      g_clear_handle_id (&self->act_id, g_source_remove);
      g_print ("{\"resting\": %s}\n", bedside_session_get_unsent (self->session) == 0 &&
               bedside_session_get_connection (self->session) == BEDSIDE_CONNECTION_ONLINE ? "true" : "false");
    }
  else if (g_str_equal (line, "end"))
    end (self);

  return G_SOURCE_CONTINUE;
}

/* --- the beginning --- */

static gboolean
on_wait (gpointer user_data)
{
  Soak *self = user_data;

  self->session = bedside_account_get_session (self->app->account);
  if (self->session == NULL || bedside_session_get_connection (self->session) != BEDSIDE_CONNECTION_ONLINE ||
      !bench_app_is_list_full (self->app))
    return G_SOURCE_CONTINUE;

  self->since = g_get_monotonic_time ();
  g_print ("{\"online\": %u}\n", g_list_model_get_n_items (bedside_session_get_conversations (self->session)));
  on_sample (self);
  self->act_id = g_timeout_add (ACT_MS, on_act, self);
  g_timeout_add_seconds (SAMPLE_SECONDS, on_sample, self);

  return G_SOURCE_REMOVE;
}

static gboolean
sign_in (gpointer user_data)
{
  Soak *self = user_data;
  char **arguments = self->app->arguments;

  if (bedside_account_get_state (self->app->account) != BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
    return G_SOURCE_CONTINUE;

  bedside_account_sign_in_async (self->app->account, arguments[0], arguments[1], arguments[2], NULL, NULL, NULL);
  g_timeout_add (100, on_wait, self);

  return G_SOURCE_REMOVE;
}

void
bench_soak_run (BenchApp *app)
{
  static Soak self;
  g_autoptr(GIOChannel) commands = g_io_channel_unix_new (STDIN_FILENO);

  if (g_strv_length (app->arguments) != 4)
    g_error ("Usage: bench-app soak FOLDER SERVER USER PASSWORD SEED");
  self.app = app;
  /* What is done here is no activity of a person. */
  bedside_preferences_set_lock_after (bedside_application_get_preferences (app->application), 0);
  self.random = g_rand_new_with_seed (atoi (app->arguments[3]));
  g_io_add_watch (commands, G_IO_IN | G_IO_HUP, on_command, &self);
  g_timeout_add (1000, sign_in, &self);
}
