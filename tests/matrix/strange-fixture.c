/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "strange-fixture.h"

#include "bedside-login.h"
#include "bedside-room-changes.h"
#include "bedside-rooms.h"
#include "bedside-sync.h"

#define TEXT "{'msgtype':'m.text','body':'Take the blue ones'}"

static gboolean
send_message (MatrixFixture  *fixture,
              GError        **error)
{
  g_autoptr(JsonObject) content = matrix_parse (TEXT);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *event_id = NULL;

  bedside_client_send_async (fixture->client, "!a:hs", "m.room.message", "txn-1", content, NULL, bedside_await_result,
                             &result);
  bedside_await (result != NULL, 10);
  event_id = bedside_client_send_finish (fixture->client, result, error);

  return event_id != NULL;
}

static gboolean
ask_for_news (MatrixFixture  *fixture,
              GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BedsideSyncAnswer) answer = NULL;

  bedside_client_sync_async (fixture->client, "7", "s1", 0, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  answer = bedside_client_sync_finish (fixture->client, result, error);

  return answer != NULL;
}

static gboolean
read_messages (MatrixFixture  *fixture,
               GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BedsideMessagesPage) page = NULL;

  bedside_client_messages_async (fixture->client, "!a:hs", "t1", NULL, 100, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  page = bedside_client_messages_finish (fixture->client, result, error);

  return page != NULL;
}

static gboolean
put_state (MatrixFixture  *fixture,
           GError        **error)
{
  g_autoptr(JsonObject) content = matrix_parse ("{'given':'Ada'}");
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *event_id = NULL;

  bedside_client_put_state_async (fixture->client, "!a:hs", "org.bedside.patient", "p1", content, NULL,
                                  bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  event_id = bedside_client_put_state_finish (fixture->client, result, error);

  return event_id != NULL;
}

static gboolean
create_room (MatrixFixture  *fixture,
             GError        **error)
{
  g_autoptr(JsonObject) body = matrix_parse ("{'name':'Ada'}");
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *room_id = NULL;

  bedside_client_create_room_async (fixture->client, "txn-2", body, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  room_id = bedside_client_create_room_finish (fixture->client, result, error);

  return room_id != NULL;
}

static gboolean
log_in (MatrixFixture  *fixture,
        GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BedsideLogin) login = NULL;

  script_server_reply (fixture->server, "GET", V3 "/login", 200, "{'flows':[{'type':'m.login.password'}]}");
  bedside_login_async (script_server_get_url (fixture->server), "ada", "secret", NULL, NULL, NULL,
                       bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  login = bedside_login_finish (result, error);

  return login != NULL;
}

/* The token has ended: a new one is asked for first. */
static gboolean
refresh (MatrixFixture  *fixture,
         GError        **error)
{
  script_server_reply (fixture->server, "GET", V3 "/sync", 401, "{'errcode':'M_UNKNOWN_TOKEN'}");

  return ask_for_news (fixture, error);
}

const StrangeAct strange_acts[] = {
  { "send", "PUT", V3 "/rooms/%21a%3Ahs/send/m.room.message/txn-1", send_message },
  { "sync", "GET", V3 "/sync", ask_for_news },
  { "messages", "GET", V3 "/rooms/%21a%3Ahs/messages", read_messages },
  { "state", "PUT", V3 "/rooms/%21a%3Ahs/state/org.bedside.patient/p1", put_state },
  { "create-room", "PUT", V3 "/createRoom/txn-2", create_room },
  { "login", "POST", V3 "/login", log_in },
  { "refresh", "POST", V3 "/refresh", refresh },
  { NULL, NULL, NULL, NULL },
};
