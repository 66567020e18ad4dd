/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-page-placing"

#include "bedside-page-placing.h"

#include "bedside-taken-back.h"

/* The page may have been fetched before somebody took an event back, which has been heard of meanwhile. */
static void
place (BedsideRoom  *room,
       gint64        position,
       BedsideEvent *event,
       GPtrArray    *placed)
{
  g_autoptr(BedsideEvent) rest = bedside_taken_back_event (event, room->removals);

  g_ptr_array_add (placed, bedside_placed_event_new (position, rest ? rest : event));
}

/* Synapse names an end on each page that has events, also behind the first of all: nobody need ask what is there. */
static gboolean
is_last (BedsideMessagesPage *page,
         const char          *token)
{
  guint n_events = page->events->len;

  return page->end == NULL || g_strcmp0 (page->end, token) == 0 ||
         (n_events > 0 && bedside_room_is_beginning (g_ptr_array_index (page->events, n_events - 1)));
}

static void
move_token (char       **token,
            const char  *next)
{
  char *copy = g_strdup (next);

  g_free (*token);
  *token = copy;
}

/**
 * bedside_page_place_in_gap:
 * @room: a room
 * @gap: one of its gaps; gone afterwards if it is closed
 * @page: events of the gap, newest first
 * @known: (element-type utf8 gint64*): positions of those that the room has already
 *
 * Gives the events their places and moves the gap, or closes it: what is known
 * below it is its end (the server's hint where to stop is only a hint), and so are a
 * page without an end and the room's first event. An empty page with an end is not.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/messages`.
 *
 * Returns: (transfer full) (element-type BedsidePlacedEvent): what is new, newest first
 */
GPtrArray *
bedside_page_place_in_gap (BedsideRoom         *room,
                           BedsideGap          *gap,
                           BedsideMessagesPage *page,
                           GHashTable          *known)
{
  GPtrArray *placed = bedside_placed_event_list_new ();

  for (guint i = 0; i < page->events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->events, i);
      gint64 *position = event->event_id ? g_hash_table_lookup (known, event->event_id) : NULL;

      if (position != NULL && *position <= gap->cursor)
        {
          bedside_room_close_gap (room, gap);
          return placed;
        }
      /* Above the gap: pages may overlap. */
      if (event->event_id != NULL && position == NULL)
        place (room, gap->cursor--, event, placed);
    }

  if (is_last (page, gap->token))
    bedside_room_close_gap (room, gap);
  else
    move_token (&gap->token, page->end);

  return placed;
}

/**
 * bedside_page_place_before:
 * @room: a room
 * @page: events before the oldest that the room has, newest first
 *
 * Gives the events their places. Some may be known at the seam; store and timeline drop them.
 *
 * Returns: (transfer full) (element-type BedsidePlacedEvent): the events, newest first
 */
GPtrArray *
bedside_page_place_before (BedsideRoom         *room,
                           BedsideMessagesPage *page)
{
  GPtrArray *placed = bedside_placed_event_list_new ();
  guint n_events = page->events->len;

  for (guint i = 0; i < n_events; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->events, i);

      if (event->event_id == NULL)
        continue;
      place (room, --room->first_position, event, placed);
      room->oldest_at = event->timestamp;
    }

  if (is_last (page, room->older_token))
    {
      bedside_room_set_complete (room, n_events > 0 ? g_ptr_array_index (page->events, n_events - 1) : NULL);
      g_clear_pointer (&room->older_token, g_free);
    }
  else
    move_token (&room->older_token, page->end);

  return placed;
}
