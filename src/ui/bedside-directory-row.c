/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-directory-row"

#include "bedside-directory-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-directory-card.h"
#include "bedside-wording.h"

/* In sizes of the font. */
#define CARD_HEIGHT 3.0

struct _BedsideDirectoryRow
{
  GtkWidget       parent_instance;

  BedsidePatient *patient;    /* (owned) (nullable) */
  gulong          notify_id;

  /* A list makes rows by the hundred and shows a dozen: what is seen is made when it is. */
  GtkWidget      *card;       /* (nullable) */
};

G_DEFINE_FINAL_TYPE (BedsideDirectoryRow, bedside_directory_row, GTK_TYPE_WIDGET)

static const char *
get_portal (BedsidePatient *patient)
{
  switch (bedside_patient_get_portal_state (patient))
    {
    case BEDSIDE_PORTAL_STATE_INVITED:
      /* Translators: of a patient: to the portal */
      return _("invited");
    case BEDSIDE_PORTAL_STATE_ACTIVATED:
      /* Translators: of a patient's portal, also if no account is linked */
      return bedside_patient_get_user_id (patient) != NULL ? _("activated") : _("not linked");
    case BEDSIDE_PORTAL_STATE_NONE:
    default:
      /* Translators: of a patient: to the portal */
      return _("not invited");
    }
}

static char *
dup_details (BedsidePatient *patient)
{
  const char *birth_date = bedside_patient_get_birth_date (patient);
  const char *record = bedside_patient_get_record (patient);

  if (*birth_date == '\0')
    birth_date = _("Date of birth not known");
  if (record == NULL || *record == '\0')
    return g_strdup (birth_date);

  /* Translators: date of birth, number of the practice's own record */
  return g_strdup_printf (_("%s · record %s"), birth_date, record);
}

/* The name is a contract with black-box tests and with those who listen to it. */
static void
update_accessible (BedsideDirectoryRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *record = bedside_patient_get_record (self->patient);
  const char *birth_date = bedside_patient_get_birth_date (self->patient);
  g_autoptr(GString) label = g_string_new (bedside_patient_get_name (self->patient));
  g_autofree char *description = NULL;

  if (item == NULL)
    return;

  bedside_wording_append (label, birth_date);
  bedside_wording_append (label, get_portal (self->patient));
  if (record != NULL && *record != '\0')
    /* Translators: number of the practice's own record */
    description = g_strdup_printf (_("Record %s"), record);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label->str,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
}

static void
update (BedsideDirectoryRow *self)
{
  g_autofree char *details = NULL;

  if (self->patient == NULL)
    return;

  details = dup_details (self->patient);
  if (self->card != NULL)
    bedside_directory_card_show (BEDSIDE_DIRECTORY_CARD (self->card), bedside_patient_get_name (self->patient), details,
                                 get_portal (self->patient));
  update_accessible (self);
}

static GtkSizeRequestMode
bedside_directory_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bedside_directory_row_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  BedsideDirectoryRow *self = BEDSIDE_DIRECTORY_ROW (widget);
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
  *minimum = *natural = (int) (CARD_HEIGHT * pango_font_description_get_size (font) / PANGO_SCALE);
}

/* The list gives room only to rows that are seen. */
static void
bedside_directory_row_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  BedsideDirectoryRow *self = BEDSIDE_DIRECTORY_ROW (widget);

  if (self->card == NULL)
    {
      self->card = bedside_directory_card_new ();
      gtk_widget_set_parent (self->card, widget);
      update (self);
      gtk_widget_measure (self->card, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    }
  gtk_widget_allocate (self->card, width, height, baseline, NULL);
}

static void
bedside_directory_row_dispose (GObject *object)
{
  BedsideDirectoryRow *self = BEDSIDE_DIRECTORY_ROW (object);

  if (self->patient != NULL)
    g_clear_signal_handler (&self->notify_id, self->patient);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->card, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_directory_row_parent_class)->dispose (object);
}

static void
bedside_directory_row_class_init (BedsideDirectoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_directory_row_dispose;

  widget_class->get_request_mode = bedside_directory_row_get_request_mode;
  widget_class->measure = bedside_directory_row_measure;
  widget_class->size_allocate = bedside_directory_row_size_allocate;
}

static void
bedside_directory_row_init (BedsideDirectoryRow *self)
{
}

/**
 * bedside_directory_row_new:
 *
 * Returns: (transfer floating): a row without patient
 */
GtkWidget *
bedside_directory_row_new (void)
{
  return g_object_new (BEDSIDE_TYPE_DIRECTORY_ROW, NULL);
}

/**
 * bedside_directory_row_get_patient:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): whom it shows
 */
BedsidePatient *
bedside_directory_row_get_patient (BedsideDirectoryRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIRECTORY_ROW (self), NULL);

  return self->patient;
}

/**
 * bedside_directory_row_set_patient:
 * @self: a row
 * @patient: (nullable): whom to show
 *
 * To be called when the row is in its list item, which it names.
 */
void
bedside_directory_row_set_patient (BedsideDirectoryRow *self,
                                   BedsidePatient      *patient)
{
  g_return_if_fail (BEDSIDE_IS_DIRECTORY_ROW (self));
  g_return_if_fail (patient == NULL || BEDSIDE_IS_PATIENT (patient));

  if (self->patient == patient)
    return;

  if (self->patient != NULL)
    g_clear_signal_handler (&self->notify_id, self->patient);
  g_set_object (&self->patient, patient);
  if (patient != NULL)
    /* lint: allow connect, because rows are bound by the hundred while the list scrolls, and dispose disconnects. */
    self->notify_id = g_signal_connect_swapped (patient, "notify", G_CALLBACK (update), self);
  update (self);
}
