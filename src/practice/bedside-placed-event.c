/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-placed-event"

#include "bedside-placed-event.h"

/**
 * bedside_placed_event_new:
 * @position: its place
 * @event: an event
 *
 * Returns: (transfer full): both together
 */
BedsidePlacedEvent *
bedside_placed_event_new (gint64        position,
                          BedsideEvent *event)
{
  g_return_val_if_fail (event != NULL, NULL);

  BedsidePlacedEvent *self = g_new0 (BedsidePlacedEvent, 1);

  self->position = position;
  self->event = bedside_event_ref (event);

  return self;
}

/**
 * bedside_placed_event_free:
 * @self: (transfer full): a placed event
 */
void
bedside_placed_event_free (BedsidePlacedEvent *self)
{
  bedside_event_unref (self->event);
  g_free (self);
}

/**
 * bedside_placed_event_list_new:
 *
 * Returns: (transfer full) (element-type BedsidePlacedEvent): an empty array that owns what is put into it
 */
GPtrArray *
bedside_placed_event_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_placed_event_free);
}
