/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-event-of.h"
#include "bedside-room.h"

static gint64
get_level (const char *create,
           const char *levels,
           const char *user_id)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!room:x");
  const char *const types[] = { "m.room.create", "m.room.power_levels" };
  const char *const contents[] = { create, levels };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *json = g_strdup_printf ("{'type':'%s','state_key':'','sender':'@maker:x','content':%s}",
                                               types[i], contents[i] ? contents[i] : "{}");
      g_autoptr(BedsideEvent) event = bedside_event_of (json);

      if (contents[i] != NULL)
        g_assert_true (bedside_room_apply_state (room, event));
    }

  return bedside_room_get_level (room, user_id);
}

static void
test_cases (void)
{
  static const struct {
    const char *levels;
    const char *user_id;
    gint64      level;
  } cases[] = {
    { "{'users':{'@a:x':90,'@b:x':50},'users_default':10}", "@a:x", 90 },
    { "{'users':{'@a:x':90,'@b:x':50},'users_default':10}", "@b:x", 50 },
    { "{'users':{'@a:x':90},'users_default':10}", "@c:x", 10 },
    { "{'users':{'@a:x':90}}", "@c:x", 0 },
    { "{'users':{'@a:x':-1}}", "@a:x", -1 },
    { "{}", "@maker:x", 0 },
    /* Old rooms. */
    { "{'users':{'@a:x':'90'},'users_default':'50'}", "@a:x", 90 },
    { "{'users':{'@a:x':'90'},'users_default':'50'}", "@b:x", 50 },
    /* Nonsense is as if it were missing. */
    { "{'users':{'@a:x':'manager'},'users_default':50}", "@a:x", 50 },
    { "{'users':{'@a:x':[100],'@b:x':null},'users_default':50}", "@a:x", 50 },
    { "{'users':['@a:x'],'users_default':{}}", "@a:x", 0 },
    { "{'users':7}", "@a:x", 0 },
    { "{'users':{'@a:x':'99999999999999999999'}}", "@a:x", 0 },
    { "{'users':{'@a:x':true},'users_default':'x'}", "@a:x", 0 },
    { "{'users':{'@a:x':50.5},'users_default':1.5}", "@a:x", 0 },
    { "{'users':{'@a:x':'5e1','@b:x':''}}", "@a:x", 0 },
    { "{'users':{'@a:x':'50 people'}}", "@a:x", 0 },
    /* As rooms up to version 9 may have them. */
    { "{'users':{'@a:x':' 50 '}}", "@a:x", 50 },
    { "{'users':{'@a:x':'+050'}}", "@a:x", 50 },
    { "{'users':{'@a:x':'-1'},'users_default':'-5'}", "@a:x", -1 },
    { "{'users':{'@a:x':'-1'},'users_default':'-5'}", "@b:x", -5 },
    { "{'users':{'@a:x':9007199254740991}}", "@a:x", G_GINT64_CONSTANT (9007199254740991) },
    { "{'users':{'@a:x':'9007199254740991'}}", "@a:x", G_GINT64_CONSTANT (9007199254740991) },
    { "{'users':{'@a:x':-9007199254740991}}", "@a:x", G_GINT64_CONSTANT (-9007199254740991) },
    /* Levels that exist, but are empty or about something else, name nobody: not even the maker. */
    { "{'events':{'m.room.message':0,'com.example.unknown':100},'state_default':100}", "@maker:x", 0 },
    { "{'users':{}}", "@maker:x", 0 },
    { "[]", "@maker:x", 0 },
    /* Ids are compared whole, and case counts. */
    { "{'users':{'@A:x':90,'@a:x.org':80}}", "@a:x", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].levels);
      g_assert_cmpint (get_level ("{'room_version':'11'}", cases[i].levels, cases[i].user_id), ==, cases[i].level);
    }
}

/* Without levels the maker may do everything, and nobody else anything. */
static void
test_none (void)
{
  g_assert_cmpint (get_level ("{'room_version':'11'}", NULL, "@maker:x"), ==, 100);
  g_assert_cmpint (get_level ("{'room_version':'11'}", NULL, "@a:x"), ==, 0);
  g_assert_cmpint (get_level (NULL, NULL, "@a:x"), ==, 0);
  g_assert_cmpint (get_level ("{}", NULL, "@maker:x"), ==, 100);
  g_assert_cmpint (get_level ("{'creator':'@a:x'}", NULL, "@a:x"), ==, 0);
}

