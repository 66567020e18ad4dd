/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-window"

#include "bedside-import-window.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-file-question.h"
#include "bedside-import-columns-page.h"
#include "bedside-list-bin.h"
#include "bedside-question.h"
#include "bedside-weak.h"

struct _BedsideImportWindow
{
  AdwWindow       parent_instance;

  BedsideSession *session;      /* (owned) (nullable) */
  BedsideImport  *import;       /* (owned) (nullable) */
  GCancellable   *cancellable;  /* (owned): of what ends with the window */
  GFile          *file;         /* (owned) (nullable): what is loaded, or being loaded */
  gboolean        closing;      /* as soon as the import has stopped */

  /* template */
  AdwWindowTitle *title;
  GtkLabel       *problem;
  AdwBin         *contents;
  GtkWidget      *choose_page;
  GtkWidget      *choose;
  GtkWidget      *columns_page;
  GtkWidget      *progress_page;
  GtkLabel       *progress_title;
  GtkProgressBar *progress;
  GtkLabel       *progress_counts;
  GtkWidget      *cancel;
  GtkWidget      *result_page;
  GtkWidget      *result_box;
  GtkLabel       *result_title;
  GtkLabel       *result_counts;
  GtkLabel       *result_hint;
  GtkWidget      *refused_box;
  GtkListView    *refused;
  GtkWidget      *save_report;
  GtkWidget      *save_report_child;
  GtkWidget      *go_on;
  GtkWidget      *go_on_child;
  GtkWidget      *finish;
  GtkWidget      *finish_child;
};

G_DEFINE_FINAL_TYPE (BedsideImportWindow, bedside_import_window, ADW_TYPE_WINDOW)

static void
show_problem (BedsideImportWindow *self,
              const char          *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* --- how far it is --- */

static char *
dup_counts (BedsideImportWindow *self)
{
  const guint refused = g_list_model_get_n_items (bedside_import_get_refused (self->import));

  /* Translators: numbers of lines of a file */
  return g_strdup_printf (_("%'u added · %'u there already · %'u refused"), bedside_import_get_added (self->import),
                          bedside_import_get_present (self->import), refused);
}

static void
update_progress (BedsideImportWindow *self)
{
  const guint done = bedside_import_get_done (self->import);
  const guint total = bedside_import_get_total (self->import);
  const BedsideImportState state = bedside_import_get_state (self->import);
  g_autofree char *counts = dup_counts (self);
  g_autofree char *title = NULL;

  /* Translators: lines of a file */
  title = g_strdup_printf (_("%'u of %'u lines"), done, total);
  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / total : 0);
  gtk_label_set_label (self->progress_counts, counts);
  gtk_label_set_label (self->progress_title, state == BEDSIDE_IMPORT_STATE_WAITING ? _("Waiting for the server…")
                                             : state == BEDSIDE_IMPORT_STATE_STOPPING ? _("Stopping…") : title);
  gtk_label_set_label (self->result_counts, counts);
}

static const char *
get_result_title (BedsideImportWindow *self)
{
  switch (bedside_import_get_state (self->import))
    {
    case BEDSIDE_IMPORT_STATE_CANCELLED:
      return _("Import stopped");
    case BEDSIDE_IMPORT_STATE_FAILED:
      return _("Import interrupted");
    case BEDSIDE_IMPORT_STATE_DONE:
    case BEDSIDE_IMPORT_STATE_EMPTY:
    case BEDSIDE_IMPORT_STATE_LOADED:
    case BEDSIDE_IMPORT_STATE_RUNNING:
    case BEDSIDE_IMPORT_STATE_WAITING:
    case BEDSIDE_IMPORT_STATE_STOPPING:
    default:
      return _("Import finished");
    }
}

