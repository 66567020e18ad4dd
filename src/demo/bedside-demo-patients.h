/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-world.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoPatients BedsideDemoPatients;

/* What somebody says to what. */
typedef enum {
  BEDSIDE_DEMO_ANSWERS_TO_STATEMENTS,
  BEDSIDE_DEMO_ANSWERS_TO_QUESTIONS,
  BEDSIDE_DEMO_ANSWERS_TO_FIRST,      /* the patient's first in a conversation */
  BEDSIDE_DEMO_ANSWERS_OF_COLLEAGUES,
  BEDSIDE_DEMO_ANSWERS_KINDS,
} BedsideDemoAnswers;

BedsideDemoPatients *bedside_demo_patients_new         (BedsideDemoWorld    *world);
void                 bedside_demo_patients_free        (BedsideDemoPatients *self);
void                 bedside_demo_patients_set_delay   (BedsideDemoPatients *self,
                                                        guint                ms);
void                 bedside_demo_patients_set_answers (BedsideDemoPatients *self,
                                                        BedsideDemoAnswers   kind,
                                                        GStrv                texts);
void                 bedside_demo_patients_hear        (BedsideDemoPatients *self,
                                                        BedsideDemoRoom     *room,
                                                        BedsideDemoEvent    *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoPatients, bedside_demo_patients_free)

G_END_DECLS
