/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the windows of the patient directory to files, to be looked at by people: directory-gallery FOLDER. */

#include "bedside-directory-window.h"
#include "bedside-import-window.h"
#include "bedside-invite-to-portal.h"
#include "bedside-link-portal.h"
#include "bedside-patient-form.h"
#include "practice-window.h"

typedef struct {
  BedsideWritingFixture  practice;
  const char            *folder;
  const char            *variant;
  int                    width;    /* 0: what the window asks for */
} Gallery;

static void
draw (Gallery    *gallery,
      const char *name,
      gpointer    window)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autofree char *file = g_strdup_printf ("%s/%s-%s.png", gallery->folder, name, gallery->variant);
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  while (node == NULL)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gtk_test_widget_wait_for_draw (window);
      bedside_ui_settle ();
      gtk_test_widget_wait_for_draw (window);
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
}

static void
present (Gallery  *gallery,
         gpointer  window)
{
  int width = 0, height = 0;

  gtk_window_get_default_size (window, &width, &height);
  if (gallery->width > 0)
    gtk_window_set_default_size (window, gallery->width, MAX (height, 640));
  practice_window_present (window);
}

static void
save (Gallery    *gallery,
      const char *name,
      gpointer    window)
{
  if (!gtk_widget_get_visible (window))
    present (gallery, window);
  draw (gallery, name, window);
  gtk_window_destroy (window);
}

static void
write_in (gpointer    window,
          const char *name,
          const char *text)
{
  gtk_editable_set_text (bedside_ui_get (window, GTK_TYPE_EDITABLE, name), text);
}

static void
put_patient (Gallery    *gallery,
             const char *key,
             const char *content)
{
  g_free (bedside_writing_fixture_put (&gallery->practice, gallery->practice.practice.directory,
                                       gallery->practice.practice.me, "org.bedside.patient", key, content));
}

static void
add_patients (Gallery *gallery)
{
  put_patient (gallery, "1", "{'v':1,'given':'Ben','family':'Okafor','birth_date':'1962-03-02','portal':'invited',"
               "'invited_by':'@robin:localhost','record':'RH-20418'}");
  put_patient (gallery, "2", "{'v':1,'given':'Maximilian-Alexander Konstantin','family':"
               "'von Hohenstein-Weißenfels-Sonderburg','birth_date':'1941-01-30','portal':'none','record':'RH-1'}");
  put_patient (gallery, "3", "{'v':1,'given':'محمد','family':'الفاسي','birth_date':'1970-05-17','portal':'none'}");
  put_patient (gallery, "4", "{'v':1,'given':'Eun-ji','family':'Kim','birth_date':'2001-02-28','portal':'activated'}");
  put_patient (gallery, "5", "{'v':1,'given':'Ada','family':'Lovelace','birth_date':'1950-06-01','portal':'none'}");
  g_free (bedside_practice_fixture_add_patient (&gallery->practice.practice, "ada", "Ada", "Lovelace"));
}

static void
draw_directory (Gallery *gallery)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);
  GtkWidget *window = bedside_directory_window_new (NULL, session);

  present (gallery, window);
  gtk_selection_model_select_item (gtk_list_view_get_model (bedside_ui_get (window, GTK_TYPE_LIST_VIEW, NULL)), 1,
                                   TRUE);
  save (gallery, "directory", window);
  window = bedside_directory_window_new (NULL, session);
  present (gallery, window);
  write_in (window, "Search the directory", "nobody");
  save (gallery, "directory-nobody", window);
}

static void
draw_forms (Gallery *gallery)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);
  GtkWidget *window = bedside_patient_form_new (NULL, session, NULL);

  present (gallery, window);
  save (gallery, "form", window);
  window = bedside_patient_form_new (NULL, session, NULL);
  present (gallery, window);
  write_in (window, "Given name", "Ada");
  write_in (window, "Family name", "Lovelace");
  write_in (window, "Birth date", "12/10/85");
  bedside_ui_click (window, "Save");
  save (gallery, "form-error", window);
  window = bedside_patient_form_new (NULL, session, NULL);
  present (gallery, window);
  write_in (window, "Given name", "Ada");
  write_in (window, "Family name", "Lovelace");
  write_in (window, "Birth date", "12/10/1985");
  save (gallery, "form-warning", window);
  window = bedside_patient_form_new (NULL, session, practice_window_get_patient (&gallery->practice,
                                     "Maximilian-Alexander Konstantin von Hohenstein-Weißenfels-Sonderburg"));
  save (gallery, "form-edit", window);
}

static void
draw_link (Gallery    *gallery,
           const char *name,
           const char *user,
           const char *says)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);
  GtkWidget *window = bedside_link_portal_new (NULL, session, practice_window_get_patient (&gallery->practice,
                                                                                          "Ben Okafor"));

  present (gallery, window);
  write_in (window, "User name of the patient", user);
  bedside_ui_click (window, "Check");
  bedside_await (practice_window_says (window, says), 10);
  save (gallery, name, window);
}

