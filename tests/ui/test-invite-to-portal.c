/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "bedside-invite-to-portal.h"
#include "bedside-letter.h"
#include "bedside-letter-preview.h"
#include "bedside-letter-print.h"
#include "practice-window.h"

/* Inviting a patient to the portal, on a real session, and the letter. */

typedef BedsideWritingFixture Fixture;

#define PATIENTS "*/state/org.bedside.patient/*"
#define USER "User name of the patient (optional)"

static BedsidePatient *
add_ben (Fixture    *fixture,
         const char *more)
{
  g_autofree char *content = g_strdup_printf ("{'v':1,'given':'Ben','family':'Okafor','birth_date':'1962-03-02'%s}",
                                              more);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ben", content));

  return practice_window_get_patient (fixture, "Ben Okafor");
}

static GtkWindow *
open_dialog (Fixture        *fixture,
             BedsidePatient *patient)
{
  GtkWidget *window = bedside_invite_to_portal_new (NULL, practice_window_get_session (fixture), patient);

  practice_window_present (window);
  g_assert_true (bedside_ui_shows (window, "Ben Okafor"));
  g_assert_true (bedside_ui_shows (window, "2 Mar 1962"));

  return GTK_WINDOW (window);
}

static gboolean
is_possible (GtkWindow  *window,
             const char *name)
{
  GtkWidget *button = bedside_ui_find (window, GTK_TYPE_BUTTON, name);

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
write_user (GtkWindow  *dialog,
            const char *user)
{
  gtk_editable_set_text (bedside_ui_get (dialog, GTK_TYPE_EDITABLE, USER), user);
  bedside_ui_settle ();
}

/* What a screen reader says of the letter is what stands in it. */
static void
assert_letter (GtkWindow  *dialog,
               const char *part,
               gboolean    is_there)
{
  GtkWidget *preview = bedside_ui_get (dialog, BEDSIDE_TYPE_LETTER_PREVIEW, "Letter to the patient");
  g_autofree char *found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (preview),
                                                               GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");

  g_assert_true ((strstr (found, part) != NULL) == is_there);
}

static void
add_account (Fixture         *fixture,
             const char      *user,
             BedsideDemoKind  kind,
             gboolean         signed_in)
{
  g_free (bedside_demo_server_add_account (fixture->practice.server, user, kind, user));
  bedside_demo_server_set_signed_in (fixture->practice.server, user, signed_in);
}

/* --- inviting --- */

/* R5: who invited is written down; the letter goes when that is done. */
static void
test_invite (Fixture       *fixture,
             gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, ",'later':1");
  GtkWindow *dialog = open_dialog (fixture, ben);
  gpointer weak = dialog;

  g_assert_false (is_possible (dialog, "Print letter"));
  g_assert_false (is_possible (dialog, "Save as PDF"));
  assert_letter (dialog, "User name: ___", TRUE);
  bedside_ui_click (dialog, "Invite");
  bedside_await (is_possible (dialog, "Print letter"), 10);
  g_assert_true (is_possible (dialog, "Save as PDF"));
  bedside_await (bedside_patient_get_portal_state (ben) == BEDSIDE_PORTAL_STATE_INVITED, 10);
  g_assert_cmpstr (bedside_patient_get_invited_by (ben), ==, fixture->practice.me);
  g_assert_null (bedside_patient_get_user_id (ben));
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  bedside_ui_click (dialog, "Done");
  bedside_await (weak == NULL, 5);
}

