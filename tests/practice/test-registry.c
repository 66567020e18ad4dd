/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-event-of.h"
#include "bedside-registry.h"

#define ME        "@me:x"
#define ADA       "@ada:x"
#define PRACTICE  "!practice:x"
#define DIRECTORY "!directory:x"

static void
apply (BedsideRegistry *registry,
       const char      *room_id,
       const char      *type,
       const char      *key,
       const char      *content)
{
  BedsideRoom *room = bedside_registry_ensure (registry, room_id);
  g_autofree char *json = g_strdup_printf ("{'type':'%s','state_key':'%s','sender':'" ME "','origin_server_ts':10,"
                                           "'content':%s}", type, key, content);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  bedside_registry_apply_state (registry, room, event);
}

static void
add_practice (BedsideRegistry *registry,
              const char      *room_id,
              const char      *name)
{
  g_autofree char *content = g_strdup_printf ("{'name':'%s'}", name);

  apply (registry, room_id, "m.room.create", "", "{'type':'m.space','org.bedside.practice':{'v':1}}");
  apply (registry, room_id, "m.room.name", "", content);
}

static void
set_settings (BedsideRegistry *registry,
              const char      *content)
{
  apply (registry, PRACTICE, "org.bedside.settings", "", content);
  bedside_registry_settle (registry);
}

#define OPEN_SETTINGS "{'group_chat':true,'patient_chat':true,'directory':'" DIRECTORY "'}"

static BedsideRegistry *
make_registry (void)
{
  BedsideRegistry *registry = bedside_registry_new (ME);

  add_practice (registry, PRACTICE, "Riverside");
  apply (registry, DIRECTORY, "m.room.create", "",
         "{'type':'org.bedside.directory','org.bedside.directory':{'v':1,'practice':'" PRACTICE "'}}");
  apply (registry, DIRECTORY, "org.bedside.patient", "k",
         "{'given':'Ada','family':'Lovelace','birth_date':'1985-12-10','user_id':'" ADA "','portal':'activated'}");
  apply (registry, DIRECTORY, "org.bedside.access", "k", "{'chat':'enabled'}");
  set_settings (registry, OPEN_SETTINGS);

  return registry;
}

static BedsideRoom *
add_room (BedsideRegistry *registry,
          const char      *room_id,
          const char      *practice,
          const char      *practitioner,
          const char      *key)
{
  g_autofree char *content = g_strdup_printf ("{'org.bedside.chat':{'v':1,'practice':'%s','patient_key':'%s',"
                                              "'patient':'" ADA "','practitioner':'%s'}}", practice, key, practitioner);

  apply (registry, room_id, "m.room.create", "", content);
  bedside_registry_settle (registry);

  return bedside_registry_find (registry, room_id);
}

static guint
count_shown (BedsideRegistry *registry)
{
  return g_list_model_get_n_items (bedside_registry_get_conversations (registry));
}

static void
assert_reason (BedsideRoom         *room,
               BedsideClosedReason  reason)
{
  g_assert_nonnull (room->conversation);
  g_assert_cmpint (bedside_conversation_get_closed_reason (room->conversation), ==, reason);
}

