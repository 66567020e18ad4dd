/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the message view in many states, to be looked at: message-gallery FOLDER */

#define G_LOG_DOMAIN "bedside-message-gallery"

#include "bedside-day.h"
#include "bedside-message-list.h"
#include "bedside-message-view.h"
#include "message-fixture.h"

static gint64
minutes_ago (gint64 minutes)
{
  return (g_get_real_time () / 1000 - FIXTURE_TIME) / FIXTURE_MINUTE - minutes;
}

static BedsideMessage *
add (BedsideTimeline     *timeline,
     gint64               ago,
     gboolean             own,
     const char          *text,
     BedsideMessageState  state)
{
  BedsideMessage *message = fixture_message_new (minutes_ago (ago), own, text);

  bedside_message_set_state (message, own ? state : BEDSIDE_MESSAGE_STATE_RECEIVED);
  fixture_merge (timeline, g_object_ref (message));
  g_object_unref (message);

  return message;
}

static BedsideConversation *
usual_new (void)
{
  BedsideConversation *conversation = fixture_conversation_new (0);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  add (timeline, 3 * 1440, TRUE, "Good morning, Ms Lovelace. Here is how you can write to us between appointments.",
       BEDSIDE_MESSAGE_STATE_READ);
  add (timeline, 3 * 1440 - 20, FALSE, "That is very kind, thank you!", 0);
  add (timeline, 1440 + 30, FALSE, "I have a question about the tablets", 0);
  add (timeline, 1440 + 29, FALSE, "Should I take them before or after breakfast? The leaflet says one thing and the "
                                   "pharmacist another, and now I am not sure any more what is right for me.", 0);
  add (timeline, 1440 + 28, FALSE, "See https://www.example.org/leaflets/iron.pdf", 0);
  add (timeline, 1440 + 10, TRUE, "After breakfast, with a full glass of water.", BEDSIDE_MESSAGE_STATE_READ);
  add (timeline, 1440 + 9, TRUE, "And not together with coffee or tea, please.", BEDSIDE_MESSAGE_STATE_READ);
  add (timeline, 40, FALSE, "The new dose is fine so far, and I sleep better than last week.", 0);
  bedside_message_set_edited (add (timeline, 39, FALSE, "Only the first day I felt a little dizzy.", 0), TRUE);
  add (timeline, 12, TRUE, "Please drink enough and rest when you feel dizzy.", BEDSIDE_MESSAGE_STATE_READ);
  add (timeline, 11, TRUE, "Shall we talk on Thursday?", BEDSIDE_MESSAGE_STATE_SENT);
  add (timeline, 1, TRUE, "I am free between nine and ten.", BEDSIDE_MESSAGE_STATE_SENDING);
  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_COMPLETE);

  return conversation;
}

static BedsideConversation *
hard_new (void)
{
  BedsideConversation *conversation = fixture_conversation_new (0);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GString) zalgo = g_string_new ("Z");
  BedsideMessage *stranger = NULL;

  for (guint i = 1; i <= 10000; i++)
    g_string_append_printf (lines, "Line %u\n", i);
  for (guint i = 0; i < 300; i++)
    g_string_append (zalgo, "\u0300\u0316\u0337");
  add (timeline, 60, FALSE, lines->str, 0);
  add (timeline, 50, FALSE, zalgo->str, 0);
  add (timeline, 45, FALSE, "\u202eabc evil.example\u202c and שלום עולם, \u2067rtl\u2069", 0);
  add (timeline, 49, FALSE, "take \u202e05\u202c mg\u2028Ada Lovelace, 09:40\u2029You: take ten, 09:41, read", 0);
  add (timeline, 48, FALSE, "<b>bold</b> &amp; <a href=\"javascript:alert(1)\">https://bank.example</a> "
       "https://bank.example@evil.example/ https://bank.example\u200b.evil.example/", 0);
  stranger = fixture_message_new (minutes_ago (43), FALSE, "I am not the patient");
  bedside_message_set_sender (stranger, "@mallory:server", "Ada Lovelace (@mallory:server)");
  bedside_message_set_stranger (stranger, TRUE);
  fixture_merge (timeline, stranger);
  add (timeline, 44, FALSE, "שלום, מה שלומך היום? אני מרגישה הרבה יותר טוב מאתמול ותודה על העזרה.", 0);
  bedside_message_set_kind (add (timeline, 30, FALSE, "", 0), BEDSIDE_MESSAGE_KIND_ENCRYPTED);
  bedside_message_set_kind (add (timeline, 29, FALSE, "", 0), BEDSIDE_MESSAGE_KIND_REMOVED);
  bedside_message_set_kind (add (timeline, 28, FALSE, "rash-left-arm.jpg", 0), BEDSIDE_MESSAGE_KIND_UNSUPPORTED);
  add (timeline, 3, TRUE, "This one could not be sent.", BEDSIDE_MESSAGE_STATE_NOT_SENT);
  add (timeline, 2, TRUE, "Nor could this.", BEDSIDE_MESSAGE_STATE_NOT_SENT);
  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_FAILED);

  return conversation;
}

