/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-sync-room"

#include "bedside-demo-sync-room.h"

#include "bedside-demo-text.h"

#define MOST_HEROES 5

/* The part of a room's events that goes into one answer. */
typedef struct {
  gboolean   whole;   /* the client knows nothing of the room */
  guint      known;   /* index of the first event that the client has not seen */
  guint      start;   /* index of the first event of the timeline */
  guint      end;     /* index after the last */
  gboolean   limited;
  GPtrArray *events;  /* (owned) (element-type BedsideDemoEvent): newest first */
} Slice;

static void
slice_clear (Slice *slice)
{
  g_clear_pointer (&slice->events, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slice, slice_clear)

static gboolean
passes (BedsideDemoView  *view,
        BedsideDemoEvent *event)
{
  return bedside_demo_filter_passes (view->filter->timeline, event->type, event->sender);
}

static guint
get_limit (BedsideDemoView *view)
{
  guint limit = view->filter->timeline_limit;

  return view->world->timeline_limit > 0 ? MIN (limit, view->world->timeline_limit) : limit;
}

static void
slice_take (Slice           *slice,
            BedsideDemoView *view,
            BedsideDemoRoom *room)
{
  guint limit = get_limit (view);
  guint i = slice->end;

  slice->known = slice->whole ? 0 : MIN (bedside_demo_room_get_index_at (room, view->since), slice->end);
  slice->events = g_ptr_array_new ();
  slice->start = slice->end;
  while (i > slice->known && slice->events->len < limit)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (room, --i);

      if (!passes (view, event))
        continue;
      g_ptr_array_add (slice->events, event);
      slice->start = event->index;
    }
  while (i > slice->known && !slice->limited)
    slice->limited = passes (view, bedside_demo_room_get_event_at (room, --i));
  if (!slice->limited)
    slice->start = slice->known;
}

static gboolean
write_timeline (BedsideDemoView *view,
                Slice           *slice,
                GString         *out)
{
  g_autofree char *prev_batch = g_strdup_printf ("t%u", slice->start);

  bedside_demo_text_open (out, "timeline", '{');
  bedside_demo_text_open (out, "events", '[');
  for (guint i = slice->events->len; i > 0; i--)
    bedside_demo_event_write (g_ptr_array_index (slice->events, i - 1), out, NULL, NULL, view->device->key);
  bedside_demo_text_close (out, ']');
  bedside_demo_text_boolean (out, "limited", slice->limited);
  bedside_demo_text_string (out, "prev_batch", prev_batch);
  bedside_demo_text_close (out, '}');

  return slice->events->len > 0 || slice->limited;
}

/* What the state was at the start of the timeline, as far as the client does not know it. */
static GPtrArray *
dup_state (BedsideDemoRoom *room,
           Slice           *slice)
{
  g_autoptr(GPtrArray) state = NULL;

  if (slice->whole)
    return bedside_demo_room_dup_state_before (room, slice->start);

  state = g_ptr_array_new ();
  for (guint i = slice->known; i < slice->start; i++)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (room, i);

      if (event->state_key != NULL &&
          bedside_demo_room_get_state_before (room, event->type, event->state_key, slice->start) == event)
        g_ptr_array_add (state, event);
    }

  return g_steal_pointer (&state);
}

/* Whether the client is told of @user_id's membership for the first time. */
static gboolean
is_new_member (BedsideDemoView *view,
               BedsideDemoRoom *room,
               Slice           *slice,
               const char      *user_id)
{
  g_autofree char *name = g_strconcat (room->id, "\n", user_id, NULL);
  guint64 *told = g_hash_table_lookup (view->device->members, name);

  if (!slice->whole && told != NULL && *told <= view->since)
    return FALSE;
  if (told == NULL)
    {
      told = g_new (guint64, 1);
      g_hash_table_insert (view->device->members, g_steal_pointer (&name), told);
    }
  *told = view->world->position;

  return TRUE;
}

static void
collect_heroes (BedsideDemoView *view,
                BedsideDemoRoom *room,
                GPtrArray       *heroes)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoMember *member = value;

      if (g_str_equal (member->user_id, view->device->user->id))
        continue;
      if (member->membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN || member->membership == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
        g_ptr_array_add (heroes, member->user_id);
      if (heroes->len == MOST_HEROES)
        break;
    }
}

