/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sync-engine"

#include "bedside-sync-engine.h"

#include "bedside-matrix-error.h"
#include "bedside-thread.h"

#define TIMELINE_LIMIT 20
#define LONG_POLL_MS 30000
#define LARGE_PACE_MS (10 * 60 * 1000)
/* An answer without news comes when the time to wait is over; several that come sooner come from something that does
 * not wait, a cache perhaps, and would be asked for without end. */
#define HASTE_US G_USEC_PER_SEC
#define MAX_HASTY 3
#define HASTY_PACE_MS 2000

struct _BedsideSyncEngine
{
  GObject            parent_instance;

  BedsideClient     *client;         /* (owned) */
  GCancellable      *cancellable;    /* (owned): of the requests since the last start */
  char              *filter_id;      /* (owned) (nullable) */
  char              *since;          /* (owned) (nullable) */
  guint              timeline_limit; /* events of a room in one answer */
  BedsideSyncState   state;
  BedsideConnection  connection;
  guint              attempt;        /* failures in a row */
  guint              wait_id;
  gint64             retry_at;       /* µs since 1970; 0: nothing waits */
  gboolean           answered;       /* the server has answered since the start */
  gboolean           filter_worked;  /* a request with this filter has been answered */
  guint              start_overs;    /* in a row, without a position that was accepted */
  gint64             asked_at;       /* monotonic µs; 0: the server was not to wait */
  guint              hasty;          /* answers in a row, without news, that came too soon */
};

typedef enum {
  PROP_CONNECTION = 1,
  PROP_RETRY_AT,
} BedsideSyncEngineProperty;

enum {
  SIGNAL_ANSWER,
  SIGNAL_START_OVER,
  SIGNAL_ENDED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_RETRY_AT + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideSyncEngine, bedside_sync_engine, G_TYPE_OBJECT)

static void
bedside_sync_engine_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BedsideSyncEngine *self = BEDSIDE_SYNC_ENGINE (object);

  switch ((BedsideSyncEngineProperty) prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;

    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->retry_at);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_sync_engine_dispose (GObject *object)
{
  BedsideSyncEngine *self = BEDSIDE_SYNC_ENGINE (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (bedside_sync_engine_parent_class)->dispose (object);
}

static void
bedside_sync_engine_finalize (GObject *object)
{
  BedsideSyncEngine *self = BEDSIDE_SYNC_ENGINE (object);

  g_free (self->filter_id);
  g_free (self->since);

  G_OBJECT_CLASS (bedside_sync_engine_parent_class)->finalize (object);
}

static void
bedside_sync_engine_class_init (BedsideSyncEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_sync_engine_get_property;
  object_class->dispose = bedside_sync_engine_dispose;
  object_class->finalize = bedside_sync_engine_finalize;

  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, BEDSIDE_TYPE_CONNECTION,
                                                   BEDSIDE_CONNECTION_CONNECTING, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", BEDSIDE_TYPE_SYNC_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_START_OVER] = g_signal_new ("start-over", BEDSIDE_TYPE_SYNC_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", BEDSIDE_TYPE_SYNC_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
bedside_sync_engine_init (BedsideSyncEngine *self)
{
  self->timeline_limit = TIMELINE_LIMIT;
}

/**
 * bedside_sync_engine_new:
 * @client: the session
 * @since: (nullable): the stored position; %NULL for a first sync
 *
 * Returns: (transfer full): an engine that stands still
 */
BedsideSyncEngine *
bedside_sync_engine_new (BedsideClient *client,
                         const char    *since)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);

  BedsideSyncEngine *self = g_object_new (BEDSIDE_TYPE_SYNC_ENGINE, NULL);

  self->client = g_object_ref (client);
  self->since = g_strdup (since);

  return self;
}

