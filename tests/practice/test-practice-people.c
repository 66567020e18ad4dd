/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-writing-fixture.h"

#include "bedside-practice-writer-private.h"
#include "bedside-session-private.h"

/* Inviting and removing practitioners, and making managers: what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

/* Levels as a practice has them; with an unknown key that must stay. */
#define LEVELS "{'users':{'%s':100%s},'users_default':50,'events_default':50,'state_default':50,'ban':90,'kick':90," \
        "'invite':90,'redact':90,'events':{'org.bedside.settings':90,'m.room.power_levels':90},'later':1}"

static void
put_levels (Fixture    *fixture,
            const char *owner,
            const char *others)
{
  g_autofree char *levels = g_strdup_printf (LEVELS, owner, others);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.me, "m.room.power_levels",
                                       "", levels));
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.me,
                                       "m.room.power_levels", "", levels));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_writing_fixture_set_up (fixture, data);
  put_levels (fixture, fixture->practice.me, "");
}

static void
assert_role (Fixture    *fixture,
             const char *room_id,
             const char *user_id,
             int         level)
{
  g_autofree char *levels = bedside_writing_fixture_dup_state (fixture, room_id, "m.room.power_levels", "");
  g_autofree char *entry = g_strdup_printf ("'%s':%d", user_id, level);
  g_autofree char *any = g_strdup_printf ("'%s':", user_id);

  if (level != 0)
    g_assert_nonnull (strstr (levels, entry));
  else
    g_assert_null (strstr (levels, any));
  g_assert_nonnull (strstr (levels, "'later':1"));
}

static void
assert_membership (Fixture    *fixture,
                   const char *room_id,
                   const char *user_id,
                   const char *expected)
{
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->practice.server, room_id, user_id);

  g_assert_cmpstr (membership, ==, expected);
}

