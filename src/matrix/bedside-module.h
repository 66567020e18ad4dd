/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"

G_BEGIN_DECLS

/* What a server tells that runs the module bedside_practice; another one answers %BEDSIDE_MATRIX_ERROR_UNRECOGNIZED. */

/**
 * BedsideModuleStatus:
 * @enforced: the server enforces the practice's rules
 * @practices: (array zero-terminated=1): room ids of the practices for which it does
 */
typedef struct {
  gboolean   enforced;
  char     **practices;
} BedsideModuleStatus;

/**
 * BedsideModuleAccount:
 * @exists: there is such an account, and it is not deactivated
 * @patient: it is a patient's
 * @signed_in: its owner has signed in at least once
 */
typedef struct {
  gboolean exists;
  gboolean patient;
  gboolean signed_in;
} BedsideModuleAccount;

void bedside_module_status_free (BedsideModuleStatus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideModuleStatus, bedside_module_status_free)

void                  bedside_client_get_module_status_async   (BedsideClient        *self,
                                                                GCancellable         *cancellable,
                                                                GAsyncReadyCallback   callback,
                                                                gpointer              user_data);
BedsideModuleStatus  *bedside_client_get_module_status_finish  (BedsideClient        *self,
                                                                GAsyncResult         *result,
                                                                GError              **error);
void                  bedside_client_get_module_account_async  (BedsideClient        *self,
                                                                const char           *user_id,
                                                                GCancellable         *cancellable,
                                                                GAsyncReadyCallback   callback,
                                                                gpointer              user_data);
BedsideModuleAccount *bedside_client_get_module_account_finish (BedsideClient        *self,
                                                                GAsyncResult         *result,
                                                                GError              **error);

G_END_DECLS
