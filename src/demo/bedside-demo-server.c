/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-server"

#include "bedside-demo-server-private.h"

#include "bedside-demo-scenario.h"
#include "bedside-demo-text.h"
#include "bedside-thread.h"

#define SERVER_NAME "riverside.example"
#define PASSWORD_LENGTH 20
#define REPLY_DELAY_MS 2500
#define ACTIVATION_DELAY_MS 15000

G_DEFINE_FINAL_TYPE (BedsideDemoServer, bedside_demo_server, G_TYPE_OBJECT)

typedef void (*CallFunc) (BedsideDemoServer *self, GError **error);

/* Something to be done in the thread while the caller waits. */
typedef struct {
  BedsideDemoServer *self;
  CallFunc           function;
  GError            *error;  /* (owned) (nullable) */
  GMutex             lock;
  GCond              done;
  gboolean           is_done;
} Call;

static gpointer
thread_main (gpointer data)
{
  bedside_assert_other_thread ();

  BedsideDemoServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static gboolean
call_cb (gpointer data)
{
  bedside_assert_other_thread ();

  Call *call = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&call->lock);

  call->function (call->self, &call->error);
  call->is_done = TRUE;
  g_cond_signal (&call->done);

  return G_SOURCE_REMOVE;
}

static gboolean
call (BedsideDemoServer  *self,
      CallFunc            function,
      GError            **error)
{
  Call data = { .self = self, .function = function };
  g_autoptr(GSource) source = g_idle_source_new ();

  g_mutex_init (&data.lock);
  g_cond_init (&data.done);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call_cb, &data, NULL);
  g_source_attach (source, self->context);

  g_mutex_lock (&data.lock);
  while (!data.is_done)
    g_cond_wait (&data.done, &data.lock);
  g_mutex_unlock (&data.lock);
  g_mutex_clear (&data.lock);
  g_cond_clear (&data.done);

  if (data.error == NULL)
    return TRUE;
  g_propagate_error (error, data.error);
  return FALSE;
}

static void
start_in_thread (BedsideDemoServer  *self,
                 GError            **error)
{
  bedside_demo_http_start (self->http, error);
}

static void
stop_in_thread (BedsideDemoServer  *self,
                GError            **error)
{
  bedside_demo_http_stop (self->http);
}

static void
end_thread (BedsideDemoServer  *self,
            GError            **error)
{
  bedside_demo_http_stop (self->http);
  g_main_loop_quit (self->loop);
}

static void
changed_cb (gpointer user_data)
{
  BedsideDemoServer *self = user_data;

  bedside_demo_http_wake (self->http);
}

static void
arrived_cb (BedsideDemoRoom  *room,
            BedsideDemoEvent *event,
            gpointer          user_data)
{
  BedsideDemoServer *self = user_data;

  bedside_demo_patients_hear (self->patients, room, event);
  bedside_demo_guests_hear (self->guests, room, event);
}

static void
set_reply_delay (BedsideDemoServer *self,
                 guint              ms)
{
  bedside_demo_patients_set_delay (self->patients, ms);
  bedside_demo_guests_set_delay (self->guests, ms);
}

static void
bedside_demo_server_finalize (GObject *object)
{
  BedsideDemoServer *self = BEDSIDE_DEMO_SERVER (object);

  call (self, end_thread, NULL);
  g_thread_join (self->thread);

  bedside_demo_patients_free (self->patients);
  bedside_demo_guests_free (self->guests);
  bedside_demo_http_free (self->http);
  bedside_demo_faults_free (self->faults);
  bedside_demo_world_free (self->world);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->user);
  g_free (self->password);

  G_OBJECT_CLASS (bedside_demo_server_parent_class)->finalize (object);
}

static void
bedside_demo_server_class_init (BedsideDemoServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_demo_server_finalize;
}

static void
bedside_demo_server_init (BedsideDemoServer *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->world = bedside_demo_world_new (SERVER_NAME, self->context);
  self->faults = bedside_demo_faults_new ();
  self->patients = bedside_demo_patients_new (self->world);
  self->guests = bedside_demo_guests_new (self->world);
  self->http = bedside_demo_http_new (self->world, self->faults);
  self->password = bedside_demo_text_random (PASSWORD_LENGTH);
  self->thread = g_thread_new ("demo-server", thread_main, self);
}

/* Listens, and from now on tells those who wait and those who answer. */
static gboolean
begin (BedsideDemoServer  *self,
       GError            **error)
{
  if (!call (self, start_in_thread, error))
    return FALSE;

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  self->world->base_url = g_strdup_printf ("http://127.0.0.1:%u", bedside_demo_http_get_port (self->http));
  self->world->changed = changed_cb;
  self->world->arrived = arrived_cb;
  self->world->user_data = self;

  return TRUE;
}

/**
 * bedside_demo_server_new:
 * @scenario: (nullable): path of a resource or file; %NULL for the built-in demo practice
 * @error: return location for a #GError of the scenario or the socket
 *
 * Starts a server on 127.0.0.1, on a free port, with a practice in it.
 *
 * Returns: (transfer full) (nullable): the server
 */