static gboolean
invite_practitioner (Fixture     *fixture,
                     const char  *user_id,
                     GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_invite_practitioner_async (fixture->writer, fixture->model, user_id, NULL,
                                                     bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_invite_practitioner_finish (fixture->writer, result, error);
}

static gboolean
remove_practitioner (Fixture     *fixture,
                     const char  *user_id,
                     GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_remove_practitioner_async (fixture->writer, fixture->model, user_id, NULL,
                                                     bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_remove_practitioner_finish (fixture->writer, result, error);
}

static gboolean
set_role (Fixture      *fixture,
          const char   *user_id,
          BedsideRole   role,
          GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_set_role_async (fixture->writer, fixture->model, user_id, role, NULL, bedside_await_result,
                                          &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_set_role_finish (fixture->writer, result, error);
}

#define assert_refused(call, code) \
        G_STMT_START { \
          g_autoptr(GError) refused_ = NULL; \
          g_assert_false (call); \
          g_assert_error (refused_, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_ ## code); \
          g_assert_cmpstr (refused_->message, !=, ""); \
        } G_STMT_END

/* --- inviting --- */

static void
test_invite (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *kim = bedside_demo_server_add_account (fixture->practice.server, "kim",
                                                          BEDSIDE_DEMO_KIND_PRACTITIONER, "Kim");
  g_autoptr(GError) error = NULL;

  g_assert_true (invite_practitioner (fixture, "Kim", &error));
  g_assert_no_error (error);
  assert_membership (fixture, fixture->practice.space, kim, "invite");
}

/* Without the module the server cannot tell what an account is. */
static void
test_invite_plain (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *kim = bedside_demo_server_add_user (fixture->practice.server, "kim", "x", "Kim");
  g_autoptr(GError) error = NULL;

  bedside_demo_server_set_enforced (fixture->practice.server, FALSE);
  bedside_writing_fixture_add_status (fixture, "POST", "*/invite", 429, "M_LIMIT_EXCEEDED", "1");
  g_assert_true (invite_practitioner (fixture, kim, &error));
  g_assert_no_error (error);
  assert_membership (fixture, fixture->practice.space, kim, "invite");
}

static void
test_invite_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(BedsidePractitioner) sam = bedside_practitioner_new (fixture->practice.colleague, FALSE);
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *ben = bedside_demo_server_add_account (fixture->practice.server, "ben", BEDSIDE_DEMO_KIND_PATIENT,
                                                          "Ben");

  g_list_store_append (bedside_practice_get_people_store (fixture->model), sam);
  assert_refused (invite_practitioner (fixture, "no name", &refused_), INVALID);
  assert_refused (invite_practitioner (fixture, fixture->practice.colleague, &refused_), INVALID);
  assert_refused (invite_practitioner (fixture, bedside_patient_get_user_id (ada), &refused_), INVALID);
  assert_refused (invite_practitioner (fixture, ben, &refused_), INVALID);
  assert_refused (invite_practitioner (fixture, "nobody", &refused_), INVALID);
  bedside_practice_set_role (fixture->model, BEDSIDE_ROLE_PRACTITIONER);
  assert_refused (invite_practitioner (fixture, "kim", &refused_), NOT_ALLOWED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "POST", "*/invite"), ==, 0);
}

/* --- roles --- */

static void
test_role (Fixture       *fixture,
           gconstpointer  data)
{
  const char *sam = fixture->practice.colleague;
  g_autoptr(GError) error = NULL;

  g_assert_true (set_role (fixture, sam, BEDSIDE_ROLE_MANAGER, &error));
  g_assert_no_error (error);
  assert_role (fixture, fixture->practice.space, sam, 90);
  assert_role (fixture, fixture->practice.directory, sam, 90);
  g_assert_true (set_role (fixture, sam, BEDSIDE_ROLE_PRACTITIONER, &error));
  g_assert_no_error (error);
  assert_role (fixture, fixture->practice.space, sam, 0);
  assert_role (fixture, fixture->practice.directory, sam, 0);
}

/* What broke off between the two rooms is completed by doing it again. */
static void
test_role_resumed (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *sam = fixture->practice.colleague;
  g_autofree char *space_levels = g_strdup_printf ("*/rooms/%s/state/m.room.power_levels*", fixture->practice.space);
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_status (fixture, "PUT", space_levels, 403, "M_FORBIDDEN", NULL);
  g_assert_false (set_role (fixture, sam, BEDSIDE_ROLE_MANAGER, NULL));
  assert_role (fixture, fixture->practice.space, sam, 0);
  g_assert_true (set_role (fixture, sam, BEDSIDE_ROLE_MANAGER, &error));
  g_assert_no_error (error);
  assert_role (fixture, fixture->practice.space, sam, 90);
  assert_role (fixture, fixture->practice.directory, sam, 90);
}

static void
test_role_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *me = fixture->practice.me, *sam = fixture->practice.colleague;
  g_autofree char *managers = g_strdup_printf (",'%s':90,'@kim:x':90", me);
  guint before;

  assert_refused (set_role (fixture, me, BEDSIDE_ROLE_MANAGER, &refused_), NOT_ALLOWED);
  /* A manager can make managers, but neither take that away nor touch the owner. */
  put_levels (fixture, sam, managers);
  before = bedside_writing_fixture_count (fixture, "PUT", "*");
  assert_refused (set_role (fixture, sam, BEDSIDE_ROLE_PRACTITIONER, &refused_), NOT_ALLOWED);
  assert_refused (set_role (fixture, "@kim:x", BEDSIDE_ROLE_PRACTITIONER, &refused_), NOT_ALLOWED);
  assert_refused (remove_practitioner (fixture, sam, &refused_), NOT_ALLOWED);
  assert_refused (remove_practitioner (fixture, "@kim:x", &refused_), NOT_ALLOWED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", "*"), ==, before);
  g_assert_true (set_role (fixture, "@lee:x", BEDSIDE_ROLE_MANAGER, NULL));
  assert_role (fixture, fixture->practice.space, "@lee:x", 90);

  /* A practitioner can do none of it. */
  put_levels (fixture, sam, "");
  assert_refused (set_role (fixture, "@lee:x", BEDSIDE_ROLE_MANAGER, &refused_), NOT_ALLOWED);
  assert_refused (remove_practitioner (fixture, "@lee:x", &refused_), NOT_ALLOWED);
}

/* Two managers at once: what the other one wrote between reading and writing stays. */
static void
test_role_at_the_same_moment (Fixture       *fixture,
                              gconstpointer  data)
{
  const char *me = fixture->practice.me, *sam = fixture->practice.colleague;
  g_autofree char *levels = g_strdup_printf ("*/rooms/%s/state/m.room.power_levels*", fixture->practice.space);
  const BedsideDemoFault slow = { .method = "PUT", .path_pattern = levels, .kind = BEDSIDE_DEMO_FAULT_DELAY,
                                  .count = 1, .delay = 500 };
  g_autofree char *other = g_strdup_printf (LEVELS, me, ",'@kim:x':90");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_demo_server_add_fault (fixture->practice.server, &slow);
  bedside_practice_writer_set_role_async (fixture->writer, fixture->model, sam, BEDSIDE_ROLE_MANAGER, NULL,
                                          bedside_await_result, &result);
  bedside_await (bedside_writing_fixture_count (fixture, "PUT", levels) > 0, 10);
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, me, "m.room.power_levels", "", other));
  bedside_await (result != NULL, 20);
  bedside_practice_writer_set_role_finish (fixture->writer, result, &error);
  g_assert_no_error (error);
  assert_role (fixture, fixture->practice.space, sam, 90);
  assert_role (fixture, fixture->practice.space, "@kim:x", 90);

  /* The same again is nothing to write, and nothing to wait for. */
  guint before = bedside_writing_fixture_count (fixture, "PUT", "*");
  g_assert_true (set_role (fixture, sam, BEDSIDE_ROLE_MANAGER, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", "*"), ==, before);
}

/* Who made a room of version 12 can do everything in it, and no levels name him. */
static void
test_role_creators (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *me = fixture->practice.me, *sam = fixture->practice.colleague;
  BedsideRegistry *registry = bedside_practice_fixture_get_session (&fixture->practice)->registry;
  const char *rooms[] = { fixture->practice.space, fixture->practice.directory };
  const char nobody[] = "{'later':1,'users':{},'users_default':50}";
  guint before;

  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      g_autofree char *create = g_strdup_printf ("{'room_version':'12','additional_creators':['%s']}", sam);

      g_free (bedside_writing_fixture_put (fixture, rooms[i], me, "m.room.power_levels", "", nobody));
      g_free (bedside_writing_fixture_put (fixture, rooms[i], me, "m.room.create", "", create));
      bedside_await (bedside_registry_find (registry, rooms[i]) != NULL &&
                     bedside_room_is_almighty (bedside_registry_find (registry, rooms[i]), sam), 10);
    }
  bedside_practice_writer_set_registry (fixture->writer, registry);

  before = bedside_writing_fixture_count (fixture, "PUT", "*");
  assert_refused (set_role (fixture, sam, BEDSIDE_ROLE_MANAGER, &refused_), NOT_ALLOWED);
  assert_refused (set_role (fixture, sam, BEDSIDE_ROLE_PRACTITIONER, &refused_), NOT_ALLOWED);
  assert_refused (set_role (fixture, me, BEDSIDE_ROLE_MANAGER, &refused_), NOT_ALLOWED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", "*"), ==, before);
  g_assert_true (set_role (fixture, "@lee:x", BEDSIDE_ROLE_MANAGER, NULL));
  assert_role (fixture, rooms[0], "@lee:x", 90);
  assert_role (fixture, rooms[0], me, 0);
  assert_role (fixture, rooms[0], sam, 0);
}

/* A level event that says nothing is not written anew. */
static void
test_role_without_levels (Fixture       *fixture,
                          gconstpointer  data)
{
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.me,
                                       "m.room.power_levels", "", "{}"));
  assert_refused (set_role (fixture, fixture->practice.colleague, BEDSIDE_ROLE_MANAGER, &refused_), NOT_ALLOWED);
  bedside_writing_assert_state (fixture, fixture->practice.directory, "m.room.power_levels", "", "{}");
}

