/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message"

#include "bedside-message.h"

struct _BedsideMessage
{
  GObject              parent_instance;

  char                *text;         /* (owned) */
  char                *sender_name;  /* (owned) */
  char                *event_id;     /* (owned) (nullable) */
  char                *uuid;         /* (owned) (nullable) */
  char                *sender;       /* (owned) (nullable) */
  gint64               timestamp;
  gint64               position;
  BedsideMessageKind   kind;
  BedsideMessageState  state;
  guint                own : 1;
  guint                edited : 1;
  guint                stranger : 1;
  guint                starts_group : 1;
  guint                ends_group : 1;
};

typedef enum {
  PROP_TEXT = 1,
  PROP_KIND,
  PROP_STATE,
  PROP_TIMESTAMP,
  PROP_OWN,
  PROP_SENDER_NAME,
  PROP_EDITED,
  PROP_STARTS_GROUP,
  PROP_ENDS_GROUP,
} BedsideMessageProperty;

static GParamSpec *properties[PROP_ENDS_GROUP + 1];

G_DEFINE_ENUM_TYPE (BedsideMessageKind, bedside_message_kind,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_KIND_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_KIND_REMOVED, "removed"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_KIND_ENCRYPTED, "encrypted"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_KIND_UNSUPPORTED, "unsupported"))

G_DEFINE_ENUM_TYPE (BedsideMessageState, bedside_message_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_STATE_RECEIVED, "received"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_STATE_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_STATE_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_STATE_READ, "read"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_MESSAGE_STATE_NOT_SENT, "not-sent"))

G_DEFINE_FINAL_TYPE (BedsideMessage, bedside_message, G_TYPE_OBJECT)

static void
bedside_message_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideMessage *self = BEDSIDE_MESSAGE (object);

  switch ((BedsideMessageProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, bedside_message_get_text (self));
      break;

    case PROP_KIND:
      g_value_set_enum (value, bedside_message_get_kind (self));
      break;

    case PROP_STATE:
      g_value_set_enum (value, bedside_message_get_state (self));
      break;

    case PROP_TIMESTAMP:
      g_value_set_int64 (value, bedside_message_get_timestamp (self));
      break;

    case PROP_OWN:
      g_value_set_boolean (value, bedside_message_get_own (self));
      break;

    case PROP_SENDER_NAME:
      g_value_set_string (value, bedside_message_get_sender_name (self));
      break;

    case PROP_EDITED:
      g_value_set_boolean (value, bedside_message_get_edited (self));
      break;

    case PROP_STARTS_GROUP:
      g_value_set_boolean (value, bedside_message_get_starts_group (self));
      break;

    case PROP_ENDS_GROUP:
      g_value_set_boolean (value, bedside_message_get_ends_group (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_message_finalize (GObject *object)
{
  BedsideMessage *self = BEDSIDE_MESSAGE (object);

  g_free (self->text);
  g_free (self->sender_name);
  g_free (self->event_id);
  g_free (self->uuid);
  g_free (self->sender);

  G_OBJECT_CLASS (bedside_message_parent_class)->finalize (object);
}

static void
bedside_message_class_init (BedsideMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_message_get_property;
  object_class->finalize = bedside_message_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, BEDSIDE_TYPE_MESSAGE_KIND,
                                             BEDSIDE_MESSAGE_KIND_TEXT, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_MESSAGE_STATE,
                                              BEDSIDE_MESSAGE_STATE_RECEIVED, flags);
  properties[PROP_TIMESTAMP] = g_param_spec_int64 ("timestamp", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_OWN] = g_param_spec_boolean ("own", NULL, NULL, FALSE, flags);
  properties[PROP_SENDER_NAME] = g_param_spec_string ("sender-name", NULL, NULL, "", flags);
  properties[PROP_EDITED] = g_param_spec_boolean ("edited", NULL, NULL, FALSE, flags);
  properties[PROP_STARTS_GROUP] = g_param_spec_boolean ("starts-group", NULL, NULL, TRUE, flags);
  properties[PROP_ENDS_GROUP] = g_param_spec_boolean ("ends-group", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_message_init (BedsideMessage *self)
{
  self->starts_group = TRUE;
  self->ends_group = TRUE;
}

/**
 * bedside_message_new:
 * @sender_name: (nullable): the name to show; not used if @own
 * @own: whether this practitioner wrote it
 * @text: the text
 * @timestamp: ms since 1970
 * @state: whether it was received, or how far it got
 *
 * Returns: (transfer full): a new message, at position 0
 */
BedsideMessage *
bedside_message_new (const char          *sender_name,
                     gboolean             own,
                     const char          *text,
                     gint64               timestamp,
                     BedsideMessageState  state)
{
  g_return_val_if_fail (text != NULL, NULL);

  BedsideMessage *self = g_object_new (BEDSIDE_TYPE_MESSAGE, NULL);

  self->sender_name = g_strdup (own || sender_name == NULL ? "" : sender_name);
  self->own = !!own;
  self->text = g_strdup (text);
  self->timestamp = timestamp;
  self->state = state;

  return self;
}

/**
 * bedside_message_get_text:
 * @self: a message
 *
 * Returns: the text
 */
const char *
bedside_message_get_text (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), NULL);

  return self->text;
}

/**
 * bedside_message_get_kind:
 * @self: a message
 *
 * Returns: whether there is something to read
 */
BedsideMessageKind
bedside_message_get_kind (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), BEDSIDE_MESSAGE_KIND_TEXT);

  return self->kind;
}

