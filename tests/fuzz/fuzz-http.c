/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* In place of matrix/bedside-http.c: everything above it is the real thing, and there is no network. */

#include "bedside-http.h"

#include "bedside-answer.h"
#include "fuzz.h"

struct _BedsideHttp
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideHttp, bedside_http, G_TYPE_OBJECT)

static GQueue answers = G_QUEUE_INIT;

static void
bedside_http_class_init (BedsideHttpClass *klass)
{
}

static void
bedside_http_init (BedsideHttp *self)
{
}

BedsideHttp *
bedside_http_new (void)
{
  return g_object_new (BEDSIDE_TYPE_HTTP, NULL);
}

void
fuzz_http_answer (const char *line)
{
  g_queue_push_tail (&answers, g_strdup (line));
}

void
fuzz_http_reset (void)
{
  g_queue_clear_full (&answers, g_free);
}

/* The status, then perhaps "h", a blank, and the body; what has no status is the body of a 200. */
static void
read_line (const char    *line,
           BedsideAnswer *answer)
{
  answer->status = 200;
  answer->is_json = TRUE;
  answer->retry_after = -1;
  if (g_ascii_isdigit (line[0]) && g_ascii_isdigit (line[1]) && g_ascii_isdigit (line[2]))
    {
      answer->status = (guint) ((line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0');
      line += 3;
      if (*line == 'h')
        {
          answer->is_json = FALSE;
          line++;
        }
      if (*line == ' ')
        line++;
    }
  answer->body = g_byte_array_append (g_byte_array_new (), (const guint8 *) line, (guint) strlen (line));
}

void
bedside_http_send_async (BedsideHttp         *self,
                         BedsideRequest      *request,
                         const char          *access_token,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *line = g_queue_pop_head (&answers);
  g_autoptr(GError) error = NULL;
  BedsideAnswer answer = { 0 };
  gpointer parsed = NULL;

  g_task_set_source_tag (task, bedside_http_send_async);
  if (line == NULL)
    {
      g_task_return_error (task, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_OFFLINE, 0, NULL, -1, NULL));
      return;
    }

  read_line (line, &answer);
  g_free (request->final_url);
  request->final_url = g_strdup (request->url->str);
  if (!bedside_answer_wants_body (&answer, (request->flags & BEDSIDE_REQUEST_ANY_TYPE) != 0))
    g_clear_pointer (&answer.body, g_byte_array_unref);
  g_autoptr(JsonObject) object = request->read == NULL ? bedside_answer_read (&answer, &error) : NULL;

  if (request->read != NULL)
    parsed = bedside_answer_read_with (&answer, request->read, &error);
  g_clear_pointer (&answer.body, g_byte_array_unref);
  if (object != NULL)
    parsed = request->parse ? request->parse (object, &error) : json_object_ref (object);
  if (parsed != NULL)
    g_task_return_pointer (task, parsed, request->free_result);
  else if (object == NULL && request->judge != NULL)
    g_task_return_error (task, request->judge (g_steal_pointer (&error)));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

gpointer
bedside_http_send_finish (BedsideHttp   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bedside_http_abort (BedsideHttp *self)
{
}