/* The server knows the account as a patient's: it is linked, so that it is seen when the portal is activated. */
static void
test_with_account (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "ben", BEDSIDE_DEMO_KIND_PATIENT, FALSE);
  dialog = open_dialog (fixture, ben);
  write_user (dialog, "ben");
  assert_letter (dialog, "User name: ben\n", TRUE);
  bedside_ui_click (dialog, "Invite");
  bedside_await (is_possible (dialog, "Print letter"), 10);
  bedside_await (bedside_patient_get_portal_state (ben) == BEDSIDE_PORTAL_STATE_INVITED, 10);
  g_assert_true (g_str_has_prefix (bedside_patient_get_user_id (ben), "@ben:"));
  /* Another name in the letter has to be looked at first. */
  write_user (dialog, "nobody");
  g_assert_false (is_possible (dialog, "Print letter"));
  bedside_ui_click (dialog, "Check");
  bedside_await (practice_window_says (dialog, "There is no account"), 10);
  g_assert_false (is_possible (dialog, "Print letter"));
  write_user (dialog, "");
  g_assert_true (is_possible (dialog, "Print letter"));
  practice_window_destroy (dialog);
}

/* No letter leaves the house with a name that leads nowhere, or to somebody else. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  static const char *const users[][2] = {
    { "nobody", "There is no account" },
    { "active", "Somebody has signed in to this account already." },
    { "robot", "is not a patient" },
    { "sam", "This is the account of a practitioner, not of a patient." },
    { "ada", "This account is linked to Ada Lovelace, 10 Dec 1985." },
    { "a b", "This cannot be a user name." },
  };
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "robot", BEDSIDE_DEMO_KIND_PRACTITIONER, TRUE);
  add_account (fixture, "active", BEDSIDE_DEMO_KIND_PATIENT, TRUE);
  g_free (bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace"));
  practice_window_get_patient (fixture, "Ada Lovelace");
  dialog = open_dialog (fixture, ben);
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      g_test_message ("%s", users[i][0]);
      write_user (dialog, users[i][0]);
      bedside_ui_click (dialog, "Invite");
      bedside_await (practice_window_says (dialog, users[i][1]), 10);
      g_assert_false (is_possible (dialog, "Print letter"));
    }
  g_assert_cmpint (bedside_patient_get_portal_state (ben), ==, BEDSIDE_PORTAL_STATE_NONE);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENTS), ==, 0);
  practice_window_destroy (dialog);
}

/* A server that cannot tell: the name is taken as it is, and nothing is linked. */
static void
test_unchecked (Fixture       *fixture,
                gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, FALSE);
  dialog = open_dialog (fixture, ben);
  write_user (dialog, "@ben:chat.example");
  assert_letter (dialog, "User name: ben\n", TRUE);
  bedside_ui_click (dialog, "Invite");
  bedside_await (is_possible (dialog, "Print letter"), 10);
  bedside_await (bedside_patient_get_portal_state (ben) == BEDSIDE_PORTAL_STATE_INVITED, 10);
  g_assert_null (bedside_patient_get_user_id (ben));
  practice_window_destroy (dialog);
}

static void
test_server_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog = open_dialog (fixture, ben);

  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (dialog, "Invite");
  bedside_await (practice_window_says (dialog, "The server does not allow you to do this."), 10);
  g_assert_false (is_possible (dialog, "Print letter"));
  bedside_ui_click (dialog, "Invite");
  bedside_await (is_possible (dialog, "Print letter"), 10);
  practice_window_destroy (dialog);
}

/* Who is invited already gets another letter without being invited again. */
static void
test_invited_before (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, ",'portal':'invited','invited_by':'@sam:localhost'");
  GtkWindow *dialog = open_dialog (fixture, ben);

  g_assert_true (is_possible (dialog, "Print letter"));
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENTS), ==, 0);
  practice_window_destroy (dialog);
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, ",'portal':'invited'");
  GtkWindow *dialog = open_dialog (fixture, ben);
  g_autofree char *path = g_build_filename (fixture->practice.folder, "letter.pdf", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) nowhere = g_file_new_for_path ("/nowhere/letter.pdf");
  g_autofree char *content = NULL;
  gsize size = 0;
  GStatBuf info;

  bedside_invite_to_portal_save_letter (BEDSIDE_INVITE_TO_PORTAL (dialog), nowhere);
  bedside_await (practice_window_says (dialog, "The letter could not be saved:"), 10);
  bedside_invite_to_portal_save_letter (BEDSIDE_INVITE_TO_PORTAL (dialog), file);
  bedside_await (practice_window_says (dialog, "The letter is saved as “letter.pdf”."), 10);
  g_assert_false (practice_window_says (dialog, "could not be saved"));
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF-"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0077, ==, 0);
  practice_window_destroy (dialog);
}

