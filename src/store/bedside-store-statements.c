/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-statements"

#include "bedside-store-statements.h"

/* What is loaded whole has all columns, in the order that bedside-store-sums.c names. */
const char *const bedside_store_statements[BEDSIDE_SQL_N_STATEMENTS] = {
  [BEDSIDE_SQL_LOAD_SEAL] =
    "SELECT fingerprint, sealed FROM seal",
  [BEDSIDE_SQL_PUT_SEAL] =
    "INSERT INTO seal (id, fingerprint, sealed) VALUES (1, ?1, ?2)"
    " ON CONFLICT (id) DO UPDATE SET fingerprint = ?1, sealed = ?2",

  [BEDSIDE_SQL_LOAD_SUMS] =
    "SELECT sealed FROM sums",
  [BEDSIDE_SQL_PUT_SUMS] =
    "INSERT INTO sums (id, sealed) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sealed = ?1",

  [BEDSIDE_SQL_LOAD_ACCOUNT] =
    "SELECT sync_token, sealed FROM account",
  [BEDSIDE_SQL_PUT_ACCOUNT] =
    "INSERT INTO account (id, sealed) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sealed = ?1",
  [BEDSIDE_SQL_PUT_SYNC_TOKEN] =
    "INSERT INTO account (id, sync_token) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sync_token = ?1",

  [BEDSIDE_SQL_LOAD_ROOMS] =
    "SELECT room_id, sealed FROM rooms ORDER BY room_id",
  [BEDSIDE_SQL_PUT_ROOM] =
    "INSERT INTO rooms (room_id, sealed) VALUES (?1, ?2) ON CONFLICT (room_id) DO UPDATE SET sealed = ?2",
  [BEDSIDE_SQL_DELETE_ROOM] =
    "DELETE FROM rooms WHERE room_id = ?1",

  [BEDSIDE_SQL_LOAD_STATE] =
    "SELECT room_id, type, mask, sealed FROM state ORDER BY room_id, type, mask",
  [BEDSIDE_SQL_PUT_STATE] =
    "INSERT INTO state (room_id, type, mask, sealed) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (room_id, type, mask) DO UPDATE SET sealed = ?4",
  [BEDSIDE_SQL_DELETE_STATE] =
    "DELETE FROM state WHERE room_id = ?1",

  [BEDSIDE_SQL_LOAD_MEMBERS] =
    "SELECT room_id, mask, sealed FROM members ORDER BY room_id, mask",
  [BEDSIDE_SQL_PUT_MEMBER] =
    "INSERT INTO members (room_id, mask, sealed) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (room_id, mask) DO UPDATE SET sealed = ?3",
  [BEDSIDE_SQL_DELETE_MEMBERS] =
    "DELETE FROM members WHERE room_id = ?1",

  [BEDSIDE_SQL_LOAD_RECEIPTS] =
    "SELECT room_id, mask, sealed FROM receipts ORDER BY room_id, mask",
  [BEDSIDE_SQL_PUT_RECEIPT] =
    "INSERT INTO receipts (room_id, mask, sealed) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (room_id, mask) DO UPDATE SET sealed = ?3",
  [BEDSIDE_SQL_DELETE_RECEIPTS] =
    "DELETE FROM receipts WHERE room_id = ?1",

  [BEDSIDE_SQL_LOAD_EVENTS] =
    "SELECT position, event_id, sealed FROM events WHERE room_id = ?1 AND position < ?2"
    " ORDER BY position DESC, id DESC LIMIT ?3",
  /* Whether both indices have the event, too: by them events are found. */
  [BEDSIDE_SQL_SCAN_EVENTS] =
    "SELECT id, room_id, position, event_id, sealed,"
    " EXISTS (SELECT 1 FROM events AS a INDEXED BY events_by_position"
    " WHERE a.room_id = e.room_id AND a.position = e.position AND a.id = e.id)"
    " AND EXISTS (SELECT 1 FROM events AS b INDEXED BY sqlite_autoindex_events_1"
    " WHERE b.room_id = e.room_id AND b.event_id = e.event_id AND b.id = e.id)"
    " FROM events AS e NOT INDEXED WHERE id >= ?1 ORDER BY id LIMIT ?2",
  /* And nothing else. */
  [BEDSIDE_SQL_COUNT_EVENTS] =
    "SELECT (SELECT COUNT (*) FROM events NOT INDEXED),"
    " (SELECT COUNT (*) FROM events INDEXED BY events_by_position),"
    " (SELECT COUNT (*) FROM events INDEXED BY sqlite_autoindex_events_1)",
  [BEDSIDE_SQL_FIND_EVENT] =
    "SELECT position, event_id, sealed FROM events WHERE room_id = ?1 AND event_id = ?2",
  [BEDSIDE_SQL_PUT_EVENT] =
    "INSERT INTO events (room_id, position, event_id, sealed) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (room_id, event_id) DO NOTHING",
  [BEDSIDE_SQL_REPLACE_EVENT] =
    "UPDATE events SET sealed = ?3 WHERE room_id = ?1 AND event_id = ?2",
  [BEDSIDE_SQL_DELETE_EVENT] =
    "DELETE FROM events WHERE room_id = ?1 AND event_id = ?2",
  [BEDSIDE_SQL_DELETE_EVENTS] =
    "DELETE FROM events WHERE room_id = ?1",

  [BEDSIDE_SQL_LOAD_OUTBOX] =
    "SELECT outgoing_id, room_id, sealed, id FROM outbox ORDER BY id",
  [BEDSIDE_SQL_PUT_OUTGOING] =
    "INSERT INTO outbox (outgoing_id, room_id, sealed) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (outgoing_id) DO UPDATE SET room_id = ?2, sealed = ?3",
  [BEDSIDE_SQL_DELETE_OUTGOING] =
    "DELETE FROM outbox WHERE outgoing_id = ?1",

  [BEDSIDE_SQL_LOAD_DRAFTS] =
    "SELECT room_id, sealed FROM drafts ORDER BY room_id",
  [BEDSIDE_SQL_PUT_DRAFT] =
    "INSERT INTO drafts (room_id, sealed) VALUES (?1, ?2) ON CONFLICT (room_id) DO UPDATE SET sealed = ?2",
  [BEDSIDE_SQL_DELETE_DRAFT] =
    "DELETE FROM drafts WHERE room_id = ?1",
};
