/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-patient.h"

G_BEGIN_DECLS

/**
 * BedsidePatientList:
 *
 * The patients who are searched for, by name, those of the same name by birth date. Properties (all read-write,
 * notify): "source" (#GListModel of #BedsidePatient, in any order, nullable), "query" ("" for nothing).
 */
#define BEDSIDE_TYPE_PATIENT_LIST (bedside_patient_list_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatientList, bedside_patient_list, BEDSIDE, PATIENT_LIST, GObject)

BedsidePatientList *bedside_patient_list_new        (void);
/* (element-type BedsidePatient): always the same model. */
GListModel         *bedside_patient_list_get_model  (BedsidePatientList *self);

GListModel         *bedside_patient_list_get_source (BedsidePatientList *self);
void                bedside_patient_list_set_source (BedsidePatientList *self,
                                                     GListModel         *source);
const char         *bedside_patient_list_get_query  (BedsidePatientList *self);
void                bedside_patient_list_set_query  (BedsidePatientList *self,
                                                     const char         *query);

G_END_DECLS
