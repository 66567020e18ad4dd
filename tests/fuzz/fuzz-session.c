/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-session.h"

#include "bedside-day.h"
#include "bedside-session-news.h"
#include "bedside-session-practice.h"

#define ME "@me:x"
#define MAX_OPEN 3

static BedsideStore *
open_store (const char *folder)
{
  g_autoptr(BedsideSealer) sealer = bedside_sealer_new_null ();
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_open_async (folder, sealer, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);

  return bedside_store_open_finish (result, NULL);
}

static BedsideRestored *
load (BedsideStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_restored_load_async (store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);

  return bedside_restored_load_finish (result, NULL);
}

static void
close_store (FuzzSession *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  gpointer store = self->store;

  bedside_store_close_async (self->store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);
  bedside_store_close_finish (self->store, result, NULL);
  g_clear_object (&result);
  g_object_add_weak_pointer (store, &store);
  g_clear_object (&self->store);
  bedside_await (store == NULL, FUZZ_LIMIT);
}

static void
on_damaged (FuzzSession *self)
{
  self->damaged = TRUE;
}

/* What the account does then: what was not sent is brought to the next session. */
static void
leave_damaged (FuzzSession     *self,
               BedsideRestored *restored)
{
  bedside_session_hand_over (self->session, restored);
  fuzz_session_end (self);
}

gboolean
fuzz_session_begin (FuzzSession *self,
                    const char  *folder)
{
  BedsideTokens tokens = { .access_token = (char *) "t" };
  g_autoptr(BedsideRestored) restored = NULL;

  self->store = open_store (folder);
  if (self->store == NULL)
    return FALSE;
  restored = load (self->store);
  if (restored == NULL)
    {
      close_store (self);
      return FALSE;
    }
  self->client = bedside_client_new ("http://127.0.0.1:9", ME, "D", &tokens, NULL, NULL);
  self->session = bedside_session_new (self->client, self->store, restored, BEDSIDE_CACHE_STATE_NONE);
  g_signal_connect_swapped (self->session, "damaged", G_CALLBACK (on_damaged), self);
  bedside_await (self->session->restoring == NULL || self->damaged, FUZZ_LIMIT);
  if (self->damaged)
    leave_damaged (self, restored);

  return !self->damaged;
}

void
fuzz_session_take (FuzzSession       *self,
                   BedsideSyncAnswer *answer)
{
  bedside_session_take_over (self->session, answer);
  bedside_await (self->session->takeover == NULL, FUZZ_LIMIT);
}

/* Whatever a server sent, the window gets valid texts. */
static void
check_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
look_at_patients (BedsideSession *session)
{
  BedsidePractice *practice = bedside_session_get_practice (session);
  GListModel *patients = practice != NULL ? bedside_practice_get_patients (practice) : NULL;
  GListModel *people = practice != NULL ? bedside_practice_get_people (practice) : NULL;

  for (guint i = 0; patients != NULL && i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);

      check_text (bedside_patient_get_name (patient));
      check_text (bedside_patient_get_birth_date (patient));
      bedside_patient_matches (patient, "ada 1985");
    }
  for (guint i = 0; people != NULL && i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr(BedsidePractitioner) person = g_list_model_get_item (people, i);

      check_text (bedside_practitioner_get_name (person));
    }
  if (practice != NULL)
    check_text (bedside_practice_get_name (practice));
}

static void
look_at_timeline (BedsideTimeline *timeline)
{
  for (guint i = 0; timeline != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (timeline), i);

      if (BEDSIDE_IS_MESSAGE (item))
        {
          check_text (bedside_message_get_text (BEDSIDE_MESSAGE (item)));
          check_text (bedside_message_get_sender_name (BEDSIDE_MESSAGE (item)));
        }
    }
}

static void
look_at_conversation (FuzzSession         *self,
                      BedsideConversation *conversation,
                      gboolean             open)
{
  check_text (bedside_conversation_get_title (conversation));
  check_text (bedside_conversation_get_subtitle (conversation));
  check_text (bedside_conversation_get_preview (conversation));
  bedside_conversation_matches (conversation, "ada");
  if (!open)
    return;

  bedside_session_open (self->session, conversation);
  fuzz_settle ();
  bedside_session_load_older (self->session, conversation);
  bedside_session_mark_read (self->session, conversation);
  fuzz_settle ();
  look_at_timeline (bedside_conversation_get_timeline (conversation));
  bedside_session_close (self->session, conversation);
}

void
fuzz_session_look (FuzzSession *self)
{
  GListModel *conversations = bedside_session_get_conversations (self->session);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    g_ptr_array_add (found, g_list_model_get_item (conversations, i));
  look_at_patients (self->session);
  for (guint i = 0; i < found->len; i++)
    look_at_conversation (self, g_ptr_array_index (found, i), i < MAX_OPEN);
}

static void
flush (FuzzSession *self)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_session_flush_async (self->session, bedside_await_result, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);
  bedside_session_flush_finish (self->session, result, NULL);
}

void
fuzz_session_end (FuzzSession *self)
{
  gpointer session = self->session;

  flush (self);
  bedside_session_stop (self->session);
  g_object_add_weak_pointer (session, &session);
  g_clear_object (&self->session);
  bedside_await (session == NULL, FUZZ_LIMIT);
  g_clear_object (&self->client);
  close_store (self);
  fuzz_settle ();
  fuzz_http_reset ();
}
