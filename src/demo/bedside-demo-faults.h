/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-server.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoFaults BedsideDemoFaults;

BedsideDemoFaults *bedside_demo_faults_new         (void);
void               bedside_demo_faults_free        (BedsideDemoFaults      *self);
void               bedside_demo_faults_add         (BedsideDemoFaults      *self,
                                                    const BedsideDemoFault *fault);
void               bedside_demo_faults_clear       (BedsideDemoFaults      *self);
BedsideDemoFault  *bedside_demo_faults_take        (BedsideDemoFaults      *self,
                                                    const char             *method,
                                                    const char             *path);
guint              bedside_demo_faults_count       (BedsideDemoFaults      *self,
                                                    const char             *method,
                                                    const char             *path_pattern);
guint              bedside_demo_faults_count_taken (BedsideDemoFaults      *self);

void bedside_demo_fault_free (BedsideDemoFault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoFault, bedside_demo_fault_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoFaults, bedside_demo_faults_free)

G_END_DECLS
