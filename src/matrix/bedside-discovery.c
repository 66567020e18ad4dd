/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-discovery"

#include "bedside-login.h"

#include "bedside-answer.h"
#include "bedside-http.h"
#include "bedside-limits.h"
#include "bedside-url.h"

#include <string.h>

#define MAX_NAME      255
#define VERSIONS_PATH "/_matrix/client/versions"

typedef struct {
  /* Input */
  char           *typed_url;      /* (owned): what was typed, as an address */
  char           *well_known_url; /* (owned): the server to ask for .well-known */
  gboolean        is_name;        /* a server name was typed, not an address */
  /* In progress */
  char           *base_url;       /* (owned) (nullable): being tried */
  BedsideRequest *versions;       /* (owned) (nullable) */
} DiscoverOp;

static void
discover_op_free (DiscoverOp *op)
{
  g_clear_pointer (&op->typed_url, g_free);
  g_clear_pointer (&op->well_known_url, g_free);
  g_clear_pointer (&op->base_url, g_free);
  g_clear_pointer (&op->versions, bedside_request_unref);
  g_free (op);
}

static gboolean
set_invalid (GError **error)
{
  g_propagate_error (error, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_INVALID_SERVER, 0, NULL, -1, NULL));
  return FALSE;
}

static char *
join_origin (GUri     *uri,
             gboolean  with_port,
             gboolean  with_path)
{
  g_autoptr(GUri) origin = NULL;
  g_autofree char *host = g_hostname_to_ascii (g_uri_get_host (uri));

  if (host == NULL)
    return NULL;

  origin = g_uri_build (g_uri_get_flags (uri), g_uri_get_scheme (uri), NULL, host,
                        with_port ? g_uri_get_port (uri) : -1, with_path ? g_uri_get_path (uri) : "", NULL, NULL);

  return bedside_url_to_base (origin);
}

/* "practice.example", "practice.example:8448", "127.0.0.1:8008", "[::1]:8008" */
static gboolean
read_name (DiscoverOp  *op,
           const char  *name,
           GError     **error)
{
  g_autofree char *insecure = g_strconcat ("http://", name, NULL);
  g_autofree char *secure = g_strconcat ("https://", name, NULL);
  g_autoptr(GUri) uri = bedside_url_parse_base (insecure, NULL);
  gboolean is_local = uri != NULL;

  if (uri == NULL)
    uri = bedside_url_parse_base (secure, error);
  if (uri == NULL)
    return FALSE;
  if (strpbrk (name, "/\\@?#%") != NULL)
    return set_invalid (error);

  /* The file belongs to the name, whatever port the server has. */
  op->is_name = TRUE;
  op->typed_url = join_origin (uri, TRUE, FALSE);
  op->well_known_url = join_origin (uri, is_local, FALSE);

  return op->typed_url != NULL || set_invalid (error);
}

static gboolean
read_address (DiscoverOp  *op,
              const char  *address,
              GError     **error)
{
  g_autofree char *base_url = bedside_url_normalize_base (address, error);
  g_autoptr(GUri) uri = base_url ? bedside_url_parse_base (base_url, error) : NULL;

  if (uri == NULL)
    return FALSE;

  op->typed_url = join_origin (uri, TRUE, TRUE);
  op->well_known_url = join_origin (uri, TRUE, FALSE);

  return op->typed_url != NULL || set_invalid (error);
}

static gboolean
read_typed (DiscoverOp  *op,
            const char  *typed,
            GError     **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  const char *name = text;

  if (*text == '\0' || strlen (text) > MAX_NAME || !g_utf8_validate (text, -1, NULL))
    return set_invalid (error);
  if (strstr (text, "://") != NULL)
    return read_address (op, text, error);

  if (*text == '@')
    {
      const char *colon = strchr (text, ':');

      if (colon == NULL)
        return set_invalid (error);
      name = colon + 1;
    }

  return read_name (op, name, error);
}

static void on_well_known (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data);
static void ask_versions  (BedsideHttp  *http,
                           GTask        *task);
static void on_versions   (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data);

