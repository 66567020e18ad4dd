/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-timeline"

#include "bedside-timeline.h"

#include <string.h>

#include "bedside-thread.h"
#include "bedside-timeline-index.h"
#include "bedside-timeline-layout.h"

/**
 * BedsideTimeline:
 *
 * The items are in order of the positions that the messages had when they were
 * merged last. A message may have got another position since; that is why the
 * index keeps its own note of each message.
 */
struct _BedsideTimeline
{
  GObject               parent_instance;

  GPtrArray            *items;  /* (owned) (element-type GObject): a reference each, no free function */
  BedsideTimelineIndex  index;
  BedsideTimelineState  state;
  gint64                read_up_to;
};

typedef BedsideTimelineEntry Entry;

/* A batch of changes: the items from first up to last are laid out anew. */
typedef struct {
  guint      first;
  guint      last;
  GPtrArray *arriving;  /* (owned) (element-type Entry): new ones and those that move */
  GPtrArray *leaving;   /* (owned) (element-type Entry) */
} Change;

typedef enum {
  PROP_STATE = 1,
} BedsideTimelineProperty;

static GParamSpec *properties[PROP_STATE + 1];

G_DEFINE_ENUM_TYPE (BedsideTimelineState, bedside_timeline_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_TIMELINE_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_TIMELINE_STATE_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_TIMELINE_STATE_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_TIMELINE_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_TIMELINE_STATE_HIDDEN, "hidden"))

static void bedside_timeline_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideTimeline, bedside_timeline, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bedside_timeline_list_model_init))

