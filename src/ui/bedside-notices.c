/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-notices"

#include "bedside-notices.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-format.h"
#include "bedside-notice.h"
#include "bedside-patient-text.h"
#include "bedside-reason-text.h"

/* Connecting is only worth a word when it takes longer than people wait without asking. */
#define CONNECTING_DELAY_MS 3000

struct _BedsideNotices
{
  AdwBin             parent_instance;

  BedsideConnection  connection;
  BedsideCacheState  cache_state;
  gint64             retry_at;
  guint              is_demo : 1;
  guint              is_expired : 1;

  BedsidePractice   *practice;         /* (owned) (nullable) */
  GSignalGroup      *practice_signals; /* (owned) */
  BedsidePatient    *activated;        /* (owned) (nullable) */

  guint              connecting_source;
  guint              countdown_source;

  /* template */
  GtkWidget         *box;
  BedsideNotice     *demo;
  BedsideNotice     *expired;
  BedsideNotice     *connection_notice;
  BedsideNotice     *practice_notice;
  BedsideNotice     *activated_notice;
  BedsideNotice     *problem;
  BedsideNotice     *cache;
};

typedef enum {
  PROP_DEMO = 1,
  PROP_EXPIRED,
  PROP_CONNECTION,
  PROP_RETRY_AT,
  PROP_CACHE_STATE,
  PROP_PRACTICE,
  PROP_ACTIVATED,
} BedsideNoticesProperty;

enum {
  SIGNAL_RECONNECT,
  SIGNAL_SIGN_IN_AGAIN,
  SIGNAL_START_CHAT,
  SIGNAL_ACTIVATED_DISMISSED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_ACTIVATED + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideNotices, bedside_notices, ADW_TYPE_BIN)

static void update_connection (BedsideNotices *self);

static const char *
cache_text (BedsideCacheState state)
{
  switch (state)
    {
    case BEDSIDE_CACHE_STATE_REBUILT:
      return _("The conversations kept on this computer were damaged. They are fetched from the server again.");
    case BEDSIDE_CACHE_STATE_NO_KEYRING:
      return _("Conversations are not kept on this computer because there is no keyring to protect them.");
    case BEDSIDE_CACHE_STATE_FULL:
      return _("The disk is full. What arrives now is shown, but not kept on this computer.");
    case BEDSIDE_CACHE_STATE_FAILED:
      return _("The disk cannot be written. What arrives now is shown, but not kept on this computer.");
    case BEDSIDE_CACHE_STATE_SEALED:
    case BEDSIDE_CACHE_STATE_NONE:
    default:
      return NULL;
    }
}

/* Milliseconds until the next try; 0 if none waits. */
static gint64
get_wait (BedsideNotices *self)
{
  return self->retry_at > 0 ? MAX (self->retry_at - g_get_real_time (), 0) / 1000 : 0;
}

static char *
dup_connection_text (BedsideNotices *self)
{
  g_autofree char *wait = bedside_format_wait (get_wait (self));

  switch (self->connection)
    {
    case BEDSIDE_CONNECTION_CONNECTING:
      return g_strdup (_("Connecting…"));
    case BEDSIDE_CONNECTION_LOADING:
      return g_strdup (_("Loading conversations for the first time…"));
    case BEDSIDE_CONNECTION_OFFLINE:
      return g_strdup (_("Offline. What you write is sent later."));
    case BEDSIDE_CONNECTION_BUSY:
      if (get_wait (self) == 0)
        return g_strdup (_("The server is busy."));
      /* Translators: %s is a time, as "12 seconds" */
      return g_strdup_printf (_("The server is busy. Next try in %s."), wait);
    case BEDSIDE_CONNECTION_SERVER_PROBLEM:
      return g_strdup (_("The server has a problem. What you write is sent later."));
    case BEDSIDE_CONNECTION_BAD_CERTIFICATE:
      return g_strdup (_("The server cannot be trusted: its certificate is not valid. Nothing is sent to it."));
    case BEDSIDE_CONNECTION_ONLINE:
    case BEDSIDE_CONNECTION_STOPPED:
    default:
      return NULL;
    }
}

