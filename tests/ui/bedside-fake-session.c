/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-fake-calls.h"
#include "bedside-fakes.h"
#include "bedside-session-news.h"

/* --- session --- */

struct _BedsideSession
{
  GObject                parent_instance;

  GListStore            *store;       /* (owned) (element-type BedsideConversation) */
  GHashTable            *owners;      /* (owned) (element-type BedsideConversation BedsidePractice) */
  GListStore            *practices;   /* (owned) (element-type BedsidePractice) */
  GListStore            *invitations; /* (owned) (element-type BedsideInvitation) */
  GListStore            *activated;   /* (owned) (element-type BedsidePatient) */
  GListStore            *news;        /* (owned) (element-type BedsideConversation) */
  BedsidePractice       *practice;    /* (owned) (nullable) */
  BedsidePracticeWriter *writer;      /* (owned) (nullable) */
  BedsideSetUp          *set_up;      /* (owned) (nullable) */
  GHashTable            *starts;      /* (owned) (element-type BedsidePatient BedsideStart): what tests have set */
  GTask                 *task;        /* (owned) (nullable): a conversation is being started */
  GString               *calls;       /* (owned) */
  BedsideConnection      connection;
  BedsideCacheState      cache_state;
  gint64                 retry_at;
  guint                  unsent;
  gboolean               loaded;
};

typedef enum {
  PROP_CONNECTION = 1,
  PROP_RETRY_AT,
  PROP_CACHE_STATE,
  PROP_CONVERSATIONS,
  PROP_PRACTICE,
  PROP_UNSENT,
  PROP_LOADED,
} BedsideSessionProperty;

static GParamSpec *session_properties[PROP_LOADED + 1];

G_DEFINE_FINAL_TYPE (BedsideSession, bedside_session, G_TYPE_OBJECT)

static void
bedside_session_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideSession *self = BEDSIDE_SESSION (object);

  switch ((BedsideSessionProperty) prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;
    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->retry_at);
      break;
    case PROP_CACHE_STATE:
      g_value_set_enum (value, self->cache_state);
      break;
    case PROP_CONVERSATIONS:
      g_value_set_object (value, self->store);
      break;
    case PROP_PRACTICE:
      g_value_set_object (value, self->practice);
      break;
    case PROP_UNSENT:
      g_value_set_uint (value, self->unsent);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_session_finalize (GObject *object)
{
  BedsideSession *self = BEDSIDE_SESSION (object);

  g_assert_null (self->task);
  g_object_unref (self->store);
  g_hash_table_unref (self->owners);
  g_object_unref (self->practices);
  g_object_unref (self->invitations);
  g_object_unref (self->activated);
  g_object_unref (self->news);
  g_clear_object (&self->practice);
  g_clear_object (&self->writer);
  g_clear_object (&self->set_up);
  g_hash_table_unref (self->starts);
  g_string_free (self->calls, TRUE);

  G_OBJECT_CLASS (bedside_session_parent_class)->finalize (object);
}

static void
bedside_session_class_init (BedsideSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_session_get_property;
  object_class->finalize = bedside_session_finalize;

  session_properties[PROP_CONNECTION] =
    g_param_spec_enum ("connection", NULL, NULL, BEDSIDE_TYPE_CONNECTION, BEDSIDE_CONNECTION_CONNECTING, flags);
  session_properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  session_properties[PROP_CACHE_STATE] =
    g_param_spec_enum ("cache-state", NULL, NULL, BEDSIDE_TYPE_CACHE_STATE, BEDSIDE_CACHE_STATE_SEALED, flags);
  session_properties[PROP_CONVERSATIONS] =
    g_param_spec_object ("conversations", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  session_properties[PROP_PRACTICE] = g_param_spec_object ("practice", NULL, NULL, BEDSIDE_TYPE_PRACTICE, flags);
  session_properties[PROP_UNSENT] = g_param_spec_uint ("unsent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  session_properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (session_properties), session_properties);
  g_signal_new ("arrived", BEDSIDE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, BEDSIDE_TYPE_CONVERSATION);
}

static void
bedside_session_init (BedsideSession *self)
{
  self->store = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  self->owners = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->practices = g_list_store_new (BEDSIDE_TYPE_PRACTICE);
  self->invitations = g_list_store_new (BEDSIDE_TYPE_INVITATION);
  self->activated = g_list_store_new (BEDSIDE_TYPE_PATIENT);
  self->news = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  self->starts = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->calls = g_string_new (NULL);
  self->connection = BEDSIDE_CONNECTION_ONLINE;
  self->loaded = TRUE;
}

static void
note_conversation (BedsideSession      *self,
                   const char          *call,
                   BedsideConversation *conversation)
{
  bedside_fake_note (self->calls, "%s %s", call, bedside_conversation_get_room_id (conversation));
}

BedsideSession *
bedside_fake_session_new (void)
{
  return g_object_new (BEDSIDE_TYPE_SESSION, NULL);
}

GListStore *
bedside_fake_session_get_store (BedsideSession *self)
{
  return self->store;
}

void
bedside_fake_session_set_connection (BedsideSession    *self,
                                     BedsideConnection  connection,
                                     gint64             retry_at)
{
  self->retry_at = retry_at;
  self->connection = connection;
  g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_RETRY_AT]);
  g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_CONNECTION]);
}

