/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Records in, records out. A payload is a text (JSON in practice) that is sealed on disk; the other fields stand there
 * in the clear, except user ids, which are masked. */

typedef struct {
  char   *sync_token;   /* (nullable) */
  char   *payload;      /* (nullable): NULL if only a sync token was put */
} BedsideStoreAccount;

typedef struct {
  char   *room_id;
  char   *payload;
} BedsideStoreRoom;

typedef struct {
  char   *room_id;
  gint64  position;     /* order within the room; older is less */
  char   *event_id;     /* unique within the room */
  char   *payload;
} BedsideStoreEvent;

typedef struct {
  char   *room_id;
  char   *type;
  char   *key;          /* masked on disk, restored from the sealed record */
  char   *payload;
} BedsideStoreState;

typedef struct {
  char   *room_id;
  char   *user_id;      /* masked on disk, restored from the sealed record */
  char   *payload;
} BedsideStoreMember;

typedef struct {
  char   *room_id;
  char   *user_id;      /* masked on disk, restored from the sealed record */
  char   *event_id;     /* sealed */
  gint64  timestamp;    /* sealed */
} BedsideStoreReceipt;

typedef struct {
  char   *id;           /* unique: the transaction id */
  char   *room_id;
  char   *payload;
} BedsideStoreOutgoing;

typedef struct {
  char   *room_id;
  char   *payload;
} BedsideStoreDraft;

/**
 * BedsideStoreParts:
 * @BEDSIDE_STORE_PARTS_LIST: account, rooms, outbox and drafts
 * @BEDSIDE_STORE_PARTS_STATE: state, members and receipts
 * @BEDSIDE_STORE_PARTS_ALL: both
 */
typedef enum {
  BEDSIDE_STORE_PARTS_LIST = 1 << 0,
  BEDSIDE_STORE_PARTS_STATE = 1 << 1,
  BEDSIDE_STORE_PARTS_ALL = BEDSIDE_STORE_PARTS_LIST | BEDSIDE_STORE_PARTS_STATE,
} BedsideStoreParts;

typedef struct _BedsideStoreSnapshot BedsideStoreSnapshot;

/**
 * BedsideStoreSnapshot:
 * @account: (nullable): %NULL in a new database
 * @rooms: (element-type BedsideStoreRoom):
 * @state: (element-type BedsideStoreState):
 * @members: (element-type BedsideStoreMember):
 * @receipts: (element-type BedsideStoreReceipt):
 * @outbox: (element-type BedsideStoreOutgoing): in the order in which they were put first
 * @drafts: (element-type BedsideStoreDraft):
 *
 * Everything but the events, or a part of it: what was not asked for is empty.
 */
struct _BedsideStoreSnapshot
{
  BedsideStoreAccount *account;
  GPtrArray           *rooms;
  GPtrArray           *state;
  GPtrArray           *members;
  GPtrArray           *receipts;
  GPtrArray           *outbox;
  GPtrArray           *drafts;
};

void bedside_store_account_free  (BedsideStoreAccount  *self);
void bedside_store_room_free     (BedsideStoreRoom     *self);
void bedside_store_event_free    (BedsideStoreEvent    *self);
void bedside_store_state_free    (BedsideStoreState    *self);
void bedside_store_member_free   (BedsideStoreMember   *self);
void bedside_store_receipt_free  (BedsideStoreReceipt  *self);
void bedside_store_outgoing_free (BedsideStoreOutgoing *self);
void bedside_store_draft_free    (BedsideStoreDraft    *self);
void bedside_store_snapshot_free (BedsideStoreSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideStoreSnapshot, bedside_store_snapshot_free)

G_END_DECLS
