/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer-account"

#include "bedside-practice-writer-private.h"

#include <string.h>

#include "bedside-matrix-error.h"
#include "bedside-module.h"

/* What an account is called, and what it is. */

#define LONGEST_USER_ID 255

G_DEFINE_ENUM_TYPE (BedsideAccountCheck, bedside_account_check,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE, "unavailable"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT, "not-a-patient"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED, "not-activated"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_ACTIVATED, "activated"))

static gboolean
is_user_name (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (text[i]) && !g_ascii_isdigit (text[i]) && strchr ("._=-/+", text[i]) == NULL)
      return FALSE;

  return length > 0;
}

/* A host name or address, perhaps with a port. */
static gboolean
is_server_name (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (".-:[]", *at) == NULL)
      return FALSE;

  return g_ascii_isalnum (*text) || *text == '[';
}

static gboolean
is_user_id (const char *text)
{
  const char *colon = strchr (text, ':');

  return *text == '@' && colon != NULL && strlen (text) <= LONGEST_USER_ID &&
         is_user_name (text + 1, (gsize) (colon - text - 1)) && is_server_name (colon + 1);
}

/**
 * bedside_practice_writer_dup_user_id:
 * @self: a writer
 * @text: what somebody typed: "ada", "@ada" or "@ada:example.org"
 *
 * Makes an account's id of its user name: a name alone is on this practitioner's
 * server, where capitals do not count.
 *
 * Source: Matrix specification, appendices, "User Identifiers".
 *
 * Returns: (transfer full) (nullable): the id, %NULL if it cannot be one
 */
char *
bedside_practice_writer_dup_user_id (BedsidePracticeWriter *self,
                                     const char            *text)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *typed = g_strstrip (g_strdup (text));
  const char *server = strchr (bedside_client_get_user_id (self->client), ':');

  if (strchr (typed, ':') == NULL && server != NULL)
    {
      g_autofree char *name = g_ascii_strdown (*typed == '@' ? typed + 1 : typed, -1);
      g_autofree char *whole = g_strconcat ("@", name, server, NULL);

      return is_user_id (whole) ? g_steal_pointer (&whole) : NULL;
    }

  return is_user_id (typed) ? g_steal_pointer (&typed) : NULL;
}

typedef struct {
  char            *user_id;   /* (owned) */
  BedsideAttempts  attempts;
} CheckOp;

static void
check_op_free (CheckOp *op)
{
  g_free (op->user_id);
  g_free (op);
}

static BedsideAccountCheck
judge_account (const BedsideModuleAccount *account)
{
  if (!account->exists)
    return BEDSIDE_ACCOUNT_CHECK_UNKNOWN;
  if (!account->patient)
    return BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT;
  return account->signed_in ? BEDSIDE_ACCOUNT_CHECK_ACTIVATED : BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED;
}

static void check_account (GTask *task);

static void
on_account (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  CheckOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree BedsideModuleAccount *account =
    bedside_client_get_module_account_finish (BEDSIDE_CLIENT (source), result, &error);

  if (account != NULL)
    g_task_return_int (task, judge_account (account));
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED))
    g_task_return_int (task, BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE);
  else if (!bedside_attempts_again (&op->attempts, error, task, check_account))
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
}

static void
check_account (GTask *task)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  CheckOp *op = g_task_get_task_data (task);

  bedside_client_get_module_account_async (self->client, op->user_id, g_task_get_cancellable (task), on_account,
                                           g_object_ref (task));
}

/**
 * bedside_practice_writer_check_account_async:
 * @self: a writer
 * @user_id: an account, as bedside_practice_writer_dup_user_id() writes it
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: passed to @callback
 *
 * Asks the server what an account is, if it can tell.
 */
void
bedside_practice_writer_check_account_async (BedsidePracticeWriter *self,
                                             const char            *user_id,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (user_id != NULL);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_check_account_async, cancellable, callback,
                                      user_data);
  CheckOp *op = g_new0 (CheckOp, 1);

  op->user_id = g_strdup (user_id);
  bedside_attempts_begin (&op->attempts, BEDSIDE_PATIENCE_PERSON);
  g_task_set_task_data (task, op, (GDestroyNotify) check_op_free);
  check_account (task);
}

/**
 * bedside_practice_writer_check_account_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: what the account is; %BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE if the server cannot tell, also with an error
 */
BedsideAccountCheck
bedside_practice_writer_check_account_finish (BedsidePracticeWriter  *self,
                                              GAsyncResult           *result,
                                              GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_practice_writer_check_account_async),
                        BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE);

  gssize check = g_task_propagate_int (G_TASK (result), error);

  return check < 0 ? BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE : (BedsideAccountCheck) check;
}
