/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window with a real session of somebody who works in two practices: what is asked for from outside may be of the
 * one that is not shown. */

#include "bedside-composer.h"
#include "bedside-main-page.h"
#include "bedside-practice-fixture.h"
#include "bedside-session-news.h"
#include "bedside-session-practice.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"

typedef BedsidePracticeFixture Fixture;

#define OTHER_PATIENT "{\"v\":1,\"given\":\"Otto\",\"family\":\"Other\",\"birth_date\":\"1970-02-01\"," \
        "\"user_id\":\"%s\",\"portal\":\"activated\"}"

/* The second practice of this practitioner, with a patient and a conversation. */
typedef struct {
  char *space;
  char *directory;
  char *room;
  char *patient;
} Other;

static void
other_clear (Other *other)
{
  g_free (other->space);
  g_free (other->directory);
  g_free (other->room);
  g_free (other->patient);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Other, other_clear)

static void
put (Fixture    *fixture,
     const char *room_id,
     const char *type,
     const char *key,
     const char *content)
{
  g_free (bedside_demo_server_add_event (fixture->server, room_id, fixture->me, type, key, content));
}

static void
add_other (Fixture *fixture,
           Other   *other)
{
  const char *staff[] = { fixture->me, NULL };

  other->patient = bedside_demo_server_add_user (fixture->server, "otto", "x", "Otto himself");
  other->space = bedside_demo_server_add_room (fixture->server, fixture->me,
                                               "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}", staff);
  g_autofree char *create = g_strdup_printf ("{\"type\":\"org.bedside.directory\",\"org.bedside.directory\":"
                                             "{\"v\":1,\"practice\":\"%s\"}}", other->space);
  other->directory = bedside_demo_server_add_room (fixture->server, fixture->me, create, staff);
  g_autofree char *settings = g_strdup_printf ("{\"group_chat\":true,\"patient_chat\":true,\"directory\":\"%s\"}",
                                               other->directory);
  g_autofree char *patient = g_strdup_printf (OTHER_PATIENT, other->patient);
  g_autofree char *binding = g_strdup_printf ("{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":"
                                              "\"key-otto\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}", other->space,
                                              other->patient, fixture->me);
  const char *members[] = { fixture->me, other->patient, NULL };

  put (fixture, other->space, "m.room.name", "", "{\"name\":\"Hillside\"}");
  put (fixture, other->space, "org.bedside.settings", "", settings);
  put (fixture, other->directory, "org.bedside.patient", "key-otto", patient);
  put (fixture, other->directory, "org.bedside.access", "key-otto", "{\"v\":1,\"chat\":\"enabled\"}");
  other->room = bedside_demo_server_add_room (fixture->server, fixture->me, binding, members);
}

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (fixture);
}

static const char *
get_shown (Fixture *fixture)
{
  return bedside_practice_get_room_id (bedside_session_get_practice (get_session (fixture)));
}

static BedsideWindow *
open_window (Fixture *fixture)
{
  BedsideWindow *window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));

  bedside_window_set_account (window, fixture->account);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));

  return window;
}

static BedsideConversation *
get_open (BedsideWindow *window)
{
  return bedside_main_page_get_conversation (bedside_ui_get (window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
}

static void
test_other_practice (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_auto(Other) other = { 0 };
  BedsideConversation *here, *there;
  BedsideWindow *window;
  GtkWidget *focus;

  add_other (fixture, &other);
  bedside_practice_fixture_sign_in (fixture);
  bedside_await (bedside_session_find_conversation (get_session (fixture), room) != NULL, 10);
  bedside_await (bedside_session_find_conversation (get_session (fixture), other.room) != NULL, 10);
  here = bedside_session_find_conversation (get_session (fixture), room);
  there = bedside_session_find_conversation (get_session (fixture), other.room);
  window = open_window (fixture);

  for (guint i = 0; i < 2; i++)
    {
      bedside_window_reply (window, there);
      bedside_ui_settle ();
      g_assert_cmpstr (get_shown (fixture), ==, other.space);
      g_assert_true (get_open (window) == there);
      bedside_await (bedside_window_get_attention (window) == there, 5);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      g_assert_nonnull (gtk_widget_get_ancestor (focus, BEDSIDE_TYPE_COMPOSER));

      bedside_window_open_conversation (window, here);
      bedside_ui_settle ();
      g_assert_cmpstr (get_shown (fixture), ==, fixture->space);
      g_assert_true (get_open (window) == here);
    }

  /* The way one comes from a notification while the window is hidden. */
  bedside_window_hide (window);
  g_assert_null (bedside_window_get_attention (window));
  bedside_window_open_conversation (window, there);
  bedside_await (bedside_window_get_attention (window) == there, 5);
  bedside_ui_destroy (GTK_WINDOW (window), window);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  bedside_practice_add ("/ui/window/R22-other-practice", test_other_practice);

  return g_test_run ();
}
