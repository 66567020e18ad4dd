/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "practices-of.h"

#include <time.h>

#include "bedside-mirror.h"

static BedsideRoom *
add_room_of (BedsideRegistry *registry,
             const char      *room_id,
             const char      *practice_id,
             const char      *key,
             const char      *patient)
{
  g_autofree char *content = g_strdup_printf ("{'org.bedside.chat':{'v':1,'practice':'%s','patient_key':'%s',"
                                              "'patient':'%s','practitioner':'" ME "'}}", practice_id, key, patient);

  return apply (registry, room_id, "m.room.create", "", content);
}

static BedsideRoom *
add_room (BedsideRegistry *registry,
          const char      *room_id,
          const char      *practice_id,
          const char      *key)
{
  return add_room_of (registry, room_id, practice_id, key, ADA);
}

/* Two practices with a patient and a conversation each, besides Everyone. */
static BedsideRegistry *
make_registry (void)
{
  BedsideRegistry *registry = bedside_registry_new (ME);

  add_practice (registry, "!a", "Riverside");
  add_practice (registry, "!b", "Hillside");
  set_patient (registry, "!a", "k", "activated");
  set_patient (registry, "!b", "k", "activated");
  add_room (registry, "!a-ada", "!a", "k");
  add_room (registry, "!b-ada", "!b", "k");
  bedside_registry_settle (registry);

  return registry;
}

static const char *
get_shown (BedsideRegistry *registry)
{
  BedsidePractice *practice = bedside_registry_get_practice (registry);

  return practice ? bedside_practice_get_room_id (practice) : NULL;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static void
assert_listed (BedsideRegistry *registry,
               const char      *expected)
{
  GListModel *conversations = bedside_registry_get_conversations (registry);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);

      g_ptr_array_add (ids, (gpointer) bedside_conversation_get_room_id (conversation));
    }
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);

  g_autofree char *listed = g_strjoinv (" ", (char **) ids->pdata);
  g_assert_cmpstr (listed, ==, expected);
}

/* --- several practices --- */

static void
test_several (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  GListModel *practices = bedside_registry_get_practices (registry);
  g_autoptr(BedsidePractice) a = g_list_model_get_item (practices, 0);
  g_autoptr(BedsidePractice) b = g_list_model_get_item (practices, 1);
  guint changes = 0, notifies = 0;

  g_assert_cmpuint (g_list_model_get_n_items (practices), ==, 2);
  g_assert_cmpstr (bedside_practice_get_name (a), ==, "Riverside");
  g_assert_cmpstr (bedside_practice_get_name (b), ==, "Hillside");
  g_assert_cmpstr (get_shown (registry), ==, "!a");
  assert_listed (registry, "!a-ada !a-everyone");

  /* The same key in two practices is two patients. */
  BedsideConversation *of_b = bedside_registry_find (registry, "!b-ada")->conversation;
  g_assert_nonnull (of_b);
  g_assert_cmpint (bedside_conversation_get_closed_reason (of_b), ==, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  g_assert_true (bedside_conversation_get_patient (of_b) !=
                 bedside_conversation_get_patient (bedside_registry_find (registry, "!a-ada")->conversation));

  g_signal_connect_swapped (bedside_registry_get_conversations (registry), "items-changed",
                            G_CALLBACK (bedside_counter_add), &changes);
  bedside_counter_watch (registry, "practice", &notifies);
  bedside_registry_choose_practice (registry, b);
  g_assert_cmpstr (get_shown (registry), ==, "!b");
  assert_listed (registry, "!b-ada !b-everyone");
  g_assert_cmpuint (bedside_counter_take (&changes), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&notifies), ==, 1);
  g_assert_true (bedside_registry_find (registry, "!b-ada")->conversation == of_b);

  bedside_registry_choose_practice (registry, b);
  g_assert_cmpuint (changes + notifies, ==, 0);

  /* What happens in the other one does not show. */
  add_room_of (registry, "!a-ben", "!a", "l", "@ben:x");
  bedside_registry_settle (registry);
  assert_listed (registry, "!b-ada !b-everyone");
  g_assert_nonnull (bedside_registry_find (registry, "!a-ben")->conversation);
  g_assert_cmpuint (changes, ==, 0);
}

