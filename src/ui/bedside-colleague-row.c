/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-colleague-row"

#include "bedside-colleague-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-person-card.h"
#include "bedside-wording.h"

struct _BedsideColleagueRow
{
  AdwBin               parent_instance;

  BedsidePractitioner *person; /* (owned) */
  GtkCheckButton      *check;
  GtkWidget           *card;
};

enum {
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideColleagueRow, bedside_colleague_row, ADW_TYPE_BIN)

static void
update (BedsideColleagueRow *self)
{
  const char *name = bedside_practitioner_get_name (self->person);
  const char *reason = bedside_practitioner_get_invited (self->person) ? _("has not joined the practice yet") : NULL;
  g_autoptr(GString) label = g_string_new (name);

  bedside_wording_append (label, reason);
  /* Two colleagues of one name are told apart by their accounts. */
  bedside_person_card_show (BEDSIDE_PERSON_CARD (self->card), name, bedside_practitioner_get_user_id (self->person),
                            reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), reason == NULL);
  if (reason != NULL)
    gtk_check_button_set_active (self->check, FALSE);
}

static void
on_toggled (BedsideColleagueRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

/* The list's own row is no stop of its own for keyboard and screen reader: what can be done is the check button's. */
static void
on_parent (BedsideColleagueRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_LIST_BOX_ROW (parent))
    {
      gtk_widget_set_focusable (parent, FALSE);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (parent), FALSE);
    }
}

static void
bedside_colleague_row_dispose (GObject *object)
{
  g_clear_object (&BEDSIDE_COLLEAGUE_ROW (object)->person);

  G_OBJECT_CLASS (bedside_colleague_row_parent_class)->dispose (object);
}

static void
bedside_colleague_row_class_init (BedsideColleagueRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_colleague_row_dispose;

  signals[SIGNAL_TOGGLED] = g_signal_new ("toggled", BEDSIDE_TYPE_COLLEAGUE_ROW, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bedside_colleague_row_init (BedsideColleagueRow *self)
{
  self->card = bedside_person_card_new ();
  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_check_button_set_child (self->check, self->card);
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::parent", G_CALLBACK (on_parent), self, 0);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->check));
}

/**
 * bedside_colleague_row_new:
 * @person: a colleague
 *
 * Returns: (transfer floating): a row in which nobody is chosen
 */
GtkWidget *
bedside_colleague_row_new (BedsidePractitioner *person)
{
  BedsideColleagueRow *self;

  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (person), NULL);

  self = g_object_new (BEDSIDE_TYPE_COLLEAGUE_ROW, NULL);
  self->person = g_object_ref (person);
  g_signal_connect_object (person, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * bedside_colleague_row_get_person:
 * @self: a row
 *
 * Returns: (transfer none): who it is
 */
BedsidePractitioner *
bedside_colleague_row_get_person (BedsideColleagueRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_COLLEAGUE_ROW (self), NULL);

  return self->person;
}

/**
 * bedside_colleague_row_get_chosen:
 * @self: a row
 *
 * Returns: whether the person is chosen
 */
gboolean
bedside_colleague_row_get_chosen (BedsideColleagueRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_COLLEAGUE_ROW (self), FALSE);

  return gtk_check_button_get_active (self->check);
}

/**
 * bedside_colleague_row_set_chosen:
 * @self: a row
 * @chosen: whether the person is chosen
 *
 * Sets the check mark; not of somebody who cannot be chosen.
 */
void
bedside_colleague_row_set_chosen (BedsideColleagueRow *self,
                                  gboolean             chosen)
{
  g_return_if_fail (BEDSIDE_IS_COLLEAGUE_ROW (self));

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->check)))
    gtk_check_button_set_active (self->check, chosen);
}
