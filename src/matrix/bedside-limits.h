/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Internal: how much of what a server sends is taken in. Nothing is read on beyond these, and what else memory depends
 * on stands beside the reader of JSON (BEDSIDE_JSON_MAX_*). Sizes are those of what is unpacked; what is packed may not
 * be larger either.
 *
 * A first sync of 1,000 conversations with 20 messages each of 500 characters is 17 MiB. */

#define BEDSIDE_LIMIT_SMALL_ANSWER ((gsize) 1024 * 1024)       /* .well-known, versions, tokens, refusals */
#define BEDSIDE_LIMIT_ANSWER       ((gsize) 16 * 1024 * 1024)  /* 100 events of the largest size */
#define BEDSIDE_LIMIT_SYNC         ((gsize) 64 * 1024 * 1024)
#define BEDSIDE_LIMIT_EVENT        ((gsize) 65536)             /* Matrix's own, of what we send */
#define BEDSIDE_LIMIT_CONTENT      ((gsize) 65536)             /* texts of an event: a whole event is not larger */
#define BEDSIDE_LIMIT_EVENTS       1000                        /* of one room in one answer; we ask for 100 at most */
#define BEDSIDE_LIMIT_MEMBERS      10000                       /* of a room */
#define BEDSIDE_LIMIT_RECEIPTS     10000                       /* of a room in one answer; more are left out */
#define BEDSIDE_LIMIT_ID           ((gsize) 255)               /* of rooms, people, events; types and state keys */
#define BEDSIDE_LIMIT_TOKEN        ((gsize) 16384)             /* what we only hand back: positions, access tokens */
#define BEDSIDE_LIMIT_REDIRECTS    5
#define BEDSIDE_LIMIT_INTERIM      8                           /* answers before the answer, 1xx */

G_END_DECLS