static void
test_shown (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *bound = add_room (registry, "!1:x", PRACTICE, ME, "k");
  BedsideRoom *of_colleague = add_room (registry, "!2:x", PRACTICE, "@other:x", "k");
  BedsideRoom *of_other_practice = add_room (registry, "!3:x", "!other:x", ME, "k");
  BedsideRoom *stray;

  apply (registry, "!4:x", "m.room.create", "", "{}");
  apply (registry, "!4:x", "m.room.name", "", "{'name':'Ada Lovelace'}");
  bedside_registry_settle (registry);
  stray = bedside_registry_find (registry, "!4:x");

  g_assert_cmpuint (count_shown (registry), ==, 1);
  g_assert_nonnull (bound->conversation);
  g_assert_null (of_colleague->conversation);
  g_assert_null (of_other_practice->conversation);
  g_assert_null (stray->conversation);
  g_assert_cmpstr (bedside_conversation_get_title (bound->conversation), ==, "Ada Lovelace");
  g_assert_cmpstr (bedside_conversation_get_subtitle (bound->conversation), ==, "10 Dec 1985");
  assert_reason (bound, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_true (bedside_registry_find_conversation (registry, bound->conversation) == bound);
}

static void
apply_many (BedsideRegistry *registry,
            guint            n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *room_id = g_strdup_printf ("!%u:x", i);
      g_autofree char *content = g_strdup_printf ("{'org.bedside.chat':{'practice':'" PRACTICE "','patient_key':'k%u',"
                                                  "'patient':'" ADA "','practitioner':'" ME "'}}", i);

      apply (registry, room_id, "m.room.create", "", content);
    }
}

static void
test_one_change (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  guint changes = 0;

  g_signal_connect_swapped (bedside_registry_get_conversations (registry), "items-changed",
                            G_CALLBACK (bedside_counter_add), &changes);
  apply_many (registry, 5);
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_shown (registry), ==, 5);
  g_assert_cmpuint (changes, ==, 1);
  bedside_registry_settle (registry);
  g_assert_cmpuint (changes, ==, 1);
}

/* Of what comes while rooms are being settled it is known whose it is before it is shown: a pair has one room. */
static void
test_late_room (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();

  apply_many (registry, 120);
  g_assert_true (bedside_registry_settle_some (registry));
  apply (registry, "!late:x", "m.room.create", "",
         "{'org.bedside.chat':{'practice':'" PRACTICE "','patient_key':'k0','patient':'" ADA "','practitioner':'" ME
         "'}}");
  while (bedside_registry_settle_some (registry))
    ;
  g_assert_cmpuint (count_shown (registry), ==, 120);

  BedsideRoom *first = bedside_registry_find (registry, "!0:x"), *late = bedside_registry_find (registry, "!late:x");
  g_assert_true ((first->conversation != NULL) != (late->conversation != NULL));
  g_assert_nonnull (late->patient_id);
}

/* What was begun and given up is done by the next one, wherever it stood. */
static void
test_dropped (void)
{
  for (guint turns = 1; turns < 7; turns++)
    {
      g_autoptr(BedsideRegistry) registry = make_registry ();

      apply_many (registry, 120);
      for (guint i = 0; i < turns; i++)
        bedside_registry_settle_some (registry);
      bedside_registry_drop_settling (registry);
      apply (registry, "!late:x", "m.room.create", "",
             "{'org.bedside.chat':{'practice':'" PRACTICE "','patient_key':'k','patient':'" ADA "','practitioner':'" ME
             "'}}");
      bedside_registry_settle (registry);
      g_assert_cmpuint (count_shown (registry), ==, 121);
      bedside_registry_drop_settling (registry);
      g_assert_false (bedside_registry_settle_some (registry) && bedside_registry_settle_some (registry));
    }
}

static void
test_reasons (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

  assert_reason (room, BEDSIDE_CLOSED_REASON_NONE);
  apply (registry, "!1:x", "m.room.encryption", "", "{'algorithm':'x'}");
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_ENCRYPTED);
  apply (registry, "!1:x", "m.room.member", ADA, "{'membership':'leave'}");
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_LEFT);
  apply (registry, DIRECTORY, "org.bedside.access", "k", "{'chat':'disabled'}");
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  apply (registry, DIRECTORY, "org.bedside.patient", "k", "{'given':'Ada','user_id':'@somebody:else'}");
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_NOT_LINKED);
  set_settings (registry, "{'group_chat':true,'directory':'" DIRECTORY "'}");
  assert_reason (room, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  set_settings (registry, "{'group_chat':'yes','patient_chat':true,'directory':'" DIRECTORY "'}");
  assert_reason (room, BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED);
  set_settings (registry, "{'group_chat':true,'patient_chat':true,'directory':'!nowhere:x'}");
  assert_reason (room, BEDSIDE_CLOSED_REASON_NO_PRACTICE);
}