/* From version 12 on, nothing can be taken from a creator, and levels do not name him. */
static void
test_creators (void)
{
  static const struct {
    const char *create;
    const char *levels;
    const char *user_id;
    gint64      level;
  } cases[] = {
    { "{'room_version':'12','additional_creators':['@b:x',7]}", "{'users':{'@a:x':90}}", "@maker:x",
      BEDSIDE_LEVEL_INFINITE },
    { "{'room_version':'12','additional_creators':['@b:x',7]}", "{'users':{'@a:x':90}}", "@b:x",
      BEDSIDE_LEVEL_INFINITE },
    { "{'room_version':'12','additional_creators':['@b:x',7]}", "{'users':{'@a:x':90}}", "@a:x", 90 },
    { "{'room_version':'12','additional_creators':['@b:x',7]}", "{'users':{'@a:x':90},'users_default':5}", "@c:x", 5 },
    { "{'room_version':'13'}", NULL, "@maker:x", BEDSIDE_LEVEL_INFINITE },
    { "{'room_version':'12'}", NULL, "@maker:x", BEDSIDE_LEVEL_INFINITE },
    { "{'room_version':'12'}", NULL, "@a:x", 0 },
    /* Whatever the levels say of them. */
    { "{'room_version':'12','additional_creators':['@b:x']}", "{'users':{'@b:x':0,'@maker:x':-1}}", "@b:x",
      BEDSIDE_LEVEL_INFINITE },
    { "{'room_version':'12','additional_creators':['@b:x']}", "{'users':{'@b:x':0,'@maker:x':-1}}", "@maker:x",
      BEDSIDE_LEVEL_INFINITE },
    { "{'room_version':'12','additional_creators':'@b:x'}", "{}", "@b:x", 0 },
    { "{'room_version':'12','additional_creators':[['@b:x'],{'@b:x':1}]}", "{}", "@b:x", 0 },
    /* Before, a creator is as good as his level. */
    { "{'room_version':'11','additional_creators':['@b:x']}", "{}", "@b:x", 0 },
    { "{'room_version':'11'}", "{'users':{'@maker:x':90}}", "@maker:x", 90 },
    { "{'room_version':'9'}", "{}", "@maker:x", 0 },
    { "{'additional_creators':['@b:x']}", "{}", "@b:x", 0 },
    { "{'room_version':12,'additional_creators':'@b:x'}", "{}", "@b:x", 0 },
    { "{'room_version':'twelve','additional_creators':['@b:x']}", "{}", "@b:x", 0 },
    { "{'room_version':'-12','additional_creators':['@b:x']}", "{}", "@b:x", 0 },
    { "{'room_version':'12-org.example','additional_creators':['@b:x']}", "{}", "@b:x", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].create, cases[i].levels);
      g_assert_cmpint (get_level (cases[i].create, cases[i].levels, cases[i].user_id), ==, cases[i].level);
    }
}

/* The ids of such rooms have no server's name: that changes nothing for those who are in it. */
static void
test_creators_room (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM");
  g_autoptr(BedsideEvent) create =
    bedside_event_of ("{'type':'m.room.create','state_key':'','sender':'@maker:x','content':{'room_version':'12',"
                      "'org.bedside.team':{'v':1,'practice':'!p'}}}");

  g_assert_true (bedside_room_apply_state (room, create));
  g_assert_cmpint (room->kind, ==, BEDSIDE_ROOM_KIND_TEAM);
  g_assert_true (bedside_room_is_almighty (room, "@maker:x"));
  g_assert_false (bedside_room_is_almighty (room, "@a:x"));
  g_assert_false (bedside_room_is_almighty (room, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/levels/edge-17-cases", test_cases);
  g_test_add_func ("/practice/levels/edge-17-no-levels", test_none);
  g_test_add_func ("/practice/levels/edge-18-creators", test_creators);
  g_test_add_func ("/practice/levels/edge-18-room-without-a-server", test_creators_room);

  return g_test_run ();
}
