/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideRole:
 * @BEDSIDE_ROLE_PRACTITIONER: may do everything with patients
 * @BEDSIDE_ROLE_MANAGER: may also change the practice settings, invite and remove practitioners and make managers
 * @BEDSIDE_ROLE_OWNER: made the practice; only the owner can take a manager's role away
 */
typedef enum {
  BEDSIDE_ROLE_PRACTITIONER,
  BEDSIDE_ROLE_MANAGER,
  BEDSIDE_ROLE_OWNER,
} BedsideRole;

#define BEDSIDE_TYPE_ROLE (bedside_role_get_type ())
GType    bedside_role_get_type    (void);
/* What somebody of the role @own may do with somebody of the role @other; the server has the same levels. */
gboolean bedside_role_may_manage  (BedsideRole own);
gboolean bedside_role_may_remove  (BedsideRole own,
                                   BedsideRole other);
gboolean bedside_role_may_promote (BedsideRole own,
                                   BedsideRole other);
gboolean bedside_role_may_demote  (BedsideRole own,
                                   BedsideRole other);

/**
 * BedsidePractitioner:
 *
 * A member of the practice, or somebody who is invited to it. Properties (read-only, notify): "user-id", "name" (what
 * he calls himself, else his user name), "role" (#BedsideRole), "invited" (has not joined yet), "self" (it is the one
 * who is signed in).
 */
#define BEDSIDE_TYPE_PRACTITIONER (bedside_practitioner_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePractitioner, bedside_practitioner, BEDSIDE, PRACTITIONER, GObject)

BedsidePractitioner *bedside_practitioner_new         (const char          *user_id,
                                                       gboolean             is_self);
const char          *bedside_practitioner_get_user_id (BedsidePractitioner *self);
const char          *bedside_practitioner_get_name    (BedsidePractitioner *self);
BedsideRole          bedside_practitioner_get_role    (BedsidePractitioner *self);
gboolean             bedside_practitioner_get_invited (BedsidePractitioner *self);
gboolean             bedside_practitioner_is_self     (BedsidePractitioner *self);
void                 bedside_practitioner_set_name    (BedsidePractitioner *self,
                                                       const char          *name);
void                 bedside_practitioner_set_role    (BedsidePractitioner *self,
                                                       BedsideRole          role);
void                 bedside_practitioner_set_invited (BedsidePractitioner *self,
                                                       gboolean             invited);
gboolean             bedside_practitioner_matches     (BedsidePractitioner *self,
                                                       const char          *query);

G_END_DECLS