static void
test_wrong_binding (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();

  apply (registry, "!1:x", "m.room.create", "",
         "{'org.bedside.chat':{'practice':'" PRACTICE "','patient':'" ADA "','practitioner':'" ME "'}}");
  bedside_registry_settle (registry);
  assert_reason (bedside_registry_find (registry, "!1:x"), BEDSIDE_CLOSED_REASON_WRONG_BINDING);
}

/* The directory must name the practice in turn, and be joined: else anybody could make one. */
static void
test_directory (void)
{
  const char *creates[] = {
    "{'type':'org.bedside.directory','org.bedside.directory':{'v':1,'practice':'!other:x'}}",
    "{'type':'org.bedside.directory','org.bedside.directory':{'v':1}}",
    "{'type':'org.bedside.directory','org.bedside.directory':true}",
    "{'org.bedside.team':{'practice':'" PRACTICE "'}}",
    "{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (creates); i++)
    {
      g_autoptr(BedsideRegistry) registry = make_registry ();
      BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

      apply (registry, DIRECTORY, "m.room.create", "", creates[i]);
      bedside_registry_settle (registry);
      assert_reason (room, BEDSIDE_CLOSED_REASON_NO_PRACTICE);
      g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Unknown patient");
    }

  g_autoptr(BedsideRegistry) left = make_registry ();
  BedsideRoom *room = add_room (left, "!1:x", PRACTICE, ME, "k");
  BedsideRoom *directory = bedside_registry_find (left, DIRECTORY);
  directory->membership = BEDSIDE_MEMBERSHIP_LEFT;
  bedside_registry_touch (left, directory);
  bedside_registry_settle (left);
  assert_reason (room, BEDSIDE_CLOSED_REASON_NO_PRACTICE);
}

/* What is redacted stays as {} and means removed. */
static void
test_removed_patient (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

  apply (registry, DIRECTORY, "org.bedside.patient", "k", "{}");
  apply (registry, DIRECTORY, "org.bedside.access", "k", "{}");
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_NOT_LINKED);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Unknown patient");
  g_assert_true (bedside_patient_get_removed (bedside_conversation_get_patient (room->conversation)));
}

static void
test_hostile_patient (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

  apply (registry, DIRECTORY, "org.bedside.patient", "k",
         "{'given':7,'family':['x'],'birth_date':'31 Feb','user_id':{},'portal':'x'}");
  apply (registry, DIRECTORY, "org.bedside.access", "k", "{'chat':true}");
  apply (registry, DIRECTORY, "org.bedside.patient", "", "{'given':'nobody'}");
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_NOT_LINKED);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Unknown patient");
  g_assert_cmpstr (bedside_conversation_get_subtitle (room->conversation), ==, "");
}

static void
check_practice (BedsideRegistry *registry,
                GParamSpec      *pspec,
                const char      *expected)
{
  /* Whoever is told of a practice may read it at once. */
  g_assert_cmpstr (bedside_practice_get_name (bedside_registry_get_practice (registry)), ==, expected);
}