static void
test_lost (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  g_autoptr(BedsidePractice) b = g_object_ref (bedside_registry_find_practice (registry, "!b"));
  g_autoptr(BedsideConversation) gone = NULL;
  GListModel *practices = bedside_registry_get_practices (registry);

  bedside_registry_choose_practice (registry, b);
  gone = g_object_ref (bedside_registry_find (registry, "!b-ada")->conversation);
  leave (registry, "!b");
  g_assert_cmpstr (get_shown (registry), ==, "!a");
  assert_listed (registry, "!a-ada !a-everyone");
  g_assert_cmpuint (g_list_model_get_n_items (practices), ==, 1);
  g_assert_null (bedside_registry_find_practice (registry, "!b"));
  g_assert_null (bedside_registry_find_conversation (registry, gone));
  g_assert_cmpint (bedside_conversation_get_closed_reason (gone), ==, BEDSIDE_CLOSED_REASON_NO_PRACTICE);

  /* Somebody may still have been choosing it. */
  bedside_registry_choose_practice (registry, b);
  g_assert_cmpstr (get_shown (registry), ==, "!a");

  leave (registry, "!a");
  g_assert_null (get_shown (registry));
  assert_listed (registry, "");
}

static void
test_remembered (void)
{
  g_autoptr(BedsideRegistry) before = make_registry ();
  g_autoptr(BedsideRegistry) after = bedside_registry_new (ME);
  g_autoptr(GError) error = NULL;

  bedside_registry_choose_practice (before, bedside_registry_find_practice (before, "!b"));
  g_autofree char *payload = bedside_registry_to_payload (before);
  g_autoptr(JsonObject) object = bedside_json_parse_object (payload, -1, &error);
  g_assert_no_error (error);

  bedside_registry_restore (after, object);
  g_autofree char *same = bedside_registry_to_payload (after);
  g_assert_cmpstr (same, ==, payload);
  add_practice (after, "!a", "Riverside");
  add_practice (after, "!b", "Hillside");
  bedside_registry_settle (after);
  g_assert_cmpstr (get_shown (after), ==, "!b");
}

static void
test_remembered_nonsense (void)
{
  static const char *const payloads[] = {
    "{}", "{\"practice\":7}", "{\"practice\":\"!gone\"}", "{\"practice\":{},\"activated\":7}",
    "{\"activated\":[7,null,{},{\"directory\":\"!a-directory\"},{\"key\":\"k\"},"
    "{\"directory\":\"!gone\",\"key\":\"k\"},{\"directory\":\"!a-directory\",\"key\":\"unknown\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = bedside_json_parse_object (payloads[i], -1, &error);

      g_test_message ("%s", payloads[i]);
      g_assert_no_error (error);
      bedside_registry_restore (registry, object);
      add_practice (registry, "!b", "Hillside");
      add_practice (registry, "!a", "Riverside");
      set_patient (registry, "!a", "k", "activated");
      bedside_registry_settle (registry);
      g_assert_cmpstr (get_shown (registry), ==, "!a");
      g_assert_cmpuint (g_list_model_get_n_items (bedside_registry_get_activated (registry)), ==, 0);
    }
}

static void
set_unread (BedsideRegistry *registry,
            const char      *room_id,
            guint            unread)
{
  BedsideRoom *room = bedside_registry_find (registry, room_id);

  room->unread = unread;
  bedside_registry_count_unread (registry, room);
}

