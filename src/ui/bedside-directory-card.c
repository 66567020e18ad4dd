/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-directory-card"

#include "bedside-directory-card.h"

struct _BedsideDirectoryCard
{
  AdwBin    parent_instance;

  /* template */
  GtkLabel *name;
  GtkLabel *details;
  GtkLabel *portal;
};

G_DEFINE_FINAL_TYPE (BedsideDirectoryCard, bedside_directory_card, ADW_TYPE_BIN)

static void
bedside_directory_card_class_init (BedsideDirectoryCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_css_name (widget_class, "patient");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-directory-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryCard, name);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryCard, details);
  gtk_widget_class_bind_template_child (widget_class, BedsideDirectoryCard, portal);
}

static void
bedside_directory_card_init (BedsideDirectoryCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_directory_card_new:
 *
 * Returns: (transfer floating): a card of nobody
 */
GtkWidget *
bedside_directory_card_new (void)
{
  return g_object_new (BEDSIDE_TYPE_DIRECTORY_CARD, NULL);
}

/**
 * bedside_directory_card_show:
 * @self: a card
 * @name: who it is
 * @details: birth date and record number
 * @portal: how far the patient's portal is
 *
 * Shows a patient.
 */
void
bedside_directory_card_show (BedsideDirectoryCard *self,
                             const char           *name,
                             const char           *details,
                             const char           *portal)
{
  g_return_if_fail (BEDSIDE_IS_DIRECTORY_CARD (self));
  g_return_if_fail (name != NULL && details != NULL && portal != NULL);

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->details, details);
  gtk_label_set_label (self->portal, portal);
}
