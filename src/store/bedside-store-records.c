/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-records"

#include "bedside-store-records.h"

/**
 * bedside_store_account_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_account_free (BedsideStoreAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->sync_token);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_room_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_room_free (BedsideStoreRoom *self)
{
  if (self == NULL)
    return;
  g_free (self->room_id);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_event_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_event_free (BedsideStoreEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->room_id);
  g_free (self->event_id);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_state_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_state_free (BedsideStoreState *self)
{
  if (self == NULL)
    return;
  g_free (self->room_id);
  g_free (self->type);
  g_free (self->key);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_member_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_member_free (BedsideStoreMember *self)
{
  if (self == NULL)
    return;
  g_free (self->room_id);
  g_free (self->user_id);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_receipt_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_receipt_free (BedsideStoreReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->room_id);
  g_free (self->user_id);
  g_free (self->event_id);
  g_free (self);
}

/**
 * bedside_store_outgoing_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_outgoing_free (BedsideStoreOutgoing *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->room_id);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_draft_free:
 * @self: (nullable) (transfer full): a record
 */
void
bedside_store_draft_free (BedsideStoreDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->room_id);
  g_free (self->payload);
  g_free (self);
}

/**
 * bedside_store_snapshot_free:
 * @self: (nullable) (transfer full): a snapshot
 */
void
bedside_store_snapshot_free (BedsideStoreSnapshot *self)
{
  if (self == NULL)
    return;
  bedside_store_account_free (self->account);
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  g_clear_pointer (&self->outbox, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_free (self);
}
