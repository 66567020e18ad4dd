/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-starter"

#include "config.h"

#include "bedside-starter.h"

#include <glib/gi18n-lib.h>

#include "bedside-chat-body.h"
#include "bedside-matrix-error.h"
#include "bedside-outbox-private.h"
#include "bedside-practice-writer-private.h"
#include "bedside-room-changes.h"

/* What is no use to repeat, but no refusal either, is repeated at this pace, in ms. */
#define SLOW_PACE (60 * 1000)

typedef enum {
  STEP_NONE,
  STEP_ENABLING,
  STEP_MAKING,
  STEP_MADE,       /* sync will show the room */
  STEP_INVITING,
} Step;

/* For one room, from the first request on. */
typedef struct {
  BedsideStarter *starter;     /* (unowned) */
  char           *room_id;     /* (owned): a provisional one, or one that lacks its patient */
  char           *successor;   /* (owned) (nullable): what sync has shown while the answer was on its way */
  Step            step;
  gboolean        enabled;     /* chat is, as the server said; sync may not have shown it yet */
  gboolean        in_doubt;    /* nothing is tried before sync has told what is new */
  guint           attempt;
  guint           wait_id;
  gboolean        must_wait;   /* the server said until when */
} Work;

struct _BedsideStarter
{
  GObject             parent_instance;

  BedsideClient      *client;       /* (owned) */
  BedsideRegistry    *registry;     /* (owned) */
  BedsideOutbox      *outbox;       /* (owned) */
  BedsideStateWriter *writer;       /* (owned) */
  GCancellable       *cancellable;  /* (owned) */
  GHashTable         *works;        /* (owned) (element-type utf8 Work) */
  GHashTable         *invited;      /* (owned) (element-type utf8): rooms whose patient was invited in this run */
};

enum {
  SIGNAL_REFUSED,
  SIGNAL_IN_DOUBT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideStarter, bedside_starter, G_TYPE_OBJECT)

static void
work_free (Work *work)
{
  g_clear_handle_id (&work->wait_id, g_source_remove);
  g_free (work->room_id);
  g_free (work->successor);
  g_free (work);
}

static void
bedside_starter_dispose (GObject *object)
{
  BedsideStarter *self = BEDSIDE_STARTER (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->works);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);
  g_clear_object (&self->outbox);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (bedside_starter_parent_class)->dispose (object);
}

static void
bedside_starter_finalize (GObject *object)
{
  BedsideStarter *self = BEDSIDE_STARTER (object);

  g_hash_table_unref (self->works);
  g_hash_table_unref (self->invited);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bedside_starter_parent_class)->finalize (object);
}

static void
bedside_starter_class_init (BedsideStarterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_starter_dispose;
  object_class->finalize = bedside_starter_finalize;

  signals[SIGNAL_REFUSED] = g_signal_new ("refused", BEDSIDE_TYPE_STARTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_IN_DOUBT] = g_signal_new ("in-doubt", BEDSIDE_TYPE_STARTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
bedside_starter_init (BedsideStarter *self)
{
  self->cancellable = g_cancellable_new ();
  self->works = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) work_free);
  self->invited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bedside_starter_new:
 * @client: the session
 * @registry: all rooms
 * @outbox: where first messages wait
 * @writer: changes state
 *
 * Returns: (transfer full): a starter with nothing to do
 */
BedsideStarter *
bedside_starter_new (BedsideClient      *client,
                     BedsideRegistry    *registry,
                     BedsideOutbox      *outbox,
                     BedsideStateWriter *writer)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (BEDSIDE_IS_STATE_WRITER (writer), NULL);

  BedsideStarter *self = g_object_new (BEDSIDE_TYPE_STARTER, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->outbox = g_object_ref (outbox);
  self->writer = g_object_ref (writer);

  return self;
}

/**
 * bedside_starter_stop:
 * @self: a starter
 *
 * Asks the server for nothing any more.
 */
void
bedside_starter_stop (BedsideStarter *self)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));

  GHashTableIter iter;
  Work *work;

  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    g_clear_handle_id (&work->wait_id, g_source_remove);
}

