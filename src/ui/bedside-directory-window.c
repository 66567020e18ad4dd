/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-directory-window"

#include "bedside-directory-window.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-directory-row.h"
#include "bedside-import-window.h"
#include "bedside-list-bin.h"
#include "bedside-patient-form.h"
#include "bedside-patient-list.h"
#include "bedside-patient-profile.h"
#include "bedside-patient-text.h"
#include "bedside-question.h"
#include "bedside-weak.h"

struct _BedsideDirectoryWindow
{
  AdwWindow           parent_instance;

  BedsideSession     *session;       /* (owned) */
  BedsidePractice    *practice;      /* (owned) (nullable) */
  BedsidePatientList *patients;      /* (owned) */
  GtkSingleSelection *selection;     /* (owned) */
  BedsidePatient     *asked_about;   /* (owned) (nullable): whether to remove this one */
  BedsidePatient     *removing;      /* (owned) (nullable): on the way to the server */
  GtkWindow          *import_window; /* (nullable): its weak pointer */

  /* template */
  AdwToastOverlay    *toasts;
  AdwWindowTitle     *title;
  GtkEditable        *search;
  GtkLabel           *problem;
  AdwBin             *contents;
  GtkWidget          *actions;
  GtkWidget          *add;
  GtkWidget          *import;
  GtkWidget          *profile;
  GtkWidget          *edit;
  GtkWidget          *remove;
  GtkWidget          *list_page;
  GtkListView        *list;
  GtkWidget          *empty_page;
  GtkWidget          *nobody_page;
};

G_DEFINE_FINAL_TYPE (BedsideDirectoryWindow, bedside_directory_window, ADW_TYPE_WINDOW)

/* --- what is shown --- */