void
bedside_fake_session_set_cache_state (BedsideSession    *self,
                                      BedsideCacheState  state)
{
  self->cache_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_CACHE_STATE]);
}

void
bedside_fake_session_set_practice (BedsideSession *self,
                                   const char     *name)
{
  g_clear_object (&self->practice);
  g_list_store_remove_all (self->practices);
  if (name != NULL)
    {
      self->practice = bedside_practice_new ("!practice");
      bedside_practice_set_name (self->practice, name);
      bedside_practice_set_settings (self->practice, TRUE, TRUE);
      bedside_practice_set_complete (self->practice, TRUE);
      bedside_practice_set_enforcement (self->practice, BEDSIDE_ENFORCEMENT_ENFORCED);
      g_list_store_append (self->practices, self->practice);
    }
  g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_PRACTICE]);
}

void
bedside_fake_session_set_loaded (BedsideSession *self,
                                 gboolean        loaded)
{
  self->loaded = loaded;
  g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_LOADED]);
}

void
bedside_fake_session_set_unsent (BedsideSession *self,
                                 guint           unsent)
{
  self->unsent = unsent;
  g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_UNSENT]);
}

BedsideConnection
bedside_session_get_connection (BedsideSession *self)
{
  return self->connection;
}

gint64
bedside_session_get_retry_at (BedsideSession *self)
{
  return self->retry_at;
}

BedsideCacheState
bedside_session_get_cache_state (BedsideSession *self)
{
  return self->cache_state;
}

GListModel *
bedside_session_get_conversations (BedsideSession *self)
{
  return G_LIST_MODEL (self->store);
}

BedsidePractice *
bedside_session_get_practice (BedsideSession *self)
{
  return self->practice;
}

gboolean
bedside_session_get_loaded (BedsideSession *self)
{
  return self->loaded;
}

guint
bedside_session_get_unsent (BedsideSession *self)
{
  return self->unsent;
}

const char *
bedside_session_get_user_id (BedsideSession *self)
{
  return "@grace:practice.example";
}

const char *
bedside_session_get_server (BedsideSession *self)
{
  return "https://practice.example";
}

void
bedside_session_open (BedsideSession      *self,
                      BedsideConversation *conversation)
{
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new ();

  note_conversation (self, "open", conversation);
  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_COMPLETE);
  bedside_conversation_set_timeline (conversation, timeline);
}

void
bedside_session_close (BedsideSession      *self,
                       BedsideConversation *conversation)
{
  note_conversation (self, "close", conversation);
  bedside_conversation_set_timeline (conversation, NULL);
}

void
bedside_session_load_older (BedsideSession      *self,
                            BedsideConversation *conversation)
{
  note_conversation (self, "load-older", conversation);
}

void
bedside_session_send (BedsideSession      *self,
                      BedsideConversation *conversation,
                      const char          *text)
{
  bedside_fake_note (self->calls, "send %s %s", bedside_conversation_get_room_id (conversation), text);
}

void
bedside_session_retry (BedsideSession      *self,
                       BedsideConversation *conversation,
                       BedsideMessage      *message)
{
  note_conversation (self, "retry", conversation);
}

void
bedside_session_delete_unsent (BedsideSession      *self,
                               BedsideConversation *conversation,
                               BedsideMessage      *message)
{
  note_conversation (self, "delete", conversation);
}

