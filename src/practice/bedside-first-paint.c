/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-first-paint"

#include "bedside-first-paint.h"

#include <string.h>

#include "bedside-registry.h"
#include "bedside-summary.h"

/* A screenful; the server works for each of them. */
#define MOST_CONVERSATIONS 20
#define MOST_PRACTICES 10
/* The newest event may be none that the list shows, as that which lets the patient write after the first message. */
#define NEWEST_EVENTS 3
#define LONGEST_KEY 255

typedef struct {
  BedsideRegistry   *registry;  /* (owned): draws the conclusions, as the session's own does from all that sync says */
  BedsideSyncAnswer *rooms;     /* (owned) (nullable) */
} PaintOp;

static void
paint_op_free (PaintOp *op)
{
  g_object_unref (op->registry);
  g_clear_pointer (&op->rooms, bedside_sync_answer_free);
  g_free (op);
}

/**
 * bedside_painted_room_free:
 * @self: (transfer full): a room
 */
void
bedside_painted_room_free (BedsidePaintedRoom *self)
{
  bedside_room_delta_free (self->delta);
  json_object_unref (self->summary);
  g_free (self);
}

/* --- what to ask for --- */

static BedsideSlidingQuery *
new_rooms_query (void)
{
  static const BedsideSlidingState of_conversations[] = {
    { "m.room.create", "" }, { "m.room.name", "" }, { "m.room.encryption", "" }, { "m.room.member", "*" }, { NULL }
  };
  static const BedsideSlidingState of_practices[] = {
    { "m.room.create", "" }, { "m.room.name", "" }, { "org.bedside.settings", "" }, { "m.room.member", "$ME" }, { NULL }
  };
  static const BedsideSlidingState of_directories[] = {
    { "m.room.create", "" }, { "m.room.member", "$ME" }, { NULL }
  };
  BedsideSlidingQuery *query = bedside_sliding_query_new ("conversations");

  bedside_sliding_query_add_list (query, "conversations", NULL, MOST_CONVERSATIONS, NEWEST_EVENTS, of_conversations);
  bedside_sliding_query_add_list (query, "practices", "m.space", MOST_PRACTICES, 0, of_practices);
  bedside_sliding_query_add_list (query, "directories", "org.bedside.directory", MOST_PRACTICES, 0, of_directories);

  return query;
}

/* What stands for many keys when it is asked for is none of ours. */
static gboolean
is_key (const char *key)
{
  return key != NULL && strnlen (key, LONGEST_KEY + 1) <= LONGEST_KEY && strchr ("*$", *key) == NULL;
}

static BedsideRoom *
find_directory (BedsideRegistry *registry,
                BedsideRoom     *room)
{
  const char *practice = bedside_room_get_binding_member (room, "practice");
  JsonObject *settings = practice ? bedside_registry_get_settings (registry, practice) : NULL;
  BedsideRoom *directory = bedside_registry_find (registry, bedside_json_get_string (settings, "directory"));

  return directory != NULL && directory->kind == BEDSIDE_ROOM_KIND_DIRECTORY ? directory : NULL;
}

/* Who the patients are says the directory and nobody else. Those are asked for who are to be shown. */
static BedsideSlidingQuery *
new_patients_query (PaintOp *op)
{
  BedsideSlidingQuery *query = bedside_sliding_query_new ("patients");

  for (guint i = 0; i < op->rooms->rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (op->rooms->rooms, i);
      BedsideRoom *room = bedside_registry_find (op->registry, delta->room_id);
      BedsideRoom *directory = room ? find_directory (op->registry, room) : NULL;
      const char *key = room ? bedside_room_get_binding_member (room, "patient_key") : NULL;

      if (directory == NULL || !is_key (key))
        continue;
      bedside_sliding_query_add_room (query, directory->room_id);
      bedside_sliding_query_want_state (query, directory->room_id, "org.bedside.patient", key);
      bedside_sliding_query_want_state (query, directory->room_id, "org.bedside.access", key);
    }

  return query;
}

/* --- what was answered --- */

/* Those that one is invited to, or has just left, are not of the list. */
static gboolean
is_joined (BedsideRoomDelta *delta,
           const char       *user_id)
{
  for (guint i = 0; i < delta->state->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (delta->state, i);

      if (bedside_event_is_state (event, "m.room.member") && g_str_equal (event->state_key, user_id))
        return delta->membership == BEDSIDE_MEMBERSHIP_JOINED &&
               g_strcmp0 (bedside_json_get_string (event->content, "membership"), "join") == 0;
    }

  return FALSE;
}

static void
apply_state (PaintOp          *op,
             BedsideRoom      *room,
             BedsideRoomDelta *delta)
{
  for (guint i = 0; i < delta->state->len; i++)
    bedside_registry_apply_state (op->registry, room, g_ptr_array_index (delta->state, i));
}

