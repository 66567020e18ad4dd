/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-row"

#include "bedside-patient-row.h"

#include "bedside-head-slot.h"
#include "bedside-patient-text.h"
#include "bedside-person-card.h"
#include "bedside-reason-text.h"
#include "bedside-wording.h"

#define AVATAR_SIZE 32
/* In sizes of the font. */
#define CARD_HEIGHT 3.0

struct _BedsidePatientRow
{
  GtkWidget       parent_instance;

  GtkListItem    *item;      /* (nullable): only while bound */
  BedsideHeadSlot *slot;     /* (owned) (nullable): of item */
  gulong          slot_id;
  BedsideSession *session;   /* (owned) (nullable) */
  BedsidePatient *patient;   /* (owned) (nullable) */
  gulong          notify_id;
  guint           update_source;

  /* A list makes rows by the hundred and shows a dozen: what is seen is made when it is. */
  GtkWidget      *card;      /* (nullable) */
};

G_DEFINE_FINAL_TYPE (BedsidePatientRow, bedside_patient_row, GTK_TYPE_WIDGET)

/* The row stays reachable by the arrow keys, so that the reason is read out; it says that it cannot be used, and the
 * list does not let it be selected. */
static void
update_item (BedsidePatientRow *self,
             const char        *reason)
{
  GtkWidget *widget = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *identity = bedside_patient_text_dup_identity (self->patient);
  g_autoptr(GString) label = g_string_new (identity);

  bedside_wording_append (label, reason);
  gtk_list_item_set_selectable (self->item, reason == NULL);
  gtk_list_item_set_activatable (self->item, reason == NULL);
  /* The list gives the focus to what can be selected, or to what is in it. */
  gtk_widget_set_focusable (GTK_WIDGET (self), reason != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_DISABLED, reason != NULL, -1);
  if (widget == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_DISABLED, reason != NULL, -1);
}

static gboolean
update_cb (gpointer user_data)
{
  BedsidePatientRow *self = user_data;

  self->update_source = 0;
  bedside_patient_row_update (self);

  return G_SOURCE_REMOVE;
}

static void
bedside_patient_row_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  BedsidePatientRow *self = BEDSIDE_PATIENT_ROW (widget);
  const PangoFontDescription *font;

  if (self->card != NULL)
    {
      gtk_widget_measure (self->card, orientation, for_size, minimum, natural, NULL, NULL);
      return;
    }

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  font = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  *minimum = MAX ((int) (CARD_HEIGHT * pango_font_description_get_size (font) / PANGO_SCALE), AVATAR_SIZE);
  *natural = *minimum;
}

/* The list gives room only to rows that are seen. */
static void
bedside_patient_row_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  BedsidePatientRow *self = BEDSIDE_PATIENT_ROW (widget);

  if (self->card == NULL)
    {
      self->card = bedside_person_card_new ();
      gtk_widget_set_parent (self->card, widget);
      bedside_patient_row_update (self);
      gtk_widget_measure (self->card, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    }
  else if (self->update_source != 0)
    bedside_patient_row_update (self);
  gtk_widget_allocate (self->card, width, height, baseline, NULL);
}

static GtkSizeRequestMode
bedside_patient_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bedside_patient_row_dispose (GObject *object)
{
  BedsidePatientRow *self = BEDSIDE_PATIENT_ROW (object);

  bedside_patient_row_bind (self, NULL, NULL);
  g_clear_pointer (&self->card, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_patient_row_parent_class)->dispose (object);
}

static void
bedside_patient_row_class_init (BedsidePatientRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_patient_row_dispose;
  widget_class->measure = bedside_patient_row_measure;
  widget_class->size_allocate = bedside_patient_row_size_allocate;
  widget_class->get_request_mode = bedside_patient_row_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "patient");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
bedside_patient_row_init (BedsidePatientRow *self)
{
}

/**
 * bedside_patient_row_new:
 *
 * Returns: (transfer floating): a row of nobody
 */
GtkWidget *
bedside_patient_row_new (void)
{
  return g_object_new (BEDSIDE_TYPE_PATIENT_ROW, NULL);
}

static void
set_patient (BedsidePatientRow *self,
             BedsidePatient    *patient)
{
  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->patient != NULL)
    g_clear_signal_handler (&self->notify_id, self->patient);
  g_set_object (&self->patient, patient);
  if (patient == NULL)
    return;

  /* lint: allow connect, because rows are bound by the hundred while the list scrolls, and dispose disconnects. */
  self->notify_id = g_signal_connect_swapped (patient, "notify", G_CALLBACK (bedside_patient_row_update), self);
  /* Those that are out of sight wait until there is time. */
  if (self->card != NULL && gtk_widget_get_mapped (self->card) && gtk_widget_get_child_visible (GTK_WIDGET (self)))
    bedside_patient_row_update (self);
  else
    self->update_source = g_idle_add (update_cb, self);
}

static void
on_slot (BedsidePatientRow *self)
{
  set_patient (self, bedside_head_slot_get_item (self->slot));
}

/**
 * bedside_patient_row_bind:
 * @self: a row
 * @item: (nullable): whose child the row is, and whose item a #BedsideHeadSlot of a #BedsidePatient; %NULL to show
 *   nobody any more
 * @session: (nullable): asked about the patient
 *
 * Shows the patient of @item as long as he changes.
 */
void
bedside_patient_row_bind (BedsidePatientRow *self,
                          GtkListItem       *item,
                          BedsideSession    *session)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT_ROW (self));
  g_return_if_fail (item == NULL || GTK_IS_LIST_ITEM (item));

  if (self->slot != NULL)
    g_clear_signal_handler (&self->slot_id, self->slot);
  self->item = item;
  g_set_object (&self->session, session);
  g_set_object (&self->slot, item != NULL ? gtk_list_item_get_item (item) : NULL);
  if (self->slot == NULL)
    {
      set_patient (self, NULL);
      return;
    }

  self->slot_id = g_signal_connect_object (self->slot, "notify::item", G_CALLBACK (on_slot), self,
                                           G_CONNECT_SWAPPED);
  on_slot (self);
}

/**
 * bedside_patient_row_update:
 * @self: a row
 *
 * Shows what the session says of the patient now.
 */
void
bedside_patient_row_update (BedsidePatientRow *self)
{
  const char *reason;

  g_return_if_fail (BEDSIDE_IS_PATIENT_ROW (self));

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->patient == NULL || self->session == NULL)
    return;

  reason = bedside_reason_text_get_start (bedside_session_get_start (self->session, self->patient));
  update_item (self, reason);
  if (self->card != NULL)
    bedside_person_card_show (BEDSIDE_PERSON_CARD (self->card), bedside_patient_get_name (self->patient),
                              bedside_patient_get_birth_date (self->patient), reason);
}

/**
 * bedside_patient_row_get_patient:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): whom it shows
 */
BedsidePatient *
bedside_patient_row_get_patient (BedsidePatientRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT_ROW (self), NULL);

  return self->patient;
}

/**
 * bedside_patient_row_get_position:
 * @self: a row
 *
 * Returns: where it is in its list; %GTK_INVALID_LIST_POSITION if it shows nobody
 */
guint
bedside_patient_row_get_position (BedsidePatientRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT_ROW (self), GTK_INVALID_LIST_POSITION);

  return self->item != NULL ? gtk_list_item_get_position (self->item) : GTK_INVALID_LIST_POSITION;
}
