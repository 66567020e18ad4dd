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
}

/* From version 12 on, nothing can be taken from a creator, and levels do not name him. */
static void
test_creators (void)
{
  const char *create = "{'room_version':'12','additional_creators':['@b:x',7]}";

  g_assert_cmpint (get_level (create, "{'users':{'@a:x':90}}", "@maker:x"), ==, BEDSIDE_LEVEL_INFINITE);
  g_assert_cmpint (get_level (create, "{'users':{'@a:x':90}}", "@b:x"), ==, BEDSIDE_LEVEL_INFINITE);
  g_assert_cmpint (get_level (create, "{'users':{'@a:x':90}}", "@a:x"), ==, 90);
  g_assert_cmpint (get_level ("{'room_version':'11','additional_creators':['@b:x']}", "{}", "@b:x"), ==, 0);
  g_assert_cmpint (get_level ("{'room_version':12,'additional_creators':'@b:x'}", "{}", "@b:x"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/levels/cases", test_cases);
  g_test_add_func ("/practice/levels/none", test_none);
  g_test_add_func ("/practice/levels/creators", test_creators);

  return g_test_run ();
}
