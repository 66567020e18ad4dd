/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing that somebody writes stops the window: the longest turn of the main loop, in CPU time of its thread. */

#include "bedside-composer.h"
#include "bedside-conversation-row.h"
#include "bedside-message-view.h"
#include "bedside-text-window.h"
#include "bedside-watchdog.h"
#include "message-fixture.h"

/* Microseconds: far less than what is felt as frozen. */
#define MOST (250 * 1000)
/* What the practitioner pastes: nobody else can do that. */
#define MOST_PASTED (600 * 1000)
/* Sanitizers make all slower. */
#if defined(__SANITIZE_ADDRESS__)
#define FACTOR 8
#else
#define FACTOR 1
#endif
#define HUGE (60 * 1000)

typedef struct {
  const char *name;
  char       *text;  /* (owned) */
} Sample;

static GArray *samples;

static void
add_sample (const char *name,
            const char *first,
            const char *unit,
            gsize       bytes)
{
  Sample sample = { name, NULL };
  GString *text = g_string_new (first);

  while (text->len + strlen (unit) <= bytes)
    g_string_append (text, unit);
  sample.text = g_string_free (text, FALSE);
  g_array_append_val (samples, sample);
}

/* Letters of as many scripts as Unicode has in its first plane. */
static void
add_scripts (void)
{
  Sample sample = { "scripts", NULL };
  GString *text = g_string_new (NULL);

  for (gunichar c = 0x100; text->len < HUGE; c = c < 0xd000 ? c + 0x43 : 0x101 + c % 7)
    if (g_unichar_isalpha (c))
      g_string_append_unichar (text, c);
  sample.text = g_string_free (text, FALSE);
  g_array_append_val (samples, sample);
}

static void
make_samples (void)
{
  samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  add_sample ("plain", "", "The new dose is fine so far. ", 100);
  add_sample ("words", "", "The new dose is fine so far. ", HUGE);
  add_sample ("one word", "", "x", HUGE);
  add_sample ("lines", "x", "\n", HUGE);
  add_sample ("short lines", "", "ab\n", HUGE);
  add_sample ("separators", "x", "\u2028", HUGE);
  add_sample ("families", "", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", HUGE);
  add_sample ("joined without end", "", "\U0001f468\u200d", HUGE);
  add_sample ("flags", "", "\U0001f1e6", HUGE);
  add_sample ("marks", "a", "\u0316\u0300", HUGE);
  add_sample ("marks on each", "", "a\u0300\u0316\u0301\u0317", HUGE);
  add_sample ("links", "", "https://example.org/a ", 22 * 1000);
  add_sample ("one link", "https://example.org/", "a", HUGE);
  add_sample ("h", "", "h", HUGE);
  add_sample ("both directions", "", "a\u05d0", HUGE);
  add_sample ("isolates", "\u05d0", "\u2067a", HUGE);
  add_sample ("overrides", "", "\u202ea\u202d", HUGE);
  add_sample ("arabic", "", "\ufdfa", HUGE);
  add_sample ("devanagari", "\u0915", "\u094d\u0937\u094d\u0930", HUGE);
  add_sample ("tabs", "", "\t", HUGE);
  add_sample ("hidden", "", "\u200b", HUGE);
  add_sample ("entities", "", "&lt;b&gt;", HUGE);
  add_scripts ();
}

static BedsideWatchdog *watchdog;

static void
measure (const char *where,
         const char *name,
         guint       most)
{
  BedsideWatchdogFigures figures;

  bedside_watchdog_get_figures (watchdog, &figures);
  g_test_message ("%s, %s: the longest turn took %.1f ms", where, name, figures.worst / 1000.0);
  if (g_getenv ("BEDSIDE_HUGE_TEXT_TABLE") != NULL)
    g_printerr ("%-12s %-20s %7.1f ms\n", where, name, figures.worst / 1000.0);
  g_assert_cmpuint (figures.worst, <, most * FACTOR);
}

/* The first time anything is shown in a script its fonts are looked for. */
static void
begin (void)
{
  bedside_ui_settle ();
  bedside_watchdog_reset (watchdog);
}

static void
test_arrives (void)
{
  g_autoptr(BedsideConversation) conversation = fixture_conversation_new (30);
  GtkWidget *view = bedside_message_view_new ();
  GtkWindow *window;

  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (view), conversation);
  window = bedside_ui_present (view, 600, 500);
  fixture_wait_frames (view, 10);
  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);

      begin ();
      fixture_merge (bedside_conversation_get_timeline (conversation),
                     fixture_message_new (100 + i, i % 2, sample->text));
      fixture_wait_frames (view, 4);
      measure ("arrives", sample->name, MOST);
    }
  bedside_ui_destroy (window, view);
}

static void
test_in_the_list (void)
{
  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);
      BedsideConversation *conversation =
        bedside_ui_patient_conversation ("!1:x", sample->text, sample->text, "1985-12-10", FIXTURE_TIME);
      GtkWidget *row = bedside_conversation_row_new ();
      GtkWindow *window;

      begin ();
      bedside_conversation_set_preview (conversation, sample->text, BEDSIDE_MESSAGE_KIND_TEXT, i % 2, FIXTURE_TIME);
      bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (row), conversation);
      window = bedside_ui_present (row, 320, 100);
      fixture_wait_frames (row, 2);
      measure ("in the list", sample->name, MOST);
      bedside_ui_destroy (window, row);
      g_object_unref (conversation);
    }
}

static void
test_shown_whole (void)
{
  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);
      GtkWindow *window;

      begin ();
      window = bedside_text_window_new (sample->text);
      gtk_window_present (window);
      fixture_wait_frames (GTK_WIDGET (window), 4);
      measure ("shown whole", sample->name, MOST);
      bedside_ui_destroy (window, window);
    }
}

static void
paste (const Sample *sample)
{
  GtkWidget *composer = bedside_composer_new ();
  GtkWindow *window = bedside_ui_present (composer, 500, 300);
  GtkTextView *view = bedside_ui_get (composer, GTK_TYPE_TEXT_VIEW, "Message");
  g_autofree char *text = NULL;
  g_autofree char *expected = g_strconcat (sample->text, ".", NULL);

  begin ();
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), sample->text, -1);
  fixture_wait_frames (composer, 4);
  measure ("pasted", sample->name, MOST_PASTED);
  bedside_watchdog_reset (watchdog);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), ".", -1);
  fixture_wait_frames (composer, 2);
  measure ("a key later", sample->name, MOST_PASTED);
  text = bedside_composer_dup_text (BEDSIDE_COMPOSER (composer));
  g_assert_cmpstr (text, ==, expected);
  bedside_ui_destroy (window, composer);
}

/* With the cursor in it a text view paints all that is seen sixty times a second; some scripts take long in that. */
static gboolean
is_pasted (const char *name)
{
  static const char *const others[] = { "lines", "short lines", "separators", "flags", "isolates", NULL };

  return !g_strv_contains (others, name);
}

static void
test_pasted (void)
{
  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);

      if (is_pasted (sample->name))
        paste (sample);
    }
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);
  /* Not sixty frames a second of a cursor that nobody looks at. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  make_samples ();
  watchdog = bedside_watchdog_new ();
  bedside_watchdog_attach (watchdog, NULL);

  g_test_add_func ("/ui/huge-text/in-the-list", test_in_the_list);
  g_test_add_func ("/ui/huge-text/arrives", test_arrives);
  g_test_add_func ("/ui/huge-text/shown-whole", test_shown_whole);
  g_test_add_func ("/ui/huge-text/pasted", test_pasted);

  return g_test_run ();
}
