/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation"

#include "config.h"

#include "bedside-conversation-private.h"

#include <glib/gi18n-lib.h>

typedef enum {
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_KIND,
  PROP_PATIENT,
  PROP_UNREAD,
  PROP_LAST_TIMESTAMP,
  PROP_PREVIEW,
  PROP_PREVIEW_OWN,
  PROP_PREVIEW_KIND,
  PROP_CLOSED_REASON,
  PROP_INACTIVE,
  PROP_NOT_SENT,
  PROP_PENDING,
  PROP_TYPING,
  PROP_DRAFT,
  PROP_TIMELINE,
  PROP_ROOM_ID,
  PROP_STARTED,
  PROP_PEOPLE,
} BedsideConversationProperty;

/* In ms: servers repeat what they were told of typing at least every half minute. */
#define TYPING_LIMIT (60 * 1000)

static GParamSpec *properties[PROP_PEOPLE + 1];

G_DEFINE_ENUM_TYPE (BedsideConversationKind, bedside_conversation_kind,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONVERSATION_KIND_PATIENT, "patient"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONVERSATION_KIND_TEAM, "team"))

G_DEFINE_FINAL_TYPE (BedsideConversation, bedside_conversation, G_TYPE_OBJECT)

static void
get_preview_property (BedsideConversation         *self,
                      BedsideConversationProperty  property,
                      GValue                      *value)
{
  if (property == PROP_PREVIEW)
    g_value_set_string (value, self->preview);
  else if (property == PROP_PREVIEW_OWN)
    g_value_set_boolean (value, self->preview_own);
  else if (property == PROP_PREVIEW_KIND)
    g_value_set_enum (value, self->preview_kind);
  else if (property == PROP_LAST_TIMESTAMP)
    g_value_set_int64 (value, self->last_timestamp);
}

static void
get_identity_property (BedsideConversation         *self,
                       BedsideConversationProperty  property,
                       GValue                      *value)
{
  if (property == PROP_TITLE)
    g_value_set_string (value, self->title);
  else if (property == PROP_SUBTITLE)
    g_value_set_string (value, bedside_conversation_get_subtitle (self));
  else if (property == PROP_ROOM_ID)
    g_value_set_string (value, self->room_id);
  else if (property == PROP_STARTED)
    g_value_set_boolean (value, bedside_conversation_get_started (self));
}

