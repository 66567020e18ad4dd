/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-presence"

#include "bedside-presence.h"

/* A tray that starts anew is away for a second or two; one that starts with the desktop takes longer. */
#define LIMIT_MS 10000

struct _BedsidePresence
{
  GObject             parent_instance;

  BedsidePreferences *preferences;    /* (owned) */
  guint               limit;
  guint               stranding;      /* while there is neither a window nor a way back to it */
  gboolean            tray;
  gboolean            granted;
  gboolean            grantable;
  gboolean            hidden;
};

typedef enum {
  PROP_TRAY = 1,
  PROP_GRANTED,
  PROP_GRANTABLE,
  PROP_HIDDEN,
  PROP_POSSIBLE,
} BedsidePresenceProperty;

enum {
  SIGNAL_STRANDED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_POSSIBLE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsidePresence, bedside_presence, G_TYPE_OBJECT)

static gboolean
stranded_cb (gpointer user_data)
{
  BedsidePresence *self = user_data;

  self->stranding = 0;
  g_signal_emit (self, signals[SIGNAL_STRANDED], 0);

  return G_SOURCE_REMOVE;
}

/* Counts from the moment when the last way back was lost. */
static void
update_stranding (BedsidePresence *self)
{
  const gboolean lost = self->hidden && !bedside_presence_get_possible (self);

  if (!lost)
    g_clear_handle_id (&self->stranding, g_source_remove);
  else if (self->stranding == 0)
    self->stranding = g_timeout_add (self->limit, stranded_cb, self);
}

/* After tray or granted has changed. */
static void
update_possible (BedsidePresence *self,
                 gboolean         was_possible)
{
  update_stranding (self);
  if (bedside_presence_get_possible (self) != was_possible)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSSIBLE]);
}

/* --- GObject --- */

static void
bedside_presence_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsidePresence *self = BEDSIDE_PRESENCE (object);

  switch ((BedsidePresenceProperty) prop_id)
    {
    case PROP_TRAY:
      g_value_set_boolean (value, self->tray);
      break;
    case PROP_GRANTED:
      g_value_set_boolean (value, self->granted);
      break;
    case PROP_GRANTABLE:
      g_value_set_boolean (value, self->grantable);
      break;
    case PROP_HIDDEN:
      g_value_set_boolean (value, self->hidden);
      break;
    case PROP_POSSIBLE:
      g_value_set_boolean (value, bedside_presence_get_possible (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_presence_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  BedsidePresence *self = BEDSIDE_PRESENCE (object);

  switch ((BedsidePresenceProperty) prop_id)
    {
    case PROP_TRAY:
      bedside_presence_set_tray (self, g_value_get_boolean (value));
      break;
    case PROP_GRANTED:
      bedside_presence_set_granted (self, g_value_get_boolean (value));
      break;
    case PROP_GRANTABLE:
      bedside_presence_set_grantable (self, g_value_get_boolean (value));
      break;
    case PROP_HIDDEN:
      bedside_presence_set_hidden (self, g_value_get_boolean (value));
      break;
    case PROP_POSSIBLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_presence_dispose (GObject *object)
{
  BedsidePresence *self = BEDSIDE_PRESENCE (object);

  g_clear_handle_id (&self->stranding, g_source_remove);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_presence_parent_class)->dispose (object);
}

static void
bedside_presence_class_init (BedsidePresenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_presence_get_property;
  object_class->set_property = bedside_presence_set_property;
  object_class->dispose = bedside_presence_dispose;

  properties[PROP_TRAY] = g_param_spec_boolean ("tray", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_GRANTED] = g_param_spec_boolean ("granted", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_GRANTABLE] = g_param_spec_boolean ("grantable", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_POSSIBLE] = g_param_spec_boolean ("possible", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_STRANDED] = g_signal_new ("stranded", BEDSIDE_TYPE_PRESENCE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bedside_presence_init (BedsidePresence *self)
{
  self->limit = LIMIT_MS;
}

/**
 * bedside_presence_new:
 * @preferences: what closing the window is to do
 *
 * Returns: (transfer full): the presence of a program with a window and without a tray
 */
BedsidePresence *
bedside_presence_new (BedsidePreferences *preferences)
{
  BedsidePresence *self;

  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);

  self = g_object_new (BEDSIDE_TYPE_PRESENCE, NULL);
  self->preferences = g_object_ref (preferences);

  return self;
}

/**
 * bedside_presence_get_closing:
 * @self: a presence
 * @account: how the account stands
 *
 * Nobody is asked for what is not possible, and nothing is hidden that does not come back. Only who is signed in, or is
 * about to be, receives anything without the window.
 *
 * Returns: what closing the window does now
 */
BedsideClosing
bedside_presence_get_closing (BedsidePresence     *self,
                              BedsideAccountState  account)
{
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (self), BEDSIDE_CLOSING_QUIT);

  const gboolean possible = bedside_presence_get_possible (self);
  const gboolean signed_in = account == BEDSIDE_ACCOUNT_STATE_SIGNED_IN;

  switch (bedside_preferences_get_background (self->preferences))
    {
    case BEDSIDE_BACKGROUND_CHOICE_STAY:
      return possible && (signed_in || account == BEDSIDE_ACCOUNT_STATE_STARTING) ? BEDSIDE_CLOSING_HIDE
                                                                                  : BEDSIDE_CLOSING_QUIT;
    case BEDSIDE_BACKGROUND_CHOICE_ASK:
      return signed_in && (possible || self->grantable) ? BEDSIDE_CLOSING_ASK : BEDSIDE_CLOSING_QUIT;
    case BEDSIDE_BACKGROUND_CHOICE_QUIT:
    default:
      return BEDSIDE_CLOSING_QUIT;
    }
}

/**
 * bedside_presence_get_possible:
 * @self: a presence
 *
 * Returns: whether Bedside can go on without a window
 */
gboolean
bedside_presence_get_possible (BedsidePresence *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (self), FALSE);

  return self->tray || self->granted;
}

/**
 * bedside_presence_get_tray:
 * @self: a presence
 *
 * Returns: whether a tray shows our icon
 */
gboolean
bedside_presence_get_tray (BedsidePresence *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (self), FALSE);

  return self->tray;
}

/**
 * bedside_presence_set_tray:
 * @self: a presence
 * @tray: whether a tray shows our icon
 *
 * Tells that.
 */
void
bedside_presence_set_tray (BedsidePresence *self,
                           gboolean         tray)
{
  g_return_if_fail (BEDSIDE_IS_PRESENCE (self));

  const gboolean was_possible = bedside_presence_get_possible (self);

  tray = !!tray;
  if (self->tray == tray)
    return;

  self->tray = tray;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAY]);
  update_possible (self, was_possible);
}