static gboolean
can_try_again (BedsideConnection connection)
{
  return connection == BEDSIDE_CONNECTION_OFFLINE
         || connection == BEDSIDE_CONNECTION_BUSY
         || connection == BEDSIDE_CONNECTION_SERVER_PROBLEM
         || connection == BEDSIDE_CONNECTION_BAD_CERTIFICATE;
}

static gboolean
countdown_cb (gpointer user_data)
{
  BedsideNotices *self = user_data;

  self->countdown_source = 0;
  update_connection (self);

  return G_SOURCE_REMOVE;
}

static gboolean
connecting_cb (gpointer user_data)
{
  BedsideNotices *self = user_data;
  g_autofree char *text = dup_connection_text (self);

  self->connecting_source = 0;
  bedside_notice_set_text (self->connection_notice, text);

  return G_SOURCE_REMOVE;
}

static void
update_connection (BedsideNotices *self)
{
  g_autofree char *text = dup_connection_text (self);
  const gboolean connecting = self->connection == BEDSIDE_CONNECTION_CONNECTING;

  g_clear_handle_id (&self->connecting_source, g_source_remove);
  g_clear_handle_id (&self->countdown_source, g_source_remove);

  bedside_notice_set_busy (self->connection_notice,
                           connecting || self->connection == BEDSIDE_CONNECTION_LOADING);
  bedside_notice_set_action (self->connection_notice,
                             can_try_again (self->connection) ? _("Try again") : NULL);
  bedside_notice_set_text (self->connection_notice, connecting ? NULL : text);

  if (connecting)
    self->connecting_source = g_timeout_add (CONNECTING_DELAY_MS, connecting_cb, self);
  if (self->connection == BEDSIDE_CONNECTION_BUSY && get_wait (self) > 0)
    self->countdown_source = g_timeout_add (500, countdown_cb, self);
}

static void
on_try_again (BedsideNotices *self)
{
  g_signal_emit (self, signals[SIGNAL_RECONNECT], 0);
}

static void
on_sign_in_again (BedsideNotices *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_IN_AGAIN], 0);
}

/* --- the practice (R10), and what its patients have done (R5) --- */

static void
update_practice (BedsideNotices *self)
{
  g_autofree char *text = bedside_reason_text_dup_practice (self->practice, BEDSIDE_CONVERSATION_KIND_PATIENT);
  const gboolean can_change =
    self->practice != NULL
    && (bedside_practice_get_role (self->practice) != BEDSIDE_ROLE_PRACTITIONER
        || bedside_practice_get_enforcement (self->practice) == BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);

  bedside_notice_set_action (self->practice_notice, can_change ? _("Practice settings") : NULL);
  bedside_notice_set_text (self->practice_notice, text);
}

static void
update_activated (BedsideNotices *self)
{
  g_autofree char *identity = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (self->activated == NULL)
    {
      bedside_notice_set_text (self->activated_notice, NULL);
      return;
    }

  identity = bedside_patient_text_dup_identity (self->activated);
  /* Translators: %s is a patient's name and date of birth */
  text = g_strdup_printf (_("%s has activated the portal."), identity);
  /* Translators: read out for the button; %s is a patient's name and date of birth */
  name = g_strdup_printf (_("Start Chat with %s"), identity);
  bedside_notice_set_action_name (self->activated_notice, name);
  bedside_notice_set_text (self->activated_notice, text);
}

static void
on_practice_settings (BedsideNotices *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.practice-settings", NULL);
}

static void
on_start_chat (BedsideNotices *self)
{
  if (self->activated != NULL)
    g_signal_emit (self, signals[SIGNAL_START_CHAT], 0, self->activated);
}

static void
on_activated_dismissed (BedsideNotices *self)
{
  if (self->activated != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED_DISMISSED], 0, self->activated);
}