static void
change_clear (Change *change)
{
  g_ptr_array_unref (change->arriving);
  g_ptr_array_unref (change->leaving);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static Change
change_init (void)
{
  Change change = { G_MAXUINT, 0, g_ptr_array_new (), g_ptr_array_new () };

  return change;
}

static gboolean
change_is_empty (const Change *change)
{
  return change->first > change->last;
}

static void
change_cover (Change *change,
              guint   first,
              guint   last)
{
  change->first = MIN (change->first, first);
  change->last = MAX (change->last, last);
}

static GType
bedside_timeline_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
bedside_timeline_get_n_items (GListModel *model)
{
  return BEDSIDE_TIMELINE (model)->items->len;
}

static gpointer
bedside_timeline_get_item (GListModel *model,
                           guint       position)
{
  GPtrArray *items = BEDSIDE_TIMELINE (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
bedside_timeline_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bedside_timeline_get_item_type;
  iface->get_n_items = bedside_timeline_get_n_items;
  iface->get_item = bedside_timeline_get_item;
}

static void
bedside_timeline_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsideTimeline *self = BEDSIDE_TIMELINE (object);

  switch ((BedsideTimelineProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, bedside_timeline_get_state (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_timeline_finalize (GObject *object)
{
  BedsideTimeline *self = BEDSIDE_TIMELINE (object);

  for (guint i = 0; i < self->items->len; i++)
    g_object_unref (g_ptr_array_index (self->items, i));
  g_ptr_array_unref (self->items);
  bedside_timeline_index_clear (&self->index);

  G_OBJECT_CLASS (bedside_timeline_parent_class)->finalize (object);
}

static void
bedside_timeline_class_init (BedsideTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_timeline_get_property;
  object_class->finalize = bedside_timeline_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_TIMELINE_STATE, BEDSIDE_TIMELINE_STATE_READY,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_timeline_init (BedsideTimeline *self)
{
  self->items = g_ptr_array_new ();
  bedside_timeline_index_init (&self->index);
  self->read_up_to = G_MININT64;
}

/**
 * bedside_timeline_new:
 *
 * Returns: (transfer full): an empty timeline
 */
BedsideTimeline *
bedside_timeline_new (void)
{
  return g_object_new (BEDSIDE_TYPE_TIMELINE, NULL);
}

/**
 * bedside_timeline_get_state:
 * @self: a timeline
 *
 * Returns: whether there are older messages to be loaded
 */
BedsideTimelineState
bedside_timeline_get_state (BedsideTimeline *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TIMELINE (self), BEDSIDE_TIMELINE_STATE_READY);

  return self->state;
}

/**
 * bedside_timeline_set_state:
 * @self: a timeline
 * @state: whether there are older messages to be loaded
 */
void
bedside_timeline_set_state (BedsideTimeline      *self,
                            BedsideTimelineState  state)
{
  g_return_if_fail (BEDSIDE_IS_TIMELINE (self));

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* The entry of the message at @index, or of the one after the day at @index. */
static Entry *
get_entry (BedsideTimeline *self,
           guint            index)
{
  Entry *entry = bedside_timeline_index_find (&self->index, g_ptr_array_index (self->items, index));

  return entry ? entry : bedside_timeline_index_find (&self->index, g_ptr_array_index (self->items, index + 1));
}

static gboolean
is_message (BedsideTimeline *self,
            guint            index)
{
  return BEDSIDE_IS_MESSAGE (g_ptr_array_index (self->items, index));
}

/* Index of the first item whose position is @position or more (more, if @after). */
static guint
search_position (BedsideTimeline *self,
                 gint64           position,
                 gboolean         after)
{
  guint low = 0, high = self->items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      gint64 found = get_entry (self, middle)->position;

      if (found < position || (after && found == position))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static guint
find_index (BedsideTimeline *self,
            Entry           *entry)
{
  guint index = search_position (self, entry->position, FALSE);

  while (g_ptr_array_index (self->items, index) != (gpointer) entry->message)
    index++;

  return index;
}

static gboolean
is_duplicate (BedsideTimeline *self,
              BedsideMessage  *message)
{
  const char *event_id = bedside_message_get_event_id (message);
  Entry *known = event_id ? bedside_timeline_index_find_event (&self->index, event_id) : NULL;

  return known != NULL && known->message != message;
}

static void
drop (BedsideTimeline *self,
      Change          *change,
      Entry           *entry)
{
  guint index = find_index (self, entry);

  entry->state = BEDSIDE_TIMELINE_ENTRY_LEAVES;
  g_ptr_array_add (change->leaving, entry);
  change_cover (change, index, index + 1);
}

/* Positions of entries stay as they are until all places have been looked up. */
static void
take (BedsideTimeline *self,
      Change          *change,
      BedsideMessage  *message)
{
  Entry *entry = bedside_timeline_index_find (&self->index, message);

  if (entry != NULL && entry->state != BEDSIDE_TIMELINE_ENTRY_STAYS)
    return;
  if (is_duplicate (self, message))
    {
      if (entry != NULL)
        drop (self, change, entry);
      return;
    }

  if (entry == NULL)
    {
      entry = bedside_timeline_index_add (&self->index, message);
      g_ptr_array_add (change->arriving, entry);
    }
  else
    {
      guint index = find_index (self, entry);

      change_cover (change, index, index + 1);
      if (entry->position != bedside_message_get_position (message))
        {
          entry->state = BEDSIDE_TIMELINE_ENTRY_ARRIVES;
          g_ptr_array_add (change->arriving, entry);
        }
    }
  bedside_timeline_index_update (&self->index, entry);
}

static int
compare_arriving (gconstpointer a,
                  gconstpointer b)
{
  const Entry *const *left = a;
  const Entry *const *right = b;
  gint64 first = bedside_message_get_position ((*left)->message);
  gint64 second = bedside_message_get_position ((*right)->message);

  return (first > second) - (first < second);
}

static void
cover_arriving (BedsideTimeline *self,
                Change          *change)
{
  guint n = change->arriving->len;

  if (n == 0)
    return;

  g_ptr_array_sort (change->arriving, compare_arriving);
  for (guint i = 0; i < n; i += MAX (n - 1, 1))
    {
      Entry *entry = g_ptr_array_index (change->arriving, i);
      guint index = search_position (self, bedside_message_get_position (entry->message), TRUE);

      change_cover (change, index, index);
    }
}

/* The neighbours' groups and days depend on what changes beside them. */
static void
cover_neighbours (BedsideTimeline *self,
                  Change          *change)
{
  while (change->first > 0)
    if (is_message (self, --change->first))
      break;
  if (change->first > 0 && !is_message (self, change->first - 1))
    change->first--;

  while (change->last < self->items->len)
    if (is_message (self, change->last++))
      break;
}

/* The messages of the range as they will be. */
static GPtrArray *
collect_messages (BedsideTimeline *self,
                  const Change    *change)
{
  GPtrArray *messages = g_ptr_array_new ();
  guint next = 0;

  for (guint i = change->first; i < change->last; i++)
    {
      BedsideMessage *message = g_ptr_array_index (self->items, i);
      Entry *entry = bedside_timeline_index_find (&self->index, message);

      if (entry == NULL || entry->state != BEDSIDE_TIMELINE_ENTRY_STAYS)
        continue;
      for (; next < change->arriving->len; next++)
        {
          Entry *arriving = g_ptr_array_index (change->arriving, next);

          if (bedside_message_get_position (arriving->message) >= entry->position)
            break;
          g_ptr_array_add (messages, arriving->message);
        }
      g_ptr_array_add (messages, message);
    }
  for (; next < change->arriving->len; next++)
    g_ptr_array_add (messages, ((Entry *) g_ptr_array_index (change->arriving, next))->message);

  return messages;
}

static GPtrArray *
collect_days (BedsideTimeline *self,
              const Change    *change)
{
  GPtrArray *days = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = change->first; i < change->last; i++)
    if (!is_message (self, i))
      g_ptr_array_add (days, g_object_ref (g_ptr_array_index (self->items, i)));

  return days;
}

/* The items of the range as they will be, a reference each. */
static GPtrArray *
lay_out (BedsideTimeline *self,
         const Change    *change)
{
  g_autoptr(GPtrArray) messages = collect_messages (self, change);
  g_autoptr(GPtrArray) days = collect_days (self, change);
  BedsideMessage *previous = change->first > 0 ? g_ptr_array_index (self->items, change->first - 1) : NULL;
  BedsideMessage *next = change->last < self->items->len ? get_entry (self, change->last)->message : NULL;

  return bedside_timeline_layout (messages, days, previous, next);
}

/* Replaces @n_removed items at @first by @n_added of @added, from @offset on; takes their references. */
static void
splice (GPtrArray *items,
        guint      first,
        guint      n_removed,
        GPtrArray *added,
        guint      offset,
        guint      n_added)
{
  guint n_after = items->len - first - n_removed;

  for (guint i = 0; i < n_removed; i++)
    g_object_unref (g_ptr_array_index (items, first + i));

  if (n_added > n_removed)
    g_ptr_array_set_size (items, items->len + n_added - n_removed);
  memmove (items->pdata + first + n_added, items->pdata + first + n_removed, n_after * sizeof (gpointer));
  for (guint i = 0; i < n_added; i++)
    items->pdata[first + i] = g_ptr_array_index (added, offset + i);
  g_ptr_array_set_size (items, first + n_added + n_after);
}

/* Puts @laid_out in place of the range and tells of the smallest part of it that is different. */
static void
replace_range (BedsideTimeline *self,
               const Change    *change,
               GPtrArray       *laid_out)
{
  guint n_old = change->last - change->first;
  guint n_new = laid_out->len;
  guint prefix = 0, suffix = 0;
  /* An array that is still empty has no place to point into. */
  gpointer *before = n_old > 0 ? self->items->pdata + change->first : NULL;
  gpointer *after = laid_out->pdata;

  while (prefix < MIN (n_old, n_new) && before[prefix] == after[prefix])
    g_object_unref (after[prefix++]);
  while (suffix < MIN (n_old, n_new) - prefix && before[n_old - 1 - suffix] == after[n_new - 1 - suffix])
    g_object_unref (after[n_new - 1 - suffix++]);

  guint n_removed = n_old - prefix - suffix;
  guint n_added = n_new - prefix - suffix;
  if (n_removed == 0 && n_added == 0)
    return;

  splice (self->items, change->first + prefix, n_removed, laid_out, prefix, n_added);
  g_list_model_items_changed (G_LIST_MODEL (self), change->first + prefix, n_removed, n_added);
}

static void
settle_entries (BedsideTimeline *self,
                const Change    *change)
{
  for (guint i = 0; i < change->arriving->len; i++)
    {
      Entry *entry = g_ptr_array_index (change->arriving, i);

      entry->state = BEDSIDE_TIMELINE_ENTRY_STAYS;
      entry->position = bedside_message_get_position (entry->message);
    }

  for (guint i = 0; i < change->leaving->len; i++)
    bedside_timeline_index_remove (&self->index, g_ptr_array_index (change->leaving, i));
}

static void
apply (BedsideTimeline *self,
       Change          *change)
{
  cover_arriving (self, change);
  if (change_is_empty (change))
    return;

  cover_neighbours (self, change);
  g_autoptr(GPtrArray) laid_out = lay_out (self, change);
  settle_entries (self, change);
  replace_range (self, change, laid_out);
}

static void
mark_read (BedsideMessage *message)
{
  if (bedside_message_get_own (message) && bedside_message_get_state (message) == BEDSIDE_MESSAGE_STATE_SENT)
    bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_READ);
}

/**
 * bedside_timeline_merge:
 * @self: a timeline
 * @messages: (element-type BedsideMessage): in any order, at their positions
 *
 * Takes in new messages, and looks anew at those that are in the timeline
 * already: at their position, time and ids. A new message with the event id of
 * another one in the timeline is left out; one in the timeline that has got such
 * an id leaves it. Own messages that have been read by bedside_timeline_set_read_up_to()
 * become so.
 *
 * All this is one items-changed, or none if the items stay as they are.
 */
void
bedside_timeline_merge (BedsideTimeline *self,
                        GPtrArray       *messages)
{
  g_return_if_fail (BEDSIDE_IS_TIMELINE (self));
  g_return_if_fail (messages != NULL);
  bedside_assert_main_thread ();

  g_auto(Change) change = change_init ();

  for (guint i = 0; i < messages->len; i++)
    {
      BedsideMessage *message = g_ptr_array_index (messages, i);

      take (self, &change, message);
      if (bedside_message_get_position (message) <= self->read_up_to)
        mark_read (message);
    }
  apply (self, &change);
}

/**
 * bedside_timeline_remove:
 * @self: a timeline
 * @message: a message, which need not be in the timeline
 *
 * Takes a message out.
 */
void
bedside_timeline_remove (BedsideTimeline *self,
                         BedsideMessage  *message)
{
  g_return_if_fail (BEDSIDE_IS_TIMELINE (self));
  g_return_if_fail (BEDSIDE_IS_MESSAGE (message));

  Entry *entry = bedside_timeline_index_find (&self->index, message);
  if (entry == NULL)
    return;

  g_auto(Change) change = change_init ();
  drop (self, &change, entry);
  apply (self, &change);
}

/**
 * bedside_timeline_find_event:
 * @self: a timeline
 * @event_id: an id of the server's
 *
 * Returns: (transfer none) (nullable): the message that had this id when it was
 *   merged last
 */
BedsideMessage *
bedside_timeline_find_event (BedsideTimeline *self,
                             const char      *event_id)
{
  g_return_val_if_fail (BEDSIDE_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (event_id != NULL, NULL);

  Entry *entry = bedside_timeline_index_find_event (&self->index, event_id);

  return entry ? entry->message : NULL;
}

/**
 * bedside_timeline_find_uuid:
 * @self: a timeline
 * @uuid: an id of ours
 *
 * Own messages only, because others may send what they like as a uuid.
 *
 * Returns: (transfer none) (nullable): the own message that had this id when it
 *   was merged last
 */
BedsideMessage *
bedside_timeline_find_uuid (BedsideTimeline *self,
                            const char      *uuid)
{
  g_return_val_if_fail (BEDSIDE_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  Entry *entry = bedside_timeline_index_find_uuid (&self->index, uuid);

  return entry ? entry->message : NULL;
}

/**
 * bedside_timeline_get_newest:
 * @self: a timeline
 * @others_only: leave out own messages
 *
 * Returns: (transfer none) (nullable): the newest message that has an event id
 */
BedsideMessage *
bedside_timeline_get_newest (BedsideTimeline *self,
                             gboolean         others_only)
{
  g_return_val_if_fail (BEDSIDE_IS_TIMELINE (self), NULL);

  for (guint i = self->items->len; i > 0; i--)
    {
      BedsideMessage *message = g_ptr_array_index (self->items, i - 1);

      if (is_message (self, i - 1) && bedside_message_get_event_id (message) != NULL
          && !(others_only && bedside_message_get_own (message)))
        return message;
    }

  return NULL;
}

/**
 * bedside_timeline_set_read_up_to:
 * @self: a timeline
 * @position: a position; one before that of an earlier call does nothing
 *
 * Own sent messages up to @position become read, and so do those that come to
 * be there later.
 */
void
bedside_timeline_set_read_up_to (BedsideTimeline *self,
                                 gint64           position)
{
  g_return_if_fail (BEDSIDE_IS_TIMELINE (self));

  if (position <= self->read_up_to)
    return;

  guint first = search_position (self, self->read_up_to, TRUE);
  guint last = search_position (self, position, TRUE);

  self->read_up_to = position;
  for (guint i = first; i < last; i++)
    if (is_message (self, i))
      mark_read (g_ptr_array_index (self->items, i));
}
