/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-history-row"

#include "bedside-history-row.h"

#include "config.h"

#include <glib/gi18n.h>

struct _BedsideHistoryRow
{
  GtkWidget        parent_instance;

  BedsideTimeline *timeline;  /* (owned) (nullable): only while bound */
  gulong           handler;

  /* template */
  GtkStack        *stack;
  GtkSpinner      *spinner;
};

G_DEFINE_FINAL_TYPE (BedsideHistoryRow, bedside_history_row, GTK_TYPE_WIDGET)

typedef enum {
  SIGNAL_LOAD_OLDER,
} BedsideHistoryRowSignal;

static guint signals[SIGNAL_LOAD_OLDER + 1];

typedef struct {
  const char *page;
  const char *name;
} Page;

static Page
get_page (BedsideTimelineState state)
{
  switch (state)
    {
    case BEDSIDE_TIMELINE_STATE_LOADING:
      return (Page) { "loading", _("Loading older messages") };

    case BEDSIDE_TIMELINE_STATE_COMPLETE:
      return (Page) { "complete", _("Beginning of the conversation") };

    case BEDSIDE_TIMELINE_STATE_HIDDEN:
      return (Page) { "hidden", _("No earlier messages that you may see") };

    case BEDSIDE_TIMELINE_STATE_FAILED:
      return (Page) { "failed", _("Older messages did not load") };

    case BEDSIDE_TIMELINE_STATE_READY:
    default:
      return (Page) { "ready", _("Older messages") };
    }
}

static void
update (BedsideHistoryRow *self)
{
  BedsideTimelineState state = bedside_timeline_get_state (self->timeline);
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  Page page = get_page (state);

  gtk_stack_set_visible_child_name (self->stack, page.page);
  /* A spinner that turns where nobody sees it costs a frame each time. */
  gtk_spinner_set_spinning (self->spinner, state == BEDSIDE_TIMELINE_STATE_LOADING);
  if (item != NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, page.name, -1);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

static void
retry_clicked_cb (BedsideHistoryRow *self)
{
  g_signal_emit (self, signals[SIGNAL_LOAD_OLDER], 0);
}

static void
bedside_history_row_dispose (GObject *object)
{
  BedsideHistoryRow *self = BEDSIDE_HISTORY_ROW (object);
  GtkWidget *child;

  g_clear_signal_handler (&self->handler, self->timeline);
  g_clear_object (&self->timeline);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bedside_history_row_parent_class)->dispose (object);
}

static void
bedside_history_row_class_init (BedsideHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_history_row_dispose;

  signals[SIGNAL_LOAD_OLDER] =
    g_signal_new ("load-older", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideHistoryRow, stack);
  gtk_widget_class_bind_template_child (widget_class, BedsideHistoryRow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
}

static void
bedside_history_row_init (BedsideHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_history_row_new:
 *
 * Returns: (transfer floating): a row without a timeline
 */
GtkWidget *
bedside_history_row_new (void)
{
  return g_object_new (BEDSIDE_TYPE_HISTORY_ROW, NULL);
}

/**
 * bedside_history_row_set_timeline:
 * @self: a row, in its list item
 * @timeline: (nullable): whose state to show
 *
 * Binds the row to a timeline.
 */
void
bedside_history_row_set_timeline (BedsideHistoryRow *self,
                                  BedsideTimeline   *timeline)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY_ROW (self));
  g_return_if_fail (timeline == NULL || BEDSIDE_IS_TIMELINE (timeline));

  g_clear_signal_handler (&self->handler, self->timeline);
  g_set_object (&self->timeline, timeline);
  if (timeline == NULL)
    {
      gtk_spinner_stop (self->spinner);
      return;
    }

  self->handler = g_signal_connect_object (timeline, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * bedside_history_row_get_page:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): which of its pages it shows: ready, loading, failed, complete or hidden
 */
const char *
bedside_history_row_get_page (BedsideHistoryRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_HISTORY_ROW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
