/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-news-fixture.h"

/* Conversations of a session without a server, as they are shown. */

G_BEGIN_DECLS

typedef BedsideNewsFixture Fixture;

#define ADA "@ada:x"

static inline void
await_loaded (BedsideConversation *conversation)
{
  bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (conversation)) !=
                 BEDSIDE_TIMELINE_STATE_LOADING, 10);
}

static inline BedsideConversation *
open_conversation (Fixture    *fixture,
                   const char *room_id)
{
  BedsideConversation *conversation = bedside_news_fixture_get (fixture, room_id);

  /* Older messages would have to come from a server. */
  bedside_registry_find (fixture->session->registry, room_id)->complete = TRUE;
  bedside_session_open (fixture->session, conversation);
  await_loaded (conversation);

  return conversation;
}

static inline void
reopen (Fixture             *fixture,
        BedsideConversation *conversation)
{
  bedside_session_close (fixture->session, conversation);
  bedside_session_open (fixture->session, conversation);
  await_loaded (conversation);
}

/* Kinds and texts, as "T:Hello|R:|U:x.png": text, removed, encrypted, unsupported. */
static inline char *
dup_timeline (BedsideConversation *conversation)
{
  static const char kinds[] = { 'T', 'R', 'E', 'U' };
  GListModel *items = G_LIST_MODEL (bedside_conversation_get_timeline (conversation));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);

      if (!BEDSIDE_IS_MESSAGE (item))
        continue;
      if (text->len > 0)
        g_string_append_c (text, '|');
      g_string_append_printf (text, "%c:%s", kinds[bedside_message_get_kind (BEDSIDE_MESSAGE (item))],
                              bedside_message_get_text (BEDSIDE_MESSAGE (item)));
    }

  return g_string_free (text, FALSE);
}

#define assert_timeline(conversation, expected) \
        G_STMT_START { \
          g_autofree char *timeline_ = dup_timeline (conversation); \
          g_assert_cmpstr (timeline_, ==, expected); \
        } G_STMT_END

/* In an answer of its own; NULL: of the room !ada. */
static inline void
tell_event (Fixture    *fixture,
            const char *room_id,
            const char *sender,
            const char *type,
            const char *content,
            const char *more)
{
  g_autofree char *event = bedside_news_fixture_event (fixture, sender, type, content, more);

  bedside_news_fixture_tell (fixture, room_id ? room_id : "!ada", event, 0, NULL);
}

G_END_DECLS