static void
bedside_notices_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideNotices *self = BEDSIDE_NOTICES (object);

  switch ((BedsideNoticesProperty) prop_id)
    {
    case PROP_DEMO:
      g_value_set_boolean (value, self->is_demo);
      break;
    case PROP_EXPIRED:
      g_value_set_boolean (value, self->is_expired);
      break;
    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;
    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->retry_at);
      break;
    case PROP_CACHE_STATE:
      g_value_set_enum (value, self->cache_state);
      break;
    case PROP_PRACTICE:
      g_value_set_object (value, self->practice);
      break;
    case PROP_ACTIVATED:
      g_value_set_object (value, self->activated);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_notices_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BedsideNotices *self = BEDSIDE_NOTICES (object);

  switch ((BedsideNoticesProperty) prop_id)
    {
    case PROP_DEMO:
      bedside_notices_set_demo (self, g_value_get_boolean (value));
      break;
    case PROP_EXPIRED:
      bedside_notices_set_expired (self, g_value_get_boolean (value));
      break;
    case PROP_CONNECTION:
      bedside_notices_set_connection (self, g_value_get_enum (value));
      break;
    case PROP_RETRY_AT:
      bedside_notices_set_retry_at (self, g_value_get_int64 (value));
      break;
    case PROP_CACHE_STATE:
      bedside_notices_set_cache_state (self, g_value_get_enum (value));
      break;
    case PROP_PRACTICE:
      bedside_notices_set_practice (self, g_value_get_object (value));
      break;
    case PROP_ACTIVATED:
      bedside_notices_set_activated (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_notices_dispose (GObject *object)
{
  BedsideNotices *self = BEDSIDE_NOTICES (object);

  g_clear_handle_id (&self->connecting_source, g_source_remove);
  g_clear_handle_id (&self->countdown_source, g_source_remove);
  g_clear_object (&self->practice_signals);
  g_clear_object (&self->practice);
  g_clear_object (&self->activated);

  G_OBJECT_CLASS (bedside_notices_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_DEMO] = g_param_spec_boolean ("demo", NULL, NULL, FALSE, flags);
  properties[PROP_EXPIRED] = g_param_spec_boolean ("expired", NULL, NULL, FALSE, flags);
  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, BEDSIDE_TYPE_CONNECTION,
                                                   BEDSIDE_CONNECTION_ONLINE, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CACHE_STATE] = g_param_spec_enum ("cache-state", NULL, NULL, BEDSIDE_TYPE_CACHE_STATE,
                                                    BEDSIDE_CACHE_STATE_SEALED, flags);
  properties[PROP_PRACTICE] = g_param_spec_object ("practice", NULL, NULL, BEDSIDE_TYPE_PRACTICE, flags);
  properties[PROP_ACTIVATED] = g_param_spec_object ("activated", NULL, NULL, BEDSIDE_TYPE_PATIENT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_notices_class_init (BedsideNoticesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_notices_get_property;
  object_class->set_property = bedside_notices_set_property;
  object_class->dispose = bedside_notices_dispose;
  install_properties (object_class);

  signals[SIGNAL_RECONNECT] = g_signal_new ("reconnect", BEDSIDE_TYPE_NOTICES, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SIGN_IN_AGAIN] = g_signal_new ("sign-in-again", BEDSIDE_TYPE_NOTICES, G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[SIGNAL_START_CHAT] = g_signal_new ("start-chat", BEDSIDE_TYPE_NOTICES, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_PATIENT);
  signals[SIGNAL_ACTIVATED_DISMISSED] = g_signal_new ("activated-dismissed", BEDSIDE_TYPE_NOTICES, G_SIGNAL_RUN_LAST,
                                                      0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_PATIENT);

  g_type_ensure (BEDSIDE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-notices.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, demo);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, expired);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, connection_notice);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, practice_notice);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, activated_notice);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, problem);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotices, cache);
  gtk_widget_class_bind_template_callback (widget_class, on_practice_settings);
  gtk_widget_class_bind_template_callback (widget_class, on_start_chat);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_again);
}