static void
bedside_conversation_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideConversation *self = BEDSIDE_CONVERSATION (object);

  switch ((BedsideConversationProperty) prop_id)
    {
    case PROP_TITLE:
    case PROP_SUBTITLE:
    case PROP_ROOM_ID:
    case PROP_STARTED:
      get_identity_property (self, prop_id, value);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_PATIENT:
      g_value_set_object (value, self->patient);
      break;
    case PROP_UNREAD:
      g_value_set_uint (value, self->unread);
      break;
    case PROP_PREVIEW:
    case PROP_PREVIEW_OWN:
    case PROP_PREVIEW_KIND:
    case PROP_LAST_TIMESTAMP:
      get_preview_property (self, prop_id, value);
      break;
    case PROP_CLOSED_REASON:
      g_value_set_enum (value, self->closed_reason);
      break;
    case PROP_INACTIVE:
      g_value_set_boolean (value, self->inactive);
      break;
    case PROP_NOT_SENT:
      g_value_set_uint (value, self->not_sent);
      break;
    case PROP_PENDING:
      g_value_set_uint (value, self->pending);
      break;
    case PROP_PEOPLE:
      g_value_set_uint (value, self->people);
      break;
    case PROP_TYPING:
      g_value_set_boolean (value, self->typing);
      break;
    case PROP_DRAFT:
      g_value_set_string (value, self->draft);
      break;
    case PROP_TIMELINE:
      g_value_set_object (value, self->timeline);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_dispose (GObject *object)
{
  BedsideConversation *self = BEDSIDE_CONVERSATION (object);

  if (self->patient != NULL)
    g_clear_signal_handler (&self->patient_handler, self->patient);
  g_clear_object (&self->patient);
  g_clear_object (&self->timeline);
  g_clear_handle_id (&self->typing_id, g_source_remove);

  G_OBJECT_CLASS (bedside_conversation_parent_class)->dispose (object);
}

static void
bedside_conversation_finalize (GObject *object)
{
  BedsideConversation *self = BEDSIDE_CONVERSATION (object);

  g_free (self->room_id);
  g_free (self->title);
  g_free (self->search_text);
  g_free (self->collation_key);
  g_free (self->preview);
  g_free (self->draft);

  G_OBJECT_CLASS (bedside_conversation_parent_class)->finalize (object);
}

static void
bedside_conversation_class_init (BedsideConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_conversation_get_property;
  object_class->dispose = bedside_conversation_dispose;
  object_class->finalize = bedside_conversation_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, "", flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, BEDSIDE_TYPE_CONVERSATION_KIND,
                                             BEDSIDE_CONVERSATION_KIND_PATIENT, flags);
  properties[PROP_PATIENT] = g_param_spec_object ("patient", NULL, NULL, BEDSIDE_TYPE_PATIENT, flags);
  properties[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LAST_TIMESTAMP] = g_param_spec_int64 ("last-timestamp", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_PREVIEW] = g_param_spec_string ("preview", NULL, NULL, "", flags);
  properties[PROP_PREVIEW_OWN] = g_param_spec_boolean ("preview-own", NULL, NULL, FALSE, flags);
  properties[PROP_PREVIEW_KIND] = g_param_spec_enum ("preview-kind", NULL, NULL, BEDSIDE_TYPE_MESSAGE_KIND,
                                                     BEDSIDE_MESSAGE_KIND_TEXT, flags);
  properties[PROP_CLOSED_REASON] = g_param_spec_enum ("closed-reason", NULL, NULL, BEDSIDE_TYPE_CLOSED_REASON,
                                                      BEDSIDE_CLOSED_REASON_NONE, flags);
  properties[PROP_INACTIVE] = g_param_spec_boolean ("inactive", NULL, NULL, FALSE, flags);
  properties[PROP_NOT_SENT] = g_param_spec_uint ("not-sent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TYPING] = g_param_spec_boolean ("typing", NULL, NULL, FALSE, flags);
  properties[PROP_DRAFT] = g_param_spec_string ("draft", NULL, NULL, "", flags);
  properties[PROP_TIMELINE] = g_param_spec_object ("timeline", NULL, NULL, BEDSIDE_TYPE_TIMELINE, flags);
  properties[PROP_ROOM_ID] = g_param_spec_string ("room-id", NULL, NULL, "", flags);
  properties[PROP_STARTED] = g_param_spec_boolean ("started", NULL, NULL, FALSE, flags);
  properties[PROP_PEOPLE] = g_param_spec_uint ("people", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
notify (BedsideConversation         *self,
        BedsideConversationProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_text (BedsideConversation          *self,
          char                        **field,
          const char                   *text,
          BedsideConversationProperty   property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  char *copy = g_strdup (text);
  g_free (*field);
  *field = copy;
  notify (self, property);
}

static void
set_count (BedsideConversation         *self,
           guint                       *field,
           guint                        count,
           BedsideConversationProperty  property)
{
  if (*field == count)
    return;

  *field = count;
  notify (self, property);
}

static void
set_flag (BedsideConversation         *self,
          gboolean                    *field,
          gboolean                     value,
          BedsideConversationProperty  property)
{
  value = !!value;
  if (*field == value)
    return;

  *field = value;
  notify (self, property);
}

static void
show_title (BedsideConversation *self,
            const char          *title)
{
  if (g_str_equal (self->title, title))
    return;
  g_clear_pointer (&self->search_text, g_free);
  g_clear_pointer (&self->collation_key, g_free);
  set_text (self, &self->title, title, PROP_TITLE);
}

/* The name comes from the directory and from nowhere else: what the patient's account calls itself is never shown. */
static void
update_identity (BedsideConversation *self)
{
  const char *name = self->patient ? bedside_patient_get_name (self->patient) : "";

  show_title (self, *name != '\0' ? name : _("Unknown patient"));
}

static void
on_patient_notify (BedsideConversation *self,
                   GParamSpec          *pspec)
{
  if (g_str_equal (pspec->name, "name"))
    update_identity (self);
  else if (g_str_equal (pspec->name, "birth-date"))
    notify (self, PROP_SUBTITLE);
}

static void
bedside_conversation_init (BedsideConversation *self)
{
  self->title = g_strdup ("");
  self->preview = g_strdup ("");
  self->draft = g_strdup ("");
  self->typing_limit = TYPING_LIMIT;
}

/**
 * bedside_conversation_new:
 * @room_id: id of the room
 * @kind: with whom
 *
 * Returns: (transfer full): an empty conversation
 */
BedsideConversation *
bedside_conversation_new (const char              *room_id,
                          BedsideConversationKind  kind)
{
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsideConversation *self = g_object_new (BEDSIDE_TYPE_CONVERSATION, NULL);

  self->room_id = g_strdup (room_id);
  self->kind = kind;
  if (kind == BEDSIDE_CONVERSATION_KIND_PATIENT)
    update_identity (self);
  else
    show_title (self, _("Team conversation"));

  return self;
}

/**
 * bedside_conversation_set_title:
 * @self: a conversation of the team
 * @title: (nullable): its title
 *
 * Names a team conversation. That of a patient is named by the directory only.
 */
void
bedside_conversation_set_title (BedsideConversation *self,
                                const char          *title)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));
  g_return_if_fail (self->kind == BEDSIDE_CONVERSATION_KIND_TEAM);

  show_title (self, title && *title != '\0' ? title : _("Team conversation"));
}

/**
 * bedside_conversation_set_patient:
 * @self: a conversation with a patient
 * @patient: (nullable): the patient
 *
 * Sets who stands over the conversation. Title and subtitle follow the patient.
 */
void
bedside_conversation_set_patient (BedsideConversation *self,
                                  BedsidePatient      *patient)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));
  g_return_if_fail (patient == NULL || BEDSIDE_IS_PATIENT (patient));
  g_return_if_fail (self->kind == BEDSIDE_CONVERSATION_KIND_PATIENT);

  if (self->patient == patient)
    return;

  g_autoptr(BedsidePatient) before = g_steal_pointer (&self->patient);
  const char *born_before = before ? bedside_patient_get_born (before) : "";

  if (before != NULL)
    g_clear_signal_handler (&self->patient_handler, before);
  if (g_set_object (&self->patient, patient) && patient != NULL)
    /* lint: allow connect, because there are thousands, and dispose disconnects. */
    self->patient_handler = g_signal_connect_swapped (patient, "notify", G_CALLBACK (on_patient_notify), self);

  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_PATIENT);
  update_identity (self);
  if (!g_str_equal (born_before, patient ? bedside_patient_get_born (patient) : ""))
    notify (self, PROP_SUBTITLE);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bedside_conversation_set_unread:
 * @self: a conversation
 * @unread: how many messages have not been read
 */
