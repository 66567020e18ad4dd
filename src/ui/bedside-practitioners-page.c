/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practitioners-page"

#include "bedside-practitioners-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-invite-practitioner.h"
#include "bedside-practitioner-row.h"
#include "bedside-question.h"
#include "bedside-wording.h"

struct _BedsidePractitionersPage
{
  AdwPreferencesPage   parent_instance;

  BedsideSession      *session;  /* (owned) (nullable) */
  BedsidePractice     *practice; /* (owned) (nullable) */

  /* template */
  AdwPreferencesGroup *group;
  GtkWidget           *invite;
  GtkLabel            *error;
  GtkListBox          *list;
};

/* One change of one person. */
typedef struct {
  GWeakRef page; /* BedsidePractitionersPage */
  GWeakRef row;  /* BedsidePractitionerRow */
} Change;

G_DEFINE_FINAL_TYPE (BedsidePractitionersPage, bedside_practitioners_page, ADW_TYPE_PREFERENCES_PAGE)

static void
change_free (Change *change)
{
  g_weak_ref_clear (&change->page);
  g_weak_ref_clear (&change->row);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
show_error (BedsidePractitionersPage *self,
            const char               *error)
{
  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static Change *
change_begin (BedsidePractitionersPage *self,
              BedsidePractitionerRow   *row)
{
  Change *change = g_new0 (Change, 1);

  g_weak_ref_init (&change->page, self);
  g_weak_ref_init (&change->row, row);
  show_error (self, NULL);
  bedside_practitioner_row_set_busy (row, TRUE);

  return change;
}

static void
change_end (Change       *change,
            const GError *error)
{
  g_autoptr(BedsidePractitionersPage) page = g_weak_ref_get (&change->page);
  g_autoptr(BedsidePractitionerRow) row = g_weak_ref_get (&change->row);

  /* The window may be closed by now, and the person gone from the list. */
  if (row != NULL)
    bedside_practitioner_row_set_busy (row, FALSE);
  if (page != NULL && error != NULL)
    show_error (page, error->message);
}

/* --- roles --- */

static void
on_role_set (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;

  bedside_practice_writer_set_role_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);
  change_end (change, error);
}

static void
on_set_role (BedsidePractitionersPage *self,
             BedsideRole               role,
             BedsidePractitionerRow   *row)
{
  BedsidePracticeWriter *writer = self->session != NULL ? bedside_session_get_writer (self->session) : NULL;
  const char *user_id = bedside_practitioner_get_user_id (bedside_practitioner_row_get_person (row));

  if (writer != NULL)
    bedside_practice_writer_set_role_async (writer, self->practice, user_id, role, NULL, on_role_set,
                                            change_begin (self, row));
}

/* --- removing --- */

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;

  bedside_practice_writer_remove_practitioner_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);
  change_end (change, error);
}

static void
on_remove_accepted (BedsidePractitionerRow *row)
{
  BedsidePractitionersPage *self =
    BEDSIDE_PRACTITIONERS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (row), BEDSIDE_TYPE_PRACTITIONERS_PAGE));
  BedsidePractitioner *person = bedside_practitioner_row_get_person (row);
  BedsidePracticeWriter *writer = NULL;

  /* He may have left while the question was asked: then there is no row. */
  if (self == NULL || self->session == NULL)
    return;
  writer = bedside_session_get_writer (self->session);
  if (writer == NULL)
    return;

  bedside_practice_writer_remove_practitioner_async (writer, self->practice, bedside_practitioner_get_user_id (person),
                                                     NULL, on_removed, change_begin (self, row));
}

static char *
dup_remove_text (BedsidePractitionersPage *self,
                 BedsidePractitioner      *person)
{
  g_autofree char *name = bedside_wording_isolate (bedside_practitioner_get_name (person));

  if (bedside_practitioner_get_invited (person))
    return g_strdup_printf (_("%s has not joined yet, and cannot join any more then."),
                            bedside_practitioner_get_user_id (person));
  if (bedside_practice_get_enforcement (self->practice) == BEDSIDE_ENFORCEMENT_ENFORCED)
    /* Translators: a practitioner: first the account, then the name */
    return g_strdup_printf (_("%s loses the directory, the team conversations and the possibility to write to the "
                              "patients of this practice. Nobody can write in the conversations with patients that "
                              "%s has; they can still be read on both sides."),
                            bedside_practitioner_get_user_id (person), name);

  return g_strdup_printf (_("%s loses the team conversations and gets nothing new from the directory. But this server "
                            "does not enforce the rules of the practice: the directory as it is now can still be read "
                            "with this account, and patients can still be written to with another program. Ask the "
                            "administrator of the server to deactivate the account."),
                          bedside_practitioner_get_user_id (person));
}

