/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-jump-button"

#include "bedside-jump-button.h"

#include "config.h"

#include <glib/gi18n.h>

struct _BedsideJumpButton
{
  GtkWidget  parent_instance;

  guint      n_new;

  /* template */
  GtkWidget *revealer;
  GtkWidget *button;
  GtkLabel  *count;
};

G_DEFINE_FINAL_TYPE (BedsideJumpButton, bedside_jump_button, GTK_TYPE_WIDGET)

typedef enum {
  SIGNAL_CLICKED,
} BedsideJumpButtonSignal;

static guint signals[SIGNAL_CLICKED + 1];

static void
clicked_cb (BedsideJumpButton *self)
{
  g_signal_emit (self, signals[SIGNAL_CLICKED], 0);
}

static void
bedside_jump_button_dispose (GObject *object)
{
  BedsideJumpButton *self = BEDSIDE_JUMP_BUTTON (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_jump_button_parent_class)->dispose (object);
}

/* Once it has faded away a screen reader must not find it either. */
static void
revealed_cb (BedsideJumpButton *self)
{
  GtkRevealer *revealer = GTK_REVEALER (self->revealer);

  if (!gtk_revealer_get_reveal_child (revealer) && !gtk_revealer_get_child_revealed (revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
bedside_jump_button_class_init (BedsideJumpButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_jump_button_dispose;

  signals[SIGNAL_CLICKED] =
    g_signal_new ("clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-jump-button.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideJumpButton, revealer);
  gtk_widget_class_bind_template_child (widget_class, BedsideJumpButton, button);
  gtk_widget_class_bind_template_child (widget_class, BedsideJumpButton, count);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
}

static void
bedside_jump_button_init (BedsideJumpButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_jump_button_update (self, FALSE, 0);
}

static void
update_count (BedsideJumpButton *self)
{
  g_autofree char *count = g_strdup_printf ("%u", self->n_new);
  g_autofree char *name = NULL;

  if (self->n_new > 0)
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Jump to newest, %u new message",
                                         "Jump to newest, %u new messages", self->n_new), self->n_new);
  else
    name = g_strdup (_("Jump to newest"));
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), self->n_new > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * bedside_jump_button_update:
 * @self: a button
 * @shown: whether there is anywhere to go
 * @n_new: how many messages have come
 *
 * Shows the button, or takes it away.
 */
void
bedside_jump_button_update (BedsideJumpButton *self,
                            gboolean           shown,
                            guint              n_new)
{
  g_return_if_fail (BEDSIDE_IS_JUMP_BUTTON (self));

  /* Not before it is gone: the number would be seen to change while it fades. */
  if (shown && self->n_new != n_new)
    {
      self->n_new = n_new;
      update_count (self);
    }
  if (shown)
    gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), shown);
  revealed_cb (self);
  gtk_widget_set_can_target (GTK_WIDGET (self), shown);
  gtk_widget_set_can_focus (GTK_WIDGET (self), shown);
}
