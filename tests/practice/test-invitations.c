/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "practices-of.h"

/* Two practices, in which there is Everyone only, and a patient who has activated the portal. */
static BedsideRegistry *
make_practices (void)
{
  BedsideRegistry *registry = bedside_registry_new (ME);

  add_practice (registry, "!a", "Riverside");
  add_practice (registry, "!b", "Hillside");
  set_patient (registry, "!a", "k", "activated");
  set_patient (registry, "!b", "k", "activated");
  bedside_registry_settle (registry);

  return registry;
}

static guint
count_listed (BedsideRegistry *registry)
{
  return g_list_model_get_n_items (bedside_registry_get_conversations (registry));
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

/* --- invitations --- */

static BedsideRoom *
invite (BedsideRegistry *registry,
        const char      *room_id,
        const char      *inviter,
        const char      *create)
{
  BedsideRoom *room = apply_from (registry, room_id, inviter, "m.room.create", "", create);

  apply_from (registry, room_id, inviter, "m.room.member", ME, "{'membership':'invite','displayname':'Dr. Me'}");
  room->membership = BEDSIDE_MEMBERSHIP_INVITED;
  bedside_registry_touch (registry, room);

  return room;
}

static void
assert_invitations (BedsideRegistry *registry,
                    const char      *expected)
{
  GListModel *invitations = bedside_registry_get_invitations (registry);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (invitations); i++)
    {
      g_autoptr(BedsideInvitation) invitation = g_list_model_get_item (invitations, i);

      g_string_append_printf (found, "%s%s:%s:%s:%s", i > 0 ? " " : "", bedside_invitation_get_room_id (invitation),
                              bedside_invitation_get_kind (invitation) == BEDSIDE_INVITATION_KIND_TEAM ? "team"
                                                                                                       : "practice",
                              bedside_invitation_get_title (invitation), bedside_invitation_get_inviter (invitation));
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_foreign (BedsideRegistry *registry,
                const char      *expected)
{
  g_auto(GStrv) ids = bedside_registry_list_foreign_invitations (registry);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (sorted, ids[i]);
  g_ptr_array_sort (sorted, compare_ids);
  g_ptr_array_add (sorted, NULL);

  g_autofree char *found = g_strjoinv (" ", (char **) sorted->pdata);
  g_assert_cmpstr (found, ==, expected);
}

#define PRACTICE_CREATE "{'type':'m.space','org.bedside.practice':{'v':1}}"

static void
test_invitations (void)
{
  g_autoptr(BedsideRegistry) registry = make_practices ();
  GListModel *invitations = bedside_registry_get_invitations (registry);

  set_member (registry, "!a", SAM, "join", "Sam");
  invite (registry, "!p", "@boss:x", PRACTICE_CREATE);
  apply_from (registry, "!p", "@boss:x", "m.room.name", "", "{'name':'Lakeside'}");
  apply_from (registry, "!p", "@boss:x", "m.room.member", "@boss:x", "{'membership':'join','displayname':'The Boss'}");
  invite (registry, "!team", SAM, "{'org.bedside.team':{'v':1,'practice':'!a'}}");
  bedside_registry_settle (registry);
  assert_invitations (registry, "!p:practice:Lakeside:The Boss !team:team::sam");
  g_assert_null (bedside_registry_find (registry, "!team")->conversation);
  g_assert_cmpuint (count_listed (registry), ==, 1);

  /* What stays the same stays: somebody may be about to answer it. */
  g_autoptr(BedsideInvitation) team = g_list_model_get_item (invitations, 1);
  leave (registry, "!p");
  g_autoptr(BedsideInvitation) still = g_list_model_get_item (invitations, 0);
  g_assert_true (still == team);
  assert_invitations (registry, "!team:team::sam");

  /* Joined: it is a conversation, and no invitation any more. */
  BedsideRoom *room = bedside_registry_find (registry, "!team");
  room->membership = BEDSIDE_MEMBERSHIP_JOINED;
  apply (registry, "!team", "m.room.member", ME, "{'membership':'join'}");
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
  assert_invitations (registry, "");
  g_assert_nonnull (room->conversation);
  g_assert_null (room->inviter);

  invite (registry, "!p2", "@boss:x", PRACTICE_CREATE);
  bedside_registry_settle (registry);
  bedside_registry_forget (registry, "!p2");
  bedside_registry_settle (registry);
  assert_invitations (registry, "");
}

/* Never to a conversation, nor to anything that only looks like one of the practice. */
static void
test_foreign_invitations (void)
{
  g_autoptr(BedsideRegistry) registry = make_practices ();

  set_member (registry, "!a", SAM, "join", "Sam");
  invite (registry, "!chat", ADA, "{'org.bedside.chat':{'v':1,'practice':'!a','patient_key':'k','patient':'" ADA "',"
          "'practitioner':'" ME "'}}");
  invite (registry, "!plain", ADA, "{}");
  invite (registry, "!posing", ADA, "{'org.bedside.team':{'v':1,'practice':'!a'}}");
  invite (registry, "!nowhere", ADA, "{'org.bedside.team':{'v':1,'practice':'!nowhere'}}");
  invite (registry, "!mistyped", ADA, "{'org.bedside.team':true,'org.bedside.practice':{'v':1}}");
  invite (registry, "!of-colleague", SAM, "{}");
  bedside_registry_settle (registry);
  assert_invitations (registry, "");
  g_assert_null (bedside_registry_find (registry, "!chat")->conversation);

  /* Not before it is certain that nobody of them is a colleague. */
  assert_foreign (registry, "");
  bedside_registry_find (registry, "!a")->members_complete = TRUE;
  assert_foreign (registry, "");
  bedside_registry_find (registry, "!b")->members_complete = TRUE;
  assert_foreign (registry, "!chat !mistyped !nowhere !plain !posing");

  /* A colleague whom sync names late. */
  set_member (registry, "!b", ADA, "join", "Dr. Ada");
  bedside_registry_settle (registry);
  assert_foreign (registry, "");
}

/* A new colleague is invited to the practice and its team at once, by somebody whom he does not know. */
static void
test_invited_at_once (void)
{
  g_autoptr(BedsideRegistry) registry = make_practices ();

  bedside_registry_find (registry, "!a")->members_complete = TRUE;
  bedside_registry_find (registry, "!b")->members_complete = TRUE;
  invite (registry, "!p", "@boss:x", PRACTICE_CREATE);
  invite (registry, "!p-team", "@boss:x", "{'org.bedside.team':{'v':1,'practice':'!p'}}");
  bedside_registry_settle (registry);
  assert_invitations (registry, "!p:practice::boss");
  assert_foreign (registry, "");

  /* Who belongs to no practice yet declines nothing. */
  g_autoptr(BedsideRegistry) fresh = bedside_registry_new (ME);
  invite (fresh, "!p-team", "@boss:x", "{'org.bedside.team':{'v':1,'practice':'!p'}}");
  invite (fresh, "!other", "@boss:x", "{}");
  bedside_registry_settle (fresh);
  assert_invitations (fresh, "");
  assert_foreign (fresh, "");
}

/* --- activated --- */

static guint
count_activated (BedsideRegistry *registry)
{
  return g_list_model_get_n_items (bedside_registry_get_activated (registry));
}

static void
test_activated (void)
{
  g_autoptr(BedsideRegistry) registry = make_practices ();

  /* Who was activated when first heard of is no news. */
  g_assert_cmpuint (count_activated (registry), ==, 0);
  set_patient (registry, "!b", "l", "invited");
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_activated (registry), ==, 0);
  set_patient (registry, "!b", "l", "activated");
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_activated (registry), ==, 1);

  /* It survives the choice of another practice, and is said once. */
  bedside_registry_choose_practice (registry, bedside_registry_find_practice (registry, "!b"));
  set_patient (registry, "!b", "l", "activated");
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_activated (registry), ==, 1);

  g_autoptr(BedsidePatient) patient = g_list_model_get_item (bedside_registry_get_activated (registry), 0);
  g_assert_cmpstr (bedside_patient_get_key (patient), ==, "l");
  bedside_registry_dismiss_activated (registry, patient);
  bedside_registry_dismiss_activated (registry, patient);
  g_assert_cmpuint (count_activated (registry), ==, 0);

  /* A patient who was removed is no news any more. */
  set_patient (registry, "!b", "l", "invited");
  bedside_registry_settle (registry);
  set_patient (registry, "!b", "l", "activated");
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_activated (registry), ==, 1);
  apply (registry, "!b-directory", "org.bedside.patient", "l", "{}");
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_activated (registry), ==, 0);
}