static void
update_result (BedsideImportWindow *self)
{
  const GError *error = bedside_import_get_error (self->import);
  const gboolean done = bedside_import_get_state (self->import) == BEDSIDE_IMPORT_STATE_DONE;
  const gboolean failed = bedside_import_get_state (self->import) == BEDSIDE_IMPORT_STATE_FAILED;
  const gboolean refused = g_list_model_get_n_items (bedside_import_get_refused (self->import)) > 0;
  const char *hint = NULL;

  if (!done)
    hint = _("Who has been added stays in the directory. Go on, or import the same file again later: nobody is added "
             "twice.");
  else if (refused)
    hint = _("Save the report, correct the lines in it and import it.");
  show_problem (self, failed && error != NULL ? error->message : NULL);
  gtk_label_set_label (self->result_title, get_result_title (self));
  gtk_label_set_label (self->result_hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_hint), hint != NULL);
  gtk_widget_set_visible (self->refused_box, refused);
  gtk_widget_set_valign (self->result_box, refused ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->save_report_child, refused);
  gtk_widget_set_visible (self->go_on_child, !done);
  gtk_widget_set_visible (self->finish_child, done);
}

static GtkWidget *
get_page (BedsideImportWindow *self)
{
  switch (bedside_import_get_state (self->import))
    {
    case BEDSIDE_IMPORT_STATE_EMPTY:
      return self->choose_page;
    case BEDSIDE_IMPORT_STATE_LOADED:
      return self->columns_page;
    case BEDSIDE_IMPORT_STATE_RUNNING:
    case BEDSIDE_IMPORT_STATE_WAITING:
    case BEDSIDE_IMPORT_STATE_STOPPING:
      return self->progress_page;
    case BEDSIDE_IMPORT_STATE_CANCELLED:
    case BEDSIDE_IMPORT_STATE_FAILED:
    case BEDSIDE_IMPORT_STATE_DONE:
    default:
      return self->result_page;
    }
}

static void
focus_page (BedsideImportWindow *self,
            GtkWidget           *page)
{
  if (page == self->progress_page)
    gtk_widget_grab_focus (self->cancel);
  else if (page == self->columns_page)
    bedside_import_columns_page_focus (BEDSIDE_IMPORT_COLUMNS_PAGE (page));
  else if (page == self->result_page)
    gtk_widget_grab_focus (gtk_widget_get_visible (self->go_on_child) ? self->go_on : self->finish);
  else
    gtk_widget_grab_focus (self->choose);
}

static gboolean
destroy_cb (gpointer user_data)
{
  g_autoptr(GtkWindow) self = bedside_weak_take (user_data);

  if (self != NULL)
    gtk_window_destroy (self);

  return G_SOURCE_REMOVE;
}

/* Not before the question is gone: GTK does not outlive a parent that goes first. */
static void
queue_destroy (BedsideImportWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, destroy_cb, bedside_weak_new (self), NULL);
}

/* Only the page that is seen is in the window. */
static void
on_state (BedsideImportWindow *self)
{
  GtkWidget *page = get_page (self);

  show_problem (self, NULL);
  update_progress (self);
  if (page == self->result_page)
    update_result (self);
  if (page == self->result_page && self->closing)
    queue_destroy (self);
  if (adw_bin_get_child (self->contents) == page)
    return;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      adw_bin_set_child (self->contents, page);
      return;
    }
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  /* The page that goes would stay insensitive for ever. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->contents), TRUE);
  adw_bin_set_child (self->contents, page);
  focus_page (self, page);
}

/* Offline, the directory is as it was: who has been added since, here or by colleagues, would be added again. */
static void
on_start (BedsideImportWindow *self)
{
  if (bedside_session_get_connection (self->session) != BEDSIDE_CONNECTION_ONLINE)
    show_problem (self, _("Bedside is not connected to the server, and cannot know who is in the directory now. Start "
                          "when it is online again."));
  else if (bedside_import_get_objection (self->import) == NULL)
    bedside_import_start (self->import);
}

static void
on_cancel (BedsideImportWindow *self)
{
  bedside_import_cancel (self->import);
}

