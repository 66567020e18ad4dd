/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "practice-window.h"

#include <string.h>

#include "bedside-line.h"

static GtkWindow *
find_dialog (gpointer parent)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (gtk_window_get_transient_for (l->data) == parent && gtk_widget_get_visible (l->data))
        return l->data;
    }

  return NULL;
}

GtkWindow *
practice_window_await_dialog (gpointer parent)
{
  bedside_await (find_dialog (parent) != NULL, 5);

  return find_dialog (parent);
}

BedsideSession *
practice_window_get_session (BedsideWritingFixture *fixture)
{
  return bedside_practice_fixture_get_session (&fixture->practice);
}

BedsidePractice *
practice_window_get_practice (BedsideWritingFixture *fixture)
{
  BedsideSession *session = practice_window_get_session (fixture);

  bedside_await (bedside_session_get_practice (session) != NULL, 10);
  /* The server has been asked: a test that says otherwise afterwards is not corrected. */
  bedside_await (bedside_practice_get_enforcement (bedside_session_get_practice (session)) !=
                 BEDSIDE_ENFORCEMENT_UNKNOWN, 10);

  return bedside_session_get_practice (session);
}

static BedsidePatient *
find_patient (GListModel *patients,
              const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);

      if (g_str_equal (bedside_patient_get_name (patient), name))
        return patient;
    }

  return NULL;
}

BedsidePatient *
practice_window_get_patient (BedsideWritingFixture *fixture,
                             const char            *name)
{
  BedsidePractice *practice = practice_window_get_practice (fixture);

  bedside_await (find_patient (bedside_practice_get_patients (practice), name) != NULL, 10);

  return find_patient (bedside_practice_get_patients (practice), name);
}

void
practice_window_set_role (BedsideWritingFixture *fixture,
                          BedsideRole            role)
{
  static const int levels[] = { 50, 90, 100 };
  BedsidePractice *practice = practice_window_get_practice (fixture);
  const gboolean owner = role == BEDSIDE_ROLE_OWNER;
  g_autofree char *content =
    g_strdup_printf ("{'users':{'%s':%d,'%s':%d},'users_default':50,'state_default':90,'events_default':100,"
                     "'invite':90,'kick':90,'ban':90,'redact':90,"
                     "'events':{'m.room.power_levels':90,'org.bedside.settings':90}}",
                     fixture->practice.me, levels[role], fixture->practice.colleague, owner ? 50 : 100);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.me, "m.room.power_levels",
                                       "", content));
  bedside_await (bedside_practice_get_role (practice) == role, 10);
}

void
practice_window_present (gpointer window)
{
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (window);
  bedside_ui_settle ();
}

void
practice_window_destroy (gpointer window)
{
  bedside_ui_destroy (window, window);
}

gboolean
practice_window_says (gpointer    root,
                      const char *part)
{
  if (!gtk_widget_get_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (root), part) != NULL)
    return TRUE;
  if (BEDSIDE_IS_LINE (root) && strstr (bedside_line_get_text (root), part) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (practice_window_says (child, part))
        return TRUE;
    }

  return FALSE;
}
