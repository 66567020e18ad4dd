/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "headless-steps.h"

#include "bedside-await.h"
#include "bedside-session-practice.h"

void
headless_sign_in (BedsideAccount *account,
                  const char     *server,
                  const char     *user)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_account_sign_in_async (account, server, user, g_getenv ("BEDSIDE_PASSWORD"), NULL, bedside_await_result,
                                 &result);
  bedside_await (result != NULL, HEADLESS_LIMIT);
  if (!bedside_account_sign_in_finish (account, result, &error))
    g_error ("not signed in: %s", error->message);
}

static BedsidePatient *
find_patient (BedsideSession *session,
              const char     *key)
{
  BedsidePractice *practice = bedside_session_get_practice (session);
  GListModel *patients = practice ? bedside_practice_get_patients (practice) : NULL;

  for (guint i = 0; patients != NULL && i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);

      if (g_str_equal (bedside_patient_get_key (patient), key))
        return patient;
    }

  return NULL;
}

static gboolean
may_start (BedsideSession *session,
           const char     *key)
{
  BedsidePatient *patient = find_patient (session, key);

  return patient != NULL && bedside_start_is_possible (bedside_session_get_start (session, patient));
}

BedsideConversation *
headless_talk_to (BedsideSession *session,
                  const char     *patient_key)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_await (may_start (session, patient_key), HEADLESS_LIMIT);
  bedside_session_start_conversation_async (session, find_patient (session, patient_key), NULL, bedside_await_result,
                                            &result);
  bedside_await (result != NULL, HEADLESS_LIMIT);

  BedsideConversation *conversation = bedside_session_start_conversation_finish (session, result, &error);

  if (conversation == NULL)
    g_error ("not started: %s", error->message);
  bedside_session_open (session, conversation);

  return conversation;
}
