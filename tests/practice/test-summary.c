/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-registry.h"
#include "bedside-summary.h"

#define ME "@robin:example.org"

static BedsideRoom *
restore_room (BedsideRegistry *registry,
              const char      *room_id,
              const char      *payload)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_json_parse_object (payload, -1, &error);
  BedsideRoom *room = bedside_registry_ensure (registry, room_id);

  g_assert_no_error (error);
  bedside_room_restore (room, object);

  return room;
}

static void
apply (BedsideRegistry *registry,
       const char      *room_id,
       const char      *type,
       const char      *key,
       const char      *content)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"%s\",\"state_key\":\"%s\",\"content\":%s}", type, key, content);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideEvent) event = bedside_event_new_from_text (text, &error);

  g_assert_no_error (error);
  bedside_registry_apply_state (registry, bedside_registry_find (registry, room_id), event);
}

/* How many rooms are to be stored anew. */
static guint
update_unsaved (BedsideRegistry *registry)
{
  g_autoptr(GPtrArray) rooms = bedside_registry_steal_unsaved (registry);
  guint count = 0;

  for (guint i = 0; i < rooms->len; i++)
    count += bedside_registry_update_summary (registry, g_ptr_array_index (rooms, i));

  return count;
}

/* A practice with one patient, as its state says. */
static void
apply_practice (BedsideRegistry *registry,
                const char      *given)
{
  g_autofree char *patient = g_strdup_printf ("{\"v\":1,\"given\":\"%s\",\"family\":\"Lovelace\","
                                              "\"birth_date\":\"1985-12-10\",\"user_id\":\"@ada:example.org\"}", given);

  bedside_registry_ensure (registry, "!space")->membership = BEDSIDE_MEMBERSHIP_JOINED;
  bedside_registry_ensure (registry, "!directory")->membership = BEDSIDE_MEMBERSHIP_JOINED;
  bedside_registry_ensure (registry, "!ada")->membership = BEDSIDE_MEMBERSHIP_JOINED;
  apply (registry, "!space", "m.room.create", "", "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}");
  apply (registry, "!space", "m.room.name", "", "{\"name\":\"Riverside Health\"}");
  apply (registry, "!space", "org.bedside.settings", "",
         "{\"v\":1,\"group_chat\":true,\"patient_chat\":true,\"directory\":\"!directory\"}");
  apply (registry, "!directory", "m.room.create", "",
         "{\"type\":\"org.bedside.directory\",\"org.bedside.directory\":{\"v\":1,\"practice\":\"!space\"}}");
  apply (registry, "!directory", "org.bedside.patient", "key", patient);
  apply (registry, "!directory", "org.bedside.access", "key", "{\"v\":1,\"chat\":\"enabled\"}");
  apply (registry, "!ada", "m.room.create", "",
         "{\"org.bedside.chat\":{\"v\":1,\"practice\":\"!space\",\"patient_key\":\"key\","
         "\"patient\":\"@ada:example.org\",\"practitioner\":\"" ME "\"}}");
}

static BedsideConversation *
get_only_conversation (BedsideRegistry *registry)
{
  GListModel *conversations = bedside_registry_get_conversations (registry);
  g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, 0);

  g_assert_cmpuint (g_list_model_get_n_items (conversations), ==, 1);

  return conversation;
}

static void
assert_ada (BedsideRegistry     *registry,
            BedsideClosedReason  reason)
{
  BedsideConversation *conversation = get_only_conversation (registry);

  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ada Lovelace");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, reason);
  g_assert_cmpint (bedside_patient_get_chat_access (bedside_conversation_get_patient (conversation)), ==,
                   BEDSIDE_CHAT_ACCESS_ENABLED);
  g_assert_cmpstr (bedside_practice_get_name (bedside_registry_get_practice (registry)), ==, "Riverside Health");
  g_assert_true (bedside_practice_get_patient_chat (bedside_registry_get_practice (registry)));
}

