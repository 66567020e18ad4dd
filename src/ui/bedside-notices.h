/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideNotices:
 *
 * What is to be known of the practice, the session, the connection and the cache, each in a bar that is there only
 * while there is something to say. Properties: "demo", "expired", "connection" (#BedsideConnection), "retry-at" (µs
 * since 1970, 0: none waits), "cache-state" (#BedsideCacheState), "practice" (nullable), "activated" (#BedsidePatient,
 * nullable: has activated the portal).
 * Signals: "reconnect" and "sign-in-again" (the person asks for it), "start-chat" and "activated-dismissed"
 * (#BedsidePatient).
 */
#define BEDSIDE_TYPE_NOTICES (bedside_notices_get_type ())
G_DECLARE_FINAL_TYPE (BedsideNotices, bedside_notices, BEDSIDE, NOTICES, AdwBin)

GtkWidget *bedside_notices_new             (void);
void       bedside_notices_set_demo        (BedsideNotices    *self,
                                            gboolean           demo);
void       bedside_notices_set_expired     (BedsideNotices    *self,
                                            gboolean           expired);
void       bedside_notices_set_connection  (BedsideNotices    *self,
                                            BedsideConnection  connection);
void       bedside_notices_set_retry_at    (BedsideNotices    *self,
                                            gint64             retry_at);
void       bedside_notices_set_cache_state (BedsideNotices    *self,
                                            BedsideCacheState  state);
void       bedside_notices_set_practice    (BedsideNotices    *self,
                                            BedsidePractice   *practice);
void       bedside_notices_set_activated   (BedsideNotices    *self,
                                            BedsidePatient    *patient);
void       bedside_notices_set_problem     (BedsideNotices    *self,
                                            const char        *problem);
void       bedside_notices_add             (BedsideNotices    *self,
                                            GtkWidget         *widget);

G_END_DECLS