/* --- requests and how they end --- */

typedef struct {
  BedsideStarter *starter;   /* (owned) */
  char           *room_id;   /* (owned) */
} WorkRef;

static WorkRef *
work_ref_new (Work *work)
{
  WorkRef *ref = g_new0 (WorkRef, 1);

  ref->starter = g_object_ref (work->starter);
  ref->room_id = g_strdup (work->room_id);

  return ref;
}

static void
work_ref_free (WorkRef *ref)
{
  g_object_unref (ref->starter);
  g_free (ref->room_id);
  g_free (ref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkRef, work_ref_free)

/* NULL: nobody waits for it any more. */
static Work *
end_step (WorkRef *ref)
{
  Work *work = g_hash_table_lookup (ref->starter->works, ref->room_id);

  if (work == NULL || g_cancellable_is_cancelled (ref->starter->cancellable))
    return NULL;
  work->step = STEP_NONE;

  return work;
}

/* The outbox asks for the next step if a message still waits for it, and if one may write there. */
static void
go_on (BedsideStarter *self,
       const char     *room_id)
{
  g_autofree char *id = g_strdup (room_id);

  bedside_outbox_try (self->outbox, id);
}

static gboolean
on_wait_over (gpointer user_data)
{
  Work *work = user_data;

  work->wait_id = 0;
  work->must_wait = FALSE;
  /* By now the server has done what it was asked to, or never will. */
  if (work->in_doubt)
    g_signal_emit (work->starter, signals[SIGNAL_IN_DOUBT], 0);
  else
    go_on (work->starter, work->room_id);

  return G_SOURCE_REMOVE;
}

static void
wait (Work   *work,
      gint64  delay)
{
  work->attempt++;
  work->wait_id = g_timeout_add ((guint) (delay < 0 ? SLOW_PACE : delay), on_wait_over, work);
}

static void
refuse (Work *work)
{
  BedsideStarter *self = work->starter;
  g_autofree char *room_id = g_strdup (work->room_id);

  g_hash_table_remove (self->works, room_id);
  bedside_outbox_refuse (self->outbox, room_id);
}

static void
settle_failure (Work         *work,
                const GError *error)
{
  g_debug ("not started: %s", error->message);
  if (bedside_matrix_error_ends_session (error))
    g_signal_emit (work->starter, signals[SIGNAL_REFUSED], 0, error);
  else if (bedside_outbox_is_refusal (error))
    refuse (work);
  else
    {
      work->must_wait = g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
      wait (work, bedside_matrix_error_get_retry_delay (error, work->attempt));
    }
}

/* --- chat enabled --- */

/* Somebody may have disabled chat since the last sync: a message that waits must not enable it. */
static gboolean
edit_access (JsonObject  *content,
             gpointer     data,
             GError     **error)
{
  if (g_strcmp0 (bedside_json_get_string (content, "chat"), "disabled") != 0)
    return bedside_practice_writer_edit_access (content, data, error);

  g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED,
                       _("Somebody has disabled chat for this patient."));
  return FALSE;
}

static void
on_enabled (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(WorkRef) ref = user_data;
  g_autoptr(GError) error = NULL;
  gboolean enabled = bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (object), result, &error);
  Work *work = end_step (ref);

  if (work == NULL)
    return;
  if (enabled)
    {
      work->attempt = 0;
      work->enabled = TRUE;
      go_on (ref->starter, ref->room_id);
    }
  else if (g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED) ||
           g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID))
    refuse (work);
  else
    {
      g_autoptr(GError) offline = bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_OFFLINE, 0, NULL, -1, NULL);

      /* The next sync shows what somebody has changed. */
      work->in_doubt = g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
      wait (work, bedside_matrix_error_get_retry_delay (offline, work->attempt));
    }
}

