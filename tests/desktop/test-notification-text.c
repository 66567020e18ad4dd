/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-notification-text.h"

#define ROOM "!room:example.org"

static void
assert_clean (const char *text,
              guint       max,
              const char *wanted)
{
  g_autofree char *clean = bedside_notification_text_clean (text, max);

  g_assert_cmpstr (clean, ==, wanted);
}

static void
assert_told (const BedsideAnnouncement *announcement,
             const char                *title,
             const char                *body)
{
  g_autofree char *found_title = bedside_notification_text_title (announcement);
  g_autofree char *found_body = bedside_notification_text_body (announcement);

  g_assert_cmpstr (found_title, ==, title);
  g_assert_cmpstr (found_body, ==, body);
}

static void
test_nothing (void)
{
  BedsideAnnouncement announcement = { .room_id = ROOM, .conversations = 1, .unread = 1 };

  assert_told (&announcement, "New message", NULL);
  announcement.unread = 3;
  assert_told (&announcement, "3 new messages", NULL);
}

/* Whoever fills it in makes a mistake: the last barrier holds all the same. */
static void
test_nothing_but_filled_in (void)
{
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 2, .privacy = BEDSIDE_PRIVACY_NOTHING,
    .name = "Ada Lovelace", .birth_date = "10 Dec 1985", .sender = "Ben", .text = "The new dose"
  };

  assert_told (&announcement, "2 new messages", NULL);
  announcement.privacy = BEDSIDE_PRIVACY_NAME;
  assert_told (&announcement, "Ada Lovelace, 10 Dec 1985", "2 new messages");
}

static void
test_name (void)
{
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_NAME,
    .name = "Ada Lovelace", .birth_date = "10 Dec 1985"
  };

  assert_told (&announcement, "Ada Lovelace, 10 Dec 1985", "New message");
  announcement.unread = 4;
  announcement.birth_date = NULL;
  assert_told (&announcement, "Ada Lovelace", "4 new messages");
  announcement.name = NULL;
  assert_told (&announcement, "4 new messages", NULL);
}

static void
test_text (void)
{
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_TEXT,
    .name = "Ada Lovelace", .birth_date = "10 Dec 1985", .text = "The new dose\nis fine"
  };

  assert_told (&announcement, "Ada Lovelace, 10 Dec 1985", "The new dose is fine");
  announcement.unread = 2;
  assert_told (&announcement, "Ada Lovelace, 10 Dec 1985", "2 new messages, the newest: The new dose is fine");
  announcement.unread = 1;
  announcement.text = NULL;
  assert_told (&announcement, "Ada Lovelace, 10 Dec 1985", "New message");
}

static void
test_kinds (void)
{
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_TEXT,
    .name = "Ada", .birth_date = "10 Dec 1985", .text = "x-ray.png", .kind = BEDSIDE_MESSAGE_KIND_UNSUPPORTED
  };

  assert_told (&announcement, "Ada, 10 Dec 1985", "x-ray.png");
  announcement.text = NULL;
  assert_told (&announcement, "Ada, 10 Dec 1985", "This message cannot be shown here");
  announcement.kind = BEDSIDE_MESSAGE_KIND_ENCRYPTED;
  announcement.text = "{}";
  assert_told (&announcement, "Ada, 10 Dec 1985", "This message is encrypted and cannot be shown");
  announcement.kind = BEDSIDE_MESSAGE_KIND_REMOVED;
  assert_told (&announcement, "Ada, 10 Dec 1985", "Message removed");
}

static void
test_team (void)
{
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_TEXT,
    .name = "Everyone", .sender = "Dr. Ben <b>", .text = "Lunch?"
  };

  assert_told (&announcement, "Everyone", "Dr. Ben ‹b>: Lunch?");
  announcement.privacy = BEDSIDE_PRIVACY_NAME;
  assert_told (&announcement, "Everyone", "New message");
}

static void
test_summary (void)
{
  BedsideAnnouncement announcement = {
    .room_id = BEDSIDE_ANNOUNCEMENT_SUMMARY, .conversations = 5, .unread = 17, .privacy = BEDSIDE_PRIVACY_TEXT,
    .name = "Ada", .text = "nobody's business"
  };

  assert_told (&announcement, "5 conversations have new messages", NULL);
  announcement.conversations = 1;
  assert_told (&announcement, "1 conversation has new messages", NULL);
}

static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (500, 'n');
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_NAME,
    .name = name, .birth_date = "10 Dec 1985"
  };
  g_autofree char *title = bedside_notification_text_title (&announcement);

  g_assert_cmpint (g_utf8_strlen (title, -1), <, 90);
  g_assert_true (g_str_has_suffix (title, "n…, 10 Dec 1985"));
}

static void
test_right_to_left_name (void)
{
  BedsideAnnouncement announcement = {
    .room_id = ROOM, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_NAME,
    .name = "עדה", .birth_date = "10 Dec 1985"
  };

  assert_told (&announcement, "\u200e\u2068עדה\u2069, 10 Dec 1985", "New message");
}