static void
set_connection (BedsideSyncEngine *self,
                BedsideConnection  connection)
{
  if (self->connection == connection)
    return;
  self->connection = connection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
set_retry_at (BedsideSyncEngine *self,
              gint64             retry_at)
{
  if (self->retry_at == retry_at)
    return;
  self->retry_at = retry_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
}

static void go_on       (BedsideSyncEngine *self);
static void on_filtered (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_answered (GObject *object, GAsyncResult *result, gpointer user_data);

static void
go_on (BedsideSyncEngine *self)
{
  set_retry_at (self, 0);
  if (self->since == NULL && self->connection != BEDSIDE_CONNECTION_OFFLINE)
    set_connection (self, BEDSIDE_CONNECTION_LOADING);

  if (self->filter_id == NULL)
    {
      self->state = BEDSIDE_SYNC_STATE_FILTERING;
      bedside_client_upload_filter_async (self->client, self->timeline_limit, self->cancellable, on_filtered,
                                          g_object_ref (self));
      return;
    }

  /* The first answer after a start, a failure or a first sync comes at once, so that one knows where one stands. */
  guint timeout = self->since != NULL && self->answered ? LONG_POLL_MS : 0;

  self->state = BEDSIDE_SYNC_STATE_ASKING;
  self->asked_at = timeout > 0 ? g_get_monotonic_time () : 0;
  bedside_client_sync_async (self->client, self->filter_id, self->since, timeout, self->cancellable, on_answered,
                             g_object_ref (self));
}

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideSyncEngine *self = user_data;

  self->wait_id = 0;
  go_on (self);

  return G_SOURCE_REMOVE;
}

static BedsideConnection
get_connection_of_error (const GError *error)
{
  if (error->domain != BEDSIDE_MATRIX_ERROR)
    return BEDSIDE_CONNECTION_SERVER_PROBLEM;

  switch ((BedsideMatrixError) error->code)
    {
    case BEDSIDE_MATRIX_ERROR_OFFLINE:
      return BEDSIDE_CONNECTION_OFFLINE;

    case BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE:
      return BEDSIDE_CONNECTION_BAD_CERTIFICATE;

    case BEDSIDE_MATRIX_ERROR_RATE_LIMITED:
      return BEDSIDE_CONNECTION_BUSY;

    case BEDSIDE_MATRIX_ERROR_INSECURE:
    case BEDSIDE_MATRIX_ERROR_INVALID_SERVER:
    case BEDSIDE_MATRIX_ERROR_SERVER_BROKEN:
    case BEDSIDE_MATRIX_ERROR_BAD_DATA:
    case BEDSIDE_MATRIX_ERROR_FORBIDDEN:
    case BEDSIDE_MATRIX_ERROR_SIGNED_OUT:
    case BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT:
    case BEDSIDE_MATRIX_ERROR_NOT_FOUND:
    case BEDSIDE_MATRIX_ERROR_UNRECOGNIZED:
    case BEDSIDE_MATRIX_ERROR_TOO_LARGE:
    case BEDSIDE_MATRIX_ERROR_DEACTIVATED:
    case BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION:
    case BEDSIDE_MATRIX_ERROR_REFUSED:
    case BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE:
    default:
      return BEDSIDE_CONNECTION_SERVER_PROBLEM;
    }
}

static gboolean
is_too_large (const GError *error)
{
  return g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

/* Whatever the server says to a sync, giving up is no way on: errors that are no use to repeat are repeated at the
 * slowest pace. */
static void
wait_after (BedsideSyncEngine *self,
            const GError      *error)
{
  gint64 delay = bedside_matrix_error_get_retry_delay (error, self->attempt);

  if (delay < 0)
    delay = 60 * 1000;
  /* So much is not asked for every minute. */
  if (self->timeline_limit == 1 && is_too_large (error))
    delay = LARGE_PACE_MS;
  self->attempt++;
  self->answered = FALSE;
  self->state = BEDSIDE_SYNC_STATE_WAITING;
  set_retry_at (self, g_get_real_time () + delay * 1000);
  self->wait_id = g_timeout_add (MIN (delay, G_MAXUINT), on_wait_over, self);
  set_connection (self, get_connection_of_error (error));
}

/* With less of each room: what is left out are gaps, which are filled as after a long absence. */
static void
ask_for_less (BedsideSyncEngine *self,
              const GError      *error)
{
  wait_after (self, error);
  self->timeline_limit = MAX (self->timeline_limit / 4, 1);
  g_clear_pointer (&self->filter_id, g_free);
}

static void
end (BedsideSyncEngine *self,
     const GError      *error)
{
  self->state = BEDSIDE_SYNC_STATE_ENDED;
  set_connection (self, BEDSIDE_CONNECTION_STOPPED);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

static void
on_filtered (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BedsideSyncEngine) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *filter_id = bedside_client_upload_filter_finish (BEDSIDE_CLIENT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->state != BEDSIDE_SYNC_STATE_FILTERING)
    return;
  if (filter_id != NULL)
    {
      self->filter_id = g_steal_pointer (&filter_id);
      self->filter_worked = FALSE;
      go_on (self);
    }
  else if (bedside_matrix_error_ends_session (error))
    end (self, error);
  else
    wait_after (self, error);
}

static void
take_answer (BedsideSyncEngine *self,
             BedsideSyncAnswer *answer)
{
  gboolean first = self->since == NULL;
  gboolean is_hasty = self->asked_at != 0 && answer->rooms->len == 0 && answer->account_data->len == 0 &&
                      g_get_monotonic_time () < self->asked_at + HASTE_US;

  g_free (self->since);
  self->since = g_strdup (answer->next_batch);
  self->attempt = 0;
  self->hasty = is_hasty ? self->hasty + 1 : 0;
  self->filter_worked = TRUE;
  if (self->timeline_limit < TIMELINE_LIMIT)
    {
      self->timeline_limit = TIMELINE_LIMIT;
      g_clear_pointer (&self->filter_id, g_free);
    }
  if (!first)
    self->start_overs = 0;
  /* A repeated first sync may be answered from a cache: only the next answer tells the present. */
  self->answered = !first;
  self->state = BEDSIDE_SYNC_STATE_PROCESSING;
  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, answer);
}

/* First syncs are expensive: a server that refuses its own positions gets few of them. */
static void
start_over (BedsideSyncEngine *self,
            const GError      *error)
{
  g_clear_pointer (&self->since, g_free);
  self->answered = FALSE;
  g_signal_emit (self, signals[SIGNAL_START_OVER], 0);
  if (self->start_overs++ == 0)
    go_on (self);
  else
    wait_after (self, error);
}

/* The filter is gone, with the server's database perhaps. A new one that is unknown at once is no filter's fault. */
static void
replace_filter (BedsideSyncEngine *self,
                const GError      *error)
{
  gboolean at_once = self->filter_worked;

  g_clear_pointer (&self->filter_id, g_free);
  if (at_once)
    go_on (self);
  else
    wait_after (self, error);
}

static void
on_answered (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BedsideSyncEngine) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideSyncAnswer) answer = bedside_client_sync_finish (BEDSIDE_CLIENT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->state != BEDSIDE_SYNC_STATE_ASKING)
    return;

  if (answer != NULL)
    take_answer (self, g_steal_pointer (&answer));
  else if (bedside_matrix_error_ends_session (error))
    end (self, error);
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION))
    start_over (self, error);
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_NOT_FOUND))
    replace_filter (self, error);
  else if (is_too_large (error))
    ask_for_less (self, error);
  else
    wait_after (self, error);
}