static void
test_unread (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsidePractice *a = bedside_registry_find_practice (registry, "!a");
  g_autoptr(BedsidePractice) b = g_object_ref (bedside_registry_find_practice (registry, "!b"));
  guint notifies = 0;

  bedside_counter_watch (b, "unread", &notifies);
  set_unread (registry, "!b-ada", 3);
  set_unread (registry, "!b-ada", 4);
  g_assert_cmpuint (bedside_practice_get_unread (b), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&notifies), ==, 1);
  set_unread (registry, "!b-everyone", 1);
  g_assert_cmpuint (bedside_practice_get_unread (b), ==, 2);
  g_assert_cmpuint (bedside_practice_get_unread (a), ==, 0);
  set_unread (registry, "!b-ada", 0);
  g_assert_cmpuint (bedside_practice_get_unread (b), ==, 1);

  /* The space itself is no conversation. */
  set_unread (registry, "!b", 1);
  set_unread (registry, "!b-directory", 1);
  g_assert_cmpuint (bedside_practice_get_unread (b), ==, 1);

  bedside_registry_forget (registry, "!b-everyone");
  bedside_registry_settle (registry);
  g_assert_cmpuint (bedside_practice_get_unread (b), ==, 0);
  set_unread (registry, "!b-ada", 1);
  leave (registry, "!b");
  g_assert_cmpuint (bedside_practice_get_unread (b), ==, 0);
}

/* A patient who was linked with another account gets another conversation; the old one stays as it is. */
static void
test_linked_anew (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsidePractice *a = bedside_registry_find_practice (registry, "!a");
  BedsideRoom *old = bedside_registry_find (registry, "!a-ada");
  BedsidePatient *patient = bedside_conversation_get_patient (old->conversation);

  g_assert_true (bedside_registry_find_pair (registry, a, patient) == old);
  apply (registry, "!a-directory", "org.bedside.patient", "k",
         "{'given':'Ada','family':'Lovelace','user_id':'@ada2:x','portal':'activated'}");
  bedside_registry_settle (registry);
  g_assert_null (bedside_registry_find_pair (registry, a, patient));
  g_assert_cmpint (bedside_conversation_get_closed_reason (old->conversation), ==, BEDSIDE_CLOSED_REASON_NOT_LINKED);
  g_assert_true (bedside_conversation_get_inactive (old->conversation));

  BedsideRoom *new = add_room_of (registry, "!a-ada2", "!a", "k", "@ada2:x");
  bedside_registry_settle (registry);
  g_assert_true (bedside_registry_find_pair (registry, a, patient) == new);
  assert_listed (registry, "!a-ada !a-ada2 !a-everyone");
}

static gint64
get_thread_time (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* One patient who changes is not paid for by all others. The limit is wide: it is there to notice that. */
static void
test_cost (void)
{
  g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);
  gint64 start, took;

  add_practice (registry, "!a", "Riverside");
  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);
      g_autofree char *room_id = g_strdup_printf ("!room%u", i);

      set_patient (registry, "!a", key, "activated");
      if (i < 5000)
        add_room (registry, room_id, "!a", key);
    }
  bedside_registry_settle (registry);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_registry_get_conversations (registry)), ==, 5001);

  start = get_thread_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);

      apply (registry, "!a-directory", "org.bedside.access", key, "{'chat':'enabled'}");
      bedside_registry_settle (registry);
    }
  took = get_thread_time () - start;
  g_test_message ("a patient who changes: %" G_GINT64_FORMAT " us", took / 100);
  g_assert_cmpint (took / 100, <, 1000);
  BedsideConversation *last = bedside_registry_find (registry, "!room99")->conversation;
  g_assert_cmpint (bedside_conversation_get_closed_reason (last), ==, BEDSIDE_CLOSED_REASON_NONE);

  start = get_thread_time ();
  apply (registry, "!a", "org.bedside.settings", "",
         "{'group_chat':true,'patient_chat':false,'directory':'!a-directory'}");
  bedside_registry_settle (registry);
  g_test_message ("settings that change: %" G_GINT64_FORMAT " us", get_thread_time () - start);
  g_assert_cmpint (bedside_conversation_get_closed_reason (last), ==, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
}