static void
take_rooms (PaintOp *op)
{
  const char *user_id = bedside_registry_get_user_id (op->registry);

  for (guint i = 0; i < op->rooms->rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (op->rooms->rooms, i);

      if (is_joined (delta, user_id))
        apply_state (op, bedside_registry_ensure (op->registry, delta->room_id), delta);
    }
}

static void
take_patients (PaintOp           *op,
               BedsideSyncAnswer *answer)
{
  for (guint i = 0; i < answer->rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (answer->rooms, i);
      BedsideRoom *room = bedside_registry_find (op->registry, delta->room_id);

      if (room != NULL && room->kind == BEDSIDE_ROOM_KIND_DIRECTORY)
        apply_state (op, room, delta);
    }
}

/* Nobody is shown under a name that is not known to be the right one; and what is opened must have a history to go on
 * from. */
static gboolean
is_presentable (BedsideRoom      *room,
                BedsideRoomDelta *delta)
{
  BedsidePatient *patient = bedside_conversation_get_patient (room->conversation);

  if (delta->timeline->len == 0 || delta->prev_batch == NULL)
    return FALSE;
  return room->kind == BEDSIDE_ROOM_KIND_TEAM ||
         (patient != NULL && !bedside_patient_get_removed (patient) && *bedside_patient_get_name (patient) != '\0');
}

static JsonObject *
summarize (PaintOp          *op,
           BedsideRoomDelta *delta)
{
  BedsideRoom *room = bedside_registry_find (op->registry, delta->room_id);

  if (room == NULL || (room->conversation != NULL && !is_presentable (room, delta)))
    return NULL;

  return bedside_summary_new (room, bedside_registry_find_practice (op->registry, delta->room_id));
}

static GPtrArray *
steal_painted (PaintOp *op)
{
  GPtrArray *painted = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_painted_room_free);
  GPtrArray *rooms = op->rooms->rooms;

  bedside_registry_settle (op->registry);
  for (guint i = rooms->len; i > 0; i--)
    {
      JsonObject *summary = summarize (op, g_ptr_array_index (rooms, i - 1));

      if (summary == NULL)
        continue;

      BedsidePaintedRoom *room = g_new0 (BedsidePaintedRoom, 1);

      room->delta = g_ptr_array_steal_index_fast (rooms, i - 1);
      room->summary = summary;
      g_ptr_array_add (painted, room);
    }

  return painted;
}

/* --- one after the other --- */

static void on_can_slide (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);
static void on_rooms     (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);
static void on_patients  (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);

/**
 * bedside_first_paint_load_async:
 * @client: the session
 * @cancellable: (nullable): to stop
 * @callback: called when there is something to show, or nothing
 * @user_data: data for @callback
 *
 * Asks for the conversations in which something happened last, and for who their patients are. Three small requests,
 * and no retries.
 */
void
bedside_first_paint_load_async (BedsideClient       *client,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (client));

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  PaintOp *op = g_new0 (PaintOp, 1);

  op->registry = bedside_registry_new (bedside_client_get_user_id (client));
  g_task_set_source_tag (task, bedside_first_paint_load_async);
  g_task_set_task_data (task, op, (GDestroyNotify) paint_op_free);
  bedside_client_can_slide_async (client, cancellable, on_can_slide, task);
}

static void
return_nothing (GTask *task)
{
  g_task_return_pointer (task, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_can_slide (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideSlidingQuery) query = new_rooms_query ();
  GCancellable *cancellable = g_task_get_cancellable (task);
  gboolean can_slide = bedside_client_can_slide_finish (BEDSIDE_CLIENT (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!can_slide)
    return_nothing (task);
  else
    bedside_client_slide_async (BEDSIDE_CLIENT (source), query, cancellable, on_rooms, g_steal_pointer (&task));
}

static void
on_rooms (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  PaintOp *op = g_task_get_task_data (task);

  op->rooms = bedside_client_slide_finish (BEDSIDE_CLIENT (source), result, &error);
  if (op->rooms == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  take_rooms (op);
  g_autoptr(BedsideSlidingQuery) query = new_patients_query (op);

  if (bedside_sliding_query_count (query) > 0)
    bedside_client_slide_async (BEDSIDE_CLIENT (source), query, cancellable, on_patients, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, steal_painted (op), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_patients (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideSyncAnswer) answer = bedside_client_slide_finish (BEDSIDE_CLIENT (source), result, &error);
  PaintOp *op = g_task_get_task_data (task);

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  take_patients (op, answer);
  g_task_return_pointer (task, steal_painted (op), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bedside_first_paint_load_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable) (element-type BedsidePaintedRoom): what is to be shown
 */
GPtrArray *
bedside_first_paint_load_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_first_paint_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
