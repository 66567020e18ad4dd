/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-sign-in-page.h"
#include "bedside-ui-fixture.h"

typedef struct {
  BedsideSignInPage *page;
  GtkWindow         *window;
  GString           *asked; /* what was signed in with */
  guint              cancelled;
  guint              back;
} Fixture;

static void
on_sign_in (Fixture    *fixture,
            const char *server,
            const char *user,
            const char *password)
{
  g_string_append_printf (fixture->asked, "%s|%s|%s", server, user, password);
}

static void
count (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->page = BEDSIDE_SIGN_IN_PAGE (bedside_sign_in_page_new ());
  fixture->asked = g_string_new (NULL);
  g_signal_connect_swapped (fixture->page, "sign-in", G_CALLBACK (on_sign_in), fixture);
  g_signal_connect_swapped (fixture->page, "cancel", G_CALLBACK (count), &fixture->cancelled);
  g_signal_connect_swapped (fixture->page, "back", G_CALLBACK (count), &fixture->back);
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->page), 600, 600);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->page);
  g_string_free (fixture->asked, TRUE);
}

static GtkEditable *
get_entry (Fixture    *fixture,
           const char *name)
{
  return bedside_ui_get (fixture->page, ADW_TYPE_ENTRY_ROW, name);
}

static const char *
get_text (Fixture    *fixture,
          const char *name)
{
  return gtk_editable_get_text (get_entry (fixture, name));
}

static void
fill (Fixture    *fixture,
      const char *server,
      const char *user,
      const char *password)
{
  gtk_editable_set_text (get_entry (fixture, "Server"), server);
  gtk_editable_set_text (get_entry (fixture, "User name"), user);
  gtk_editable_set_text (get_entry (fixture, "Password"), password);
}

static gboolean
can_sign_in (Fixture *fixture)
{
  return gtk_widget_is_sensitive (bedside_ui_get (fixture->page, GTK_TYPE_BUTTON, "Sign In"));
}

static void
fail (Fixture            *fixture,
      BedsideSignInError  code,
      gint64              retry_after)
{
  g_autoptr(GError) error = bedside_fake_sign_in_error (code, retry_after);

  bedside_sign_in_page_begin (fixture->page);
  bedside_sign_in_page_finish (fixture->page, error);
}

static void
test_filled_in (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_false (can_sign_in (fixture));
  fill (fixture, "chat.example", "grace", "");
  g_assert_false (can_sign_in (fixture));
  fill (fixture, "   ", "grace", "secret");
  g_assert_false (can_sign_in (fixture));
  fill (fixture, "chat.example", "  ", "secret");
  g_assert_false (can_sign_in (fixture));
  fill (fixture, " chat.example ", "\tgrace ", "  ");
  g_assert_true (can_sign_in (fixture));
  bedside_ui_click (fixture->page, "Sign In");
  /* White space belongs to a password, but to nothing else. */
  g_assert_cmpstr (fixture->asked->str, ==, "chat.example|grace|  ");
}

static gboolean
has_focus (Fixture    *fixture,
           const char *name)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (get_entry (fixture, name)));
}

static void
press_enter (Fixture    *fixture,
             const char *name)
{
  g_signal_emit_by_name (get_entry (fixture, name), "entry-activated");
  bedside_ui_settle ();
}

