/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-invitation.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/* Space, directory, Everyone, and the settings that name them. */
#define BEDSIDE_SET_UP_STEPS 4

/**
 * BedsideSetUp:
 *
 * Makes practices and team conversations, and joins those to which one was invited. Property (read-only, notifies):
 * "step" (guint, how many of %BEDSIDE_SET_UP_STEPS are done while a practice is being founded).
 */
#define BEDSIDE_TYPE_SET_UP (bedside_set_up_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSetUp, bedside_set_up, BEDSIDE, SET_UP, GObject)

/*
 * found: makes a practice, or completes one of this owner's whose making broke off (its name is then kept); result: its
 *   id, which the administrator needs.
 * join: an invitation to a practice also joins its directory and Everyone.
 * add_team: @title: nullable: named after its people; result: the room's id. Errors are of %BEDSIDE_PRACTICE_ERROR.
 */
BedsideSetUp *bedside_set_up_new             (BedsideClient        *client,
                                              BedsideRegistry      *registry);
void          bedside_set_up_found_async     (BedsideSetUp         *self,
                                              const char           *name,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
char         *bedside_set_up_found_finish    (BedsideSetUp         *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          bedside_set_up_join_async      (BedsideSetUp         *self,
                                              BedsideInvitation    *invitation,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      bedside_set_up_join_finish     (BedsideSetUp         *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          bedside_set_up_decline_async   (BedsideSetUp         *self,
                                              BedsideInvitation    *invitation,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      bedside_set_up_decline_finish  (BedsideSetUp         *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          bedside_set_up_add_team_async  (BedsideSetUp         *self,
                                              BedsidePractice      *practice,
                                              const char * const   *user_ids,
                                              const char           *title,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
char         *bedside_set_up_add_team_finish (BedsideSetUp         *self,
                                              GAsyncResult         *result,
                                              GError              **error);
guint         bedside_set_up_get_step        (BedsideSetUp         *self);

G_END_DECLS