/* With lazy loading: the senders in the timeline, and at first oneself and the heroes. */
static GHashTable *
dup_wanted_members (BedsideDemoView *view,
                    BedsideDemoRoom *room,
                    Slice           *slice)
{
  GHashTable *wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) heroes = g_ptr_array_new ();

  for (guint i = 0; i < slice->events->len; i++)
    g_hash_table_add (wanted, ((BedsideDemoEvent *) g_ptr_array_index (slice->events, i))->sender);
  if (slice->whole)
    {
      collect_heroes (view, room, heroes);
      g_ptr_array_add (heroes, view->device->user->id);
      for (guint i = 0; i < heroes->len; i++)
        g_hash_table_add (wanted, g_ptr_array_index (heroes, i));
    }

  return wanted;
}

static gboolean
write_lazy_members (BedsideDemoView *view,
                    BedsideDemoRoom *room,
                    Slice           *slice,
                    GString         *out)
{
  g_autoptr(GHashTable) wanted = dup_wanted_members (view, room, slice);
  GHashTableIter iter;
  gpointer user_id;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &user_id, NULL))
    {
      BedsideDemoEvent *event = bedside_demo_room_get_state_before (room, "m.room.member", user_id, slice->start);

      if (event == NULL || !is_new_member (view, room, slice, user_id))
        continue;
      bedside_demo_event_write (event, out, NULL, NULL, view->device->key);
      any = TRUE;
    }

  return any;
}

static gboolean
write_state (BedsideDemoView *view,
             BedsideDemoRoom *room,
             Slice           *slice,
             GString         *out)
{
  g_autoptr(GPtrArray) state = dup_state (room, slice);
  gboolean any = FALSE;

  bedside_demo_text_open (out, "state", '{');
  bedside_demo_text_open (out, "events", '[');
  for (guint i = 0; i < state->len; i++)
    {
      BedsideDemoEvent *event = g_ptr_array_index (state, i);
      gboolean is_lazy = view->filter->lazy_members && slice->whole && g_str_equal (event->type, "m.room.member");

      if (is_lazy || !bedside_demo_filter_passes (view->filter->state, event->type, event->sender))
        continue;
      bedside_demo_event_write (event, out, NULL, NULL, view->device->key);
      any = TRUE;
    }
  if (view->filter->lazy_members)
    any |= write_lazy_members (view, room, slice, out);
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');

  return any;
}

typedef struct {
  const char         *user_id;
  const char         *type;
  BedsideDemoReceipt *receipt;
} NewReceipt;

static int
compare_receipts (gconstpointer a,
                  gconstpointer b)
{
  const NewReceipt *first = a;
  const NewReceipt *second = b;
  int order = g_strcmp0 (first->receipt->event_id, second->receipt->event_id);

  return order != 0 ? order : g_strcmp0 (first->type, second->type);
}

/* Sorted by event and type, as they are nested in the answer. */
static GArray *
dup_new_receipts (BedsideDemoView *view,
                  BedsideDemoRoom *room,
                  Slice           *slice)
{
  static const char *const types[] = { "m.read", "m.read.private" };
  GArray *receipts = g_array_new (FALSE, FALSE, sizeof (NewReceipt));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoMember *member = value;
      gboolean is_own = g_str_equal (member->user_id, view->device->user->id);

      for (guint kind = 0; kind < (is_own ? BEDSIDE_DEMO_RECEIPT_KINDS : BEDSIDE_DEMO_RECEIPT_PRIVATE); kind++)
        {
          const NewReceipt new = { member->user_id, types[kind], &member->receipts[kind] };

          if (new.receipt->event_id != NULL && (slice->whole || new.receipt->position > view->since))
            g_array_append_val (receipts, new);
        }
    }
  g_array_sort (receipts, compare_receipts);

  return receipts;
}

static gboolean
write_receipts (BedsideDemoView *view,
                BedsideDemoRoom *room,
                Slice           *slice,
                GString         *out)
{
  g_autoptr(GArray) receipts = dup_new_receipts (view, room, slice);

  if (receipts->len == 0)
    return FALSE;

  const NewReceipt *all = (const NewReceipt *) (gpointer) receipts->data;

  g_assert (all != NULL);
  bedside_demo_text_open (out, NULL, '{');
  bedside_demo_text_string (out, "type", "m.receipt");
  bedside_demo_text_open (out, "content", '{');
  for (guint i = 0; i < receipts->len; i++)
    {
      const NewReceipt *new = &all[i];
      const NewReceipt *last = i > 0 ? &all[i - 1] : NULL;
      const NewReceipt *next = i + 1 < receipts->len ? &all[i + 1] : NULL;
      gboolean same_event = last && g_str_equal (last->receipt->event_id, new->receipt->event_id);
      gboolean ends_event = !next || !g_str_equal (next->receipt->event_id, new->receipt->event_id);

      if (!same_event)
        bedside_demo_text_open (out, new->receipt->event_id, '{');
      if (!same_event || !g_str_equal (last->type, new->type))
        bedside_demo_text_open (out, new->type, '{');
      bedside_demo_text_open (out, new->user_id, '{');
      bedside_demo_text_int (out, "ts", new->receipt->timestamp);
      bedside_demo_text_close (out, '}');
      if (ends_event || !g_str_equal (next->type, new->type))
        bedside_demo_text_close (out, '}');
      if (ends_event)
        bedside_demo_text_close (out, '}');
    }
  g_string_append (out, "}}");

  return TRUE;
}

