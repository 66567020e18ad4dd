/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-form"

#include "bedside-patient-form.h"

struct _BedsidePatientForm
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsidePatientForm, bedside_patient_form, ADW_TYPE_WINDOW)

static void
bedside_patient_form_class_init (BedsidePatientFormClass *klass)
{
}

static void
bedside_patient_form_init (BedsidePatientForm *self)
{
}

GtkWidget *
bedside_patient_form_new (GtkWindow      *parent,
                          BedsideSession *session,
                          BedsidePatient *patient)
{
  return g_object_new (BEDSIDE_TYPE_PATIENT_FORM, "transient-for", parent, NULL);
}
