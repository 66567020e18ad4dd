/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-url"

#include "bedside-url.h"

#include "bedside-matrix-error.h"

#include <libsoup/soup.h>
#include <string.h>

/**
 * bedside_url_is_loopback:
 * @uri: an absolute address
 *
 * Returns: %TRUE if @uri is on this machine: 127.0.0.0/8, ::1 or localhost
 */
gboolean
bedside_url_is_loopback (GUri *uri)
{
  g_return_val_if_fail (uri != NULL, FALSE);

  const char *host = g_uri_get_host (uri);
  g_autoptr(GInetAddress) address = host ? g_inet_address_new_from_string (host) : NULL;

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return host != NULL && g_ascii_strcasecmp (host, "localhost") == 0;
}

/* Names in other scripts are allowed here; they are encoded before they are looked up. */
static gboolean
is_host (const char *host)
{
  if (host == NULL || *host == '\0')
    return FALSE;
  if (g_hostname_is_ip_address (host))
    return TRUE;
  for (; *host != '\0'; host++)
    if (!g_ascii_isalnum (*host) && *host != '-' && *host != '.' && *host != '_' && (guchar) *host < 0x80)
      return FALSE;

  return TRUE;
}

/**
 * bedside_url_check:
 * @uri: an absolute address
 * @error: return location for a #BedsideMatrixError
 *
 * Allows https, and http on this machine. There is no way around it.
 *
 * Returns: %TRUE if requests may go to @uri
 */
gboolean
bedside_url_check (GUri    *uri,
                   GError **error)
{
  g_return_val_if_fail (uri != NULL, FALSE);

  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  BedsideMatrixError code = BEDSIDE_MATRIX_ERROR_INVALID_SERVER;

  if (is_host (host))
    {
      if (g_str_equal (scheme, "https"))
        return TRUE;
      if (g_str_equal (scheme, "http"))
        {
          if (bedside_url_is_loopback (uri))
            return TRUE;
          code = BEDSIDE_MATRIX_ERROR_INSECURE;
        }
    }

  g_propagate_error (error, bedside_matrix_error_new (code, 0, NULL, -1, NULL));
  return FALSE;
}

/**
 * bedside_url_parse_base:
 * @url: the address of a server, with or without slashes at its end
 * @error: return location for a #BedsideMatrixError
 *
 * Reads the address below which a server's `/_matrix` is. It may have a path, but
 * neither a user name, a query nor a fragment.
 *
 * Returns: (transfer full) (nullable): the address, checked
 */
GUri *
bedside_url_parse_base (const char  *url,
                        GError     **error)
{
  g_return_val_if_fail (url != NULL, NULL);

  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  /* What is encoded in it has to be text: %00 is not. */
  if (uri == NULL || !g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL) ||
      g_uri_get_userinfo (uri) || g_uri_get_query (uri) || g_uri_get_fragment (uri))
    {
      g_propagate_error (error, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_INVALID_SERVER, 0, NULL, -1, NULL));
      return NULL;
    }
  if (!bedside_url_check (uri, error))
    return NULL;

  return g_steal_pointer (&uri);
}

/**
 * bedside_url_to_base:
 * @uri: the address of a server
 *
 * Returns: (transfer full): the address without slashes at its end
 */
char *
bedside_url_to_base (GUri *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);

  char *text = g_uri_to_string (uri);

  for (gsize length = strlen (text); length > 0 && text[length - 1] == '/'; length--)
    text[length - 1] = '\0';

  return text;
}

/**
 * bedside_url_normalize_base:
 * @url: the address of a server, with or without slashes at its end
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the same without slashes at its end
 */
char *
bedside_url_normalize_base (const char  *url,
                            GError     **error)
{
  g_autoptr(GUri) uri = bedside_url_parse_base (url, error);

  return uri ? bedside_url_to_base (uri) : NULL;
}