void
bedside_session_mark_read (BedsideSession      *self,
                           BedsideConversation *conversation)
{
  note_conversation (self, "mark-read", conversation);
}

void
bedside_session_set_typing (BedsideSession      *self,
                            BedsideConversation *conversation,
                            gboolean             typing)
{
  bedside_fake_note (self->calls, "typing %s %d", bedside_conversation_get_room_id (conversation), typing);
}

void
bedside_session_set_draft (BedsideSession      *self,
                           BedsideConversation *conversation,
                           const char          *text)
{
  bedside_fake_note (self->calls, "draft %s %s", bedside_conversation_get_room_id (conversation), text);
  bedside_conversation_set_draft (conversation, text);
}

void
bedside_session_reconnect (BedsideSession *self)
{
  bedside_fake_note (self->calls, "reconnect");
}

/* --- new messages --- */

GListStore *
bedside_fake_session_get_news_store (BedsideSession *self)
{
  return self->news;
}

void
bedside_fake_session_set_practice_of (BedsideSession      *self,
                                      BedsideConversation *conversation,
                                      BedsidePractice     *practice)
{
  g_hash_table_replace (self->owners, g_object_ref (conversation), g_object_ref (practice));
}

GListModel *
bedside_session_get_new_messages (BedsideSession *self)
{
  return G_LIST_MODEL (self->news);
}

BedsideConversation *
bedside_session_find_conversation (BedsideSession *self,
                                   const char     *room_id)
{
  GListModel *lists[] = { G_LIST_MODEL (self->store), G_LIST_MODEL (self->news) };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < g_list_model_get_n_items (lists[i]); j++)
        {
          g_autoptr(BedsideConversation) conversation = g_list_model_get_item (lists[i], j);

          if (g_str_equal (bedside_conversation_get_room_id (conversation), room_id))
            return conversation;
        }
    }

  return NULL;
}

/* What a test has set, else the one that is shown. */
BedsidePractice *
bedside_session_get_practice_of (BedsideSession      *self,
                                 BedsideConversation *conversation)
{
  BedsidePractice *practice = g_hash_table_lookup (self->owners, conversation);

  return practice != NULL ? practice : self->practice;
}

void
bedside_session_mark_conversation_read (BedsideSession      *self,
                                        BedsideConversation *conversation)
{
  note_conversation (self, "mark-conversation-read", conversation);
}

/* As if each was: what counts is which. */
void
bedside_session_mark_conversations_read (BedsideSession *self,
                                         GPtrArray      *conversations)
{
  for (guint i = 0; i < conversations->len; i++)
    bedside_session_mark_conversation_read (self, g_ptr_array_index (conversations, i));
}

void
bedside_session_wake (BedsideSession *self)
{
  bedside_fake_note (self->calls, "wake");
}

/* --- practices, and starting conversations --- */

GListStore *
bedside_fake_session_get_invitations_store (BedsideSession *self)
{
  return self->invitations;
}

GListStore *
bedside_fake_session_get_activated_store (BedsideSession *self)
{
  return self->activated;
}

void
bedside_fake_session_set_writer (BedsideSession        *self,
                                 BedsidePracticeWriter *writer)
{
  g_set_object (&self->writer, writer);
}

void
bedside_fake_session_set_set_up (BedsideSession *self,
                                 BedsideSetUp   *set_up)
{
  g_set_object (&self->set_up, set_up);
}

void
bedside_fake_session_set_start (BedsideSession *self,
                                BedsidePatient *patient,
                                BedsideStart    start)
{
  g_hash_table_replace (self->starts, g_object_ref (patient), GINT_TO_POINTER (start));
}

gboolean
bedside_fake_session_is_starting (BedsideSession *self)
{
  return self->task != NULL;
}

void
bedside_fake_session_return_conversation (BedsideSession      *self,
                                          BedsideConversation *conversation,
                                          GError              *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (conversation), g_object_unref);
}

GListModel *
bedside_session_get_practices (BedsideSession *self)
{
  return G_LIST_MODEL (self->practices);
}

void
bedside_session_choose_practice (BedsideSession  *self,
                                 BedsidePractice *practice)
{
  bedside_fake_note (self->calls, "choose-practice %s", bedside_practice_get_room_id (practice));
  if (g_set_object (&self->practice, practice))
    g_object_notify_by_pspec (G_OBJECT (self), session_properties[PROP_PRACTICE]);
}

