/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-errands.h"

#include "bedside-counter.h"
#include "bedside-memory-secrets.h"
#include "bedside-ui-fixture.h"

typedef struct {
  BedsideAccount *account;
  BedsideSession *session;
  BedsideErrands *errands;
  GString        *ready;   /* what came, as "open !ada; " */
  gboolean        goes_on; /* whether one brings another */
} Fixture;

static void
on_ready (Fixture             *fixture,
          BedsideErrand        errand,
          BedsideConversation *conversation)
{
  g_autoptr(GEnumClass) errands = g_type_class_ref (BEDSIDE_TYPE_ERRAND);

  g_string_append_printf (fixture->ready, "%s %s; ", g_enum_get_value (errands, errand)->value_nick,
                          conversation != NULL ? bedside_conversation_get_room_id (conversation) : "-");
  if (!fixture->goes_on)
    return;

  /* As the window does, which shows another conversation from now on. */
  fixture->goes_on = FALSE;
  bedside_errands_drop_showing (fixture->errands);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_NEW_CHAT, NULL);
}

static void
add_conversation (Fixture    *fixture,
                  const char *room_id)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation (room_id, "Ada", "Lovelace", "1985-12-10", 3000);

  g_list_store_append (bedside_fake_session_get_store (fixture->session), conversation);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();

  fixture->account = bedside_account_new (BEDSIDE_SECRETS (secrets), NULL);
  fixture->session = bedside_fake_session_new ();
  fixture->ready = g_string_new (NULL);
  fixture->errands = bedside_errands_new ();
  bedside_errands_set_account (fixture->errands, fixture->account);
  g_signal_connect_swapped (fixture->errands, "ready", G_CALLBACK (on_ready), fixture);
  add_conversation (fixture, "!ada");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_string_free (fixture->ready, TRUE);
  g_assert_finalize_object (fixture->errands);
  bedside_fake_account_set (fixture->account, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, NULL);
  g_assert_finalize_object (fixture->account);
  g_assert_finalize_object (fixture->session);
}

static void
set_state (Fixture             *fixture,
           BedsideAccountState  state)
{
  const gboolean session = state == BEDSIDE_ACCOUNT_STATE_SIGNED_IN || state == BEDSIDE_ACCOUNT_STATE_EXPIRED
                           || state == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT;

  bedside_fake_account_set (fixture->account, state, session ? fixture->session : NULL);
}

static void
assert_ready (Fixture    *fixture,
              const char *expected)
{
  g_assert_cmpstr (fixture->ready->str, ==, expected);
  g_string_truncate (fixture->ready, 0);
}

static gboolean
passed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Longer than it takes to look again. */
static void
let_pass (void)
{
  gboolean passed = FALSE;

  g_timeout_add (700, passed_cb, &passed);
  bedside_await (passed, 10);
}

static void
test_at_once (Fixture       *fixture,
              gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  assert_ready (fixture, "open !ada; ");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_REPLY, "!ada");
  assert_ready (fixture, "reply !ada; ");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_NEW_CHAT, NULL);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_NEW_MESSAGES, NULL);
  assert_ready (fixture, "new-chat -; new-messages -; ");
  g_assert_false (bedside_errands_get_waiting (fixture->errands));
}

/* What was read before the password is asked for again can be read still. */
static void
test_expired (Fixture       *fixture,
              gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_EXPIRED);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  assert_ready (fixture, "open !ada; ");
}

static void
test_waits_for_sign_in (Fixture       *fixture,
                        gconstpointer  data)
{
  static const BedsideAccountState before[] = {
    BEDSIDE_ACCOUNT_STATE_STARTING, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED,
    BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE, BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      guint notified = 0;

      set_state (fixture, before[i]);
      bedside_counter_watch (fixture->errands, "waiting", &notified);
      bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
      g_assert_true (bedside_errands_get_waiting (fixture->errands));
      g_assert_cmpuint (notified, ==, 1);
      bedside_ui_settle ();
      assert_ready (fixture, "");
      set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
      bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
      assert_ready (fixture, "open !ada; ");
      g_assert_cmpuint (notified, ==, 2);
      g_signal_handlers_disconnect_by_data (fixture->errands, &notified);
    }
}