static void
test_enter (Fixture       *fixture,
            gconstpointer  data)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->page));
  g_assert_true (has_focus (fixture, "Server"));
  gtk_editable_set_text (get_entry (fixture, "Server"), "chat.example");
  press_enter (fixture, "Server");
  g_assert_true (has_focus (fixture, "User name"));
  gtk_editable_set_text (get_entry (fixture, "User name"), "grace");
  press_enter (fixture, "User name");
  g_assert_true (has_focus (fixture, "Password"));
  press_enter (fixture, "Password");
  g_assert_cmpstr (fixture->asked->str, ==, "");
  gtk_editable_set_text (get_entry (fixture, "Password"), "secret");
  press_enter (fixture, "Password");
  g_assert_cmpstr (fixture->asked->str, ==, "chat.example|grace|secret");
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  fill (fixture, "chat.example", "grace", "secret");
  bedside_sign_in_page_begin (fixture->page);
  g_assert_cmpint (bedside_sign_in_page_get_state (fixture->page), ==, BEDSIDE_SIGN_IN_STATE_BUSY);
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_BUTTON, "Sign In"));
  g_assert_nonnull (bedside_ui_find (fixture->page, GTK_TYPE_SPINNER, NULL));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (get_entry (fixture, "Server"))));
  press_enter (fixture, "Password");
  g_assert_cmpstr (fixture->asked->str, ==, "");

  bedside_ui_click (fixture->page, "Cancel");
  g_assert_cmpuint (fixture->cancelled, ==, 1);
  bedside_sign_in_page_finish (fixture->page, cancelled);
  /* Silent, and nothing that was typed is lost. */
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_SPINNER, NULL));
  g_assert_true (can_sign_in (fixture));
  g_assert_cmpstr (get_text (fixture, "Password"), ==, "secret");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_entry (fixture, "Server")), "error"));

  bedside_sign_in_page_begin (fixture->page);
  bedside_sign_in_page_finish (fixture->page, NULL);
  g_assert_cmpstr (get_text (fixture, "Password"), ==, "");
}

static const struct {
  BedsideSignInError  code;
  const char         *field;
  const char         *text;
} errors[] = {
  { BEDSIDE_SIGN_IN_ERROR_INVALID_SERVER, "Server",
    "This is not the name of a server. It looks like “chat.practice.example”." },
  { BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER, "Server",
    "The connection to this server would not be encrypted. Write the name without “http:”." },
  { BEDSIDE_SIGN_IN_ERROR_UNREACHABLE, "Server", "The server does not answer. Check its name and your network." },
  { BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER, "Server", "There is no chat server of this name." },
  { BEDSIDE_SIGN_IN_ERROR_BAD_CERTIFICATE, "Server",
    "This server cannot be trusted: its certificate is not valid. Nothing has been sent to it." },
  { BEDSIDE_SIGN_IN_ERROR_NO_PASSWORDS, "Server", "This server does not let people sign in with a password." },
  { BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD, "Password", "The user name or the password is wrong." },
  { BEDSIDE_SIGN_IN_ERROR_DEACTIVATED, "User name", "This account has been closed." },
  { BEDSIDE_SIGN_IN_ERROR_OTHER_USER, "User name", "This is another account than before. Sign in with the same one." },
  { BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM, NULL, "The server has a problem. Try again later." },
};

/* Each beside the field that it is about, and only there; a screen reader is told with the field. */
static void
test_errors (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const fields[] = { "Server", "User name", "Password" };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      fill (fixture, "chat.example", "grace", "secret");
      fail (fixture, errors[i].code, 0);
      g_assert_true (bedside_ui_shows (fixture->page, errors[i].text));
      for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
        {
          GtkWidget *entry = GTK_WIDGET (get_entry (fixture, fields[j]));
          const gboolean blamed = g_strcmp0 (errors[i].field, fields[j]) == 0;

          g_assert_true (gtk_widget_has_css_class (entry, "error") == blamed);
          g_assert_true (gtk_test_accessible_has_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID)
                         == blamed);
          if (blamed)
            gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, errors[i].text);
        }
      if (errors[i].field != NULL)
        g_assert_true (has_focus (fixture, errors[i].field));
      /* Only a wrong password has to be typed again. */
      g_assert_cmpstr (get_text (fixture, "Password"), ==,
                       errors[i].code == BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD ? "" : "secret");

      /* Gone with the next key. */
      fill (fixture, "chat.example.", "grace.", "secret.");
      g_assert_false (bedside_ui_shows (fixture->page, errors[i].text));
    }
}