BedsidePractice *
bedside_session_find_practice (BedsideSession *self,
                               BedsidePatient *patient)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->practices)); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (G_LIST_MODEL (self->practices), i);

      if (bedside_practice_has_patient (practice, patient))
        return practice;
    }

  return NULL;
}

GListModel *
bedside_session_get_invitations (BedsideSession *self)
{
  return G_LIST_MODEL (self->invitations);
}

GListModel *
bedside_session_get_activated (BedsideSession *self)
{
  return G_LIST_MODEL (self->activated);
}

void
bedside_session_dismiss_activated (BedsideSession *self,
                                   BedsidePatient *patient)
{
  guint position;

  bedside_fake_note (self->calls, "dismiss-activated %s", bedside_patient_get_key (patient));
  if (g_list_store_find (self->activated, patient, &position))
    g_list_store_remove (self->activated, position);
}

BedsidePracticeWriter *
bedside_session_get_writer (BedsideSession *self)
{
  return self->writer;
}

BedsideSetUp *
bedside_session_get_set_up (BedsideSession *self)
{
  return self->set_up;
}

static gboolean
has_conversation (BedsideSession *self,
                  BedsidePatient *patient)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (bedside_conversation_get_patient (conversation) == patient)
        return TRUE;
    }

  return FALSE;
}

/* What a test has set, else what the rules say. */
BedsideStart
bedside_session_get_start (BedsideSession *self,
                           BedsidePatient *patient)
{
  const BedsidePortalState portal = bedside_patient_get_portal_state (patient);
  BedsideStartFacts facts = {
    .removed = bedside_patient_get_removed (patient),
    .invited = portal != BEDSIDE_PORTAL_STATE_NONE,
    .activated = portal == BEDSIDE_PORTAL_STATE_ACTIVATED,
    .linked = bedside_patient_get_user_id (patient) != NULL,
    .chat_disabled = bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED,
    .has_conversation = has_conversation (self, patient),
  };
  gpointer start;

  if (g_hash_table_lookup_extended (self->starts, patient, NULL, &start))
    return (BedsideStart) GPOINTER_TO_INT (start);

  facts.practice_known = self->practice != NULL;
  if (self->practice != NULL)
    {
      facts.configured = bedside_practice_get_enforcement (self->practice) != BEDSIDE_ENFORCEMENT_NOT_CONFIGURED;
      facts.group_chat = bedside_practice_get_group_chat (self->practice);
      facts.patient_chat = bedside_practice_get_patient_chat (self->practice);
    }

  return bedside_rules_get_start (&facts);
}

static void
begin_conversation (BedsideSession      *self,
                    gpointer             tag,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_assert_null (self->task);
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, tag);
}

static BedsideConversation *
finish_conversation (BedsideSession  *self,
                     gpointer         tag,
                     GAsyncResult    *result,
                     GError         **error)
{
  g_assert_true (g_task_is_valid (result, self));
  g_assert_true (g_async_result_is_tagged (result, tag));

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bedside_session_start_conversation_async (BedsideSession      *self,
                                          BedsidePatient      *patient,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  bedside_fake_note (self->calls, "start-conversation %s", bedside_patient_get_key (patient));
  begin_conversation (self, bedside_session_start_conversation_async, cancellable, callback, user_data);
}

BedsideConversation *
bedside_session_start_conversation_finish (BedsideSession  *self,
                                           GAsyncResult    *result,
                                           GError         **error)
{
  return finish_conversation (self, bedside_session_start_conversation_async, result, error);
}

void
bedside_session_start_team_async (BedsideSession      *self,
                                  const char * const  *user_ids,
                                  const char          *title,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autofree char *people = g_strjoinv (" ", (char **) user_ids);

  bedside_fake_note (self->calls, "start-team %s \"%s\"", people, title != NULL ? title : "");
  begin_conversation (self, bedside_session_start_team_async, cancellable, callback, user_data);
}

BedsideConversation *
bedside_session_start_team_finish (BedsideSession  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  return finish_conversation (self, bedside_session_start_team_async, result, error);
}

GString *
bedside_fake_session_get_calls (BedsideSession *self)
{
  return self->calls;
}
