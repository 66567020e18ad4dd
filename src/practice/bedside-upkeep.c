/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-upkeep"

#include "bedside-upkeep.h"

#include "bedside-entrance.h"
#include "bedside-level-keeper.h"
#include "bedside-portal-watch.h"
#include "bedside-practice-writer-private.h"
#include "bedside-status-watch.h"

struct _BedsideUpkeep
{
  GObject             parent_instance;

  BedsideStatusWatch *status;    /* (owned) */
  BedsideEntrance    *entrance;  /* (owned) */
  BedsideLevelKeeper *levels;    /* (owned) */
  BedsidePortalWatch *portals;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (BedsideUpkeep, bedside_upkeep, G_TYPE_OBJECT)

static void
bedside_upkeep_dispose (GObject *object)
{
  BedsideUpkeep *self = BEDSIDE_UPKEEP (object);

  if (self->status != NULL)
    bedside_upkeep_set_online (self, FALSE);
  g_clear_object (&self->status);
  g_clear_object (&self->entrance);
  g_clear_object (&self->levels);
  g_clear_object (&self->portals);

  G_OBJECT_CLASS (bedside_upkeep_parent_class)->dispose (object);
}

static void
bedside_upkeep_class_init (BedsideUpkeepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_upkeep_dispose;
}

static void
bedside_upkeep_init (BedsideUpkeep *self)
{
}

/**
 * bedside_upkeep_new:
 * @client: the session on the server
 * @registry: rooms and practices
 * @outbox: what is on its way
 * @writer: what changes patients
 * @set_up: what joins rooms
 *
 * Returns: (transfer full): an upkeep that is not online
 */
BedsideUpkeep *
bedside_upkeep_new (BedsideClient         *client,
                    BedsideRegistry       *registry,
                    BedsideOutbox         *outbox,
                    BedsidePracticeWriter *writer,
                    BedsideSetUp          *set_up)
{
  BedsideUpkeep *self = g_object_new (BEDSIDE_TYPE_UPKEEP, NULL);
  BedsideStateWriter *states = bedside_practice_writer_get_states (writer);

  self->status = bedside_status_watch_new (client, registry);
  self->entrance = bedside_entrance_new (client, registry, set_up);
  self->levels = bedside_level_keeper_new (states, registry, outbox);
  self->portals = bedside_portal_watch_new (client, states, registry);
  g_signal_connect_object (writer, "invited", G_CALLBACK (bedside_portal_watch_hurry), self->portals,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_upkeep_set_online:
 * @self: an upkeep
 * @online: whether what is shown is what the server has
 */
void
bedside_upkeep_set_online (BedsideUpkeep *self,
                           gboolean       online)
{
  g_return_if_fail (BEDSIDE_IS_UPKEEP (self));

  bedside_status_watch_set_online (self->status, online);
  bedside_entrance_set_online (self->entrance, online);
  bedside_level_keeper_set_online (self->levels, online);
  bedside_portal_watch_set_online (self->portals, online);
}

/**
 * bedside_upkeep_set_haste: (skip)
 * @self: an upkeep
 * @haste: so many times quicker than it should be
 *
 * For tests: what is done by itself is done at a pace that does not disturb anybody.
 */
void
bedside_upkeep_set_haste (BedsideUpkeep *self,
                          guint          haste)
{
  g_return_if_fail (BEDSIDE_IS_UPKEEP (self));

  bedside_entrance_set_haste (self->entrance, haste);
  bedside_level_keeper_set_haste (self->levels, haste);
}