static void
test_practice_choice (void)
{
  g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);
  guint changes = 0;

  bedside_counter_watch (registry, "practice", &changes);
  bedside_registry_settle (registry);
  g_assert_null (bedside_registry_get_practice (registry));

  g_signal_connect (registry, "notify::practice", G_CALLBACK (check_practice), (gpointer) "B");
  add_practice (registry, "!b:x", "B");
  bedside_registry_settle (registry);
  g_assert_cmpuint (bedside_counter_take (&changes), ==, 1);
  g_signal_handlers_disconnect_by_func (registry, check_practice, (gpointer) "B");

  /* What is joined later changes nothing under somebody's hands. */
  add_practice (registry, "!c:x", "C");
  add_practice (registry, "!a:x", "A");
  bedside_registry_settle (registry);
  g_assert_cmpuint (bedside_counter_take (&changes), ==, 0);

  /* One that is only offered, or was left, is none: then it is the first, in whatever order they were heard of. */
  bedside_registry_find (registry, "!b:x")->membership = BEDSIDE_MEMBERSHIP_INVITED;
  bedside_registry_touch (registry, bedside_registry_find (registry, "!b:x"));
  bedside_registry_settle (registry);
  g_assert_cmpuint (bedside_counter_take (&changes), ==, 1);
  g_assert_cmpstr (bedside_practice_get_room_id (bedside_registry_get_practice (registry)), ==, "!a:x");
  bedside_registry_forget (registry, "!a:x");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_practice_get_room_id (bedside_registry_get_practice (registry)), ==, "!c:x");
  bedside_registry_forget (registry, "!c:x");
  bedside_registry_settle (registry);
  g_assert_null (bedside_registry_get_practice (registry));
}

static void
test_practice_lost (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");
  g_autoptr(BedsideConversation) conversation = g_object_ref (room->conversation);
  BedsideRoom *practice = bedside_registry_find (registry, PRACTICE);

  bedside_conversation_set_typing (conversation, TRUE);
  practice->membership = BEDSIDE_MEMBERSHIP_LEFT;
  bedside_registry_touch (registry, practice);
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_shown (registry), ==, 0);
  /* Who still has it open cannot write in it. */
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NO_PRACTICE);
  g_assert_false (bedside_conversation_get_typing (conversation));
  g_assert_null (bedside_registry_find_conversation (registry, conversation));

  practice->membership = BEDSIDE_MEMBERSHIP_JOINED;
  bedside_registry_touch (registry, practice);
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_shown (registry), ==, 1);
  assert_reason (room, BEDSIDE_CLOSED_REASON_NONE);
}

static void
test_membership (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

  room->membership = BEDSIDE_MEMBERSHIP_LEFT;
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_LEFT);
  g_assert_true (bedside_conversation_get_inactive (room->conversation));

  /* An invitation is no conversation; but to one that there was, it is. */
  room->membership = BEDSIDE_MEMBERSHIP_INVITED;
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
  g_assert_null (room->conversation);
  room->next_position = 5;
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
  assert_reason (room, BEDSIDE_CLOSED_REASON_LEFT);
}

static void
set_created (BedsideRegistry *registry,
             const char      *room_id,
             gint64           created_at)
{
  BedsideRoom *room = bedside_registry_find (registry, room_id);

  room->created_at = created_at;
  bedside_registry_touch (registry, room);
}

static void
test_pairs (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *younger = add_room (registry, "!1:x", PRACTICE, ME, "k");
  BedsideRoom *older;

  set_created (registry, "!1:x", 20);
  older = add_room (registry, "!2:x", PRACTICE, ME, "k");
  g_assert_null (younger->conversation);
  g_assert_nonnull (older->conversation);
  g_assert_cmpuint (count_shown (registry), ==, 1);

  /* The same time: by id, so that all devices see the same. */
  add_room (registry, "!0:x", PRACTICE, ME, "k");
  g_assert_nonnull (bedside_registry_find (registry, "!0:x")->conversation);
  g_assert_null (older->conversation);

  /* If the older one is gone the other one is the conversation. */
  bedside_registry_forget (registry, "!0:x");
  bedside_registry_touch (registry, older);
  bedside_registry_touch (registry, younger);
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_shown (registry), ==, 1);
  g_assert_nonnull (older->conversation);
}

