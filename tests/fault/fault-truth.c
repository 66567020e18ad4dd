/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether what is shown is so, and in the end whether all is there. */

#include "fault-world.h"

#include <string.h>

#include "bedside-notices.h"
#include "bedside-ui-fixture.h"
#include "fault-clock.h"
#include "practice-window.h"

/* For how long (program's time) the window may still say what was so. */
#define LATE (4 * G_TIME_SPAN_SECOND)

static GPtrArray *
list_shown (BedsideConversation *conversation,
            gboolean             claimed_only)
{
  BedsideTimeline *timeline = conversation ? bedside_conversation_get_timeline (conversation) : NULL;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; timeline != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (timeline), i);

      if (!BEDSIDE_IS_MESSAGE (item))
        continue;
      /* What stands there without any claim to be on the server. */
      if (claimed_only && (bedside_message_get_state (BEDSIDE_MESSAGE (item)) == BEDSIDE_MESSAGE_STATE_SENDING ||
                           bedside_message_get_state (BEDSIDE_MESSAGE (item)) == BEDSIDE_MESSAGE_STATE_NOT_SENT))
        continue;
      g_ptr_array_add (texts, g_strdup (bedside_message_get_text (BEDSIDE_MESSAGE (item))));
    }

  return texts;
}

static GPtrArray *
list_held (FaultWorld *world,
           const char *room)
{
  return bedside_demo_server_dup_bodies (fault_world_get_server (world), room);
}

static guint
count (GPtrArray  *texts,
       const char *text)
{
  guint n = 0;

  for (guint i = 0; i < texts->len; i++)
    n += g_str_equal (g_ptr_array_index (texts, i), text);

  return n;
}

static void
check_conversation (FaultWorld          *world,
                    BedsideConversation *conversation,
                    const char          *room)
{
  g_autoptr(GPtrArray) held = list_held (world, room);
  g_autoptr(GPtrArray) claimed = list_shown (conversation, TRUE);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  for (guint i = 0; i < claimed->len; i++)
    {
      const char *text = g_ptr_array_index (claimed, i);

      if (count (held, text) == 0)
        fault_world_fail (world, "\"%s\" is shown as sent, and the server has it not", text);
      if (count (claimed, text) > 1)
        {
          world->doubled++;
          fault_world_fail (world, "\"%s\" is shown twice", text);
        }
    }
  if (timeline != NULL && bedside_timeline_get_state (timeline) == BEDSIDE_TIMELINE_STATE_COMPLETE &&
      held->len > 0 && claimed->len > 0 && count (claimed, g_ptr_array_index (held, 0)) == 0)
    fault_world_fail (world, "it says that nothing is older, and that is not so");
}

static const char *
get_expected_notice (BedsideConnection connection)
{
  switch (connection)
    {
    case BEDSIDE_CONNECTION_OFFLINE:
      return "Offline. What you write is sent later.";

    case BEDSIDE_CONNECTION_BUSY:
      return "The server is busy.";

    case BEDSIDE_CONNECTION_SERVER_PROBLEM:
      return "The server has a problem. What you write is sent later.";

    case BEDSIDE_CONNECTION_CONNECTING:
    case BEDSIDE_CONNECTION_LOADING:
    case BEDSIDE_CONNECTION_ONLINE:
    case BEDSIDE_CONNECTION_BAD_CERTIFICATE:
    case BEDSIDE_CONNECTION_STOPPED:
    default:
      return NULL;
    }
}

gboolean
fault_world_says (FaultWorld *world,
                  const char *part)
{
  BedsideNotices *notices = bedside_ui_find (world->window, BEDSIDE_TYPE_NOTICES, NULL);

  return notices != NULL && practice_window_says (notices, part);
}

static void
check_notices (FaultWorld *world)
{
  const BedsideConnection states[] = {
    BEDSIDE_CONNECTION_OFFLINE, BEDSIDE_CONNECTION_BUSY, BEDSIDE_CONNECTION_SERVER_PROBLEM,
  };
  BedsideConnection connection = bedside_session_get_connection (fault_world_get_session (world));

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      const char *text = get_expected_notice (states[i]);
      gboolean said = fault_world_says (world, text);

      if (said != (connection == states[i]))
        fault_world_fail (world, "the window %s \"%s\", with the connection %d", said ? "says" : "does not say", text,
                          connection);
    }
}