void
bedside_conversation_set_unread (BedsideConversation *self,
                                 guint                unread)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  set_count (self, &self->unread, unread, PROP_UNREAD);
}

/**
 * bedside_conversation_set_preview:
 * @self: a conversation
 * @text: (nullable): the text
 * @kind: its kind
 * @own: whether this practitioner wrote it
 * @timestamp: ms since 1970; 0 if there is no message
 *
 * Sets what the list shows of the newest message.
 */
void
bedside_conversation_set_preview (BedsideConversation *self,
                                  const char          *text,
                                  BedsideMessageKind   kind,
                                  gboolean             own,
                                  gint64               timestamp)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->preview, text ? text : "", PROP_PREVIEW);
  set_flag (self, &self->preview_own, own, PROP_PREVIEW_OWN);
  if (self->preview_kind != kind)
    {
      self->preview_kind = kind;
      notify (self, PROP_PREVIEW_KIND);
    }
  if (self->last_timestamp != timestamp)
    {
      self->last_timestamp = timestamp;
      notify (self, PROP_LAST_TIMESTAMP);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bedside_conversation_set_closed_reason:
 * @self: a conversation
 * @reason: why nobody may write
 */
void
bedside_conversation_set_closed_reason (BedsideConversation *self,
                                        BedsideClosedReason  reason)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  if (self->closed_reason == reason)
    return;

  self->closed_reason = reason;
  notify (self, PROP_CLOSED_REASON);
}