static BedsideRequest *
new_request (const char *base_url,
             const char *first,
             const char *second,
             const char *third)
{
  BedsideRequest *request = bedside_request_new ("GET", base_url, first, second, third, NULL);

  request->flags = BEDSIDE_REQUEST_FOLLOW;
  request->max_size = BEDSIDE_LIMIT_SMALL_ANSWER;

  return request;
}

/**
 * bedside_discover_async:
 * @server: what a person typed: a server name, the address of a server, or a user id
 * @cancellable: (nullable): ends the search
 * @callback: called when there is a result
 * @user_data: passed to @callback
 *
 * Finds the server of a practice and makes sure that there is one. A name is looked
 * up in `.well-known`: if that file is missing (404) the name is the server, if it is
 * broken that is an error, and the way around it is to type the whole address of the
 * server ("https://..."), with which a broken file is passed over.
 *
 * Source: Matrix client-server API, "Server Discovery".
 */
void
bedside_discover_async (const char          *server,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (server != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(BedsideHttp) http = bedside_http_new ();
  g_autoptr(BedsideRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  DiscoverOp *op = g_new0 (DiscoverOp, 1);

  g_task_set_source_tag (task, bedside_discover_async);
  g_task_set_task_data (task, op, (GDestroyNotify) discover_op_free);

  if (!read_typed (op, server, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Web servers give files without an ending any type. */
  request = new_request (op->well_known_url, ".well-known", "matrix", "client");
  request->flags |= BEDSIDE_REQUEST_ANY_TYPE;
  bedside_http_send_async (http, request, NULL, cancellable, on_well_known, g_steal_pointer (&task));
}

/* A server elsewhere must not send us to a server on this machine. */
static char *
read_well_known (DiscoverOp  *op,
                 JsonObject  *answer,
                 GError     **error)
{
  JsonObject *homeserver = bedside_json_get_object (answer, "m.homeserver");
  const char *base_url = bedside_json_get_string (homeserver, "base_url");
  g_autofree char *checked = NULL;
  g_autoptr(GUri) origin = NULL;
  g_autoptr(GUri) target = NULL;

  if (base_url == NULL || strlen (base_url) > BEDSIDE_LIMIT_TOKEN)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  checked = bedside_url_normalize_base (base_url, error);
  if (checked == NULL)
    return NULL;

  origin = bedside_url_parse_base (op->typed_url, NULL);
  target = bedside_url_parse_base (checked, NULL);
  if (bedside_url_is_loopback (target) && !bedside_url_is_loopback (origin))
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  return g_steal_pointer (&checked);
}

static void
on_well_known (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  DiscoverOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) answer = bedside_http_send_finish (BEDSIDE_HTTP (source), result, &error);

  if (answer != NULL)
    op->base_url = read_well_known (op, answer, &error);
  if (op->base_url == NULL)
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      if (op->is_name && bedside_matrix_error_get_http_status (error) != 404)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      op->base_url = g_strdup (op->typed_url);
    }

  ask_versions (BEDSIDE_HTTP (source), g_steal_pointer (&task));
}

static void
ask_versions (BedsideHttp *http,
              GTask       *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  DiscoverOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  op->versions = new_request (op->base_url, "_matrix", "client", "versions");
  bedside_http_send_async (http, op->versions, NULL, cancellable, on_versions, g_steal_pointer (&task));
}

/* Where a redirect led is where the server is: later requests follow none. */
static char *
get_final_base (DiscoverOp *op)
{
  const char *final_url = op->versions->final_url;

  if (!g_str_has_suffix (final_url, VERSIONS_PATH))
    return NULL;
  return g_strndup (final_url, strlen (final_url) - strlen (VERSIONS_PATH));
}

/* Which versions there are is not looked at: servers are ahead of what they claim. */
static void
on_versions (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  DiscoverOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) answer = bedside_http_send_finish (BEDSIDE_HTTP (source), result, &error);
  char *base_url = NULL;

  if (answer != NULL)
    {
      if (bedside_json_get_array (answer, "versions") != NULL)
        base_url = get_final_base (op);
      if (base_url == NULL)
        bedside_answer_set_bad_data (&error);
    }

  if (base_url != NULL)
    g_task_return_pointer (task, base_url, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_discover_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the server, without slash at its end
 */
char *
bedside_discover_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_discover_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
