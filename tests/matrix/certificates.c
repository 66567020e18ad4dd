/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "certificates.h"

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define DAY (24 * 60 * 60)

struct _TestAuthority
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
  char                 *path;         /* (nullable): of the file that says to trust it, read when it is needed */
};

static gnutls_x509_privkey_t
new_key (void)
{
  gnutls_x509_privkey_t key;

  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);

  return key;
}

/* Not signed yet. */
static gnutls_x509_crt_t
new_certificate (const char            *name,
                 gnutls_x509_privkey_t  key,
                 int                    first_day,
                 int                    last_day)
{
  static guint8 serial = 1;
  gnutls_x509_crt_t certificate;

  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, &serial, 1);
  serial++;
  gnutls_x509_crt_set_activation_time (certificate, time (NULL) + (time_t) first_day * DAY);
  gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + (time_t) last_day * DAY);
  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, (guint) strlen (name));
  gnutls_x509_crt_set_key (certificate, key);

  return certificate;
}

static void
set_host (gnutls_x509_crt_t  certificate,
          const char        *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
                                          (guint) g_inet_address_get_native_size (address), GNUTLS_FSAN_SET);
  else
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, host, (guint) strlen (host),
                                          GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_basic_constraints (certificate, 0, -1);
  gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
}

static void
sign (gnutls_x509_crt_t     certificate,
      gnutls_x509_crt_t     issuer,
      gnutls_x509_privkey_t key)
{
  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, issuer, key, GNUTLS_DIG_SHA256, 0), ==, 0);
}

static char *
to_pem (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t text = { NULL, 0 };
  char *pem;

  g_assert_cmpint (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &text), ==, 0);
  pem = g_strndup ((const char *) text.data, text.size);
  gnutls_free (text.data);

  return pem;
}

/* For a server: its own, perhaps the issuer's, and the key. */
static GTlsCertificate *
to_server (gnutls_x509_crt_t     certificate,
           gnutls_x509_crt_t     issuer,
           gnutls_x509_privkey_t key)
{
  gnutls_datum_t text = { NULL, 0 };
  g_autofree char *own = to_pem (certificate);
  g_autofree char *above = issuer ? to_pem (issuer) : g_strdup ("");
  g_autofree char *pem = NULL;
  g_autoptr(GError) error = NULL;
  GTlsCertificate *made;

  gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &text);
  pem = g_strconcat (own, above, (const char *) text.data, NULL);
  gnutls_free (text.data);
  made = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);

  return made;
}

TestAuthority *
test_authority_new (const char *name)
{
  TestAuthority *self = g_new0 (TestAuthority, 1);

  self->key = new_key ();
  self->certificate = new_certificate (name, self->key, -1000, 1000);
  gnutls_x509_crt_set_basic_constraints (self->certificate, 1, -1);
  gnutls_x509_crt_set_key_usage (self->certificate, GNUTLS_KEY_KEY_CERT_SIGN);
  sign (self->certificate, self->certificate, self->key);

  return self;
}

void
test_authority_free (TestAuthority *self)
{
  gnutls_x509_crt_deinit (self->certificate);
  gnutls_x509_privkey_deinit (self->key);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}

void
test_authority_trust (TestAuthority *self)
{
  g_autofree char *pem = to_pem (self->certificate);
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  if (self->path == NULL)
    g_close (g_file_open_tmp ("bedside-trust-XXXXXX.pem", &self->path, &error), NULL);
  g_assert_no_error (error);
  g_file_set_contents (self->path, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (self->path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

GTlsCertificate *
test_authority_issue (TestAuthority *self,
                      const char    *host,
                      int            first_day,
                      int            last_day)
{
  gnutls_x509_privkey_t key = new_key ();
  gnutls_x509_crt_t certificate = new_certificate (host, key, first_day, last_day);
  GTlsCertificate *made;

  set_host (certificate, host);
  sign (certificate, self->certificate, self->key);
  made = to_server (certificate, NULL, key);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  return made;
}

GTlsCertificate *
test_authority_issue_by_server (TestAuthority *self,
                                const char    *host)
{
  gnutls_x509_privkey_t server_key = new_key (), key = new_key ();
  gnutls_x509_crt_t server = new_certificate (host, server_key, -1, 1);
  gnutls_x509_crt_t certificate = new_certificate (host, key, -1, 1);
  GTlsCertificate *made;

  set_host (server, host);
  sign (server, self->certificate, self->key);
  set_host (certificate, host);
  sign (certificate, server, server_key);
  made = to_server (certificate, server, key);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_crt_deinit (server);
  gnutls_x509_privkey_deinit (key);
  gnutls_x509_privkey_deinit (server_key);

  return made;
}

GTlsCertificate *
test_certificate_new_self_signed (const char *host)
{
  gnutls_x509_privkey_t key = new_key ();
  gnutls_x509_crt_t certificate = new_certificate (host, key, -1, 1);
  GTlsCertificate *made;

  set_host (certificate, host);
  sign (certificate, certificate, key);
  made = to_server (certificate, NULL, key);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  return made;
}