/* --- people --- */

static BedsidePractitioner *
find_person (BedsideRegistry *registry,
             const char      *user_id)
{
  return bedside_practice_find_person (bedside_registry_find_practice (registry, "!a"), user_id);
}

static void
test_people (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsidePractice *a = bedside_registry_find_practice (registry, "!a");
  BedsideMirror mirror;

  bedside_mirror_init (&mirror, bedside_practice_get_people (a));
  set_member (registry, "!a", SAM, "join", "Sam Novak");
  set_member (registry, "!a", "@kim:x", "invite", "");
  set_member (registry, "!a", "@gone:x", "leave", "Gone");
  set_member (registry, "!a", "@banned:x", "ban", "Banned");
  bedside_registry_settle (registry);
  bedside_mirror_assert_change (&mirror, 1, 0, 2);

  g_assert_true (bedside_practitioner_is_self (find_person (registry, ME)));
  g_assert_cmpint (bedside_practitioner_get_role (find_person (registry, ME)), ==, BEDSIDE_ROLE_OWNER);
  g_assert_cmpint (bedside_practice_get_role (a), ==, BEDSIDE_ROLE_OWNER);
  g_assert_cmpstr (bedside_practitioner_get_name (find_person (registry, SAM)), ==, "Sam Novak");
  g_assert_false (bedside_practitioner_get_invited (find_person (registry, SAM)));
  g_assert_cmpint (bedside_practitioner_get_role (find_person (registry, SAM)), ==, BEDSIDE_ROLE_PRACTITIONER);
  g_assert_cmpstr (bedside_practitioner_get_name (find_person (registry, "@kim:x")), ==, "kim");
  g_assert_true (bedside_practitioner_get_invited (find_person (registry, "@kim:x")));
  g_assert_null (find_person (registry, "@gone:x"));

  /* A name or a role is no change of the list. */
  BedsidePractitioner *sam = find_person (registry, SAM);
  set_member (registry, "!a", SAM, "join", "Samira Novak");
  set_member (registry, "!a", "@kim:x", "join", "Kim");
  bedside_registry_settle (registry);
  bedside_mirror_assert_none (&mirror);
  g_assert_true (find_person (registry, SAM) == sam);
  g_assert_cmpstr (bedside_practitioner_get_name (sam), ==, "Samira Novak");
  g_assert_false (bedside_practitioner_get_invited (find_person (registry, "@kim:x")));

  set_member (registry, "!a", "@kim:x", "leave", "Kim");
  bedside_registry_settle (registry);
  g_assert_cmpuint (bedside_mirror_take (&mirror), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_practice_get_people (a)), ==, 2);
  g_autofree char *name = bedside_practice_dup_person_name (a, "@kim:x");
  g_assert_cmpstr (name, ==, "kim");
  bedside_mirror_clear (&mirror);
}

static void
test_roles (void)
{
  static const struct {
    int         level;
    BedsideRole role;
  } cases[] = {
    { 0, BEDSIDE_ROLE_PRACTITIONER }, { 50, BEDSIDE_ROLE_PRACTITIONER }, { 89, BEDSIDE_ROLE_PRACTITIONER },
    { 90, BEDSIDE_ROLE_MANAGER }, { 99, BEDSIDE_ROLE_MANAGER }, { 100, BEDSIDE_ROLE_OWNER },
  };
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsidePractice *a = bedside_registry_find_practice (registry, "!a");

  set_member (registry, "!a", SAM, "join", "Sam");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *levels = g_strdup_printf ("{'users':{'" ME "':%d,'" SAM "':%d},'users_default':50}",
                                                 cases[i].level, cases[i].level);

      apply (registry, "!a", "m.room.power_levels", "", levels);
      bedside_registry_settle (registry);
      g_assert_cmpint (bedside_practice_get_role (a), ==, cases[i].role);
      g_assert_cmpint (bedside_practitioner_get_role (find_person (registry, SAM)), ==, cases[i].role);
    }
}