static gboolean
write_typing (BedsideDemoView *view,
              BedsideDemoRoom *room,
              Slice           *slice,
              GString         *out)
{
  GHashTableIter iter;
  gpointer value;
  gsize before = out->len;
  gboolean any = FALSE;

  if (!slice->whole && room->typing_changed <= view->since)
    return FALSE;
  bedside_demo_text_open (out, NULL, '{');
  bedside_demo_text_string (out, "type", "m.typing");
  bedside_demo_text_open (out, "content", '{');
  bedside_demo_text_open (out, "user_ids", '[');
  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoMember *member = value;

      if (member->typing_ends == NULL)
        continue;
      bedside_demo_text_string (out, NULL, member->user_id);
      any = TRUE;
    }
  g_string_append (out, "]}}");
  if (slice->whole && !any)
    {
      g_string_truncate (out, before);
      return FALSE;
    }

  return TRUE;
}

static gboolean
write_ephemeral (BedsideDemoView *view,
                 BedsideDemoRoom *room,
                 Slice           *slice,
                 GString         *out)
{
  gboolean any = FALSE;

  bedside_demo_text_open (out, "ephemeral", '{');
  bedside_demo_text_open (out, "events", '[');
  if (bedside_demo_filter_passes (view->filter->ephemeral, "m.receipt", NULL))
    any |= write_receipts (view, room, slice, out);
  if (bedside_demo_filter_passes (view->filter->ephemeral, "m.typing", NULL))
    any |= write_typing (view, room, slice, out);
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');

  return any;
}

static gboolean
write_data (BedsideDemoView   *view,
            BedsideDemoMember *member,
            Slice             *slice,
            GString           *out)
{
  GHashTableIter iter;
  gpointer type, value;
  gboolean any = FALSE;

  bedside_demo_text_open (out, "account_data", '{');
  bedside_demo_text_open (out, "events", '[');
  g_hash_table_iter_init (&iter, member->data);
  while (g_hash_table_iter_next (&iter, &type, &value))
    {
      BedsideDemoData *data = value;

      if ((!slice->whole && data->position <= view->since) ||
          !bedside_demo_filter_passes (view->filter->room_data, type, NULL))
        continue;
      bedside_demo_text_open (out, NULL, '{');
      bedside_demo_text_string (out, "type", type);
      bedside_demo_text_raw (out, "content", data->content);
      bedside_demo_text_close (out, '}');
      any = TRUE;
    }
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');

  return any;
}

static gboolean
has_new_member_event (BedsideDemoRoom *room,
                      Slice           *slice)
{
  for (guint i = slice->known; i < slice->end; i++)
    if (g_str_equal (bedside_demo_room_get_event_at (room, i)->type, "m.room.member"))
      return TRUE;
  return FALSE;
}

static void
write_summary (BedsideDemoView *view,
               BedsideDemoRoom *room,
               Slice           *slice,
               GString         *out)
{
  g_autoptr(GPtrArray) heroes = g_ptr_array_new ();

  bedside_demo_text_open (out, "summary", '{');
  if (view->filter->lazy_members && (slice->whole || has_new_member_event (room, slice)))
    {
      collect_heroes (view, room, heroes);
      bedside_demo_text_open (out, "m.heroes", '[');
      for (guint i = 0; i < heroes->len; i++)
        bedside_demo_text_string (out, NULL, g_ptr_array_index (heroes, i));
      bedside_demo_text_close (out, ']');
      bedside_demo_text_int (out, "m.joined_member_count",
                             bedside_demo_room_count_members (room, BEDSIDE_DEMO_MEMBERSHIP_JOIN));
      bedside_demo_text_int (out, "m.invited_member_count",
                             bedside_demo_room_count_members (room, BEDSIDE_DEMO_MEMBERSHIP_INVITE));
    }
  bedside_demo_text_close (out, '}');
}