/**
 * bedside_sync_engine_start:
 * @self: an engine that stands still
 *
 * Starts asking.
 */
void
bedside_sync_engine_start (BedsideSyncEngine *self)
{
  g_return_if_fail (BEDSIDE_IS_SYNC_ENGINE (self));
  g_return_if_fail (self->state == BEDSIDE_SYNC_STATE_STOPPED);
  bedside_assert_main_thread ();

  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  self->answered = FALSE;
  set_connection (self, BEDSIDE_CONNECTION_CONNECTING);
  go_on (self);
}

/**
 * bedside_sync_engine_stop:
 * @self: an engine
 *
 * Gives up what is under way. It may be started again.
 */
void
bedside_sync_engine_stop (BedsideSyncEngine *self)
{
  g_return_if_fail (BEDSIDE_IS_SYNC_ENGINE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->state = BEDSIDE_SYNC_STATE_STOPPED;
  set_retry_at (self, 0);
  set_connection (self, BEDSIDE_CONNECTION_STOPPED);
}

/**
 * bedside_sync_engine_continue:
 * @self: an engine
 *
 * Asks for what comes next, after the last answer was stored.
 */
void
bedside_sync_engine_continue (BedsideSyncEngine *self)
{
  g_return_if_fail (BEDSIDE_IS_SYNC_ENGINE (self));
  bedside_assert_main_thread ();

  if (self->state != BEDSIDE_SYNC_STATE_PROCESSING)
    return;
  if (self->answered)
    set_connection (self, BEDSIDE_CONNECTION_ONLINE);
  if (self->hasty > MAX_HASTY)
    {
      self->state = BEDSIDE_SYNC_STATE_WAITING;
      self->wait_id = g_timeout_add (HASTY_PACE_MS, on_wait_over, self);
    }
  else
    go_on (self);
}

/**
 * bedside_sync_engine_hurry:
 * @self: an engine
 *
 * Tries again now if it waits after a failure, except where the server said how
 * long to wait.
 */
void
bedside_sync_engine_hurry (BedsideSyncEngine *self)
{
  g_return_if_fail (BEDSIDE_IS_SYNC_ENGINE (self));

  if (self->state != BEDSIDE_SYNC_STATE_WAITING || self->connection == BEDSIDE_CONNECTION_BUSY)
    return;
  g_clear_handle_id (&self->wait_id, g_source_remove);
  /* What answers, even badly, may be answering a message that is on its way: that must not be cut off. */
  if (self->connection != BEDSIDE_CONNECTION_SERVER_PROBLEM)
    bedside_client_reset (self->client);
  go_on (self);
}

/* Gives up the request that is under way; the next one is answered at once. */
static void
cut (BedsideSyncEngine *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->answered = FALSE;
}

/**
 * bedside_sync_engine_refresh:
 * @self: an engine
 *
 * Has the server answer at once, even if nothing is new: for whoever has to know how a request ended whose answer was
 * lost.
 */
void
bedside_sync_engine_refresh (BedsideSyncEngine *self)
{
  g_return_if_fail (BEDSIDE_IS_SYNC_ENGINE (self));

  /* Otherwise an answer comes soon, or none can be had. */
  if (self->state != BEDSIDE_SYNC_STATE_ASKING || !self->answered)
    return;
  cut (self);
  go_on (self);
}

/**
 * bedside_sync_engine_wake:
 * @self: an engine
 *
 * Drops all connections of the client, and asks anew at once; except where the server said how long to wait.
 */
void
bedside_sync_engine_wake (BedsideSyncEngine *self)
{
  g_return_if_fail (BEDSIDE_IS_SYNC_ENGINE (self));

  BedsideSyncState state = self->state;

  if (state == BEDSIDE_SYNC_STATE_STOPPED || state == BEDSIDE_SYNC_STATE_ENDED)
    return;

  /* First, so that one's own request does not count as failed. */
  if (state == BEDSIDE_SYNC_STATE_ASKING || state == BEDSIDE_SYNC_STATE_FILTERING)
    cut (self);
  bedside_client_reset (self->client);
  if (state == BEDSIDE_SYNC_STATE_PROCESSING ||
      (state == BEDSIDE_SYNC_STATE_WAITING && self->connection == BEDSIDE_CONNECTION_BUSY))
    return;

  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->attempt = 0;
  go_on (self);
}

/**
 * bedside_sync_engine_get_state:
 * @self: an engine
 *
 * Returns: what it is doing
 */
BedsideSyncState
bedside_sync_engine_get_state (BedsideSyncEngine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SYNC_ENGINE (self), BEDSIDE_SYNC_STATE_STOPPED);

  return self->state;
}

/**
 * bedside_sync_engine_get_connection:
 * @self: an engine
 *
 * Returns: how it stands with the server
 */
BedsideConnection
bedside_sync_engine_get_connection (BedsideSyncEngine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SYNC_ENGINE (self), BEDSIDE_CONNECTION_STOPPED);

  return self->connection;
}

/**
 * bedside_sync_engine_get_retry_at:
 * @self: an engine
 *
 * Returns: when the next try comes, in µs since 1970; 0 if none waits
 */
gint64
bedside_sync_engine_get_retry_at (BedsideSyncEngine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SYNC_ENGINE (self), 0);

  return self->retry_at;
}