static BedsideConversation *
find_ben (FaultWorld *world)
{
  return bedside_practice_fixture_find (&world->starting.practice, "Ben Okafor");
}

static char *
dup_room_of_ada (FaultWorld *world)
{
  return bedside_starting_dup_room (&world->starting);
}

void
fault_world_check_truth (FaultWorld *world)
{
  BedsideSession *session = fault_world_get_session (world);
  g_autofree char *ada = NULL;

  if (session == NULL || world->may_differ || world->problem->len > 0)
    return;
  if (find_ben (world) != NULL)
    check_conversation (world, find_ben (world), world->room);
  ada = dup_room_of_ada (world);
  if (world->with_ada != NULL && ada != NULL)
    check_conversation (world, world->with_ada, ada);
  check_notices (world);
}

static gboolean
is_well (FaultWorld *world)
{
  BedsideSession *session = fault_world_get_session (world);
  g_autoptr(GPtrArray) held = list_held (world, world->room);
  g_autoptr(GPtrArray) claimed = NULL;

  if (session == NULL || bedside_session_get_connection (session) != BEDSIDE_CONNECTION_ONLINE ||
      bedside_session_get_unsent (session) > 0 || find_ben (world) == NULL ||
      bedside_conversation_get_unread (find_ben (world)) > 0 || fault_world_get_timeline (world) == NULL ||
      bedside_timeline_get_state (fault_world_get_timeline (world)) != BEDSIDE_TIMELINE_STATE_COMPLETE)
    return FALSE;
  claimed = list_shown (find_ben (world), TRUE);

  return claimed->len >= held->len;
}

/* Counts what is missing, and what is there more than once; says if the order is another one. */
static void
compare (FaultWorld          *world,
         BedsideConversation *conversation,
         const char          *room,
         GPtrArray           *written)
{
  g_autoptr(GPtrArray) held = list_held (world, room);
  g_autoptr(GPtrArray) shown = list_shown (conversation, FALSE);
  guint last = 0, at;

  for (guint i = 0; i < held->len; i++)
    {
      const char *text = g_ptr_array_index (held, i);

      world->lost += count (shown, text) == 0;
      world->doubled += count (shown, text) > 1 || count (held, text) > 1;
      if (i < shown->len && !g_str_equal (g_ptr_array_index (shown, i), text))
        fault_world_fail (world, "row %u is \"%s\", not \"%s\"", i, (char *) g_ptr_array_index (shown, i), text);
    }
  for (guint i = 0; i < written->len; i++)
    {
      gboolean found = g_ptr_array_find_with_equal_func (held, g_ptr_array_index (written, i), g_str_equal, &at);

      world->lost += !found;
      if (found && i > 0 && at < last)
        fault_world_fail (world, "\"%s\" came to the server before what was written before it",
                          (char *) g_ptr_array_index (written, i));
      last = found ? at : last;
    }
  if (shown->len > held->len)
    fault_world_fail (world, "%u rows for %u messages", shown->len, held->len);
}

void
fault_world_converge (FaultWorld *world,
                      guint       seconds)
{
  world->paging = TRUE;
  fault_world_read (world);
  fault_world_await (world, is_well (world), seconds);
  compare (world, find_ben (world), world->room, world->written);
  if (world->first->len > 0)
    {
      g_autofree char *ada = dup_room_of_ada (world);
      guint rooms = bedside_starting_count_rooms (&world->starting);

      if (rooms != 1)
        fault_world_fail (world, "%u rooms for Ada", rooms);
      if (rooms > 1)
        world->doubled++;
      if (ada == NULL)
        world->lost += world->first->len;
      else
        compare (world, world->with_ada, ada, world->first);
    }
  if (world->lost > 0 || world->doubled > 0)
    fault_world_fail (world, "%u lost, %u doubled", world->lost, world->doubled);
  /* The window is as it was before. */
  if (fault_world_says (world, "Offline") || fault_world_says (world, "The server"))
    fault_world_fail (world, "the window still says that something is wrong");
}