/**
 * bedside_message_get_state:
 * @self: a message
 *
 * Returns: whether it was received, or how far it got
 */
BedsideMessageState
bedside_message_get_state (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), BEDSIDE_MESSAGE_STATE_RECEIVED);

  return self->state;
}

/**
 * bedside_message_get_timestamp:
 * @self: a message
 *
 * Returns: ms since 1970
 */
gint64
bedside_message_get_timestamp (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), 0);

  return self->timestamp;
}

/**
 * bedside_message_get_own:
 * @self: a message
 *
 * Returns: whether this practitioner wrote it
 */
gboolean
bedside_message_get_own (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), FALSE);

  return self->own;
}

/**
 * bedside_message_get_sender_name:
 * @self: a message
 *
 * Returns: the name to show; "" for own messages
 */
const char *
bedside_message_get_sender_name (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), NULL);

  return self->sender_name;
}

/**
 * bedside_message_get_edited:
 * @self: a message
 *
 * Returns: whether its author has changed it
 */
gboolean
bedside_message_get_edited (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), FALSE);

  return self->edited;
}

/**
 * bedside_message_get_starts_group:
 * @self: a message
 *
 * Returns: whether it is the first of a run of one sender
 */
gboolean
bedside_message_get_starts_group (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), FALSE);

  return self->starts_group;
}

/**
 * bedside_message_get_ends_group:
 * @self: a message
 *
 * Returns: whether it is the last of a run of one sender
 */
gboolean
bedside_message_get_ends_group (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), FALSE);

  return self->ends_group;
}

/**
 * bedside_message_get_event_id:
 * @self: a message
 *
 * Returns: (nullable): the id that the server gave it
 */
const char *
bedside_message_get_event_id (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), NULL);

  return self->event_id;
}

/**
 * bedside_message_get_uuid:
 * @self: a message
 *
 * Returns: (nullable): the id that its author gave it
 */
const char *
bedside_message_get_uuid (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), NULL);

  return self->uuid;
}

/**
 * bedside_message_get_sender:
 * @self: a message
 *
 * Returns: (nullable): the id of the sender, which tells senders of one name apart
 */
const char *
bedside_message_get_sender (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), NULL);

  return self->sender;
}

/**
 * bedside_message_get_position:
 * @self: a message
 *
 * Returns: its place in the conversation: older is less, what is still to be sent comes last
 */
gint64
bedside_message_get_position (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), 0);

  return self->position;
}

/* Returns whether the field changed. */
static gboolean
replace_text (char       **field,
              const char  *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return FALSE;

  char *copy = g_strdup (text);
  g_free (*field);
  *field = copy;

  return TRUE;
}

static void
notify (BedsideMessage         *self,
        BedsideMessageProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * bedside_message_set_text:
 * @self: a message
 * @text: the text
 */
void
bedside_message_set_text (BedsideMessage *self,
                          const char     *text)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));
  g_return_if_fail (text != NULL);

  if (replace_text (&self->text, text))
    notify (self, PROP_TEXT);
}