/* In the practice to which the conversation belongs: another one may be shown meanwhile. */
static void
enable (Work        *work,
        BedsideRoom *room)
{
  BedsideStarter *self = work->starter;
  BedsidePractice *practice =
    bedside_registry_find_practice (self->registry, bedside_room_get_binding_member (room, "practice"));
  const char *directory_id = practice ? bedside_practice_get_directory_id (practice) : NULL;

  if (directory_id == NULL)
    return;
  work->step = STEP_ENABLING;
  bedside_state_writer_change_async (self->writer, directory_id, "org.bedside.access",
                                     bedside_room_get_binding_member (room, "patient_key"), BEDSIDE_PATIENCE_PERSON,
                                     edit_access, bedside_access_edit_new (BEDSIDE_CHAT_ACCESS_ENABLED, NULL),
                                     (GDestroyNotify) bedside_access_edit_free, self->cancellable, on_enabled,
                                     work_ref_new (work));
}

/* --- the room --- */

static void
on_made (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(WorkRef) ref = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *room_id = bedside_client_create_room_finish (BEDSIDE_CLIENT (object), result, &error);
  Work *work = end_step (ref);

  if (work == NULL)
    return;
  if (work->successor != NULL)
    {
      g_autofree char *successor = g_steal_pointer (&work->successor);

      g_hash_table_remove (ref->starter->works, ref->room_id);
      go_on (ref->starter, successor);
    }
  else if (room_id != NULL)
    work->step = STEP_MADE;
  else
    {
      work->in_doubt = TRUE;
      settle_failure (work, error);
    }
}

/* The same for each try, in each run, and for this message only. A server that heeds it makes one room. */
static const char *
get_transaction_id (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      BedsideOutgoing *entry = g_ptr_array_index (entries, i);

      if (entry->state == BEDSIDE_OUTGOING_STATE_WAITING)
        return entry->id;
    }

  return NULL;
}

static void
make (Work           *work,
      BedsideRoom    *room,
      BedsidePatient *patient)
{
  BedsideStarter *self = work->starter;
  BedsideChatBinding binding = {
    .practice = bedside_room_get_binding_member (room, "practice"),
    .patient_key = bedside_room_get_binding_member (room, "patient_key"),
    .patient = bedside_patient_get_user_id (patient),
    .practitioner = bedside_registry_get_user_id (self->registry),
  };
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, work->room_id);
  const char *transaction_id = get_transaction_id (entries);

  if (binding.patient == NULL || transaction_id == NULL)
    return;

  g_autoptr(JsonObject) body = bedside_chat_body_new (&binding);

  work->step = STEP_MAKING;
  bedside_client_create_room_async (self->client, transaction_id, body, self->cancellable, on_made,
                                    work_ref_new (work));
}

/* --- the patient in it --- */

/* A refusal means that he is there already, or that the message will be refused, too, and say why. */
static void
on_invited (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(WorkRef) ref = user_data;
  g_autoptr(GError) error = NULL;
  gboolean invited = bedside_client_invite_finish (BEDSIDE_CLIENT (object), result, &error);
  Work *work = end_step (ref);

  if (work == NULL)
    return;
  if (!invited && !bedside_outbox_is_refusal (error))
    {
      settle_failure (work, error);
      return;
    }

  g_hash_table_add (ref->starter->invited, g_strdup (ref->room_id));
  g_hash_table_remove (ref->starter->works, ref->room_id);
  go_on (ref->starter, ref->room_id);
}

static void
invite (Work        *work,
        BedsideRoom *room)
{
  BedsideStarter *self = work->starter;

  work->step = STEP_INVITING;
  bedside_client_invite_async (self->client, room->room_id, bedside_room_get_binding_member (room, "patient"),
                               self->cancellable, on_invited, work_ref_new (work));
}

/* --- what is next --- */

