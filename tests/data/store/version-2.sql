-- SPDX-FileCopyrightText: The Bedside authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What version 2 of the schema looked like, with one record of each kind (store_fill() of the tests of that time),
-- sealed with the test key 1, 2, 3 ... 32. Never to be changed.

BEGIN TRANSACTION;
CREATE TABLE seal (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  fingerprint TEXT    NOT NULL,
  sealed      BLOB    NOT NULL
);
INSERT INTO "seal" VALUES(1,'0d9653446a27701aed35d7a070961ba6e1c69fdcf971174ef06e37cb74bfe0a9',X'0194677ea2378d5f6f74dea452bee5b20a619a9acf3e2043de680726cb64ca93284a4bd5');
CREATE TABLE account (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  sync_token TEXT,
  sealed     BLOB
);
INSERT INTO "account" VALUES(1,'s1',X'01364e6803d5fd65bd6bd23f9eeeaedf9baa681613ca697926a262fc7ec8d9b106d8ce995ac970503503ef09ff6c9b42f3cb5ffc0598d66ebc577c');
CREATE TABLE rooms (
  room_id TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id)
) WITHOUT ROWID;
INSERT INTO "rooms" VALUES('!a:example.org',X'019969d34e9e3c01399f84920d22f19370d26454a1460bb007afbccdd204df755a7b1d');
CREATE TABLE state (
  room_id TEXT NOT NULL,
  type    TEXT NOT NULL,
  mask    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id, type, mask)
) WITHOUT ROWID;
INSERT INTO "state" VALUES('!a:example.org','m.room.member','5efcfc400c25d6f431646124bcf9c0c4b11f52b0d08dd141d5ae198a8a8b0ab3',X'0191dad00f6d6ba5ecf8472ea6b429f6fe94d851b278030d27375d0b353e12038ea72ea34da7e5f86cd10ff131b32407d29bcdae6a6e5514');
CREATE TABLE members (
  room_id TEXT NOT NULL,
  mask    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id, mask)
) WITHOUT ROWID;
INSERT INTO "members" VALUES('!a:example.org','5efcfc400c25d6f431646124bcf9c0c4b11f52b0d08dd141d5ae198a8a8b0ab3',X'01aa1cf7fb77436e7f85c8e2f92e8ed9f08a388097b107f775861f1e2e2e808b98434297dba3a87e14cd23b913157d23bb84ba7682d081621b4d047875d034');
CREATE TABLE receipts (
  room_id TEXT NOT NULL,
  mask    TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id, mask)
) WITHOUT ROWID;
INSERT INTO "receipts" VALUES('!a:example.org','5efcfc400c25d6f431646124bcf9c0c4b11f52b0d08dd141d5ae198a8a8b0ab3',X'010b64161b1f83abf831ca22523e84d97d706bf4ddf5763a006738601fef36e553e487fff9b6d189081a848836d60823d0ddc36f07ae6cf6e74b701ab0ecb3c62674ae9f');
CREATE TABLE events (
  id       INTEGER PRIMARY KEY,
  room_id  TEXT    NOT NULL,
  position INTEGER NOT NULL,
  event_id TEXT    NOT NULL,
  sealed   BLOB    NOT NULL,
  UNIQUE (room_id, event_id)
);
INSERT INTO "events" VALUES(1,'!a:example.org',1,'$1',X'01a9fd86217fb1da5670c355d80a53604145ec75545c4ec012882fddfd4a7d93dc59e5076db43137cb');
CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY,
  outgoing_id TEXT    NOT NULL UNIQUE,
  room_id     TEXT    NOT NULL,
  sealed      BLOB    NOT NULL
);
INSERT INTO "outbox" VALUES(1,'txn1','!a:example.org',X'014b2af178cc7289660132651a6608c3bb898e2ec93d1ee6f650fdee8e080e9ff3ff96cc5101a4430f6a1c52e301e0ad');
CREATE TABLE drafts (
  room_id TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (room_id)
) WITHOUT ROWID;
INSERT INTO "drafts" VALUES('!a:example.org',X'01db8dfad8328b842feccad331d7cde960b885f2243ac6363b81740427281176cad9f18833');
CREATE TABLE sums (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  sealed BLOB    NOT NULL
);
INSERT INTO "sums" VALUES(1,X'01afff61f4930d99e47b8899d58788be51b2ed2c7879ed1d5a4ec4bec0379ef9d39ba0fd8b644468f552389842fa5b6f2ae42c1b9579ded1a78e3b246f49689f092b7cbe9673d06d7e8ca548700eb8a9c316a387d8e5311caed2405c5a71026bfb7eee2fde188aeb49dc5988d1eb3156f7af139ba6daaadb9200d86824dde4098bb0169dd7e67168f2c14f3856aabc2befb1fdc0a81447234aa7b2755dfdabd59a5b4ed60f38dd757a7912e884cac47311c89007c6eb4656bd231c343d0fb88c754c637e37a22f669b2e95fc29a33c1c50f743c3eb5c00d0c5288445e1aad0435bc676fac3bcba7466660463890ab1077f78df7764aa67b4f948b783f62528c0c84ca26d5d67aacf6422ae87e205a8223fc3fa73732a8172630702712145628d995f4ca2fef40725ea27106504ceb7181e0e0957374e6152edbb72664ec23254b59f4d7293f8fc990ff71f7fbfc849d2b25c6b8f270a3ec22ed768bb51b4733997592844c1b6e2c621a109b58f02f47a8765d4354b821412c9e59c3f946855174cee18cd3aa4b47e7ca1c0963d844729f2cbab398874d2de2c3777ef1c42b4f3cd6504a361dc3ebefaab737f736842cf80e3fd480cd97220c5b20d1dbc925f327746948c398cfceff8dd48b1649a9ea29914f21f60f2089f66f19f339524a3f3ca8bcff7862fe5b89b72aaa14aa8301b84d94dd01db2710856d1ef01a77303794e5724f611a36b9b850f585826b56b041a2e3acbf1114e8c2274d44070b6a3e7fc628b26342c');
CREATE INDEX events_by_position ON events (room_id, position);
COMMIT;
PRAGMA application_id = 1113879345;
PRAGMA user_version = 2;