static void
on_remove (BedsidePractitionersPage *self,
           BedsidePractitionerRow   *row)
{
  BedsidePractitioner *person = bedside_practitioner_row_get_person (row);
  const gboolean invited = bedside_practitioner_get_invited (person);
  g_autofree char *name = bedside_wording_isolate (bedside_practitioner_get_name (person));
  g_autofree char *title = NULL;
  g_autofree char *text = dup_remove_text (self, person);
  GtkWidget *question;

  title = g_strdup_printf (invited ? _("Take back the invitation of %s?") : _("Remove %s from the practice?"),
                           name);
  question = bedside_question_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), title, text,
                                   invited ? _("Take back") : _("Remove"));
  g_signal_connect_object (question, "accepted", G_CALLBACK (on_remove_accepted), row, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

/* --- the list --- */

static void
on_invite (BedsidePractitionersPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->session == NULL)
    return;

  show_error (self, NULL);
  gtk_window_present (GTK_WINDOW (bedside_invite_practitioner_new (GTK_WINDOW (root), self->session, self->practice)));
}

static void
update_role (BedsidePractitionersPage *self)
{
  const gboolean manager = bedside_role_may_manage (bedside_practice_get_role (self->practice));

  gtk_widget_set_sensitive (self->invite, manager);
  adw_preferences_group_set_description (self->group,
                                         manager ? _("Everybody here sees the directory of patients.")
                                                 : _("Only managers can invite and remove practitioners."));
}

/* Those who decide first, those who have not joined last. */
static int
compare_people (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  BedsidePractitioner *first = (BedsidePractitioner *) a, *second = (BedsidePractitioner *) b;
  int order = bedside_practitioner_get_invited (first) - bedside_practitioner_get_invited (second);

  if (order == 0)
    order = (int) bedside_practitioner_get_role (second) - (int) bedside_practitioner_get_role (first);
  if (order == 0)
    order = g_utf8_collate (bedside_practitioner_get_name (first), bedside_practitioner_get_name (second));
  if (order == 0)
    order = g_strcmp0 (bedside_practitioner_get_user_id (first), bedside_practitioner_get_user_id (second));

  return order;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  BedsidePractitionersPage *self = user_data;
  GtkWidget *row = bedside_practitioner_row_new (self->practice, item);

  g_signal_connect_object (row, "set-role", G_CALLBACK (on_set_role), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);

  return row;
}

static void
bedside_practitioners_page_dispose (GObject *object)
{
  BedsidePractitionersPage *self = BEDSIDE_PRACTITIONERS_PAGE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->practice);

  G_OBJECT_CLASS (bedside_practitioners_page_parent_class)->dispose (object);
}

static void
bedside_practitioners_page_class_init (BedsidePractitionersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_practitioners_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-practitioners-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePractitionersPage, group);
  gtk_widget_class_bind_template_child (widget_class, BedsidePractitionersPage, invite);
  gtk_widget_class_bind_template_child (widget_class, BedsidePractitionersPage, error);
  gtk_widget_class_bind_template_child (widget_class, BedsidePractitionersPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_invite);
}

static void
bedside_practitioners_page_init (BedsidePractitionersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_practitioners_page_set_practice:
 * @self: a page
 * @session: the session
 * @practice: the practice whose people to show
 *
 * Sets what is shown, once.
 */
void
bedside_practitioners_page_set_practice (BedsidePractitionersPage *self,
                                         BedsideSession           *session,
                                         BedsidePractice          *practice)
{
  g_autoptr(GtkSortListModel) sorted = NULL;

  g_return_if_fail (BEDSIDE_IS_PRACTITIONERS_PAGE (self));
  g_return_if_fail (BEDSIDE_IS_SESSION (session));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (self->practice == NULL);

  self->session = g_object_ref (session);
  self->practice = g_object_ref (practice);
  sorted = gtk_sort_list_model_new (g_object_ref (bedside_practice_get_people (practice)),
                                    GTK_SORTER (gtk_custom_sorter_new (compare_people, NULL, NULL)));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (sorted), create_row, self, NULL);
  g_signal_connect_object (practice, "notify::role", G_CALLBACK (update_role), self, G_CONNECT_SWAPPED);
  update_role (self);
}