/* --- the file --- */

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideImportWindow) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean loaded = bedside_import_load_finish (BEDSIDE_IMPORT (source), result, &error);
  g_autofree char *name = NULL;

  /* Closed meanwhile. */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->contents), TRUE);
  if (!loaded)
    {
      show_problem (self, error->message);
      focus_page (self, adw_bin_get_child (self->contents));
      return;
    }

  name = g_file_get_basename (self->file);
  adw_window_title_set_subtitle (self->title, name);
  bedside_import_columns_page_set_import (BEDSIDE_IMPORT_COLUMNS_PAGE (self->columns_page), self->import);
  on_state (self);
  focus_page (self, self->columns_page);
}

static void
on_chosen (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideImportWindow) self = bedside_weak_take (user_data);
  g_autoptr(GFile) file = bedside_file_question_ask_finish (result, NULL);

  if (file != NULL && self != NULL)
    bedside_import_window_open (self, file);
}

static void
on_choose (BedsideImportWindow *self)
{
  const BedsideFileQuestion question = {
    GTK_FILE_CHOOSER_ACTION_OPEN, _("Choose a list of patients"), _("Choose"), NULL, _("CSV files"), "*.[cC][sS][vV]",
  };

  bedside_file_question_ask_async (&question, GTK_WINDOW (self), self->cancellable, on_chosen, bedside_weak_new (self));
}

/* --- the report --- */

static void
on_report_saved (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BedsideImportWindow) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean saved = bedside_import_save_report_finish (BEDSIDE_IMPORT (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  show_problem (self, saved ? NULL : error->message);
  if (saved)
    gtk_label_set_label (self->result_hint, _("The report is saved. It holds names and birth dates: delete it when you "
                                              "do not need it any more."));
}

static void
on_report_chosen (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(BedsideImportWindow) self = bedside_weak_take (user_data);
  g_autoptr(GFile) file = bedside_file_question_ask_finish (result, NULL);

  if (file != NULL && self != NULL)
    bedside_import_window_save_report (self, file);
}

static void
on_save_report (BedsideImportWindow *self)
{
  const BedsideFileQuestion question = {
    /* Translators: name of a file */
    GTK_FILE_CHOOSER_ACTION_SAVE, _("Save the refused lines"), _("Save"), _("refused lines.csv"), _("CSV files"),
    "*.csv",
  };

  bedside_file_question_ask_async (&question, GTK_WINDOW (self), self->cancellable, on_report_chosen,
                                   bedside_weak_new (self));
}

static void
setup_line (GtkSignalListItemFactory *factory,
            GtkListItem              *item,
            BedsideImportWindow      *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                       NULL);

      gtk_widget_add_css_class (label, i == 0 ? "heading" : "details");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, box);
}

static void
bind_line (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           BedsideImportWindow      *self)
{
  BedsideImportLine *line = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *first = gtk_widget_get_first_child (box);
  /* Translators: number of the line in a file, and why it was refused */
  g_autofree char *reason = g_strdup_printf (_("Line %u: %s"), bedside_import_line_get_number (line),
                                             bedside_import_line_get_reason (line));
  g_autofree char *label = g_strdup_printf ("%s %s", reason, bedside_import_line_get_text (line));

  gtk_label_set_label (GTK_LABEL (first), reason);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (first)), bedside_import_line_get_text (line));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* --- closing --- */

static gboolean
is_going_on (BedsideImportWindow *self)
{
  const BedsideImportState state = bedside_import_get_state (self->import);

  return state == BEDSIDE_IMPORT_STATE_RUNNING || state == BEDSIDE_IMPORT_STATE_WAITING;
}

static void
on_stop_accepted (BedsideImportWindow *self)
{
  self->closing = TRUE;
  bedside_import_cancel (self->import);
  if (bedside_import_get_state (self->import) != BEDSIDE_IMPORT_STATE_STOPPING)
    queue_destroy (self);
}