/* --- the letter --- */

static BedsideLetter *
letter_new (const char *given,
            const char *family,
            const char *user_name)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("k", given, family, "1985-12-10");

  return bedside_letter_new ("Riverside Health", "chat.riverside.example", patient, user_name);
}

/* R29: it says whom it is for; and what the patient needs, but no password. */
static void
test_text (void)
{
  static const char *const parts[] = {
    "Riverside Health\n", "Ada Lovelace\nborn on 10 Dec 1985\n", "Server: chat.riverside.example\n", "User name: ada\n",
    "Dear Ada Lovelace,", "1. ", "4. ", "Your password is not in this letter.",
    "This letter is meant for Ada Lovelace only.",
  };
  g_autoptr(BedsideLetter) letter = letter_new ("Ada", "Lovelace", "ada");
  g_autofree char *text = bedside_letter_dup_text (letter);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_test_message ("%s", parts[i]);
      g_assert_nonnull (strstr (text, parts[i]));
    }
}

/* On which side the sender stands, who is the first in the letter: the ink in the left and in the right half. */
static void
find_sender (BedsideLetter *letter,
             guint         *left,
             guint         *right)
{
  enum { WIDTH = 595, HEIGHT = 842, SENDER_HEIGHT = 76 };
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH, SENDER_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const guchar *data;

  *left = *right = 0;
  pango_cairo_context_set_resolution (context, 72);
  bedside_letter_paginate (letter, context, WIDTH, HEIGHT);
  bedside_letter_draw_page (letter, cr, 0);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < SENDER_HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (data[y * cairo_image_surface_get_stride (surface) + x] > 0)
        *(x < WIDTH / 2 ? left : right) += 1;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (context);
}

/* Draws all pages, and looks whether anything lies outside of the paper's margins. */
static guint
draw (BedsideLetter *letter,
      const char    *paper_name)
{
  GtkPaperSize *paper = gtk_paper_size_new (paper_name);
  const double width = gtk_paper_size_get_width (paper, GTK_UNIT_POINTS);
  const double height = gtk_paper_size_get_height (paper, GTK_UNIT_POINTS);
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  guint n_pages;

  pango_cairo_context_set_resolution (context, 72);
  n_pages = bedside_letter_paginate (letter, context, width, height);
  for (guint page = 0; page < n_pages; page++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x = 0, y = 0, ink_width = 0, ink_height = 0;

      bedside_letter_draw_page (letter, cr, page);
      cairo_recording_surface_ink_extents (surface, &x, &y, &ink_width, &ink_height);
      g_assert_cmpfloat (ink_width, >, 20);
      g_assert_cmpfloat (x, >=, 50);
      g_assert_cmpfloat (y, >=, 50);
      g_assert_cmpfloat (x + ink_width, <=, width - 50);
      g_assert_cmpfloat (y + ink_height, <=, height - 50);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  g_object_unref (context);
  gtk_paper_size_free (paper);

  return n_pages;
}

/* A letter has one side to begin at: that of the interface, not of the first letter of each paragraph. */
static void
test_direction (void)
{
  g_autoptr(BedsideLetter) letter = letter_new ("محمد", "الفاسي", "mohammed");
  guint left, right;

  find_sender (letter, &left, &right);
  g_assert_cmpuint (left, >, 100);
  g_assert_cmpuint (right, ==, 0);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  find_sender (letter, &left, &right);
  draw (letter, GTK_PAPER_NAME_A4);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_assert_cmpuint (left, ==, 0);
  g_assert_cmpuint (right, >, 100);
}

static void
test_pages (void)
{
  static const char *const papers[] = { GTK_PAPER_NAME_A4, GTK_PAPER_NAME_LETTER, GTK_PAPER_NAME_A5 };
  g_autofree char *no_space = g_strnfill (200, 'W');
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < 300; i++)
    g_string_append (words, "Maximilian ");
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autoptr(BedsideLetter) usual = letter_new ("Ada", "Lovelace", "ada");
      g_autoptr(BedsideLetter) unbroken = letter_new (no_space, no_space, no_space);
      /* Names end somewhere; an account is written out. */
      g_autoptr(BedsideLetter) endless = letter_new (words->str, "Hohenstein", words->str);
      g_autoptr(BedsideLetter) arabic = letter_new ("محمد", "الفاسي", "mohammed");
      g_autoptr(BedsideLetter) nobody = letter_new (NULL, NULL, "");

      g_assert_cmpuint (draw (usual, papers[i]), ==, i < 2 ? 1 : 2);
      g_assert_cmpuint (draw (unbroken, papers[i]), >=, 1);
      g_assert_cmpuint (draw (endless, papers[i]), >, 1);
      draw (arabic, papers[i]);
      draw (nobody, papers[i]);
    }
}