/* It may come with the first sync only. */
static void
test_waits_for_conversation (Fixture       *fixture,
                             gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_REPLY, "!ben");
  let_pass ();
  assert_ready (fixture, "");
  add_conversation (fixture, "!ben");
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
  assert_ready (fixture, "reply !ben; ");
}

/* Nothing is opened in its place, neither then nor later. */
static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const ids[] = { "!nowhere:practice.example", "", "ada", "!ad", "!ada ", "\xe2\x80\xae" };

  bedside_errands_set_limit (fixture->errands, 400);
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, ids[i]);
      g_assert_true (bedside_errands_get_waiting (fixture->errands));
    }
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
  add_conversation (fixture, "!nowhere:practice.example");
  let_pass ();
  assert_ready (fixture, "");
}

static void
test_too_late (Fixture       *fixture,
               gconstpointer  data)
{
  bedside_errands_set_limit (fixture->errands, 200);
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_MARK_READ, "!ada");
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  let_pass ();
  assert_ready (fixture, "");
}

static void
test_last_one (Fixture       *fixture,
               gconstpointer  data)
{
  add_conversation (fixture, "!ben");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_NEW_CHAT, NULL);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_REPLY, "!ben");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
  assert_ready (fixture, "reply !ben; ");
}

/* All of those are done, and no window is needed. */
static void
test_mark_read (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *calls = NULL;

  add_conversation (fixture, "!ben");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_MARK_READ, "!ada");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_MARK_READ, "!ben");
  bedside_errands_drop_showing (fixture->errands);
  g_assert_true (bedside_errands_get_waiting (fixture->errands));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
  assert_ready (fixture, "");
  calls = bedside_fake_take_calls (fixture->session);
  g_assert_cmpstr (calls, ==, "mark-conversation-read !ada; mark-conversation-read !ben");
}

static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  bedside_errands_drop_showing (fixture->errands);
  g_assert_false (bedside_errands_get_waiting (fixture->errands));
  bedside_errands_drop_showing (fixture->errands);
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  let_pass ();
  assert_ready (fixture, "");
}

/* The next who signs in is not shown what the one before wanted. */
static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *calls = NULL;

  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ben");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_MARK_READ, "!ben");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  g_assert_false (bedside_errands_get_waiting (fixture->errands));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  add_conversation (fixture, "!ben");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  let_pass ();
  assert_ready (fixture, "");
  calls = bedside_fake_take_calls (fixture->session);
  g_assert_cmpstr (calls, ==, "");
}

/* Doing one changes what there is to be done. */
static void
test_one_brings_another (Fixture       *fixture,
                         gconstpointer  data)
{
  fixture->goes_on = TRUE;
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_MARK_READ, "!later");
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_await (fixture->ready->len > strlen ("open !ada; "), 5);
  assert_ready (fixture, "open !ada; new-chat -; ");
  /* What has to wait is not lost by that. */
  g_assert_true (bedside_errands_get_waiting (fixture->errands));
  add_conversation (fixture, "!later");
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
}

static void
test_no_account (Fixture       *fixture,
                 gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_errands_set_account (fixture->errands, NULL);
  bedside_errands_add (fixture->errands, BEDSIDE_ERRAND_OPEN, "!ada");
  let_pass ();
  assert_ready (fixture, "");
  bedside_errands_set_account (fixture->errands, fixture->account);
  bedside_await (!bedside_errands_get_waiting (fixture->errands), 5);
  assert_ready (fixture, "open !ada; ");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  ADD ("/ui/errands/at-once", test_at_once);
  ADD ("/ui/errands/expired", test_expired);
  ADD ("/ui/errands/waits-for-sign-in", test_waits_for_sign_in);
  ADD ("/ui/errands/waits-for-conversation", test_waits_for_conversation);
  ADD ("/ui/errands/unknown", test_unknown);
  ADD ("/ui/errands/too-late", test_too_late);
  ADD ("/ui/errands/last-one", test_last_one);
  ADD ("/ui/errands/mark-read", test_mark_read);
  ADD ("/ui/errands/dropped", test_dropped);
  ADD ("/ui/errands/sign-out", test_sign_out);
  ADD ("/ui/errands/one-brings-another", test_one_brings_another);
  ADD ("/ui/errands/no-account", test_no_account);

  return g_test_run ();
}