static BedsideConversation *
team_new (void)
{
  BedsideConversation *conversation = fixture_team_new ();
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);
  const char *names[] = { "Dr. Elena Vasquez", "Tom Berger", "\u202eMallory" };

  for (int i = 0; i < 7; i++)
    {
      BedsideMessage *message = fixture_message_new (minutes_ago (60 - i), i == 3, NULL);
      g_autofree char *id = g_strdup_printf ("@%d:server", (i / 2) % 3);

      if (i != 3)
        bedside_message_set_sender (message, id, names[(i / 2) % 3]);
      fixture_merge (timeline, message);
    }
  bedside_conversation_set_typing (conversation, TRUE);

  return conversation;
}

static void
shoot (const char          *folder,
       const char          *name,
       BedsideConversation *conversation,
       int                  width,
       int                  height,
       const char          *draft)
{
  GtkWidget *view = bedside_message_view_new ();
  GtkWidget *window;
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);

  bedside_conversation_set_draft (conversation, draft);
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (view), conversation);
  window = fixture_window_new (view, width, height);
  bedside_message_view_focus_composer (BEDSIDE_MESSAGE_VIEW (view));
  fixture_wait_frames (window, 6);
  fixture_save_png (window, path);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_scrolled (const char *folder)
{
  g_autoptr(BedsideConversation) conversation = fixture_conversation_new (300);
  GtkWidget *view = bedside_message_view_new ();
  GtkWidget *window, *scroller;
  GtkAdjustment *adjustment;
  g_autofree char *path = g_strdup_printf ("%s/scrolled.png", folder);

  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (view), conversation);
  window = fixture_window_new (view, 700, 600);
  fixture_wait_frames (window, 20);
  scroller = fixture_find (view, GTK_TYPE_SCROLLED_WINDOW, 0);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 900);
  fixture_wait_frames (window, 3);
  for (int i = 0; i < 4; i++)
    fixture_merge (bedside_conversation_get_timeline (conversation), fixture_message_new (i, FALSE, NULL));
  fixture_wait_frames (window, 3);
  fixture_save_png (window, path);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(BedsideConversation) usual = NULL;
  g_autoptr(BedsideConversation) hard = NULL;
  g_autoptr(BedsideConversation) team = NULL;
  const char *folder;

  fixture_init (&argc, &argv);
  folder = argc > 1 ? argv[1] : ".";
  usual = usual_new ();
  hard = hard_new ();
  team = team_new ();

  shoot (folder, "usual-light", usual, 760, 700, "");
  shoot (folder, "usual-narrow", usual, 360, 640, "One line\nand another");
  shoot (folder, "hard-light", hard, 760, 1100, "");
  shoot (folder, "hard-narrow", hard, 360, 1100, "");
  shoot (folder, "team-light", team, 760, 600, "");
  shoot (folder, "wide", usual, 1500, 700, "");
  shoot_scrolled (folder);
  bedside_conversation_set_closed_reason (hard, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  shoot (folder, "usual-dark", usual, 760, 700, "Between nine and ten?");
  shoot (folder, "hard-dark-closed", hard, 760, 1100, "");
  shoot (folder, "team-dark", team, 760, 600, "");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  shoot (folder, "usual-200", usual, 760, 900, "Between nine and ten?");
  shoot (folder, "usual-narrow-200", usual, 360, 720, "");
  shoot (folder, "hard-narrow-200", hard, 360, 1100, "");

  return 0;
}