/* --- removing --- */

static char *
add_team (Fixture    *fixture,
          const char *creator)
{
  g_autofree char *mark = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                           fixture->practice.space);
  const char *members[] = { fixture->practice.me, fixture->practice.colleague, NULL };

  return bedside_demo_server_add_room (fixture->practice.server, creator, mark, members);
}

static gboolean
knows_room (Fixture    *fixture,
            const char *room_id)
{
  BedsideRoom *room =
    bedside_registry_find (bedside_practice_fixture_get_session (&fixture->practice)->registry, room_id);

  return room != NULL && room->kind == BEDSIDE_ROOM_KIND_TEAM;
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  const char *me = fixture->practice.me, *sam = fixture->practice.colleague;
  BedsideSession *session = bedside_practice_fixture_get_session (&fixture->practice);
  g_autofree char *team = add_team (fixture, me);
  g_autofree char *of_sam = add_team (fixture, sam);
  g_autofree char *manager = g_strdup_printf (",'%s':90", sam);
  g_autoptr(GError) error = NULL;

  put_levels (fixture, me, manager);
  bedside_practice_writer_set_registry (fixture->writer, session->registry);
  bedside_await (knows_room (fixture, team) && knows_room (fixture, of_sam), 10);
  g_assert_true (remove_practitioner (fixture, sam, &error));
  g_assert_no_error (error);
  assert_membership (fixture, fixture->practice.space, sam, "leave");
  assert_membership (fixture, fixture->practice.directory, sam, "leave");
  assert_membership (fixture, team, sam, "leave");
  assert_role (fixture, fixture->practice.space, sam, 0);
  assert_role (fixture, fixture->practice.directory, sam, 0);
  /* It is his own room: there only the module can make him leave. */
  assert_membership (fixture, of_sam, sam, "join");
}