static BedsideEvent *
new_member (const char *user_id,
            const char *membership)
{
  g_autofree char *json = g_strdup_printf ("{'type':'m.room.member','state_key':'%s',"
                                           "'content':{'membership':'%s','displayname':'Listed'}}",
                                           user_id, membership);

  return bedside_event_of (json);
}

/* The list of all members is older than what sync said while it was on its way. */
static void
test_member_list (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *space = bedside_registry_find (registry, "!a");
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);

  set_member (registry, "!a", "@left-unheard:x", "join", "Left");
  set_member (registry, "!a", SAM, "join", "Sam");
  g_assert_false (bedside_registry_are_members_complete (registry));
  bedside_room_expect_members (space);
  set_member (registry, "!a", SAM, "leave", "Sam");
  set_member (registry, "!a", "@just-came:x", "join", "Just came");

  g_ptr_array_add (events, new_member (ME, "join"));
  g_ptr_array_add (events, new_member (SAM, "join"));
  g_ptr_array_add (events, new_member ("@silent:x", "join"));
  g_ptr_array_add (events, bedside_event_of ("{'type':'m.room.name','state_key':'','content':{}}"));
  bedside_room_set_members (space, events, changed);
  for (guint i = 0; i < changed->len; i++)
    bedside_registry_apply_state (registry, space, g_ptr_array_index (changed, i));

  g_assert_cmpuint (changed->len, ==, 3);
  g_assert_true (bedside_room_is_joined_by (space, ME));
  g_assert_true (bedside_room_is_joined_by (space, "@silent:x"));
  g_assert_true (bedside_room_is_joined_by (space, "@just-came:x"));
  g_assert_false (bedside_room_is_joined_by (space, SAM));
  g_assert_false (bedside_room_is_joined_by (space, "@left-unheard:x"));
  g_assert_null (space->fresh_members);
}

static void
test_members_complete (void)
{
  g_autoptr(BedsideRegistry) none = bedside_registry_new (ME);
  g_autoptr(BedsideRegistry) registry = make_registry ();

  g_assert_false (bedside_registry_are_members_complete (none));
  bedside_registry_find (registry, "!a")->members_complete = TRUE;
  g_assert_false (bedside_registry_are_members_complete (registry));
  bedside_registry_find (registry, "!b")->members_complete = TRUE;
  g_assert_true (bedside_registry_are_members_complete (registry));
}