static gboolean
on_close_request (BedsideImportWindow *self)
{
  GtkWidget *question;

  if (!is_going_on (self))
    return GDK_EVENT_PROPAGATE;

  question = bedside_question_new (GTK_WINDOW (self), _("Stop the import?"),
                                   _("Who has been added stays in the directory. Import the same file again to go "
                                     "on: nobody is added twice."),
                                   _("Stop"));
  g_signal_connect_object (question, "accepted", G_CALLBACK (on_stop_accepted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));

  return GDK_EVENT_STOP;
}

/**
 * bedside_import_window_is_busy:
 * @self: a window
 *
 * Returns: whether patients are being added
 */
gboolean
bedside_import_window_is_busy (BedsideImportWindow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT_WINDOW (self), FALSE);

  return is_going_on (self);
}

/* --- GObject --- */

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_import_window_map (GtkWidget *widget)
{
  BedsideImportWindow *self = BEDSIDE_IMPORT_WINDOW (widget);

  GTK_WIDGET_CLASS (bedside_import_window_parent_class)->map (widget);
  focus_page (self, adw_bin_get_child (self->contents));
}

static void
bedside_import_window_dispose (GObject *object)
{
  BedsideImportWindow *self = BEDSIDE_IMPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->import);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (bedside_import_window_parent_class)->dispose (object);
}

static void
bedside_import_window_finalize (GObject *object)
{
  BedsideImportWindow *self = BEDSIDE_IMPORT_WINDOW (object);

  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (bedside_import_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, contents);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, choose_page);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, choose);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, columns_page);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, progress_page);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, progress_title);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, progress_counts);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, result_page);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, result_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, result_title);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, result_counts);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, result_hint);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, refused_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, refused);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, save_report);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, save_report_child);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, go_on);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, go_on_child);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, finish);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportWindow, finish_child);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_close_request);
  gtk_widget_class_bind_template_callback (widget_class, on_save_report);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
bedside_import_window_class_init (BedsideImportWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_import_window_dispose;
  object_class->finalize = bedside_import_window_finalize;
  widget_class->map = bedside_import_window_map;

  g_type_ensure (BEDSIDE_TYPE_LIST_BIN);
  g_type_ensure (BEDSIDE_TYPE_IMPORT_COLUMNS_PAGE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
bedside_import_window_init (BedsideImportWindow *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_line), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_line), self, 0);
  gtk_list_view_set_factory (self->refused, factory);
}

/**
 * bedside_import_window_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the session of a practitioner who belongs to a practice
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_import_window_new (GtkWindow      *parent,
                           BedsideSession *session)
{
  BedsideImportWindow *self;
  GtkNoSelection *lines;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (bedside_session_get_practice (session) != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->import = bedside_import_new (bedside_session_get_writer (session), bedside_session_get_practice (session));
  lines = gtk_no_selection_new (g_object_ref (bedside_import_get_refused (self->import)));
  gtk_list_view_set_model (self->refused, GTK_SELECTION_MODEL (lines));
  g_object_unref (lines);
  g_signal_connect_object (self->import, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->import, "notify::done", G_CALLBACK (update_progress), self, G_CONNECT_SWAPPED);
  on_state (self);

  return GTK_WIDGET (self);
}

/**
 * bedside_import_window_open:
 * @self: a window in which nothing is being imported
 * @file: a CSV file
 *
 * Loads a file, as if it had been chosen.
 */
void
bedside_import_window_open (BedsideImportWindow *self,
                            GFile               *file)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  if (is_going_on (self))
    return;

  show_problem (self, NULL);
  g_set_object (&self->file, file);
  gtk_widget_set_sensitive (GTK_WIDGET (self->contents), FALSE);
  bedside_import_load_async (self->import, file, self->cancellable, on_loaded, bedside_weak_new (self));
}

/**
 * bedside_import_window_save_report:
 * @self: a window with a file
 * @file: where to
 *
 * Saves the lines that were refused, as if the file had been chosen.
 */
void
bedside_import_window_save_report (BedsideImportWindow *self,
                                   GFile               *file)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  bedside_import_save_report_async (self->import, file, self->cancellable, on_report_saved, bedside_weak_new (self));
}
