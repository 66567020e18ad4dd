-- SPDX-FileCopyrightText: The Bedside authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What people wrote stands only in the columns named sealed; user ids are masked.
-- Small tables are WITHOUT ROWID: one tree each, read whole at start.

PRAGMA application_id = 0x42647331;

-- Tells a wrong key from a damaged file.
CREATE TABLE seal (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  fingerprint TEXT    NOT NULL,
  sealed      BLOB    NOT NULL
);

CREATE TABLE account (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  sync_token TEXT,
  sealed     BLOB
);

CREATE TABLE rooms (
  room_id TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id)
) WITHOUT ROWID;

CREATE TABLE state (
  room_id TEXT NOT NULL,
  type    TEXT NOT NULL,
  mask    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id, type, mask)
) WITHOUT ROWID;

CREATE TABLE members (
  room_id TEXT NOT NULL,
  mask    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id, mask)
) WITHOUT ROWID;

CREATE TABLE receipts (
  room_id TEXT NOT NULL,
  mask    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id, mask)
) WITHOUT ROWID;

CREATE TABLE events (
  id       INTEGER PRIMARY KEY,
  room_id  TEXT    NOT NULL,
  position INTEGER NOT NULL,
  event_id TEXT    NOT NULL,
  sealed   BLOB    NOT NULL,
  UNIQUE (room_id, event_id)
);

-- A page of a conversation is a walk along this index.
CREATE INDEX events_by_position ON events (room_id, position);

-- The id orders; a new one is larger than all that are there.
CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY,
  outgoing_id TEXT    NOT NULL UNIQUE,
  room_id     TEXT    NOT NULL,
  sealed      BLOB    NOT NULL
);

CREATE TABLE drafts (
  room_id TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id)
) WITHOUT ROWID;