/**
 * bedside_demo_sync_room_write_joined:
 * @view: who syncs
 * @room: a room
 * @member: the user, who is joined
 * @out: the text so far, within `rooms.join`
 *
 * Writes what is new in a room.
 *
 * Returns: %FALSE if nothing is, and nothing was written
 */
gboolean
bedside_demo_sync_room_write_joined (BedsideDemoView   *view,
                                     BedsideDemoRoom   *room,
                                     BedsideDemoMember *member,
                                     GString           *out)
{
  g_auto(Slice) slice = { .whole = view->initial || member->joined > view->since, .end = room->events->len };
  gsize before = out->len;
  gboolean any = slice.whole;

  if (!slice.whole && MAX (room->changed, member->own_changed) <= view->since)
    return FALSE;

  slice_take (&slice, view, room);
  bedside_demo_text_open (out, room->id, '{');
  any |= write_timeline (view, &slice, out);
  any |= write_state (view, room, &slice, out);
  any |= write_ephemeral (view, room, &slice, out);
  any |= write_data (view, member, &slice, out);
  bedside_demo_text_open (out, "unread_notifications", '{');
  bedside_demo_text_int (out, "notification_count", member->unread);
  bedside_demo_text_int (out, "highlight_count", 0);
  bedside_demo_text_close (out, '}');
  write_summary (view, room, &slice, out);
  bedside_demo_text_close (out, '}');
  if (!any)
    g_string_truncate (out, before);

  return any;
}

/**
 * bedside_demo_sync_room_write_invited:
 * @view: who syncs
 * @room: a room
 * @member: the user, who is invited
 * @out: the text so far, within `rooms.invite`
 *
 * Writes an invitation with stripped state.
 *
 * Returns: %FALSE if the client knows it, and nothing was written
 */
gboolean
bedside_demo_sync_room_write_invited (BedsideDemoView   *view,
                                      BedsideDemoRoom   *room,
                                      BedsideDemoMember *member,
                                      GString           *out)
{
  static const char *const types[] = {
    "m.room.create", "m.room.join_rules", "m.room.canonical_alias", "m.room.name", "m.room.avatar", "m.room.topic",
    "m.room.encryption",
  };

  if (!view->initial && member->changed <= view->since)
    return FALSE;

  bedside_demo_text_open (out, room->id, '{');
  bedside_demo_text_open (out, "invite_state", '{');
  bedside_demo_text_open (out, "events", '[');
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_state (room, types[i], "");

      if (event != NULL)
        bedside_demo_event_write_stripped (event, out);
    }
  BedsideDemoEvent *inviter = bedside_demo_room_get_state (room, "m.room.member", member->event->sender);
  if (inviter != NULL)
    bedside_demo_event_write_stripped (inviter, out);
  bedside_demo_event_write_stripped (member->event, out);
  g_string_append (out, "]}}");

  return TRUE;
}

/**
 * bedside_demo_sync_room_write_left:
 * @view: who syncs
 * @room: a room
 * @member: the user, who has left or never joined
 * @out: the text so far, within `rooms.leave`
 *
 * Writes the end of a room, once.
 *
 * Returns: %FALSE if the client knows it, and nothing was written
 */
gboolean
bedside_demo_sync_room_write_left (BedsideDemoView   *view,
                                   BedsideDemoRoom   *room,
                                   BedsideDemoMember *member,
                                   GString           *out)
{
  g_auto(Slice) slice = { .whole = view->initial, .end = member->event->index + 1 };

  if (view->initial ? !view->filter->include_leave : member->changed <= view->since)
    return FALSE;

  /* Who was only invited sees no more than the end of the invitation. */
  slice.whole |= member->joined > view->since;
  slice_take (&slice, view, room);
  if (member->joined == 0)
    {
      g_ptr_array_set_size (slice.events, 0);
      g_ptr_array_add (slice.events, member->event);
      slice.known = slice.start = member->event->index;
      slice.limited = FALSE;
      slice.whole = FALSE;
    }
  bedside_demo_text_open (out, room->id, '{');
  write_timeline (view, &slice, out);
  write_state (view, room, &slice, out);
  bedside_demo_text_raw (out, "account_data", "{\"events\":[]}");
  bedside_demo_text_close (out, '}');

  return TRUE;
}