static void
assert_sender_name (BedsideRegistry *registry,
                    BedsideRoom     *room,
                    const char      *sender,
                    const char      *expected)
{
  g_autofree char *name = bedside_registry_dup_sender_name (registry, room, sender);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_team (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room;

  apply (registry, "!t:x", "m.room.create", "", "{'org.bedside.team':{'practice':'" PRACTICE "'}}");
  bedside_registry_settle (registry);
  room = bedside_registry_find (registry, "!t:x");
  g_assert_cmpint (bedside_conversation_get_kind (room->conversation), ==, BEDSIDE_CONVERSATION_KIND_TEAM);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Team");

  /* Without a name: after its members. */
  apply (registry, "!t:x", "m.room.member", ME, "{'membership':'join','displayname':'Me'}");
  apply (registry, "!t:x", "m.room.member", "@s:x", "{'membership':'join','displayname':'Sam'}");
  apply (registry, "!t:x", "m.room.member", "@b:x", "{'membership':'join'}");
  apply (registry, "!t:x", "m.room.member", "@g:x", "{'membership':'leave','displayname':'Gone'}");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "@b:x, Sam");
  apply (registry, "!t:x", "m.room.name", "", "{'name':'Everyone'}");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Everyone");
  assert_sender_name (registry, room, "@s:x", "Sam");
  assert_sender_name (registry, room, "@z:x", "@z:x");
  assert_sender_name (registry, room, ME, "");

  /* Practice-wide: patient chat is no matter here, group chat is. */
  set_settings (registry, "{'group_chat':true,'patient_chat':false,'directory':'" DIRECTORY "'}");
  assert_reason (room, BEDSIDE_CLOSED_REASON_NONE);
  set_settings (registry, "{}");
  assert_reason (room, BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED);
}

static void
test_sender_name (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

  apply (registry, "!1:x", "m.room.member", ADA, "{'membership':'join','displayname':'Dr. House'}");
  bedside_registry_settle (registry);
  assert_sender_name (registry, room, ADA, "Ada Lovelace");
  assert_sender_name (registry, room, NULL, "Unknown sender");
  apply (registry, DIRECTORY, "org.bedside.patient", "k", "{}");
  bedside_registry_settle (registry);
  assert_sender_name (registry, room, ADA, "Unknown patient");
}

#define TEAM_ROOM "!t:x"

static BedsideRoom *
add_team (BedsideRegistry *registry)
{
  apply (registry, TEAM_ROOM, "m.room.create", "", "{'org.bedside.team':{'practice':'" PRACTICE "'}}");
  apply (registry, TEAM_ROOM, "m.room.member", ME, "{'membership':'join','displayname':'Me'}");
  bedside_registry_settle (registry);

  return bedside_registry_find (registry, TEAM_ROOM);
}

static void
join (BedsideRegistry *registry,
      const char      *user_id,
      const char      *name)
{
  g_autofree char *content = g_strdup_printf ("{'membership':'join','displayname':%s}", name);

  apply (registry, TEAM_ROOM, "m.room.member", user_id, content);
}

/* Nobody takes another's name, hides in it, or is without one. */
static void
test_display_names (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  g_autofree char *long_name = g_strnfill (256, 'x');
  g_autofree char *quoted = g_strdup_printf ("'%s'", long_name);
  g_autofree char *shown = NULL;
  BedsideRoom *room = add_team (registry);

  join (registry, "@s:x", "'Sam'");
  assert_sender_name (registry, room, "@s:x", "Sam");
  join (registry, "@t:x", "'S\u200bam\u202e '");
  assert_sender_name (registry, room, "@s:x", "Sam (@s:x)");
  assert_sender_name (registry, room, "@t:x", "Sam (@t:x)");
  /* Changed while nobody looked. */
  join (registry, "@t:x", "'\u05e1\u05dd'");
  assert_sender_name (registry, room, "@s:x", "Sam");
  assert_sender_name (registry, room, "@t:x", "\u05e1\u05dd");

  join (registry, "@n:x", "null");
  assert_sender_name (registry, room, "@n:x", "@n:x");
  join (registry, "@n:x", "''");
  assert_sender_name (registry, room, "@n:x", "@n:x");
  join (registry, "@n:x", "'\u2066\u3164\u200b '");
  assert_sender_name (registry, room, "@n:x", "@n:x");
  join (registry, "@n:x", "7");
  assert_sender_name (registry, room, "@n:x", "@n:x");
  join (registry, "@n:x", quoted);
  shown = bedside_registry_dup_sender_name (registry, room, "@n:x");
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 241);
  assert_sender_name (registry, room, "@\u202emallory:x", "@mallory:x");
}

