/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-login.h"
#include "bedside-rooms.h"
#include "bedside-sync.h"

#include "certificates.h"
#include "matrix-fixture.h"

#define HOST     "127.0.0.1"
#define VERSIONS "/_matrix/client/versions"
#define LOGIN    V3 "/login"
#define SEND     V3 "/rooms/%21a%3Ahs/send/m.room.message/txn-1"

typedef enum {
  GOOD,
  SELF_SIGNED,
  UNKNOWN_AUTHORITY,
  SAME_NAME,
  EXPIRED,
  NOT_YET_VALID,
  OTHER_HOST,
  NAME_FOR_ADDRESS,
  SIGNED_BY_SERVER,
} Kind;

/* Authorities, the first of which is trusted. */
static TestAuthority *trusted, *unknown, *impostor;

static GTlsCertificate *
new_certificate (Kind kind)
{
  switch (kind)
    {
    case SELF_SIGNED:
      return test_certificate_new_self_signed (HOST);
    case UNKNOWN_AUTHORITY:
      return test_authority_issue (unknown, HOST, -1, 1);
    case SAME_NAME:
      return test_authority_issue (impostor, HOST, -1, 1);
    case EXPIRED:
      return test_authority_issue (trusted, HOST, -10, -1);
    case NOT_YET_VALID:
      return test_authority_issue (trusted, HOST, 1, 10);
    case OTHER_HOST:
      return test_authority_issue (trusted, "127.0.0.2", -1, 1);
    case NAME_FOR_ADDRESS:
      return test_authority_issue (trusted, "portal.example", -1, 1);
    case SIGNED_BY_SERVER:
      return test_authority_issue_by_server (trusted, HOST);
    case GOOD:
    default:
      return test_authority_issue (trusted, HOST, -1, 1);
    }
}

typedef struct {
  ScriptServer  *server;
  BedsideClient *client;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GTlsCertificate) certificate = new_certificate ((Kind) GPOINTER_TO_INT (data));
  g_autoptr(BedsideTokens) tokens = bedside_tokens_new ("access-1", "refresh-1", 0);

  fixture->server = script_server_new (certificate);
  fixture->client = bedside_client_new (script_server_get_url (fixture->server), ME, "DEVICE", tokens, NULL, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_await_finalize (g_steal_pointer (&fixture->client));
  script_server_free (fixture->server);
}

static char *
send_message (Fixture  *fixture,
              GError  **error)
{
  g_autoptr(JsonObject) content = matrix_parse ("{'body':'Take the blue ones'}");
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_send_async (fixture->client, "!a:hs", "m.room.message", "txn-1", content, NULL, bedside_await_result,
                             &result);
  bedside_await (result != NULL, 30);

  return bedside_client_send_finish (fixture->client, result, error);
}

static BedsideSyncAnswer *
ask_for_news (Fixture  *fixture,
              GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_sync_async (fixture->client, "7", "s1", 0, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);

  return bedside_client_sync_finish (fixture->client, result, error);
}

static void
test_good (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *event_id = NULL;

  script_server_reply (fixture->server, "PUT", SEND, 200, "{'event_id':'$1'}");
  event_id = send_message (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (event_id, ==, "$1");
}

/* Nothing of a request has gone to the server: no token, no password, no text. */
static void
assert_distrusted (Fixture      *fixture,
                   const GError *error)
{
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (script_server_count_all (fixture->server), ==, 0);
}

static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) found = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) discover_error = NULL;
  g_autoptr(GError) error = NULL;

  bedside_discover_async (script_server_get_url (fixture->server), NULL, bedside_await_result, &found);
  bedside_await (found != NULL, 30);
  g_assert_null (bedside_discover_finish (found, &discover_error));
  assert_distrusted (fixture, discover_error);

  bedside_login_async (script_server_get_url (fixture->server), "ada", "secret", NULL, NULL, NULL,
                       bedside_await_result, &result);
  bedside_await (result != NULL, 30);
  g_assert_null (bedside_login_finish (result, &error));
  assert_distrusted (fixture, error);
}

/* During a session: it does not end, everything is tried again, and goes through once the certificate is right. */
static void
test_session (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GTlsCertificate) good = new_certificate (GOOD);
  g_autoptr(GError) send_error = NULL;
  g_autoptr(GError) sync_error = NULL;
  g_autofree char *event_id = NULL;

  g_assert_null (send_message (fixture, &send_error));
  assert_distrusted (fixture, send_error);
  g_assert_null (ask_for_news (fixture, &sync_error));
  assert_distrusted (fixture, sync_error);
  g_assert_false (bedside_matrix_error_ends_session (sync_error));
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (send_error, 0), >=, 750);
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (send_error, 10), >=, 45000);

  script_server_set_certificate (fixture->server, good);
  test_good (fixture, NULL);
}