static void
test_white_space (void)
{
  assert_clean ("  one\r\n\r\n\ttwo \u2028 three\u00a0four\n", 100, "one two three four");
  assert_clean ("", 100, "");
  assert_clean (" \n\t ", 100, "");
}

static void
test_markup (void)
{
  assert_clean ("<b>bold</b> <a href='http://x'>l</a>", 100, "‹b>bold‹/b> ‹a href='http://x'>l‹/a>");
  assert_clean ("K <3.5 and Na >2", 100, "K ‹3.5 and Na >2");
  assert_clean ("&lt;b&gt; &#60; R&D A & B &", 100, "&\u2060lt;b&\u2060gt; &\u2060#60; R&\u2060D A & B &");
}

/* What is taken out or joined may not make markup of what was none. */
static void
test_markup_from_pieces (void)
{
  assert_clean ("&\u202elt;", 100, "&\u2060lt;");
  assert_clean ("&\u2060\u2060lt;", 100, "&\u2060lt;");
  assert_clean ("<\u0301b>", 100, "‹\u0301b>");
  assert_clean ("&&amp;&\n#38;", 100, "&&\u2060amp;& #38;");
}

static void
test_direction (void)
{
  assert_clean ("gnp.\u202exe.fdp\u202c \u2066a\u2069 \u200e\u200f\u061c\u206a\u2067", 100, "gnp.xe.fdp a");
}

static void
test_controls (void)
{
  assert_clean ("a\x1b[31mb\x07\x7f\xc2\x9b" "c\ufeff\ufff9", 100, "a[31mbc");
  assert_clean ("\xff\xfe" "a\xc3", 100, "\ufffd\ufffda\ufffd");
}

static void
test_length (void)
{
  assert_clean ("abcde", 5, "abcde");
  assert_clean ("abcdef", 5, "abcd…");
  assert_clean ("abcd ef", 5, "abcd…");
  assert_clean ("abc def", 5, "abc…");
  assert_clean ("abcde \n", 5, "abcde");
  assert_clean ("äöüßé", 5, "äöüßé");
  assert_clean ("äöüßéx", 5, "äöüß…");
  assert_clean ("ab", 1, "…");
}

static void
test_never_inside_a_character (void)
{
  static const char *const characters[] = {
    "e\u0301", "👩\u200d👩\u200d👧\u200d👦", "👍🏽", "🇩🇪", "\u1112\u1161\u11ab", "각\u11a8", "नि", "❤\ufe0f",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "ก\u0e33"
  };

  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    {
      g_autofree char *four = g_strconcat (characters[i], characters[i], characters[i], characters[i], NULL);
      g_autofree char *cut = g_strconcat (characters[i], characters[i], "…", NULL);

      assert_clean (four, 4, four);
      assert_clean (four, 3, cut);
    }
}

/* One "character" of 100,000 marks would take the daemon's time and cover its other lines. */
static void
test_tower_of_marks (void)
{
  g_autoptr(GString) tower = g_string_new ("a");

  for (guint i = 0; i < 100000; i++)
    g_string_append (tower, "\u0336");
  g_string_append (tower, "b");

  g_autofree char *clean = bedside_notification_text_clean (tower->str, 240);

  g_assert_cmpuint (g_utf8_strlen (clean, -1), ==, 33);
  g_assert_true (g_str_has_suffix (clean, "b"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/R22-R31-notification-text/nothing", test_nothing);
  g_test_add_func ("/desktop/R22-R31-notification-text/nothing-but-filled-in", test_nothing_but_filled_in);
  g_test_add_func ("/desktop/R22-R31-notification-text/name", test_name);
  g_test_add_func ("/desktop/R22-R31-notification-text/text", test_text);
  g_test_add_func ("/desktop/notification-text/kinds", test_kinds);
  g_test_add_func ("/desktop/notification-text/team", test_team);
  g_test_add_func ("/desktop/R22-R31-notification-text/summary", test_summary);
  g_test_add_func ("/desktop/notification-text/long-name", test_long_name);
  g_test_add_func ("/desktop/notification-text/right-to-left-name", test_right_to_left_name);
  g_test_add_func ("/desktop/notification-text/white-space", test_white_space);
  g_test_add_func ("/desktop/notification-text/markup", test_markup);
  g_test_add_func ("/desktop/notification-text/markup-from-pieces", test_markup_from_pieces);
  g_test_add_func ("/desktop/notification-text/direction", test_direction);
  g_test_add_func ("/desktop/notification-text/controls", test_controls);
  g_test_add_func ("/desktop/notification-text/length", test_length);
  g_test_add_func ("/desktop/notification-text/never-inside-a-character", test_never_inside_a_character);
  g_test_add_func ("/desktop/notification-text/tower-of-marks", test_tower_of_marks);

  return g_test_run ();
}