static BedsidePatient *
get_selected (BedsideDirectoryWindow *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static guint
count_all (BedsideDirectoryWindow *self)
{
  GListModel *source = bedside_patient_list_get_source (self->patients);

  return source != NULL ? g_list_model_get_n_items (source) : 0;
}

static void
show_problem (BedsideDirectoryWindow *self,
              const char             *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static GtkWidget *
get_page (BedsideDirectoryWindow *self)
{
  if (count_all (self) == 0)
    return self->empty_page;
  if (g_list_model_get_n_items (bedside_patient_list_get_model (self->patients)) == 0)
    return self->nobody_page;

  return self->list_page;
}

static void
update (BedsideDirectoryWindow *self)
{
  gboolean selected;
  guint count;
  GtkWidget *page;
  g_autofree char *subtitle = NULL;

  /* What goes with the window still notifies. */
  if (self->session == NULL)
    return;

  selected = get_selected (self) != NULL;
  count = count_all (self);
  page = get_page (self);
  if (count > 0)
    subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u patient", "%'u patients", count), count);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");

  /* Only the page that is seen is in the window: nothing of the others is reached by keyboard or screen reader. */
  if (adw_bin_get_child (self->contents) != page)
    adw_bin_set_child (self->contents, page);
  gtk_widget_set_visible (GTK_WIDGET (self->search), count > 0);
  gtk_widget_set_visible (self->actions, count > 0);
  gtk_widget_set_sensitive (self->add, self->practice != NULL);
  gtk_widget_set_sensitive (self->import, self->practice != NULL);
  gtk_widget_set_sensitive (self->profile, selected);
  gtk_widget_set_sensitive (self->edit, selected);
  gtk_widget_set_sensitive (self->remove, selected && self->removing == NULL);
}

static void
on_patients (BedsideDirectoryWindow *self)
{
  bedside_patient_list_set_source (self->patients,
                                   self->practice != NULL ? bedside_practice_get_patients (self->practice) : NULL);
  update (self);
}

static void
setup_row (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           BedsideDirectoryWindow   *self)
{
  gtk_list_item_set_child (item, bedside_directory_row_new ());
}

static void
bind_row (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          BedsideDirectoryWindow   *self)
{
  bedside_directory_row_set_patient (BEDSIDE_DIRECTORY_ROW (gtk_list_item_get_child (item)),
                                     gtk_list_item_get_item (item));
}

static void
unbind_row (GtkSignalListItemFactory *factory,
            GtkListItem              *item,
            BedsideDirectoryWindow   *self)
{
  bedside_directory_row_set_patient (BEDSIDE_DIRECTORY_ROW (gtk_list_item_get_child (item)), NULL);
}

/* --- searching --- */

static void
on_search_changed (BedsideDirectoryWindow *self)
{
  bedside_patient_list_set_query (self->patients, gtk_editable_get_text (self->search));
  update (self);
}

static void
on_search_stopped (BedsideDirectoryWindow *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* Enter leads to whom was searched for. */
static void
on_search_activated (BedsideDirectoryWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;

  gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* --- what can be done --- */

static void
show_profile (BedsideDirectoryWindow *self,
              BedsidePatient         *patient)
{
  gtk_window_present (GTK_WINDOW (bedside_patient_profile_new (GTK_WINDOW (self), self->session, patient)));
}

static void
on_activate (BedsideDirectoryWindow *self,
             guint                   position)
{
  g_autoptr(BedsidePatient) patient = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (patient != NULL)
    show_profile (self, patient);
}

static void
on_profile (BedsideDirectoryWindow *self)
{
  if (get_selected (self) != NULL)
    show_profile (self, get_selected (self));
}

static void
on_form_saved (BedsideDirectoryWindow *self,
               const char             *identity,
               BedsidePatientForm     *form)
{
  g_autofree char *text = g_strdup_printf (_("Saved: %s"), identity);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
show_form (BedsideDirectoryWindow *self,
           BedsidePatient         *patient)
{
  GtkWidget *form = bedside_patient_form_new (GTK_WINDOW (self), self->session, patient);

  g_signal_connect_object (form, "saved", G_CALLBACK (on_form_saved), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (form));
}

static void
on_add (BedsideDirectoryWindow *self)
{
  if (self->practice != NULL)
    show_form (self, NULL);
}

static void
on_edit (BedsideDirectoryWindow *self)
{
  if (get_selected (self) != NULL)
    show_form (self, get_selected (self));
}

static void
on_import (BedsideDirectoryWindow *self)
{
  if (self->practice == NULL)
    return;

  if (self->import_window == NULL)
    g_set_weak_pointer (&self->import_window, GTK_WINDOW (bedside_import_window_new (GTK_WINDOW (self),
                                                                                     self->session)));
  gtk_window_present (self->import_window);
}

/* An import goes with this window: it asks first, if it is not finished. */
static gboolean
on_close_request (BedsideDirectoryWindow *self)
{
  if (self->import_window != NULL)
    gtk_window_close (self->import_window);
  if (self->import_window == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->import_window)))
    return GDK_EVENT_PROPAGATE;

  gtk_window_present (self->import_window);

  return GDK_EVENT_STOP;
}

/* --- removing --- */

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideDirectoryWindow) self = bedside_weak_take (user_data);
  g_autoptr(BedsidePatient) patient = NULL;
  g_autoptr(GError) error = NULL;
  const gboolean removed = bedside_practice_writer_remove_patient_finish (BEDSIDE_PRACTICE_WRITER (source), result,
                                                                          &error);

  /* Closed meanwhile. */
  if (self == NULL)
    return;

  patient = g_steal_pointer (&self->removing);
  if (!removed)
    {
      g_autofree char *identity = bedside_patient_text_dup_identity (patient);
      /* Translators: first a patient with date of birth, then why */
      g_autofree char *text = g_strdup_printf (_("%s could not be removed. %s"), identity, error->message);

      show_problem (self, text);
    }
  update (self);
}

static void
on_remove_accepted (BedsideDirectoryWindow *self)
{
  BedsidePracticeWriter *writer = bedside_session_get_writer (self->session);

  if (writer == NULL || self->practice == NULL || self->asked_about == NULL || self->removing != NULL)
    return;

  /* Whom the question names, whoever is selected by now. */
  self->removing = g_steal_pointer (&self->asked_about);
  bedside_practice_writer_remove_patient_async (writer, self->practice, self->removing, NULL, on_removed,
                                                bedside_weak_new (self));
  update (self);
}

/* The server takes back what others have written for managers only: nobody is to learn that by failing. */
static char *
dup_consequences (BedsideDirectoryWindow *self)
{
  const char *text = _("Name, birth date and record number are erased from the directory. Nobody can write to the "
                       "patient any more, nor the patient to the practice. Conversations that there are can still be "
                       "read.");
  const char *limit = _("Only a manager can remove a patient whose entry colleagues have written.");

  if (self->practice == NULL || bedside_role_may_manage (bedside_practice_get_role (self->practice)))
    return g_strdup (text);

  return g_strconcat (text, "\n\n", limit, NULL);
}

static void
on_remove (BedsideDirectoryWindow *self)
{
  g_autofree char *identity = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  GtkWidget *question;

  if (get_selected (self) == NULL || self->removing != NULL)
    return;

  show_problem (self, NULL);
  identity = bedside_patient_text_dup_identity (get_selected (self));
  /* Translators: %s is a patient with date of birth */
  title = g_strdup_printf (_("Remove %s?"), identity);
  text = dup_consequences (self);
  question = bedside_question_new (GTK_WINDOW (self), title, text, _("Remove"));
  g_set_object (&self->asked_about, get_selected (self));
  g_signal_connect_object (question, "accepted", G_CALLBACK (on_remove_accepted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

/* --- GObject --- */

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_directory_window_map (GtkWidget *widget)
{
  BedsideDirectoryWindow *self = BEDSIDE_DIRECTORY_WINDOW (widget);

  GTK_WIDGET_CLASS (bedside_directory_window_parent_class)->map (widget);
  gtk_widget_grab_focus (count_all (self) > 0 ? GTK_WIDGET (self->search) : self->add);
}

static void
bedside_directory_window_dispose (GObject *object)
{
  BedsideDirectoryWindow *self = BEDSIDE_DIRECTORY_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_weak_pointer (&self->import_window);
  g_clear_object (&self->asked_about);
  g_clear_object (&self->removing);
  g_clear_object (&self->selection);
  g_clear_object (&self->patients);
  g_clear_object (&self->practice);

  G_OBJECT_CLASS (bedside_directory_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-directory-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, search);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, contents);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, actions);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, add);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, import);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, profile);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, edit);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, remove);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, list_page);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, list);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryWindow, nobody_page);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_close_request);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_profile);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
bedside_directory_window_class_init (BedsideDirectoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_directory_window_dispose;
  widget_class->map = bedside_directory_window_map;

  g_type_ensure (BEDSIDE_TYPE_LIST_BIN);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
bedside_directory_window_init (BedsideDirectoryWindow *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row), self, 0);
  gtk_list_view_set_factory (self->list, factory);

  self->patients = bedside_patient_list_new ();
  /* Before it has a model: nobody is selected by himself. */
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, bedside_patient_list_get_model (self->patients));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_directory_window_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the practitioner's session
 *
 * Returns: (transfer none): a window with the patients of the practice that is shown, to be presented; GTK owns it
 */
GtkWidget *
bedside_directory_window_new (GtkWindow      *parent,
                              BedsideSession *session)
{
  BedsideDirectoryWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);

  self = g_object_new (BEDSIDE_TYPE_DIRECTORY_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->practice, bedside_session_get_practice (session));
  if (self->practice != NULL)
    g_signal_connect_object (self->practice, "notify::patients", G_CALLBACK (on_patients), self, G_CONNECT_SWAPPED);
  on_patients (self);

  return GTK_WIDGET (self);
}