static void
test_activated_by_others (void)
{
  g_autoptr(BedsideRegistry) registry = make_practices ();

  apply (registry, "!a-directory", "org.bedside.patient", "l",
         "{'given':'B','portal':'invited','invited_by':'" SAM "'}");
  apply (registry, "!a-directory", "org.bedside.patient", "m", "{'given':'C','portal':'none','invited_by':'" ME "'}");
  bedside_registry_settle (registry);
  apply (registry, "!a-directory", "org.bedside.patient", "l",
         "{'given':'B','portal':'activated','invited_by':'" SAM "'}");
  apply (registry, "!a-directory", "org.bedside.patient", "m",
         "{'given':'C','portal':'activated','invited_by':'" ME "'}");
  bedside_registry_settle (registry);
  g_assert_cmpuint (count_activated (registry), ==, 0);
}

/* What was not dismissed comes back after a start. */
static void
test_activated_remembered (void)
{
  g_autoptr(BedsideRegistry) before = make_practices ();
  g_autoptr(BedsideRegistry) after = bedside_registry_new (ME);
  g_autoptr(GError) error = NULL;

  set_patient (before, "!b", "l", "invited");
  bedside_registry_settle (before);
  set_patient (before, "!b", "l", "activated");
  bedside_registry_settle (before);
  g_autofree char *payload = bedside_registry_to_payload (before);
  g_autoptr(JsonObject) object = bedside_json_parse_object (payload, -1, &error);
  g_assert_no_error (error);

  bedside_registry_restore (after, object);
  bedside_registry_settle (after);
  g_autofree char *same = bedside_registry_to_payload (after);
  g_assert_cmpstr (same, ==, payload);
  add_practice (after, "!b", "Hillside");
  set_patient (after, "!b", "l", "activated");
  bedside_registry_settle (after);
  g_assert_cmpuint (count_activated (after), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/invitations/invitations", test_invitations);
  g_test_add_func ("/practice/invitations/R1-foreign-invitations", test_foreign_invitations);
  g_test_add_func ("/practice/invitations/R1-invited-at-once", test_invited_at_once);
  g_test_add_func ("/practice/invitations/R5-activated", test_activated);
  g_test_add_func ("/practice/invitations/R5-activated-by-others", test_activated_by_others);
  g_test_add_func ("/practice/invitations/R5-activated-remembered", test_activated_remembered);

  return g_test_run ();
}
