/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-line"

#include "bedside-import-file.h"

struct _BedsideImportLine
{
  GObject  parent_instance;

  guint    number;
  guint    row;
  char    *text;    /* (owned) */
  char    *reason;  /* (owned) */
};

typedef enum {
  PROP_NUMBER = 1,
  PROP_TEXT,
  PROP_REASON,
} BedsideImportLineProperty;

static GParamSpec *properties[PROP_REASON + 1];

G_DEFINE_FINAL_TYPE (BedsideImportLine, bedside_import_line, G_TYPE_OBJECT)

static void
bedside_import_line_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BedsideImportLine *self = BEDSIDE_IMPORT_LINE (object);

  switch ((BedsideImportLineProperty) prop_id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_import_line_finalize (GObject *object)
{
  BedsideImportLine *self = BEDSIDE_IMPORT_LINE (object);

  g_free (self->text);
  g_free (self->reason);

  G_OBJECT_CLASS (bedside_import_line_parent_class)->finalize (object);
}

static void
bedside_import_line_class_init (BedsideImportLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_import_line_get_property;
  object_class->finalize = bedside_import_line_finalize;

  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_import_line_init (BedsideImportLine *self)
{
}

/**
 * bedside_import_line_new: (skip)
 * @number: the line of the file, from 1
 * @text: (transfer full): its cells
 * @reason: why it was refused
 * @row: of patients, from 0
 *
 * Returns: (transfer full): a line
 */
BedsideImportLine *
bedside_import_line_new (guint       number,
                         char       *text,
                         const char *reason,
                         guint       row)
{
  BedsideImportLine *self = g_object_new (BEDSIDE_TYPE_IMPORT_LINE, NULL);

  self->number = number;
  self->row = row;
  self->text = text;
  self->reason = g_strdup (reason);

  return self;
}

/**
 * bedside_import_line_get_number:
 * @self: a line
 *
 * Returns: its number in the file, from 1
 */
guint
bedside_import_line_get_number (BedsideImportLine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT_LINE (self), 0);

  return self->number;
}

/**
 * bedside_import_line_get_text:
 * @self: a line
 *
 * Returns: its cells, joined by ", "
 */
const char *
bedside_import_line_get_text (BedsideImportLine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT_LINE (self), NULL);

  return self->text;
}

/**
 * bedside_import_line_get_reason:
 * @self: a line
 *
 * Returns: why it was refused, for the person
 */
const char *
bedside_import_line_get_reason (BedsideImportLine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT_LINE (self), NULL);

  return self->reason;
}

/**
 * bedside_import_line_get_row: (skip)
 * @self: a line
 *
 * Returns: its row of patients, from 0
 */
guint
bedside_import_line_get_row (BedsideImportLine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT_LINE (self), 0);

  return self->row;
}