/**
 * bedside_conversation_set_inactive:
 * @self: a conversation
 * @inactive: what bedside_rules_is_inactive() says
 */
void
bedside_conversation_set_inactive (BedsideConversation *self,
                                   gboolean             inactive)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  set_flag (self, &self->inactive, !!inactive, PROP_INACTIVE);
}

/**
 * bedside_conversation_set_unsent:
 * @self: a conversation
 * @pending: how many messages are on their way
 * @not_sent: how many messages failed
 */
void
bedside_conversation_set_unsent (BedsideConversation *self,
                                 guint                pending,
                                 guint                not_sent)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_count (self, &self->pending, pending, PROP_PENDING);
  set_count (self, &self->not_sent, not_sent, PROP_NOT_SENT);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
on_typing_over (gpointer user_data)
{
  BedsideConversation *self = user_data;

  self->typing_id = 0;
  set_flag (self, &self->typing, FALSE, PROP_TYPING);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_conversation_set_typing:
 * @self: a conversation
 * @typing: whether somebody else is typing
 *
 * A server says when somebody stops. One that has forgotten it does not: nobody types for ever.
 */
void
bedside_conversation_set_typing (BedsideConversation *self,
                                 gboolean             typing)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  g_clear_handle_id (&self->typing_id, g_source_remove);
  if (typing)
    self->typing_id = g_timeout_add (self->typing_limit, on_typing_over, self);
  set_flag (self, &self->typing, typing, PROP_TYPING);
}

/**
 * bedside_conversation_set_typing_limit:
 * @self: a conversation
 * @ms: for how long somebody types at most unless the server says so again
 *
 * For tests.
 */
void
bedside_conversation_set_typing_limit (BedsideConversation *self,
                                       guint                ms)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  self->typing_limit = ms;
}

/**
 * bedside_conversation_set_people:
 * @self: a conversation of the team
 * @people: how many are in it
 */
void
bedside_conversation_set_people (BedsideConversation *self,
                                 guint                people)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  set_count (self, &self->people, people, PROP_PEOPLE);
}

/**
 * bedside_conversation_set_draft:
 * @self: a conversation
 * @draft: (nullable): what was typed and not sent yet
 */
void
bedside_conversation_set_draft (BedsideConversation *self,
                                const char          *draft)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));

  set_text (self, &self->draft, draft ? draft : "", PROP_DRAFT);
}

/**
 * bedside_conversation_set_timeline:
 * @self: a conversation
 * @timeline: (nullable): the messages; %NULL when it is closed
 */
void
bedside_conversation_set_timeline (BedsideConversation *self,
                                   BedsideTimeline     *timeline)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));
  g_return_if_fail (timeline == NULL || BEDSIDE_IS_TIMELINE (timeline));

  if (g_set_object (&self->timeline, timeline))
    notify (self, PROP_TIMELINE);
}

/**
 * bedside_conversation_set_room_id:
 * @self: a conversation
 * @room_id: the room that the server has made for it
 *
 * The conversation that was started here has become one of the server's.
 */
void
bedside_conversation_set_room_id (BedsideConversation *self,
                                  const char          *room_id)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (self));
  g_return_if_fail (room_id != NULL);

  gboolean was_started = bedside_conversation_get_started (self);

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->room_id, room_id, PROP_ROOM_ID);
  if (bedside_conversation_get_started (self) != was_started)
    notify (self, PROP_STARTED);
  g_object_thaw_notify (G_OBJECT (self));
}