static void
bedside_notices_init (BedsideNotices *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->connection = BEDSIDE_CONNECTION_ONLINE;
  self->practice_signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  g_signal_group_connect_object (self->practice_signals, "notify::group-chat", G_CALLBACK (update_practice), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->practice_signals, "notify::patient-chat", G_CALLBACK (update_practice), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->practice_signals, "notify::enforcement", G_CALLBACK (update_practice), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->practice_signals, "notify::role", G_CALLBACK (update_practice), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bedside_notices_new:
 *
 * Returns: (transfer floating): bars that have nothing to say
 */
GtkWidget *
bedside_notices_new (void)
{
  return g_object_new (BEDSIDE_TYPE_NOTICES, NULL);
}

/**
 * bedside_notices_set_demo:
 * @self: the bars
 * @demo: whether this is the demo practice
 *
 * Says that nothing here is real, or not.
 */
void
bedside_notices_set_demo (BedsideNotices *self,
                          gboolean        demo)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));

  demo = !!demo;
  if (self->is_demo == demo)
    return;

  self->is_demo = demo;
  bedside_notice_set_text (self->demo, demo ? _("Demo practice: everything here is invented") : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEMO]);
}

/**
 * bedside_notices_set_expired:
 * @self: the bars
 * @expired: whether the server wants the password again
 *
 * Asks to sign in again, or not.
 */
void
bedside_notices_set_expired (BedsideNotices *self,
                             gboolean        expired)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));

  expired = !!expired;
  if (self->is_expired == expired)
    return;

  self->is_expired = expired;
  bedside_notice_set_text (self->expired,
                           expired ? _("Please sign in again. Until then nothing is sent or received.") : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPIRED]);
}

/**
 * bedside_notices_set_connection:
 * @self: the bars
 * @connection: how the session stands with its server
 *
 * Tells of a connection that is not as it should be.
 */
void
bedside_notices_set_connection (BedsideNotices    *self,
                                BedsideConnection  connection)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));

  if (self->connection == connection)
    return;

  self->connection = connection;
  update_connection (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/**
 * bedside_notices_set_retry_at:
 * @self: the bars
 * @retry_at: µs since 1970 when the next try comes, 0 if none waits
 *
 * Sets the end of the countdown that is shown while the server is busy.
 */
void
bedside_notices_set_retry_at (BedsideNotices *self,
                              gint64          retry_at)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));

  if (self->retry_at == retry_at)
    return;

  self->retry_at = retry_at;
  if (self->connection == BEDSIDE_CONNECTION_BUSY)
    update_connection (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
}

/**
 * bedside_notices_set_cache_state:
 * @self: the bars
 * @state: how the cache on disk is
 *
 * Tells of a cache that does not keep what it should. What was dismissed comes
 * back only with another state.
 */
void
bedside_notices_set_cache_state (BedsideNotices    *self,
                                 BedsideCacheState  state)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));

  if (self->cache_state == state)
    return;

  self->cache_state = state;
  bedside_notice_set_text (self->cache, cache_text (state));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CACHE_STATE]);
}

/**
 * bedside_notices_set_practice:
 * @self: the bars
 * @practice: (nullable): the practice that is shown
 *
 * Tells why nobody of the practice can write to patients, as long as that is so (R10).
 */
void
bedside_notices_set_practice (BedsideNotices  *self,
                              BedsidePractice *practice)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));
  g_return_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice));

  if (!g_set_object (&self->practice, practice))
    return;

  g_signal_group_set_target (self->practice_signals, practice);
  update_practice (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
}

/**
 * bedside_notices_set_activated:
 * @self: the bars
 * @patient: (nullable): a patient whom this practitioner has invited
 *
 * Tells that @patient has activated the portal (R5).
 */
void
bedside_notices_set_activated (BedsideNotices *self,
                               BedsidePatient *patient)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));
  g_return_if_fail (patient == NULL || BEDSIDE_IS_PATIENT (patient));

  if (!g_set_object (&self->activated, patient))
    return;

  update_activated (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVATED]);
}

/**
 * bedside_notices_set_problem:
 * @self: the bars
 * @problem: (nullable): what did not work; %NULL: nothing
 *
 * Tells that what the person asked for in one of the bars did not work.
 */
void
bedside_notices_set_problem (BedsideNotices *self,
                             const char     *problem)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));

  bedside_notice_set_text (self->problem, problem);
}

/**
 * bedside_notices_add:
 * @self: the bars
 * @widget: what has more to say
 *
 * Puts @widget below the bars.
 */
void
bedside_notices_add (BedsideNotices *self,
                     GtkWidget      *widget)
{
  g_return_if_fail (BEDSIDE_IS_NOTICES (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_box_append (GTK_BOX (self->box), widget);
}