/**
 * bedside_presence_get_granted:
 * @self: a presence
 *
 * Returns: whether the desktop lets Bedside run in the background
 */
gboolean
bedside_presence_get_granted (BedsidePresence *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (self), FALSE);

  return self->granted;
}

/**
 * bedside_presence_set_granted:
 * @self: a presence
 * @granted: whether the desktop lets Bedside run in the background
 *
 * Tells that.
 */
void
bedside_presence_set_granted (BedsidePresence *self,
                              gboolean         granted)
{
  g_return_if_fail (BEDSIDE_IS_PRESENCE (self));

  const gboolean was_possible = bedside_presence_get_possible (self);

  granted = !!granted;
  if (self->granted == granted)
    return;

  self->granted = granted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRANTED]);
  update_possible (self, was_possible);
}

/**
 * bedside_presence_get_grantable:
 * @self: a presence
 *
 * Returns: whether the desktop might let it, but has not been asked
 */
gboolean
bedside_presence_get_grantable (BedsidePresence *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (self), FALSE);

  return self->grantable;
}

/**
 * bedside_presence_set_grantable:
 * @self: a presence
 * @grantable: whether the desktop might let it, but has not been asked
 *
 * Tells that.
 */
void
bedside_presence_set_grantable (BedsidePresence *self,
                                gboolean         grantable)
{
  g_return_if_fail (BEDSIDE_IS_PRESENCE (self));

  grantable = !!grantable;
  if (self->grantable == grantable)
    return;

  self->grantable = grantable;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRANTABLE]);
}

/**
 * bedside_presence_get_hidden:
 * @self: a presence
 *
 * Returns: whether there is no window
 */
gboolean
bedside_presence_get_hidden (BedsidePresence *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (self), FALSE);

  return self->hidden;
}

/**
 * bedside_presence_set_hidden:
 * @self: a presence
 * @hidden: whether there is no window
 *
 * Tells that.
 */
void
bedside_presence_set_hidden (BedsidePresence *self,
                             gboolean         hidden)
{
  g_return_if_fail (BEDSIDE_IS_PRESENCE (self));

  hidden = !!hidden;
  if (self->hidden == hidden)
    return;

  self->hidden = hidden;
  update_stranding (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDDEN]);
}

/**
 * bedside_presence_set_limit:
 * @self: a presence
 * @limit: ms
 *
 * Sets how long Bedside may be hidden without a way back.
 */
void
bedside_presence_set_limit (BedsidePresence *self,
                            guint            limit)
{
  g_return_if_fail (BEDSIDE_IS_PRESENCE (self));

  self->limit = limit;
}