/* The space says that this practitioner has left, while sync still has him in it. */
static void
test_practitioner_left (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsideRoom *room = bedside_registry_find (registry, "!a-ada");

  apply (registry, "!a-directory", "org.bedside.access", "k", "{'chat':'enabled'}");
  bedside_registry_settle (registry);
  g_assert_cmpint (bedside_conversation_get_closed_reason (room->conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  set_member (registry, "!a", ME, "leave", "Me");
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
  g_assert_cmpint (bedside_conversation_get_closed_reason (room->conversation), ==,
                   BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT);
  g_assert_true (bedside_conversation_get_inactive (room->conversation));
}

/* --- complete --- */

static void
test_complete (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();
  BedsidePractice *a = bedside_registry_find_practice (registry, "!a");

  g_assert_true (bedside_practice_get_complete (a));
  apply (registry, "!a-everyone", "m.room.join_rules", "", "{'join_rule':'invite'}");
  bedside_registry_settle (registry);
  g_assert_false (bedside_practice_get_complete (a));
  apply (registry, "!a-everyone", "m.room.join_rules", "",
         "{'join_rule':'restricted','allow':[7,{'type':'other','room_id':'!a'},{'type':'m.room_membership',"
         "'room_id':'!a'}]}");
  bedside_registry_settle (registry);
  g_assert_true (bedside_practice_get_complete (a));

  apply (registry, "!a", "org.bedside.settings", "", "{'group_chat':true}");
  bedside_registry_settle (registry);
  g_assert_false (bedside_practice_get_complete (a));
  g_assert_null (bedside_practice_get_directory_id (a));

  /* A directory of somebody else's is none; one that cannot be seen may be there. */
  apply (registry, "!a", "org.bedside.settings", "", "{'directory':'!b-directory'}");
  bedside_registry_settle (registry);
  g_assert_false (bedside_practice_get_complete (a));
  apply (registry, "!a", "org.bedside.settings", "", "{'directory':'!unseen'}");
  bedside_registry_settle (registry);
  g_assert_true (bedside_practice_get_complete (a));
  g_assert_null (bedside_practice_get_directory_id (a));

  /* Only who made it can complete it. */
  apply (registry, "!a", "org.bedside.settings", "", "{}");
  apply_from (registry, "!a", SAM, "m.room.create", "", "{'type':'m.space','org.bedside.practice':{'v':1}}");
  bedside_registry_settle (registry);
  g_assert_true (bedside_practice_get_complete (a));
}

/* Who is out of a practice is told nothing of its patients any more. */
static void
test_lost_news (void)
{
  g_autoptr(BedsideRegistry) registry = bedside_registry_new (ME);
  GListModel *activated = bedside_registry_get_activated (registry);

  add_practice (registry, "!a", "Riverside");
  add_practice (registry, "!b", "Hillside");
  for (guint i = 0; i < 2; i++)
    {
      set_patient (registry, "!a", "k", i == 0 ? "invited" : "activated");
      set_patient (registry, "!b", "k", i == 0 ? "invited" : "activated");
      bedside_registry_settle (registry);
    }
  g_assert_cmpuint (g_list_model_get_n_items (activated), ==, 2);
  leave (registry, "!a");
  g_assert_cmpuint (g_list_model_get_n_items (activated), ==, 1);
  leave (registry, "!b");
  g_assert_cmpuint (g_list_model_get_n_items (activated), ==, 0);
}

static void
settle_again (BedsideRegistry *registry)
{
  bedside_registry_settle_provisional (registry);
}

/* Whoever sees a new conversation may open it, and close an empty one, at once. */
static void
test_closed_while_listing (void)
{
  g_autoptr(BedsideRegistry) registry = make_registry ();

  g_signal_connect_object (bedside_registry_get_conversations (registry), "items-changed", G_CALLBACK (settle_again),
                           registry, G_CONNECT_SWAPPED);
  add_room_of (registry, "!a-ben", "!a", "l", "@ben:x");
  bedside_registry_settle (registry);
  assert_listed (registry, "!a-ada !a-ben !a-everyone");
  leave (registry, "!a");
  assert_listed (registry, "!b-ada !b-everyone");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/practices/several", test_several);
  g_test_add_func ("/practice/practices/lost", test_lost);
  g_test_add_func ("/practice/practices/R5-lost-news", test_lost_news);
  g_test_add_func ("/practice/practices/closed-while-listing", test_closed_while_listing);
  g_test_add_func ("/practice/practices/remembered", test_remembered);
  g_test_add_func ("/practice/practices/remembered-nonsense", test_remembered_nonsense);
  g_test_add_func ("/practice/practices/unread", test_unread);
  g_test_add_func ("/practice/practices/R4-linked-anew", test_linked_anew);
  g_test_add_func ("/practice/practices/cost", test_cost);
  g_test_add_func ("/practice/practices/people", test_people);
  g_test_add_func ("/practice/practices/R9-roles", test_roles);
  g_test_add_func ("/practice/practices/member-list", test_member_list);
  g_test_add_func ("/practice/practices/R1-members-complete", test_members_complete);
  g_test_add_func ("/practice/practices/R17-practitioner-left", test_practitioner_left);
  g_test_add_func ("/practice/practices/complete", test_complete);

  return g_test_run ();
}
