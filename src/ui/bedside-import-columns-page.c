/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-columns-page"

#include "bedside-import-columns-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-visible.h"

/* Of each column, and of the file. */
#define N_SAMPLES 3
#define N_PREVIEW 5

/* What is longer tells no more. */
#define MAX_NAME 40
#define MAX_SAMPLE 20

struct _BedsideImportColumnsPage
{
  AdwBin         parent_instance;

  BedsideImport *import;         /* (owned) (nullable) */
  GSignalGroup  *import_signals; /* (owned) */
  GPtrArray     *rows;           /* (owned) (element-type AdwComboRow): one for each column */
  GPtrArray     *preview;        /* (owned) (element-type AdwActionRow) */

  /* template */
  GtkWidget     *columns_group;
  GtkWidget     *dates_group;
  AdwComboRow   *dates;
  GtkWidget     *preview_group;
  GtkLabel      *objection;
  GtkWidget     *start;
};

enum {
  SIGNAL_OTHER_FILE,
  SIGNAL_START,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideImportColumnsPage, bedside_import_columns_page, ADW_TYPE_BIN)

/* Not left to the label: GTK warns of one that may become shorter than three dots. */
static char *
dup_short (const char *text,
           guint       length)
{
  return bedside_visible_line (text, length - 1);
}

static char *
dup_samples (BedsideImportColumnsPage *self,
             guint                     column)
{
  g_autoptr(GString) samples = g_string_new (NULL);

  for (guint row = 0, found = 0; row < 50 && found < N_SAMPLES; row++)
    {
      const char *cell = row < bedside_import_get_total (self->import)
                         ? bedside_import_get_cell (self->import, row, column) : NULL;
      g_autofree char *sample = NULL;

      if (cell == NULL || *cell == '\0')
        continue;
      sample = dup_short (cell, MAX_SAMPLE);
      g_string_append_printf (samples, "%s%s", found > 0 ? " · " : "", sample);
      found++;
    }

  return g_string_free (g_steal_pointer (&samples), FALSE);
}

static void
on_column (BedsideImportColumnsPage *self,
           GParamSpec               *pspec,
           AdwComboRow              *row)
{
  guint column = 0;

  if (g_ptr_array_find (self->rows, row, &column))
    bedside_import_set_column (self->import, column, (BedsideImportColumn) adw_combo_row_get_selected (row));
}

/* What stands in a file is no markup. The labels in the row hear of that only when no other property is being set. */
static void
set_texts (GtkWidget  *row,
           const char *title,
           const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static GtkWidget *
column_row_new (BedsideImportColumnsPage *self,
                guint                     column)
{
  /* In the order of BedsideImportColumn. */
  const char *const meanings[] = {
    /* Translators: of a column of a file */
    _("Not used"), _("Given name"), _("Family name"), _("Whole name"), _("Birth date"), _("Record number"), NULL
  };
  g_autoptr(GtkStringList) model = gtk_string_list_new (meanings);
  g_autofree char *name = dup_short (bedside_import_get_column_name (self->import, column), MAX_NAME);
  g_autofree char *samples = dup_samples (self, column);
  GtkWidget *row = g_object_new (ADW_TYPE_COMBO_ROW,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 "model", model,
                                 "selected", (guint) bedside_import_get_column (self->import, column),
                                 NULL);

  set_texts (row, name, samples);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_column), self, G_CONNECT_SWAPPED);

  return row;
}

static void
empty_group (GtkWidget *group,
             GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
show_columns (BedsideImportColumnsPage *self)
{
  empty_group (self->columns_group, self->rows);
  for (guint i = 0; i < bedside_import_get_n_columns (self->import); i++)
    {
      GtkWidget *row = column_row_new (self, i);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->columns_group), row);
    }
  bedside_access_name_inner (self->columns_group, _("Columns"));
}

static void
show_preview (BedsideImportColumnsPage *self)
{
  const guint count = MIN (bedside_import_get_total (self->import), N_PREVIEW);

  empty_group (self->preview_group, self->preview);
  gtk_widget_set_visible (self->preview_group, count > 0 && bedside_import_get_objection (self->import) == NULL);
  for (guint i = 0; i < count && bedside_import_get_objection (self->import) == NULL; i++)
    {
      g_autofree char *reason = NULL;
      g_autofree char *reading = bedside_import_dup_reading (self->import, i, &reason);
      GtkWidget *row = adw_action_row_new ();

      g_object_set (row, "title-lines", 0, "subtitle-lines", 0, NULL);
      /* Translators: of a line of a file, in place of a patient */
      set_texts (row, reading != NULL ? reading : _("Refused"), reason != NULL ? reason : "");
      g_ptr_array_add (self->preview, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->preview_group), row);
    }
  bedside_access_name_inner (self->preview_group, _("How the first lines are read"));
}