BedsideDemoServer *
bedside_demo_server_new (const char  *scenario,
                         GError     **error)
{
  g_autoptr(BedsideDemoServer) self = g_object_new (BEDSIDE_TYPE_DEMO_SERVER, NULL);

  g_mutex_lock (&self->world->lock);
  self->user = bedside_demo_scenario_load (self->world, self->patients, scenario, error);
  if (self->user != NULL)
    bedside_demo_accounts_add (self->world->accounts, self->user, self->password, NULL);
  set_reply_delay (self, REPLY_DELAY_MS);
  bedside_demo_guests_set_activation_delay (self->guests, ACTIVATION_DELAY_MS);
  g_mutex_unlock (&self->world->lock);

  return self->user != NULL && begin (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bedside_demo_server_new_empty:
 * @error: return location for a #GError of the socket
 *
 * Starts a server on 127.0.0.1, on a free port, without any account or room.
 *
 * Returns: (transfer full) (nullable): the server
 */
BedsideDemoServer *
bedside_demo_server_new_empty (GError **error)
{
  g_autoptr(BedsideDemoServer) self = g_object_new (BEDSIDE_TYPE_DEMO_SERVER, NULL);

  return begin (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bedside_demo_server_stop:
 * @self: a server
 *
 * Closes all connections and listens no more; the data stays.
 */
void
bedside_demo_server_stop (BedsideDemoServer *self)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  call (self, stop_in_thread, NULL);
}

/**
 * bedside_demo_server_start:
 * @self: a server
 * @error: return location for a #GError of the socket
 *
 * Listens again, on the same port with the same data.
 *
 * Returns: whether it listens
 */
gboolean
bedside_demo_server_start (BedsideDemoServer  *self,
                           GError            **error)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), FALSE);

  return call (self, start_in_thread, error);
}

/**
 * bedside_demo_server_get_base_url:
 * @self: a server
 *
 * Returns: where it listens, `http://127.0.0.1:PORT`
 */
const char *
bedside_demo_server_get_base_url (BedsideDemoServer *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);

  return self->world->base_url;
}

/**
 * bedside_demo_server_get_user:
 * @self: a server
 *
 * Returns: (nullable): id of the practitioner to sign in as; %NULL if the server was made empty
 */
const char *
bedside_demo_server_get_user (BedsideDemoServer *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);

  return self->user;
}

/**
 * bedside_demo_server_get_password:
 * @self: a server
 *
 * Returns: the practitioner's password, another one with each server
 */
const char *
bedside_demo_server_get_password (BedsideDemoServer *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);

  return self->password;
}

/**
 * bedside_demo_server_set_reply_delay:
 * @self: a server
 * @ms: from a practitioner's message to the answer, from an invitation to its acceptance; 0: they never answer
 *
 * Sets whether and when patients and colleagues who are not signed in answer, and accept invitations. They read and
 * type before.
 */
void
bedside_demo_server_set_reply_delay (BedsideDemoServer *self,
                                     guint              ms)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  set_reply_delay (self, ms);
}

/**
 * bedside_demo_server_set_timeline_limit:
 * @self: a server
 * @limit: most events of one room in a sync answer; 0: as the client's filter says
 *
 * Limits timelines more than clients ask for.
 */
void
bedside_demo_server_set_timeline_limit (BedsideDemoServer *self,
                                        guint              limit)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  self->world->timeline_limit = limit;
}

/**
 * bedside_demo_server_set_activation_delay:
 * @self: a server
 * @ms: from the invitation to the portal of a patient with an account until its first sign-in; 0: never
 *
 * Sets whether and when patients who are invited to the portal activate it.
 */
void
bedside_demo_server_set_activation_delay (BedsideDemoServer *self,
                                          guint              ms)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  bedside_demo_guests_set_activation_delay (self->guests, ms);
}

/**
 * bedside_demo_server_set_enforced:
 * @self: a server
 * @enforced: whether the server has the practice's module
 *
 * A server with a practice enforces the practice's rules unless this takes the module away.
 */
void
bedside_demo_server_set_enforced (BedsideDemoServer *self,
                                  gboolean           enforced)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  self->world->enforced = enforced;
}

/**
 * bedside_demo_server_set_practices:
 * @self: a server
 * @practices: (nullable) (array zero-terminated=1): ids of the spaces that the module is told of; %NULL: all there are
 *
 * Configures the practice's module. In a practice that it is not told of nobody can write to a patient. With a list,
 * even an empty one, the module works before there is any practice.
 */
void
bedside_demo_server_set_practices (BedsideDemoServer *self,
                                   const char *const *practices)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_strfreev (self->world->configured);
  self->world->configured = g_strdupv ((GStrv) practices);
}

/**
 * bedside_demo_server_set_token_lifetime:
 * @self: a server
 * @ms: how long access tokens live; 0: for ever
 *
 * Applies to tokens given from now on.
 */
void
bedside_demo_server_set_token_lifetime (BedsideDemoServer *self,
                                        guint              ms)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  bedside_demo_accounts_set_lifetime (self->world->accounts, ms);
}

/**
 * bedside_demo_server_expire_tokens:
 * @self: a server
 * @soft: whether refresh tokens end too, and answers say `soft_logout`
 *
 * Ends all access tokens now; requests that wait are refused.
 */
void
bedside_demo_server_expire_tokens (BedsideDemoServer *self,
                                   gboolean           soft)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  bedside_demo_accounts_expire (self->world->accounts, soft);
  bedside_demo_world_advance (self->world);
}

/**
 * bedside_demo_server_add_fault:
 * @self: a server
 * @fault: what shall go wrong
 *
 * Lets requests fail. Of several faults that fit, the one added first is taken.
 */
void
bedside_demo_server_add_fault (BedsideDemoServer      *self,
                               const BedsideDemoFault *fault)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (fault != NULL);

  bedside_demo_faults_add (self->faults, fault);
}

/**
 * bedside_demo_server_clear_faults:
 * @self: a server
 *
 * Nothing goes wrong from now on; what was delayed or stalled before stays so.
 */
void
bedside_demo_server_clear_faults (BedsideDemoServer *self)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  bedside_demo_faults_clear (self->faults);
}