/**
 * bedside_message_set_kind:
 * @self: a message
 * @kind: whether there is something to read
 */
void
bedside_message_set_kind (BedsideMessage     *self,
                          BedsideMessageKind  kind)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  notify (self, PROP_KIND);
}

/**
 * bedside_message_set_state:
 * @self: a message
 * @state: whether it was received, or how far it got
 */
void
bedside_message_set_state (BedsideMessage      *self,
                           BedsideMessageState  state)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

/**
 * bedside_message_set_timestamp:
 * @self: a message
 * @timestamp: ms since 1970
 *
 * The timeline looks at it in the next bedside_timeline_merge() of the message.
 */
void
bedside_message_set_timestamp (BedsideMessage *self,
                               gint64          timestamp)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  if (self->timestamp == timestamp)
    return;

  self->timestamp = timestamp;
  notify (self, PROP_TIMESTAMP);
}

/**
 * bedside_message_set_sender:
 * @self: a message
 * @sender: (nullable): the id of the sender
 * @sender_name: (nullable): the name to show; not used for own messages
 */
void
bedside_message_set_sender (BedsideMessage *self,
                            const char     *sender,
                            const char     *sender_name)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  replace_text (&self->sender, sender);
  if (replace_text (&self->sender_name, self->own || sender_name == NULL ? "" : sender_name))
    notify (self, PROP_SENDER_NAME);
}

/**
 * bedside_message_set_edited:
 * @self: a message
 * @edited: whether its author has changed it
 */
void
bedside_message_set_edited (BedsideMessage *self,
                            gboolean        edited)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  edited = !!edited;
  if (self->edited == edited)
    return;

  self->edited = edited;
  notify (self, PROP_EDITED);
}

/**
 * bedside_message_set_group:
 * @self: a message
 * @starts_group: whether it is the first of a run of one sender
 * @ends_group: whether it is the last of a run of one sender
 *
 * Called by the timeline that the message is in.
 */
void
bedside_message_set_group (BedsideMessage *self,
                           gboolean        starts_group,
                           gboolean        ends_group)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  starts_group = !!starts_group;
  ends_group = !!ends_group;

  gboolean starts_changed = self->starts_group != starts_group;
  gboolean ends_changed = self->ends_group != ends_group;

  self->starts_group = starts_group;
  self->ends_group = ends_group;
  if (starts_changed)
    notify (self, PROP_STARTS_GROUP);
  if (ends_changed)
    notify (self, PROP_ENDS_GROUP);
}

/**
 * bedside_message_set_event_id:
 * @self: a message
 * @event_id: (nullable): the id that the server gave it
 *
 * The timeline finds it after the next bedside_timeline_merge() of the message.
 */
void
bedside_message_set_event_id (BedsideMessage *self,
                              const char     *event_id)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  replace_text (&self->event_id, event_id);
}

/**
 * bedside_message_set_uuid:
 * @self: a message
 * @uuid: (nullable): the id that its author gave it
 *
 * The timeline finds it after the next bedside_timeline_merge() of the message.
 */
void
bedside_message_set_uuid (BedsideMessage *self,
                          const char     *uuid)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  replace_text (&self->uuid, uuid);
}

/**
 * bedside_message_set_position:
 * @self: a message
 * @position: its place in the conversation
 *
 * The timeline moves it in the next bedside_timeline_merge() of the message.
 */
void
bedside_message_set_position (BedsideMessage *self,
                              gint64          position)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  self->position = position;
}

/**
 * bedside_message_get_stranger:
 * @self: a message
 *
 * Returns: whether it stands in a patient's conversation and neither the patient nor this practitioner wrote it
 */
gboolean
bedside_message_get_stranger (BedsideMessage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (self), FALSE);

  return self->stranger;
}

/**
 * bedside_message_set_stranger:
 * @self: a message that is not shown yet
 * @stranger: whether somebody wrote it who is not of the conversation
 *
 * Where there is only one other person nobody says who wrote a message: then it must be said.
 */
void
bedside_message_set_stranger (BedsideMessage *self,
                              gboolean        stranger)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE (self));

  self->stranger = !!stranger;
}