/* As it was shown last, without any of the state. */
static void
test_round_trip (void)
{
  g_autoptr(BedsideRegistry) before = bedside_registry_new (ME);
  g_autoptr(BedsideRegistry) after = bedside_registry_new (ME);

  apply_practice (before, "Ada");
  bedside_registry_settle (before);
  assert_ada (before, BEDSIDE_CLOSED_REASON_NONE);

  g_autoptr(GPtrArray) unsaved = bedside_registry_steal_unsaved (before);
  g_autoptr(GPtrArray) rest = bedside_registry_steal_unsaved (before);
  guint count = 0;
  g_assert_cmpuint (rest->len, ==, 0);
  for (guint i = 0; i < unsaved->len; i++)
    {
      BedsideRoom *room = g_ptr_array_index (unsaved, i);

      if (!bedside_registry_update_summary (before, room))
        continue;
      g_autofree char *payload = bedside_room_to_payload (room);
      restore_room (after, room->room_id, payload);
      count++;
    }
  g_assert_cmpuint (count, ==, 2);

  bedside_registry_show_summaries (after);
  assert_ada (after, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_nonnull (bedside_registry_find_conversation (after, get_only_conversation (after)));

  /* The state says the same: nothing is to be shown or stored anew. */
  BedsideConversation *conversation = get_only_conversation (after);
  apply_practice (after, "Ada");
  bedside_registry_settle (after);
  g_assert_cmpuint (update_unsaved (after), ==, 0);
  g_assert_true (get_only_conversation (after) == conversation);
  assert_ada (after, BEDSIDE_CLOSED_REASON_NONE);
}

/* Conversations are shown with the practice to which they belong. */
static void
restore_practice (BedsideRegistry *registry)
{
  restore_room (registry, "!space", "{\"membership\":0,\"summary\":{\"kind\":\"practice\",\"name\":\"Old Name\"}}");
}

/* The program was killed after the state was stored and before the summary was: the state wins. */
static void
test_state_wins (void)
{
  g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);

  restore_practice (registry);
  restore_room (registry, "!ada", "{\"membership\":0,\"summary\":{\"kind\":\"patient\",\"closed\":\"chat-disabled\","
                "\"practice\":\"!space\","
                "\"patient\":{\"key\":\"key\",\"name\":\"Somebody Else\",\"born\":\"1900-01-01\"}}}");
  bedside_registry_show_summaries (registry);
  g_assert_cmpstr (bedside_conversation_get_title (get_only_conversation (registry)), ==, "Somebody Else");
  g_assert_cmpint (bedside_conversation_get_closed_reason (get_only_conversation (registry)), ==,
                   BEDSIDE_CLOSED_REASON_CHAT_DISABLED);

  apply_practice (registry, "Ada");
  bedside_registry_settle (registry);
  assert_ada (registry, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_cmpuint (update_unsaved (registry), ==, 2);
}

/* A practice that was left while nobody looked shows nothing. */
static void
test_left (void)
{
  g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);

  restore_room (registry, "!space", "{\"membership\":2,\"summary\":{\"kind\":\"practice\",\"name\":\"Old Name\"}}");
  restore_room (registry, "!ada", "{\"summary\":{\"kind\":\"patient\",\"practice\":\"!space\"}}");
  bedside_registry_show_summaries (registry);
  g_assert_null (bedside_registry_get_practice (registry));
  g_assert_cmpuint (g_list_model_get_n_items (bedside_registry_get_conversations (registry)), ==, 0);
}

/* What is no conversation any more goes when the state is there. */
static void
test_gone (void)
{
  g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);
  BedsideRoom *room = restore_room (registry, "!team", "{\"summary\":{\"kind\":\"team\",\"title\":\"Everyone\","
                                    "\"practice\":\"!space\"}}");

  restore_practice (registry);
  bedside_registry_show_summaries (registry);
  g_assert_cmpstr (bedside_conversation_get_title (get_only_conversation (registry)), ==, "Everyone");
  apply_practice (registry, "Ada");
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
  assert_ada (registry, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_cmpuint (update_unsaved (registry), >, 0);
  g_assert_null (room->summary);
}

/* Nobody is let through by a summary that cannot be read; at worst nothing is shown until the state is there. */
static void
test_hostile (void)
{
  static const struct {
    const char *payload;
    guint       shown;
    const char *title;
  } cases[] = {
    { "{}", 0, NULL },
    { "{\"summary\":null}", 0, NULL },
    { "{\"summary\":[]}", 0, NULL },
    { "{\"summary\":{}}", 0, NULL },
    { "{\"summary\":{\"kind\":3}}", 0, NULL },
    { "{\"summary\":{\"kind\":\"directory\"}}", 0, NULL },
    { "{\"summary\":{\"kind\":\"patient\"}}", 0, NULL },
    { "{\"summary\":{\"kind\":\"patient\",\"practice\":7}}", 0, NULL },
    { "{\"summary\":{\"kind\":\"team\",\"practice\":\"!other\"}}", 0, NULL },
    { "{\"summary\":{\"kind\":\"patient\",\"practice\":\"!space\"}}", 1, "Unknown patient" },
    { "{\"summary\":{\"kind\":\"patient\",\"practice\":\"!space\",\"patient\":7,\"closed\":7}}", 1,
      "Unknown patient" },
    { "{\"summary\":{\"kind\":\"patient\",\"practice\":\"!space\",\"patient\":{\"name\":\"No Key\"}}}", 1,
      "Unknown patient" },
    { "{\"summary\":{\"kind\":\"patient\",\"practice\":\"!space\",\"closed\":\"later\","
      "\"patient\":{\"key\":\"k\",\"name\":[]}}}", 1, "Unknown patient" },
    { "{\"summary\":{\"kind\":\"team\",\"practice\":\"!space\",\"title\":{}}}", 1, "Team conversation" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);

      g_test_message ("%s", cases[i].payload);
      restore_practice (registry);
      restore_room (registry, "!room", cases[i].payload);
      bedside_registry_show_summaries (registry);
      g_assert_cmpuint (g_list_model_get_n_items (bedside_registry_get_conversations (registry)), ==, cases[i].shown);
      if (cases[i].shown == 0)
        continue;
      g_assert_cmpstr (bedside_conversation_get_title (get_only_conversation (registry)), ==, cases[i].title);
      g_assert_cmpint (bedside_conversation_get_closed_reason (get_only_conversation (registry)), ==,
                       BEDSIDE_CLOSED_REASON_NO_PRACTICE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/summary/R29-round-trip", test_round_trip);
  g_test_add_func ("/practice/summary/state-wins", test_state_wins);
  g_test_add_func ("/practice/summary/left", test_left);
  g_test_add_func ("/practice/summary/gone", test_gone);
  g_test_add_func ("/practice/summary/hostile", test_hostile);

  return g_test_run ();
}
