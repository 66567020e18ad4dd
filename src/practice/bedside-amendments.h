/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-message-reader.h"

G_BEGIN_DECLS

/**
 * BedsideAmendments:
 *
 * What happened to messages after they were sent: edits and removals, in
 * whatever order they are heard of, and whether their messages are loaded or not.
 */
typedef struct _BedsideAmendments BedsideAmendments;

BedsideAmendments *bedside_amendments_new         (void);
void               bedside_amendments_free        (BedsideAmendments *self);

void               bedside_amendments_add_edit    (BedsideAmendments *self,
                                                   BedsideEvent      *event,
                                                   BedsideReading    *reading);
void               bedside_amendments_add_bundled (BedsideAmendments *self,
                                                   BedsideEvent      *event,
                                                   BedsideReading    *reading);
const char        *bedside_amendments_add_removal (BedsideAmendments *self,
                                                   const char        *target);
void               bedside_amendments_apply       (BedsideAmendments *self,
                                                   BedsideMessage    *message);

G_END_DECLS
