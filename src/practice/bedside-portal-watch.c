/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-portal-watch"

#include "bedside-portal-watch.h"

#include "bedside-matrix-error.h"
#include "bedside-module.h"
#include "bedside-practice-error.h"

/* In ms. All practitioners of a practice ask: slowly, and not all at once. */
#define PATIENT_PACE (2 * 1000)
#define ROUND_PACE (4 * 60 * 1000)
#define FIRST_ROUND (3 * 1000)
#define AFTER_INVITATION (10 * 1000)

/* Somebody who is invited. */
typedef struct {
  char *directory;  /* (owned): room id */
  char *key;        /* (owned) */
  char *user_id;    /* (owned) */
} Invited;

static void
invited_free (Invited *invited)
{
  g_free (invited->directory);
  g_free (invited->key);
  g_free (invited->user_id);
  g_free (invited);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Invited, invited_free)

struct _BedsidePortalWatch
{
  GObject             parent_instance;

  BedsideClient      *client;        /* (owned) */
  BedsideStateWriter *states;        /* (owned) */
  BedsideRegistry    *registry;      /* (owned) */
  guint               patient_pace;
  guint               round_pace;

  GCancellable       *cancellable;   /* (owned) (nullable): while online */
  GPtrArray          *round;         /* (owned) (element-type Invited): those that are still to be asked about */
  gboolean            is_asking;     /* about the last one of @round */
  guint               wait_id;
  guint               attempt;
};

G_DEFINE_FINAL_TYPE (BedsidePortalWatch, bedside_portal_watch, G_TYPE_OBJECT)

static void
bedside_portal_watch_dispose (GObject *object)
{
  BedsidePortalWatch *self = BEDSIDE_PORTAL_WATCH (object);

  bedside_portal_watch_set_online (self, FALSE);
  g_clear_object (&self->client);
  g_clear_object (&self->states);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (bedside_portal_watch_parent_class)->dispose (object);
}

static void
bedside_portal_watch_finalize (GObject *object)
{
  g_ptr_array_unref (BEDSIDE_PORTAL_WATCH (object)->round);

  G_OBJECT_CLASS (bedside_portal_watch_parent_class)->finalize (object);
}

static void
bedside_portal_watch_class_init (BedsidePortalWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_portal_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_portal_watch_finalize;
}

static void
bedside_portal_watch_init (BedsidePortalWatch *self)
{
  self->patient_pace = PATIENT_PACE;
  self->round_pace = ROUND_PACE;
  self->round = g_ptr_array_new_with_free_func ((GDestroyNotify) invited_free);
}

static void go_on (BedsidePortalWatch *self);

static gboolean
on_wait_over (gpointer user_data)
{
  BedsidePortalWatch *self = user_data;

  self->wait_id = 0;
  go_on (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for (BedsidePortalWatch *self,
          gint64              delay)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->wait_id = g_timeout_add ((guint) delay, on_wait_over, self);
}

static gint64
vary (guint pace)
{
  return g_random_int_range ((gint32) (pace * 3 / 4), (gint32) (pace * 5 / 4 + 1));
}

/* --- activating --- */

/* Only if nobody has changed the link meanwhile. */
static gboolean
edit_portal (JsonObject  *content,
             gpointer     data,
             GError     **error)
{
  const Invited *invited = data;

  if (g_strcmp0 (bedside_json_get_string (content, "portal"), "invited") == 0 &&
      g_strcmp0 (bedside_json_get_string (content, "user_id"), invited->user_id) == 0)
    json_object_set_string_member (content, "portal", "activated");

  return TRUE;
}

/* What did not work is found again in the next round. */
static void
on_activated (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BedsidePortalWatch) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    g_debug ("portal stays as it is: %s", error->message);
}

static void
activate (BedsidePortalWatch *self,
          Invited            *invited)
{
  bedside_state_writer_change_async (self->states, invited->directory, "org.bedside.patient", invited->key,
                                     BEDSIDE_PATIENCE_PERSON, edit_portal, invited, (GDestroyNotify) invited_free,
                                     self->cancellable, on_activated, g_object_ref (self));
}

/* --- asking --- */

static Invited *
take_last (BedsidePortalWatch *self)
{
  return g_ptr_array_steal_index (self->round, self->round->len - 1);
}

