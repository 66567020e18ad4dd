/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-errands"

#include "bedside-errands.h"

#include "bedside-session-news.h"

/* Time to find the keyring's password, or to sign in. Later on nobody remembers, and would wonder. */
#define LIMIT_MS (5 * 60 * 1000)
/* How often it is looked whether a conversation is there. That nobody tells: it may be one of a practice that is not
 * shown. Only while something waits. */
#define LOOK_MS 300

typedef struct {
  BedsideErrand  errand;
  char          *room_id; /* (owned) (nullable) */
  gint64         until;   /* by the monotonic clock */
} Waiting;

struct _BedsideErrands
{
  GObject         parent_instance;

  BedsideAccount *account; /* (owned) (nullable) */
  GQueue          queue;   /* (element-type Waiting) (owned): the oldest first */
  guint           limit;
  guint           look;    /* while something waits */
  gboolean        held;
  gboolean        waiting; /* as it was told */
};

typedef enum {
  PROP_WAITING = 1,
} BedsideErrandsProperty;

enum {
  SIGNAL_READY,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_WAITING + 1];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BedsideErrand, bedside_errand,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ERRAND_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ERRAND_REPLY, "reply"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ERRAND_MARK_READ, "mark-read"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ERRAND_NEW_CHAT, "new-chat"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ERRAND_NEW_MESSAGES, "new-messages"))

G_DEFINE_FINAL_TYPE (BedsideErrands, bedside_errands, G_TYPE_OBJECT)

