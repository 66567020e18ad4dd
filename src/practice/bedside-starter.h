/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-outbox.h"
#include "bedside-registry.h"
#include "bedside-state-writer.h"

G_BEGIN_DECLS

/**
 * BedsideStarter:
 *
 * Makes what the first message of a conversation needs: chat enabled for the patient (unless somebody has disabled
 * it), a room, and the patient invited to it. Each step can be repeated; which one is next is read off what the server
 * has, so that it goes on after a crash wherever that was.
 *
 * createRoom makes a room each time it is called. So there is no second call before sync has shown what became of the
 * first, and each call for a message has the same transaction id, for servers that heed it.
 *
 * Signals: "refused" (#GError): the session is over; "in-doubt" (): sync has to tell how a request ended.
 */
#define BEDSIDE_TYPE_STARTER (bedside_starter_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStarter, bedside_starter, BEDSIDE, STARTER, GObject)

BedsideStarter *bedside_starter_new         (BedsideClient      *client,
                                             BedsideRegistry    *registry,
                                             BedsideOutbox      *outbox,
                                             BedsideStateWriter *writer);
void            bedside_starter_stop        (BedsideStarter     *self);

/* A message waits for this room. */
void            bedside_starter_want        (BedsideStarter     *self,
                                             const char         *room_id);
/* Sync has shown the room that was made. */
void            bedside_starter_adopt       (BedsideStarter     *self,
                                             const char         *provisional_id,
                                             BedsideRoom        *room);
/* Sync has just told what is new. */
void            bedside_starter_note_answer (BedsideStarter     *self);
/* The server can be reached again. */
void            bedside_starter_hurry       (BedsideStarter     *self);

gboolean        bedside_starter_is_making   (BedsideStarter     *self,
                                             BedsideRoom        *room);
gboolean        bedside_starter_lacks       (BedsideStarter     *self,
                                             BedsideRoom        *room);

G_END_DECLS