/* The database of the machine counts, not one that says yes to all. */
static void
test_machine (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_assert_null (send_message (fixture, &error));
  assert_distrusted (fixture, error);
  test_authority_trust (trusted);
}

/* A redirect to a server that cannot be trusted is not followed, wherever it comes from. */
static void
test_redirect (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(ScriptServer) plain = script_server_new (NULL);
  g_autofree char *elsewhere = g_strconcat (script_server_get_url (fixture->server), VERSIONS, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply_full (plain, "GET", VERSIONS, 302, NULL, "Location", elsewhere, NULL);
  bedside_discover_async (script_server_get_url (plain), NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);
  g_assert_null (bedside_discover_finish (result, &error));
  assert_distrusted (fixture, error);
}

typedef struct {
  GSocketListener *listener;
  GTlsCertificate *certificate;
  char            *negotiated;  /* (nullable): out */
} Handshake;

static gpointer
shake_hands (gpointer data)
{
  static const char *const protocols[] = { "h2", "http/1.1", NULL };
  Handshake *handshake = data;
  g_autoptr(GSocketConnection) socket = g_socket_listener_accept (handshake->listener, NULL, NULL, NULL);
  g_autoptr(GIOStream) stream = g_tls_server_connection_new (G_IO_STREAM (socket), handshake->certificate, NULL);

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (stream), protocols);
  if (g_tls_connection_handshake (G_TLS_CONNECTION (stream), NULL, NULL))
    handshake->negotiated = g_strdup (g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (stream)));
  g_io_stream_close (stream, NULL, NULL);

  return NULL;
}

/* With HTTP/2 libsoup 3.2 took in a gigabyte that nobody read, in turns of the main loop of several seconds. */
static void
test_protocol (void)
{
  g_autoptr(GTlsCertificate) certificate = new_certificate (GOOD);
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (host, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *url = NULL;
  Handshake handshake = { listener, certificate, NULL };
  GThread *thread;

  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  url = g_strdup_printf ("https://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  thread = g_thread_new ("handshake", shake_hands, &handshake);
  bedside_login_async (url, "ada", "secret", NULL, NULL, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);
  g_assert_null (bedside_login_finish (result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
  g_thread_join (thread);
  g_assert_cmpstr (handshake.negotiated, ==, "http/1.1");
  g_free (handshake.negotiated);
}

static void
add (const char *name,
     Kind        kind)
{
  g_autofree char *sign_in = g_strdup_printf ("/matrix/certificate/R31-sign-in/%s", name);
  g_autofree char *session = g_strdup_printf ("/matrix/certificate/R31-session/%s", name);

  g_test_add (sign_in, Fixture, GINT_TO_POINTER (kind), set_up, test_sign_in, tear_down);
  g_test_add (session, Fixture, GINT_TO_POINTER (kind), set_up, test_session, tear_down);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  trusted = test_authority_new ("Trusted");
  unknown = test_authority_new ("Unknown");
  impostor = test_authority_new ("Trusted");
  test_authority_trust (trusted);

  g_test_add ("/matrix/certificate/good", Fixture, GINT_TO_POINTER (GOOD), set_up, test_good, tear_down);
  add ("self-signed", SELF_SIGNED);
  add ("unknown-authority", UNKNOWN_AUTHORITY);
  add ("authority-of-the-same-name", SAME_NAME);
  add ("expired", EXPIRED);
  add ("not-yet-valid", NOT_YET_VALID);
  add ("other-host", OTHER_HOST);
  add ("portal", NAME_FOR_ADDRESS);
  add ("signed-by-no-authority", SIGNED_BY_SERVER);
  g_test_add ("/matrix/certificate/R31-not-known-to-the-machine", Fixture, GINT_TO_POINTER (GOOD), set_up,
              test_machine, tear_down);
  g_test_add ("/matrix/certificate/R31-redirect", Fixture, GINT_TO_POINTER (EXPIRED), set_up, test_redirect,
              tear_down);

  g_test_add_func ("/matrix/certificate/no-http-2", test_protocol);

  status = g_test_run ();
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  test_authority_free (trusted);
  test_authority_free (unknown);
  test_authority_free (impostor);

  return status;
}