static void
draw_links (Gallery *gallery)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);

  save (gallery, "link", bedside_link_portal_new (NULL, session, practice_window_get_patient (&gallery->practice,
                                                                                             "Ben Okafor")));
  save (gallery, "link-linked",
        bedside_link_portal_new (NULL, session, practice_window_get_patient (&gallery->practice, "Ada Lovelace")));
  bedside_demo_server_set_enforced (gallery->practice.practice.server, TRUE);
  draw_link (gallery, "link-unknown", "nobody", "no account");
  draw_link (gallery, "link-waiting", "ben", "is a patient’s account");
  draw_link (gallery, "link-other", "ada", "is linked to");
  bedside_demo_server_set_enforced (gallery->practice.practice.server, FALSE);
  draw_link (gallery, "link-confirm", "ben", "cannot tell");
}

static void
draw_invite (Gallery *gallery)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);
  GtkWidget *window = bedside_invite_to_portal_new (NULL, session, practice_window_get_patient (&gallery->practice,
                                     "Maximilian-Alexander Konstantin von Hohenstein-Weißenfels-Sonderburg"));

  save (gallery, "invite", window);
  window = bedside_invite_to_portal_new (NULL, session, practice_window_get_patient (&gallery->practice, "Ben Okafor"));
  present (gallery, window);
  save (gallery, "invited", window);
}

static void
draw_import (Gallery *gallery)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);
  g_autofree char *path = g_build_filename (gallery->practice.practice.folder, "patients.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  /* Others each time, or they would be there already. */
  g_autofree char *list =
    g_strdup_printf ("Surname,First name,Born,Telephone,Chart no\nHopper %1$s,Grace,10/12/1985,030 1,\n"
                     "Okafor %1$s,Ben,2/3/1962,,A-%1$s\nDubois,Chloe,1/2/99,030 2,7\n,Zoe,1/2/2001,030 2,7\n",
                     gallery->variant);
  GtkWidget *window = bedside_import_window_new (NULL, session);

  present (gallery, window);
  draw (gallery, "import", window);
  g_file_set_contents (path, list, -1, NULL);
  bedside_import_window_open (BEDSIDE_IMPORT_WINDOW (window), file);
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Start import") != NULL, 10);
  draw (gallery, "import-columns", window);
  bedside_writing_fixture_add_fault (&gallery->practice, "PUT", "*/state/org.bedside.patient/*",
                                     BEDSIDE_DEMO_FAULT_STALL, 2);
  bedside_ui_click (window, "Start import");
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Cancel") != NULL, 10);
  draw (gallery, "import-progress", window);
  bedside_await (practice_window_says (window, "Waiting"), 10);
  draw (gallery, "import-waiting", window);
  bedside_ui_click (window, "Cancel");
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Go on") != NULL, 10);
  draw (gallery, "import-stopped", window);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
draw_result (Gallery *gallery)
{
  BedsideSession *session = practice_window_get_session (&gallery->practice);
  g_autofree char *path = g_build_filename (gallery->practice.practice.folder, "patients.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWidget *window = bedside_import_window_new (NULL, session);

  g_file_set_contents (path, "Name;Born;No\nLovelace, Ada;10.12.1985;\nOkafor, Ben;2.3.62;7\n;1.1.2001;\n"
                       "von Hohenstein-Weißenfels-Sonderburg, Maximilian-Alexander Konstantin;31.2.1985;8\n", -1, NULL);
  present (gallery, window);
  bedside_import_window_open (BEDSIDE_IMPORT_WINDOW (window), file);
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Start import") != NULL, 10);
  bedside_ui_click (window, "Start import");
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Done") != NULL, 10);
  save (gallery, "import-result", window);
}

static void
draw_all (Gallery    *gallery,
          const char *variant,
          int         width)
{
  gallery->variant = variant;
  gallery->width = width;
  draw_directory (gallery);
  draw_forms (gallery);
  draw_links (gallery);
  draw_invite (gallery);
  draw_import (gallery);
  draw_result (gallery);
}

int
main (int    argc,
      char **argv)
{
  Gallery gallery = { .folder = argc > 1 ? argv[1] : "." };

  bedside_ui_init (&argc, &argv);
  bedside_writing_fixture_set_up (&gallery.practice, NULL);
  gallery.variant = "light";
  practice_window_get_practice (&gallery.practice);
  save (&gallery, "directory-empty",
        bedside_directory_window_new (NULL, practice_window_get_session (&gallery.practice)));
  add_patients (&gallery);
  g_free (bedside_demo_server_add_account (gallery.practice.practice.server, "ben", BEDSIDE_DEMO_KIND_PATIENT, "Ben"));
  practice_window_get_patient (&gallery.practice, "Ada Lovelace");

  draw_all (&gallery, "light", 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  draw_all (&gallery, "dark", 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  draw_all (&gallery, "narrow", 360);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  draw_all (&gallery, "large-text", 0);
  draw_all (&gallery, "large-text-narrow", 360);
  bedside_writing_fixture_tear_down (&gallery.practice, NULL);

  return 0;
}