static void
test_unknown_error (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_IO, "Not for people");

  bedside_sign_in_page_begin (fixture->page);
  bedside_sign_in_page_finish (fixture->page, error);
  g_assert_true (bedside_ui_shows (fixture->page, "Signing in did not work. Try again later."));
  g_assert_false (bedside_ui_shows (fixture->page, "Not for people"));
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  fill (fixture, "chat.example", "grace", "secret");
  fail (fixture, BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED, 1900);
  g_assert_cmpint (bedside_sign_in_page_get_state (fixture->page), ==, BEDSIDE_SIGN_IN_STATE_WAITING);
  g_assert_true (bedside_ui_shows (fixture->page, "There were too many tries. You can try again in 2 seconds."));
  g_assert_false (can_sign_in (fixture));
  press_enter (fixture, "Password");
  g_assert_cmpstr (fixture->asked->str, ==, "");
  /* Typing does not shorten it. */
  fill (fixture, "chat.example", "grace", "other");
  g_assert_false (can_sign_in (fixture));
  bedside_await (!bedside_ui_shows (fixture->page, "There were too many tries. You can try again in 2 seconds."), 30);
  bedside_await (can_sign_in (fixture), 30);
  g_assert_cmpint (bedside_sign_in_page_get_state (fixture->page), ==, BEDSIDE_SIGN_IN_STATE_IDLE);
  g_assert_cmpstr (get_text (fixture, "Password"), ==, "other");
}

static void
test_rate_limit_without_time (Fixture       *fixture,
                              gconstpointer  data)
{
  fill (fixture, "chat.example", "grace", "secret");
  fail (fixture, BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED, 0);
  g_assert_true (bedside_ui_shows (fixture->page, "There were too many tries. You can try again in 10 seconds."));
  fail (fixture, BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED, 3600 * 1000);
  g_assert_true (bedside_ui_shows (fixture->page, "There were too many tries. You can try again in 60 minutes."));
  /* Closed in the middle of it. */
}

static void
test_same_account (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_sign_in_page_set_message (fixture->page, "The server asks for your password again.");
  bedside_sign_in_page_set_account (fixture->page, "https://chat.example", "@grace:chat.example");
  g_assert_true (bedside_ui_shows (fixture->page, "The server asks for your password again."));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (get_entry (fixture, "Server"))));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (get_entry (fixture, "User name"))));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->page));
  g_assert_true (has_focus (fixture, "Password"));
  gtk_editable_set_text (get_entry (fixture, "Password"), "secret");
  bedside_ui_click (fixture->page, "Sign In");
  g_assert_cmpstr (fixture->asked->str, ==, "https://chat.example|@grace:chat.example|secret");

  fail (fixture, BEDSIDE_SIGN_IN_ERROR_UNREACHABLE, 0);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (get_entry (fixture, "Server"))));
  bedside_ui_click (fixture->page, "Back");
  g_assert_cmpuint (fixture->back, ==, 1);

  bedside_sign_in_page_set_account (fixture->page, NULL, NULL);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (get_entry (fixture, "Server"))));
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_BUTTON, "Back"));
}

static void
test_suggestion (Fixture       *fixture,
                 gconstpointer  data)
{
  bedside_sign_in_page_suggest (fixture->page, "http://127.0.0.1:8008", "grace", NULL);
  g_assert_cmpstr (get_text (fixture, "Server"), ==, "http://127.0.0.1:8008");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (get_entry (fixture, "Server"))));
  g_assert_false (can_sign_in (fixture));
  bedside_sign_in_page_suggest (fixture->page, NULL, NULL, "secret");
  g_assert_true (can_sign_in (fixture));
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/ui/sign-in-page/filled-in", test_filled_in);
  ADD ("/ui/sign-in-page/enter", test_enter);
  ADD ("/ui/sign-in-page/busy", test_busy);
  ADD ("/ui/sign-in-page/errors", test_errors);
  ADD ("/ui/sign-in-page/unknown-error", test_unknown_error);
  ADD ("/ui/sign-in-page/rate-limit", test_rate_limit);
  ADD ("/ui/sign-in-page/rate-limit-without-time", test_rate_limit_without_time);
  ADD ("/ui/sign-in-page/same-account", test_same_account);
  ADD ("/ui/sign-in-page/suggestion", test_suggestion);
#undef ADD
  return g_test_run ();
}
