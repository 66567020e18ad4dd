/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-starter-steps"

#include "config.h"

#include "bedside-starter-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-chat-body.h"
#include "bedside-matrix-error.h"
#include "bedside-outbox-private.h"
#include "bedside-practice-writer-private.h"
#include "bedside-room-changes.h"

/* The requests that a first message needs, and how they end. */

/* What is no use to repeat, but no refusal either, is repeated at this pace, in ms. */
#define SLOW_PACE (60 * 1000)

/* --- requests and how they end --- */

typedef struct {
  BedsideStarter *starter;   /* (owned) */
  char           *room_id;   /* (owned) */
} WorkRef;

static WorkRef *
work_ref_new (BedsideStarterWork *work)
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
static BedsideStarterWork *
end_step (WorkRef *ref)
{
  BedsideStarterWork *work = g_hash_table_lookup (ref->starter->works, ref->room_id);

  if (work == NULL || g_cancellable_is_cancelled (ref->starter->cancellable))
    return NULL;
  work->step = BEDSIDE_STARTER_STEP_NONE;

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
  BedsideStarterWork *work = user_data;

  work->wait_id = 0;
  work->must_wait = FALSE;
  /* By now the server has done what it was asked to, or never will. */
  if (work->in_doubt)
    bedside_starter_emit_in_doubt (work->starter);
  else
    go_on (work->starter, work->room_id);

  return G_SOURCE_REMOVE;
}

static void
wait (BedsideStarterWork *work,
      gint64              delay)
{
  work->attempt++;
  work->wait_id = g_timeout_add ((guint) (delay < 0 ? SLOW_PACE : delay), on_wait_over, work);
}

/* A server may refuse what it has done by half, such as to invite into a room that it has made: whoever tries again
 * waits until sync has shown that. */
static void
refuse (BedsideStarterWork *work)
{
  BedsideStarter *self = work->starter;
  g_autofree char *room_id = g_strdup (work->room_id);

  if (work->in_doubt)
    {
      work->enabled = FALSE;
      work->attempt = 0;
      bedside_starter_emit_in_doubt (self);
    }
  else
    g_hash_table_remove (self->works, room_id);
  bedside_outbox_refuse (self->outbox, room_id);
}

static void
settle_failure (BedsideStarterWork *work,
                const GError       *error)
{
  g_debug ("not started: %s", error->message);
  if (bedside_matrix_error_ends_session (error))
    bedside_starter_emit_refused (work->starter, error);
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
  BedsideStarterWork *work = end_step (ref);

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

/**
 * bedside_starter_enable: (skip)
 * @work: what is to be done
 * @room: for which room
 *
 * Enables chat in the practice to which the conversation belongs: another one may be shown meanwhile.
 */
void
bedside_starter_enable (BedsideStarterWork *work,
                        BedsideRoom        *room)
{
  BedsideStarter *self = work->starter;
  BedsidePractice *practice =
    bedside_registry_find_practice (self->registry, bedside_room_get_binding_member (room, "practice"));
  const char *directory_id = practice ? bedside_practice_get_directory_id (practice) : NULL;

  if (directory_id == NULL)
    return;
  work->step = BEDSIDE_STARTER_STEP_ENABLING;
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
  BedsideStarterWork *work = end_step (ref);

  if (work == NULL)
    return;
  if (work->successor != NULL)
    {
      g_autofree char *successor = g_steal_pointer (&work->successor);

      g_hash_table_remove (ref->starter->works, ref->room_id);
      go_on (ref->starter, successor);
    }
  else if (room_id != NULL)
    work->step = BEDSIDE_STARTER_STEP_MADE;
  else
    {
      work->in_doubt = TRUE;
      settle_failure (work, error);
    }
}

/* The same for each try, in each run, and for this message and account only. A server that heeds it makes one room. */
static char *
new_transaction_id (GPtrArray  *entries,
                    const char *account)
{
  g_autofree char *checksum = account ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, account, -1) : NULL;

  for (guint i = 0; checksum != NULL && i < entries->len; i++)
    {
      BedsideOutgoing *entry = g_ptr_array_index (entries, i);

      if (entry->state == BEDSIDE_OUTGOING_STATE_WAITING)
        return g_strdup_printf ("%s-%.8s", entry->id, checksum);
    }

  return NULL;
}

/**
 * bedside_starter_make: (skip)
 * @work: what is to be done
 * @room: for which room
 * @patient: whose it is
 *
 * Has the server make the room.
 */
void
bedside_starter_make (BedsideStarterWork *work,
                      BedsideRoom        *room,
                      BedsidePatient     *patient)
{
  BedsideStarter *self = work->starter;
  BedsideChatBinding binding = {
    .practice = bedside_room_get_binding_member (room, "practice"),
    .patient_key = bedside_room_get_binding_member (room, "patient_key"),
    .patient = bedside_patient_get_user_id (patient),
    .practitioner = bedside_registry_get_user_id (self->registry),
  };
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, work->room_id);
  g_autofree char *transaction_id = new_transaction_id (entries, binding.patient);

  if (transaction_id == NULL)
    return;

  g_autoptr(JsonObject) body = bedside_chat_body_new (&binding);

  g_free (work->account);
  work->account = g_strdup (binding.patient);
  work->step = BEDSIDE_STARTER_STEP_MAKING;
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
  BedsideStarterWork *work = end_step (ref);

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

/**
 * bedside_starter_invite: (skip)
 * @work: what is to be done
 * @room: that lacks its patient
 *
 * Invites the patient.
 */
void
bedside_starter_invite (BedsideStarterWork *work,
                        BedsideRoom        *room)
{
  BedsideStarter *self = work->starter;

  work->step = BEDSIDE_STARTER_STEP_INVITING;
  bedside_client_invite_async (self->client, room->room_id, bedside_room_get_binding_member (room, "patient"),
                               self->cancellable, on_invited, work_ref_new (work));
}