static void
on_account (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsidePortalWatch) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree BedsideModuleAccount *account =
    bedside_client_get_module_account_finish (BEDSIDE_CLIENT (source), result, &error);
  gint64 delay = error ? bedside_matrix_error_get_retry_delay (error, self->attempt) : -1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;

  self->is_asking = FALSE;
  self->attempt = delay < 0 ? 0 : self->attempt + 1;
  if (account != NULL)
    {
      g_autoptr(Invited) invited = take_last (self);

      if (account->exists && account->patient && account->signed_in)
        activate (self, g_steal_pointer (&invited));
    }
  /* The server cannot tell, or not us. */
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED) ||
           g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_FORBIDDEN))
    g_ptr_array_set_size (self->round, 0);
  /* Not of this one. */
  else if (delay < 0)
    invited_free (take_last (self));

  if (delay < 0)
    delay = vary (self->round->len > 0 ? self->patient_pace : self->round_pace);
  wait_for (self, delay);
}

static void
add_invited (BedsidePortalWatch *self,
             BedsidePractice    *practice)
{
  const char *directory = bedside_practice_get_directory_id (practice);
  GListModel *patients = bedside_practice_get_patients (practice);
  guint count = directory && patients ? g_list_model_get_n_items (patients) : 0;

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);
      const char *user_id = bedside_patient_get_user_id (patient);

      if (bedside_patient_get_portal_state (patient) != BEDSIDE_PORTAL_STATE_INVITED || user_id == NULL)
        continue;

      Invited *invited = g_new0 (Invited, 1);

      invited->directory = g_strdup (directory);
      invited->key = g_strdup (bedside_patient_get_key (patient));
      invited->user_id = g_strdup (user_id);
      g_ptr_array_add (self->round, invited);
    }
}

/* Where the server is known not to tell nobody asks. */
static void
begin_round (BedsidePortalWatch *self)
{
  GListModel *practices = bedside_registry_get_practices (self->registry);

  for (guint i = 0; i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);

      if (bedside_practice_get_enforcement (practice) != BEDSIDE_ENFORCEMENT_NOT_ENFORCED)
        add_invited (self, practice);
    }
}

static void
go_on (BedsidePortalWatch *self)
{
  if (self->cancellable == NULL || self->is_asking)
    return;
  if (self->round->len == 0)
    begin_round (self);
  if (self->round->len == 0)
    {
      wait_for (self, vary (self->round_pace));
      return;
    }

  const Invited *invited = g_ptr_array_index (self->round, self->round->len - 1);

  self->is_asking = TRUE;
  bedside_client_get_module_account_async (self->client, invited->user_id, self->cancellable, on_account,
                                           g_object_ref (self));
}

/**
 * bedside_portal_watch_new:
 * @client: the session on the server
 * @states: what changes patients
 * @registry: the practices
 *
 * Returns: (transfer full): a watch that is not online
 */
BedsidePortalWatch *
bedside_portal_watch_new (BedsideClient      *client,
                          BedsideStateWriter *states,
                          BedsideRegistry    *registry)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_STATE_WRITER (states), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);

  BedsidePortalWatch *self = g_object_new (BEDSIDE_TYPE_PORTAL_WATCH, NULL);

  self->client = g_object_ref (client);
  self->states = g_object_ref (states);
  self->registry = g_object_ref (registry);

  return self;
}

/**
 * bedside_portal_watch_set_pace:
 * @self: a watch
 * @patient: ms between two patients
 * @round: ms between two rounds
 *
 * For tests.
 */
void
bedside_portal_watch_set_pace (BedsidePortalWatch *self,
                               guint               patient,
                               guint               round)
{
  g_return_if_fail (BEDSIDE_IS_PORTAL_WATCH (self));

  self->patient_pace = patient;
  self->round_pace = round;
  if (self->wait_id != 0)
    wait_for (self, vary (patient));
}

/**
 * bedside_portal_watch_set_online:
 * @self: a watch
 * @online: whether the server can be reached
 *
 * Begins a round soon after it is.
 */
void
bedside_portal_watch_set_online (BedsidePortalWatch *self,
                                 gboolean            online)
{
  g_return_if_fail (BEDSIDE_IS_PORTAL_WATCH (self));

  if (online == (self->cancellable != NULL))
    return;

  self->attempt = 0;
  self->is_asking = FALSE;
  if (online)
    {
      self->cancellable = g_cancellable_new ();
      wait_for (self, vary (MIN (FIRST_ROUND, self->round_pace)));
      return;
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_ptr_array_set_size (self->round, 0);
}

/**
 * bedside_portal_watch_hurry:
 * @self: a watch
 *
 * Does not wait for the next round: somebody has just been invited, who may well
 * sit in front of the practitioner.
 */
void
bedside_portal_watch_hurry (BedsidePortalWatch *self)
{
  g_return_if_fail (BEDSIDE_IS_PORTAL_WATCH (self));

  if (self->wait_id != 0 && self->round->len == 0 && self->attempt == 0)
    wait_for (self, vary (MIN (AFTER_INVITATION, self->round_pace)));
}