static void
test_pdf (void)
{
  g_autoptr(BedsideLetter) letter = letter_new ("Ada", "Lovelace", "ada");
  GtkPaperSize *paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pdf = bedside_letter_to_pdf (letter, paper, &error);
  gsize size = 0;
  const char *data = g_bytes_get_data (pdf, &size);
  g_autofree char *text = g_strndup (data, size);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (data, "%PDF-"));
  g_assert_cmpuint (size, >, 3000);
  /* Whole to its end. */
  g_assert_nonnull (g_strstr_len (data + size - 10, 10, "%%EOF"));
  gtk_paper_size_free (paper);
}

/* Printed as it is saved: on as many pages. */
static void
test_print (void)
{
  static const char *const papers[] = { GTK_PAPER_NAME_A4, GTK_PAPER_NAME_LETTER, GTK_PAPER_NAME_A5 };

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autoptr(BedsideLetter) letter = letter_new ("Ada", "Lovelace", "ada");
      GtkPaperSize *paper = gtk_paper_size_new (papers[i]);
      g_autoptr(GtkPrintOperation) operation = bedside_letter_print_new (letter, paper);
      g_autofree char *folder = g_dir_make_tmp ("bedside-print-XXXXXX", NULL);
      g_autofree char *path = g_build_filename (folder, "letter.pdf", NULL);
      g_autofree char *content = NULL;
      g_autoptr(GError) error = NULL;
      int n_pages = 0;

      gtk_print_operation_set_export_filename (operation, path);
      g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                       GTK_PRINT_OPERATION_RESULT_APPLY);
      g_assert_no_error (error);
      g_object_get (operation, "n-pages", &n_pages, NULL);
      g_assert_cmpint (n_pages, ==, (int) draw (letter, papers[i]));
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, "%PDF-"));
      g_unlink (path);
      g_rmdir (folder);
      gtk_paper_size_free (paper);
    }
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/invite-to-portal/R5-invite", test_invite);
  practice_window_add ("/ui/invite-to-portal/R5-with-account", test_with_account);
  practice_window_add ("/ui/invite-to-portal/refused", test_refused);
  practice_window_add ("/ui/invite-to-portal/unchecked", test_unchecked);
  practice_window_add ("/ui/invite-to-portal/server-fails", test_server_fails);
  practice_window_add ("/ui/invite-to-portal/R5-invited-before", test_invited_before);
  practice_window_add ("/ui/invite-to-portal/save", test_save);
  g_test_add_func ("/ui/letter/R29-text", test_text);
  g_test_add_func ("/ui/letter/pages", test_pages);
  g_test_add_func ("/ui/letter/direction", test_direction);
  g_test_add_func ("/ui/letter/pdf", test_pdf);
  g_test_add_func ("/ui/letter/print", test_print);

  return g_test_run ();
}
