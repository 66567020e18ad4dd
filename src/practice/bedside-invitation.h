/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_INVITATION_KIND_PRACTICE,
  BEDSIDE_INVITATION_KIND_TEAM,
} BedsideInvitationKind;

#define BEDSIDE_TYPE_INVITATION_KIND (bedside_invitation_kind_get_type ())
GType bedside_invitation_kind_get_type (void);

/**
 * BedsideInvitation:
 *
 * An invitation to a practice or a team conversation, which waits for an answer. Immutable. Properties: "room-id",
 * "kind" (#BedsideInvitationKind), "title" (of practice or conversation, "" if it has none), "inviter" (the name of who
 * invited, else the user name).
 */
#define BEDSIDE_TYPE_INVITATION (bedside_invitation_get_type ())
G_DECLARE_FINAL_TYPE (BedsideInvitation, bedside_invitation, BEDSIDE, INVITATION, GObject)

BedsideInvitation    *bedside_invitation_new         (const char            *room_id,
                                                      BedsideInvitationKind  kind,
                                                      const char            *title,
                                                      const char            *inviter);
const char           *bedside_invitation_get_room_id (BedsideInvitation     *self);
BedsideInvitationKind bedside_invitation_get_kind    (BedsideInvitation     *self);
const char           *bedside_invitation_get_title   (BedsideInvitation     *self);
const char           *bedside_invitation_get_inviter (BedsideInvitation     *self);

G_END_DECLS