static void
show_dates (BedsideImportColumnsPage *self)
{
  gboolean certain = TRUE;
  const BedsideDateOrder order = bedside_import_get_date_order (self->import, &certain);

  gtk_widget_set_visible (self->dates_group, !certain);
  adw_combo_row_set_selected (self->dates, order == BEDSIDE_DATE_ORDER_MONTH_FIRST ? 1 : 0);
}

static void
on_dates (BedsideImportColumnsPage *self)
{
  gboolean certain = TRUE;

  if (self->import == NULL)
    return;
  bedside_import_get_date_order (self->import, &certain);
  if (!certain)
    bedside_import_set_date_order (self->import, adw_combo_row_get_selected (self->dates) == 1
                                                 ? BEDSIDE_DATE_ORDER_MONTH_FIRST : BEDSIDE_DATE_ORDER_DAY_FIRST);
}

static void
update_columns (BedsideImportColumnsPage *self)
{
  const char *objection = bedside_import_get_objection (self->import);
  const guint total = bedside_import_get_total (self->import);
  g_autofree char *ready = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_combo_row_set_selected (g_ptr_array_index (self->rows, i), (guint) bedside_import_get_column (self->import, i));
  show_dates (self);
  show_preview (self);
  ready = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%'u line. Who is in the directory already is left as is.",
                                        "%'u lines. Who is in the directory already is left as is.", total), total);
  gtk_label_set_label (self->objection, objection != NULL ? objection : ready);
  gtk_widget_set_sensitive (self->start, objection == NULL);
}

static void
on_columns_changed (BedsideImportColumnsPage *self)
{
  if (bedside_import_get_n_columns (self->import) == self->rows->len)
    update_columns (self);
}

static void
on_other_file (BedsideImportColumnsPage *self)
{
  g_signal_emit (self, signals[SIGNAL_OTHER_FILE], 0);
}

static void
on_start (BedsideImportColumnsPage *self)
{
  g_signal_emit (self, signals[SIGNAL_START], 0);
}

static void
bedside_import_columns_page_dispose (GObject *object)
{
  BedsideImportColumnsPage *self = BEDSIDE_IMPORT_COLUMNS_PAGE (object);

  if (self->import_signals != NULL)
    g_signal_group_set_target (self->import_signals, NULL);
  g_clear_object (&self->import_signals);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (bedside_import_columns_page_parent_class)->dispose (object);
}

static void
bedside_import_columns_page_finalize (GObject *object)
{
  BedsideImportColumnsPage *self = BEDSIDE_IMPORT_COLUMNS_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->preview);

  G_OBJECT_CLASS (bedside_import_columns_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-import-columns-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideImportColumnsPage, columns_group);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportColumnsPage, dates_group);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportColumnsPage, dates);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportColumnsPage, preview_group);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportColumnsPage, objection);
  gtk_widget_class_bind_template_child (widget_class, BedsideImportColumnsPage, start);
  gtk_widget_class_bind_template_callback (widget_class, on_dates);
  gtk_widget_class_bind_template_callback (widget_class, on_other_file);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
bedside_import_columns_page_class_init (BedsideImportColumnsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_import_columns_page_dispose;
  object_class->finalize = bedside_import_columns_page_finalize;

  signals[SIGNAL_OTHER_FILE] = g_signal_new ("other-file", BEDSIDE_TYPE_IMPORT_COLUMNS_PAGE, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_START] = g_signal_new ("start", BEDSIDE_TYPE_IMPORT_COLUMNS_PAGE, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_import_columns_page_init (BedsideImportColumnsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_ptr_array_new ();
  self->preview = g_ptr_array_new ();
  self->import_signals = g_signal_group_new (BEDSIDE_TYPE_IMPORT);
  g_signal_group_connect_object (self->import_signals, "columns-changed", G_CALLBACK (on_columns_changed), self,
                                 G_CONNECT_SWAPPED);
  bedside_access_name_inner (self->dates_group, _("How dates are written"));
}

/**
 * bedside_import_columns_page_set_import:
 * @self: a page
 * @import: an import that has just loaded a file
 *
 * Shows the columns of the file.
 */
void
bedside_import_columns_page_set_import (BedsideImportColumnsPage *self,
                                        BedsideImport            *import)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT_COLUMNS_PAGE (self));
  g_return_if_fail (BEDSIDE_IS_IMPORT (import));

  g_set_object (&self->import, import);
  g_signal_group_set_target (self->import_signals, import);
  show_columns (self);
  update_columns (self);
}

/**
 * bedside_import_columns_page_focus:
 * @self: a page
 *
 * Leads to what is to be done next.
 */
void
bedside_import_columns_page_focus (BedsideImportColumnsPage *self)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT_COLUMNS_PAGE (self));

  if (gtk_widget_is_sensitive (self->start) || self->rows->len == 0)
    gtk_widget_grab_focus (self->start);
  else
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, 0));
}