static Work *
ensure_work (BedsideStarter *self,
             const char     *room_id)
{
  Work *work = g_hash_table_lookup (self->works, room_id);

  if (work == NULL)
    {
      work = g_new0 (Work, 1);
      work->starter = self;
      work->room_id = g_strdup (room_id);
      g_hash_table_insert (self->works, work->room_id, work);
    }

  return work;
}

/**
 * bedside_starter_want:
 * @self: a starter
 * @room_id: a room that is unfinished, and in which one may write
 *
 * Does the next step for a message that waits, if none is under way.
 */
void
bedside_starter_want (BedsideStarter *self,
                      const char     *room_id)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));
  g_return_if_fail (room_id != NULL);

  BedsideRoom *room = bedside_registry_find (self->registry, room_id);
  BedsidePatient *patient = room && room->conversation ? bedside_conversation_get_patient (room->conversation) : NULL;

  if (patient == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  Work *work = ensure_work (self, room_id);

  if (work->step != STEP_NONE || work->wait_id != 0 || work->in_doubt)
    return;
  if (!bedside_room_id_is_provisional (room_id))
    invite (work, room);
  else if (work->enabled || bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_ENABLED)
    make (work, room, patient);
  else
    enable (work, room);
}

/**
 * bedside_starter_adopt:
 * @self: a starter
 * @provisional_id: a room that was here only
 * @room: the one that takes its place
 *
 * Sync was faster than the answer to the request, or there is no answer to wait for.
 */
void
bedside_starter_adopt (BedsideStarter *self,
                       const char     *provisional_id,
                       BedsideRoom    *room)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));
  g_return_if_fail (provisional_id != NULL);
  g_return_if_fail (room != NULL);

  Work *work = g_hash_table_lookup (self->works, provisional_id);

  if (work != NULL && work->step == STEP_MAKING)
    {
      g_free (work->successor);
      work->successor = g_strdup (room->room_id);
    }
  else if (work != NULL)
    g_hash_table_remove (self->works, provisional_id);
}

/**
 * bedside_starter_note_answer:
 * @self: a starter
 *
 * If a request whose answer was lost had made something, that would be known by now.
 */
void
bedside_starter_note_answer (BedsideStarter *self)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));

  GHashTableIter iter;
  Work *work;

  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    work->in_doubt = FALSE;
}

/**
 * bedside_starter_hurry:
 * @self: a starter
 *
 * Nothing waits any longer, except where the server said how long.
 */
void
bedside_starter_hurry (BedsideStarter *self)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));

  GHashTableIter iter;
  Work *work;

  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    if (!work->must_wait)
      g_clear_handle_id (&work->wait_id, g_source_remove);
}

static gboolean
has_patient (BedsideRoom *room)
{
  return bedside_room_get_member (room, bedside_room_get_binding_member (room, "patient")) != NULL;
}

/**
 * bedside_starter_is_making:
 * @self: a starter
 * @room: a room
 *
 * Returns: whether the server is still busy with making it
 */
gboolean
bedside_starter_is_making (BedsideStarter *self,
                           BedsideRoom    *room)
{
  g_return_val_if_fail (BEDSIDE_IS_STARTER (self), FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  GHashTableIter iter;
  Work *work;

  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    if (g_strcmp0 (work->successor, room->room_id) == 0)
      return !has_patient (room);

  return FALSE;
}

/**
 * bedside_starter_lacks:
 * @self: a starter
 * @room: a room
 *
 * Returns: whether it is a conversation whose making broke off before the patient was invited
 */
gboolean
bedside_starter_lacks (BedsideStarter *self,
                       BedsideRoom    *room)
{
  g_return_val_if_fail (BEDSIDE_IS_STARTER (self), FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  return room->kind == BEDSIDE_ROOM_KIND_CONVERSATION && room->complete && bedside_room_is_binding_valid (room) &&
         !has_patient (room) && !g_hash_table_contains (self->invited, room->room_id);
}