static void
test_remove_invited (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *kim = bedside_demo_server_add_account (fixture->practice.server, "kim",
                                                          BEDSIDE_DEMO_KIND_PRACTITIONER, "Kim");
  g_autoptr(GError) error = NULL;

  bedside_demo_server_invite (fixture->practice.server, fixture->practice.space, fixture->practice.me, kim);
  g_assert_true (remove_practitioner (fixture, kim, &error));
  g_assert_no_error (error);
  assert_membership (fixture, fixture->practice.space, kim, "leave");
}

/* The space comes last: while it has not worked he is still listed, and it can be done again. */
static void
test_remove_resumed (Fixture       *fixture,
                     gconstpointer  data)
{
  const char *sam = fixture->practice.colleague;
  g_autofree char *space = g_strdup_printf ("*/rooms/%s/kick", fixture->practice.space);
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_status (fixture, "POST", space, 403, "M_FORBIDDEN", NULL);
  assert_refused (remove_practitioner (fixture, sam, &refused_), NOT_ALLOWED);
  assert_membership (fixture, fixture->practice.space, sam, "join");
  assert_membership (fixture, fixture->practice.directory, sam, "leave");
  bedside_writing_fixture_add_fault (fixture, "POST", space, BEDSIDE_DEMO_FAULT_DROP_BEFORE, 1);
  g_assert_true (remove_practitioner (fixture, sam, &error));
  g_assert_no_error (error);
  assert_membership (fixture, fixture->practice.space, sam, "leave");
}

static void
test_remove_self (Fixture       *fixture,
                  gconstpointer  data)
{
  assert_refused (remove_practitioner (fixture, fixture->practice.me, &refused_), NOT_ALLOWED);
  assert_membership (fixture, fixture->practice.space, fixture->practice.me, "join");
}

#define add(path, function) \
        g_test_add ("/practice/people/" path, Fixture, NULL, set_up, function, bedside_writing_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("invite", test_invite);
  add ("invite/plain-server", test_invite_plain);
  add ("invite/refused", test_invite_refused);
  add ("role", test_role);
  add ("role/resumed", test_role_resumed);
  add ("role/R9-refused", test_role_refused);
  add ("role/without-levels", test_role_without_levels);
  add ("role/edge-19-at-the-same-moment", test_role_at_the_same_moment);
  add ("role/edge-18-creators", test_role_creators);
  add ("remove", test_remove);
  add ("remove/invited", test_remove_invited);
  add ("remove/resumed", test_remove_resumed);
  add ("remove/self", test_remove_self);

  return g_test_run ();
}