static void
waiting_free (Waiting *self)
{
  g_free (self->room_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

typedef gboolean (*IsToGo) (const Waiting *waiting, gint64 now);

/* The session counts only from when the window shows it. */
static BedsideSession *
get_session (BedsideErrands *self)
{
  const BedsideAccountState state = self->account != NULL ? bedside_account_get_state (self->account)
                                                          : BEDSIDE_ACCOUNT_STATE_STARTING;

  return state == BEDSIDE_ACCOUNT_STATE_SIGNED_IN || state == BEDSIDE_ACCOUNT_STATE_EXPIRED
         ? bedside_account_get_session (self->account) : NULL;
}

/* Takes those out that something is true of. */
static void
drop (BedsideErrands *self,
      IsToGo          is_to_go)
{
  const gint64 now = g_get_monotonic_time ();

  for (GList *l = self->queue.head, *next; l != NULL; l = next)
    {
      next = l->next;
      if (is_to_go (l->data, now))
        {
          waiting_free (l->data);
          g_queue_delete_link (&self->queue, l);
        }
    }
}

static gboolean
is_old (const Waiting *waiting,
        gint64         now)
{
  return waiting->until <= now;
}

static gboolean
is_showing (const Waiting *waiting,
            gint64         now)
{
  return waiting->errand != BEDSIDE_ERRAND_MARK_READ;
}

static gboolean
is_any (const Waiting *waiting,
        gint64         now)
{
  return TRUE;
}

/* Whether it is done. */
static gboolean
do_errand (BedsideErrands *self,
           BedsideSession *session,
           const Waiting  *waiting)
{
  BedsideConversation *conversation = NULL;

  if (waiting->room_id != NULL)
    {
      conversation = bedside_session_find_conversation (session, waiting->room_id);
      if (conversation == NULL)
        return FALSE;
    }
  if (waiting->errand == BEDSIDE_ERRAND_MARK_READ)
    bedside_session_mark_conversation_read (session, conversation);
  else
    g_signal_emit (self, signals[SIGNAL_READY], 0, waiting->errand, conversation);

  return TRUE;
}

static void
do_all (BedsideErrands *self)
{
  g_autoptr(BedsideSession) session = NULL;
  GQueue queue = self->queue;

  if (self->held || !g_set_object (&session, get_session (self)))
    return;

  /* What is asked for while it is done comes after it. */
  g_queue_init (&self->queue);
  while (!g_queue_is_empty (&queue))
    {
      g_autoptr(Waiting) waiting = g_queue_pop_head (&queue);

      if (!do_errand (self, session, waiting))
        g_queue_push_tail (&self->queue, g_steal_pointer (&waiting));
    }
}

static gboolean look_cb (gpointer user_data);

/* After the queue has changed. */
static void
update (BedsideErrands *self)
{
  const gboolean waiting = !g_queue_is_empty (&self->queue);

  if (!waiting)
    g_clear_handle_id (&self->look, g_source_remove);
  else if (self->look == 0)
    self->look = g_timeout_add (LOOK_MS, look_cb, self);
  if (self->waiting == waiting)
    return;

  self->waiting = waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static gboolean
look_cb (gpointer user_data)
{
  g_autoptr(BedsideErrands) self = g_object_ref (user_data);

  self->look = 0;
  drop (self, is_old);
  do_all (self);
  update (self);

  return G_SOURCE_REMOVE;
}

/* In the next turn, after everybody else has heard of what has changed. */
static void
look_soon (BedsideErrands *self)
{
  if (self->look == 0)
    return;

  g_source_remove (self->look);
  self->look = g_idle_add (look_cb, self);
}

/* Who signs out does not want anything of that account any more. */
static void
on_state (BedsideErrands *self)
{
  if (bedside_account_get_state (self->account) == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT)
    {
      drop (self, is_any);
      update (self);
    }
  else
    {
      look_soon (self);
    }
}

/* --- GObject --- */

static void
bedside_errands_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideErrands *self = BEDSIDE_ERRANDS (object);

  switch ((BedsideErrandsProperty) prop_id)
    {
    case PROP_WAITING:
      g_value_set_boolean (value, bedside_errands_get_waiting (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_errands_dispose (GObject *object)
{
  BedsideErrands *self = BEDSIDE_ERRANDS (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_queue_clear_full (&self->queue, (GDestroyNotify) waiting_free);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (bedside_errands_parent_class)->dispose (object);
}

static void
bedside_errands_class_init (BedsideErrandsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_errands_get_property;
  object_class->dispose = bedside_errands_dispose;

  properties[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_READY] = g_signal_new ("ready", BEDSIDE_TYPE_ERRANDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, BEDSIDE_TYPE_ERRAND, BEDSIDE_TYPE_CONVERSATION);
}

static void
bedside_errands_init (BedsideErrands *self)
{
  g_queue_init (&self->queue);
  self->limit = LIMIT_MS;
}

/**
 * bedside_errands_new:
 *
 * Returns: (transfer full): nothing to be done
 */
BedsideErrands *
bedside_errands_new (void)
{
  return g_object_new (BEDSIDE_TYPE_ERRANDS, NULL);
}

/**
 * bedside_errands_set_account:
 * @self: what is to be done
 * @account: (nullable): whose conversations it is about
 *
 * Sets the account.
 */
void
bedside_errands_set_account (BedsideErrands *self,
                             BedsideAccount *account)
{
  g_return_if_fail (BEDSIDE_IS_ERRANDS (self));
  g_return_if_fail (account == NULL || BEDSIDE_IS_ACCOUNT (account));

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_func (self->account, on_state, self);
  g_set_object (&self->account, account);
  if (account != NULL)
    g_signal_connect_object (account, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_errands_add:
 * @self: what is to be done
 * @errand: what else
 * @room_id: (nullable): the conversation that it is about
 *
 * Does it at once, or as soon as that is possible. Of several things to be shown only the last one is.
 */
void
bedside_errands_add (BedsideErrands *self,
                     BedsideErrand   errand,
                     const char     *room_id)
{
  Waiting *waiting;

  g_return_if_fail (BEDSIDE_IS_ERRANDS (self));
  g_return_if_fail (room_id != NULL || errand == BEDSIDE_ERRAND_NEW_CHAT || errand == BEDSIDE_ERRAND_NEW_MESSAGES);

  if (errand != BEDSIDE_ERRAND_MARK_READ)
    drop (self, is_showing);
  waiting = g_new0 (Waiting, 1);
  waiting->errand = errand;
  waiting->room_id = g_strdup (room_id);
  waiting->until = g_get_monotonic_time () + self->limit * G_TIME_SPAN_MILLISECOND;
  g_queue_push_tail (&self->queue, waiting);

  do_all (self);
  update (self);
}

/**
 * bedside_errands_drop_showing:
 * @self: what is to be done
 *
 * Forgets what is to be shown.
 */
void
bedside_errands_drop_showing (BedsideErrands *self)
{
  g_return_if_fail (BEDSIDE_IS_ERRANDS (self));

  drop (self, is_showing);
  update (self);
}

/**
 * bedside_errands_get_waiting:
 * @self: what is to be done
 *
 * Returns: whether anything waits
 */
gboolean
bedside_errands_get_waiting (BedsideErrands *self)
{
  g_return_val_if_fail (BEDSIDE_IS_ERRANDS (self), FALSE);

  return self->waiting;
}

/**
 * bedside_errands_set_held:
 * @self: what is to be done
 * @held: whether nothing is to be done for now
 *
 * Lets all wait while Bedside is locked, as long as it would wait otherwise.
 */
void
bedside_errands_set_held (BedsideErrands *self,
                          gboolean        held)
{
  g_return_if_fail (BEDSIDE_IS_ERRANDS (self));

  held = !!held;
  if (self->held == held)
    return;

  self->held = held;
  if (!held)
    look_soon (self);
}

/**
 * bedside_errands_set_limit:
 * @self: what is to be done
 * @limit: ms
 *
 * Sets how long what is added from now on may wait.
 */
void
bedside_errands_set_limit (BedsideErrands *self,
                           guint           limit)
{
  g_return_if_fail (BEDSIDE_IS_ERRANDS (self));

  self->limit = limit;
}