/* In a patient's conversation nobody else can write under the patient's name. */
static void
test_patients_name_is_taken (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");

  apply (registry, "!1:x", "m.room.member", "@m:x", "{'membership':'join','displayname':'Ada Lovelace'}");
  bedside_registry_settle (registry);
  assert_sender_name (registry, room, ADA, "Ada Lovelace");
  assert_sender_name (registry, room, "@m:x", "Ada Lovelace (@m:x)");
  g_assert_true (bedside_room_is_patient (room, ADA));
  g_assert_false (bedside_room_is_patient (room, "@m:x"));
}

static void
test_room_names (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_team (registry);

  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Team");
  join (registry, "@s:x", "'Sam'");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Sam");
  apply (registry, TEAM_ROOM, "m.room.name", "", "{'name':' \u200b\u202e'}");
  apply (registry, TEAM_ROOM, "m.room.canonical_alias", "", "{'alias':'#alias:x'}");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Sam");
  apply (registry, TEAM_ROOM, "m.room.name", "", "{'name':7}");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Sam");
  apply (registry, TEAM_ROOM, "m.room.name", "", "{'name':'On call\\nYou, 09:41'}");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "On call You, 09:41");

  /* All have left. */
  apply (registry, TEAM_ROOM, "m.room.name", "", "{}");
  apply (registry, TEAM_ROOM, "m.room.member", "@s:x", "{'membership':'leave','displayname':'Sam'}");
  bedside_registry_settle (registry);
  g_assert_cmpstr (bedside_conversation_get_title (room->conversation), ==, "Team");
}

static void
test_forget (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = add_room (registry, "!1:x", PRACTICE, ME, "k");
  BedsideConversation *conversation = g_object_ref (room->conversation);

  apply (registry, "!1:x", "m.room.name", "", "{'name':'changed, not settled'}");
  bedside_registry_forget (registry, "!1:x");
  bedside_registry_forget (registry, "!unknown:x");
  bedside_registry_settle (registry);
  g_assert_null (bedside_registry_find (registry, "!1:x"));
  g_assert_cmpuint (count_shown (registry), ==, 0);
  g_assert_finalize_object (conversation);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/registry/shown", test_shown);
  g_test_add_func ("/practice/registry/one-change-for-all", test_one_change);
  g_test_add_func ("/practice/registry/late-room", test_late_room);
  g_test_add_func ("/practice/registry/dropped-settling", test_dropped);
  g_test_add_func ("/practice/registry/reasons", test_reasons);
  g_test_add_func ("/practice/registry/wrong-binding", test_wrong_binding);
  g_test_add_func ("/practice/registry/directory-must-name-practice", test_directory);
  g_test_add_func ("/practice/registry/removed-patient", test_removed_patient);
  g_test_add_func ("/practice/registry/hostile-patient", test_hostile_patient);
  g_test_add_func ("/practice/registry/practice-choice", test_practice_choice);
  g_test_add_func ("/practice/registry/practice-lost", test_practice_lost);
  g_test_add_func ("/practice/registry/membership", test_membership);
  g_test_add_func ("/practice/registry/pairs", test_pairs);
  g_test_add_func ("/practice/registry/team", test_team);
  g_test_add_func ("/practice/edge-21-display-names", test_display_names);
  g_test_add_func ("/practice/edge-21-patients-name-is-taken", test_patients_name_is_taken);
  g_test_add_func ("/practice/edge-22-room-names", test_room_names);
  g_test_add_func ("/practice/registry/R29-sender-name", test_sender_name);
  g_test_add_func ("/practice/registry/forget", test_forget);

  return g_test_run ();
}
