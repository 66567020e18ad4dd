/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-passcode-hash.h"

#include <string.h>

/* PBKDF2-HMAC-SHA-512 has no vectors of its own in RFC 6070, which is SHA-1's. The first is the one that is published
 * for it everywhere, with the passwords and salts of RFC 6070's long case; the others were made with Python's hashlib,
 * which is OpenSSL, and not with what is tested here. */
#define PUBLISHED                                                                                     \
  "$pbkdf2-sha512$v=1$i=4096$c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0$"                       \
  "jAUR9Mbll8asYxXY8DYuIl88UBSVuiO4aMAFF03E7nERW1n55gzZUy+jPg91rv4wIlxYOhhs2CvU2uqXJKPTuA=="
#define SHORT                                                                                         \
  "$pbkdf2-sha512$v=1$i=1000$c2FsdHNhbHRzYWx0c2FsdA==$"                                               \
  "715rqIr5dXOVPpBhqqsugl037zT5bWJTWYmZtIcK8hBnisKpwfY7kokvwjDrNHqHhF50Pb7MD6HvkJwiDQw4ww=="
#define ZURICH                                                                                        \
  "$pbkdf2-sha512$v=1$i=1000$MDEyMzQ1Njc4OWFiY2RlZg==$"                                               \
  "uZgL4QnG2y8ct50k5yVdMOysmleKOwp0fIF3j4Xu/vk/vUfJlVGap9ersNRgJidPxNySEyymdpAxwZ+sGh88Xg=="

static gboolean
matches (const char *verifier,
         const char *passcode)
{
  g_autoptr(GError) error = NULL;
  gboolean right = -1;

  g_assert_true (bedside_passcode_hash_check (verifier, passcode, &right, &error));
  g_assert_no_error (error);

  return right;
}

static void
test_vectors (void)
{
  g_assert_true (matches (PUBLISHED, "passwordPASSWORDpassword"));
  g_assert_false (matches (PUBLISHED, "passwordPASSWORDpassworD"));
  g_assert_true (matches (SHORT, "password"));
  g_assert_false (matches (SHORT, ""));
  g_assert_false (matches (SHORT, "password "));
}

static void
test_new (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *one = bedside_passcode_hash_new ("seven seas", 1000, &error);
  g_autofree char *other = bedside_passcode_hash_new ("seven seas", 1000, &error);

  g_assert_no_error (error);
  /* Its own salt each: who has the same passcode elsewhere cannot be told from it. */
  g_assert_cmpstr (one, !=, other);
  g_assert_true (bedside_passcode_hash_is_valid (one));
  g_assert_true (matches (one, "seven seas"));
  g_assert_true (matches (other, "seven seas"));
  g_assert_false (matches (one, "Seven seas"));
  g_assert_null (strstr (one, "seven"));
}

/* What a passcode is worth against whoever gets hold of the keyring is the time that each guess costs. */
static void
test_slow (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *verifier = bedside_passcode_hash_new ("4711", BEDSIDE_PASSCODE_HASH_ROUNDS, &error);
  g_auto(GStrv) parts = g_strsplit (verifier, "$", -1);
  gsize salt_size = 0;
  g_autofree guchar *salt = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (parts), ==, 6);
  g_assert_cmpstr (parts[1], ==, "pbkdf2-sha512");
  g_assert_cmpstr (parts[3], ==, "i=600000");
  salt = g_base64_decode (parts[4], &salt_size);
  g_assert_cmpuint (salt_size, >=, 16);
  g_assert_true (matches (verifier, "4711"));
}

/* u with diaeresis as one code, or as u and a diaeresis; letters and digits of double width. */
static void
test_other_keyboard (void)
{
  g_assert_true (matches (ZURICH, "Z\303\274rich"));
  g_assert_true (matches (ZURICH, "Zu\314\210rich"));
  g_assert_true (matches (ZURICH, "\357\274\272\303\274rich"));
  g_assert_false (matches (ZURICH, "Zurich"));
}

static void
test_measure (void)
{
  g_assert_cmpuint (bedside_passcode_hash_measure (""), ==, 0);
  g_assert_cmpuint (bedside_passcode_hash_measure ("1234"), ==, 4);
  g_assert_cmpuint (bedside_passcode_hash_measure ("Z\303\274ri"), ==, 4);
  g_assert_cmpuint (bedside_passcode_hash_measure ("Zu\314\210ri"), ==, 4);
  g_assert_cmpuint (bedside_passcode_hash_measure ("12\xff\xfe"), ==, 0);
}

static void
test_no_text (void)
{
  g_autoptr(GError) error = NULL;
  gboolean right = TRUE;

  g_assert_null (bedside_passcode_hash_new ("\xff\xfe\xfd\xfc", 1000, &error));
  g_assert_error (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_NO_TEXT);
  g_clear_error (&error);
  g_assert_false (bedside_passcode_hash_check (SHORT, "\xff\xfe\xfd\xfc", &right, &error));
  g_assert_error (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_NO_TEXT);
  g_assert_false (right);
}

static void
test_wiped (void)
{
  char text[] = "seven seas";
  const char nothing[sizeof text] = { 0 };

  bedside_passcode_hash_wipe (text);
  g_assert_cmpmem (text, sizeof text, nothing, sizeof nothing);
}

/* --- damaged --- */

#define HASH "715rqIr5dXOVPpBhqqsugl037zT5bWJTWYmZtIcK8hBnisKpwfY7kokvwjDrNHqHhF50Pb7MD6HvkJwiDQw4ww=="
#define SALT "c2FsdHNhbHRzYWx0c2FsdA=="
#define HEAD "$pbkdf2-sha512$v=1$i="

static const char *const damaged[] = {
  "",
  "$",
  "password",
  "none",
  "\xff\xfe",
  HEAD,
  HEAD "1000",
  HEAD "1000$" SALT,
  HEAD "1000$" SALT "$",
  HEAD "1000$$" HASH,
  HEAD "1000$" SALT "$" HASH "$",
  HEAD "1000$" SALT "$" HASH " ",
  HEAD "1000$" SALT "$715rqIr5dXOVPpBhqqsugl037zT5bWJTWYmZtIcK8hA=",
  HEAD "1000$" SALT "$" HASH HASH,
  HEAD "1000$" SALT "$?" HASH,
  HEAD "1000$c2FsdA==$" HASH,
  HEAD "1000$" SALT SALT "$" HASH,
  /* The 1.6 megabytes of salt below are made by the test. */
  HEAD "$" SALT "$" HASH,
  HEAD "0$" SALT "$" HASH,
  HEAD "1$" SALT "$" HASH,
  HEAD "999$" SALT "$" HASH,
  HEAD "-1000$" SALT "$" HASH,
  HEAD "+1000$" SALT "$" HASH,
  HEAD " 1000$" SALT "$" HASH,
  HEAD "1000.0$" SALT "$" HASH,
  HEAD "1e6$" SALT "$" HASH,
  HEAD "0x1000$" SALT "$" HASH,
  HEAD "10000001$" SALT "$" HASH,
  HEAD "4294968296$" SALT "$" HASH,
  HEAD "99999999999999999999999$" SALT "$" HASH,
  "$pbkdf2-sha512$v=2$i=1000$" SALT "$" HASH,
  "$pbkdf2-sha256$v=1$i=1000$" SALT "$" HASH,
  "$PBKDF2-sha512$v=1$i=1000$" SALT "$" HASH,
  "$argon2id$v=19$m=65536,t=2,p=1$" SALT "$" HASH,
  "pbkdf2-sha512$v=1$i=1000$" SALT "$" HASH,
};

static void
assert_damaged (const char *verifier)
{
  g_autoptr(GError) error = NULL;
  gboolean right = TRUE;

  g_assert_false (bedside_passcode_hash_is_valid (verifier));
  g_assert_false (bedside_passcode_hash_check (verifier, "password", &right, &error));
  g_assert_error (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_DAMAGED);
  g_assert_false (right);
}

/* Each would open for nobody, and none takes long: with as many rounds as some ask for it would not end today. */
static void
test_damaged (void)
{
  const gint64 start = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    assert_damaged (damaged[i]);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

static void
test_huge (void)
{
  g_autofree char *salt = g_strnfill (1600 * 1000, 'A');
  g_autofree char *verifier = g_strdup_printf (HEAD "1000$%s$" HASH, salt);

  assert_damaged (verifier);
}

/* Whichever bit falls over, it is another verifier or none: never one that opens. */
static void
test_bits (void)
{
  g_assert_true (matches (SHORT, "password"));
  for (gsize i = 0; i < 8 * strlen (SHORT); i++)
    {
      g_autofree char *verifier = g_strdup (SHORT);
      gboolean right = TRUE;

      verifier[i / 8] = (char) (verifier[i / 8] ^ (1 << (i % 8)));
      bedside_passcode_hash_check (verifier, "password", &right, NULL);
      g_assert_false (right);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/passcode/vectors", test_vectors);
  g_test_add_func ("/store/passcode/new", test_new);
  g_test_add_func ("/store/passcode/slow", test_slow);
  g_test_add_func ("/store/passcode/other-keyboard", test_other_keyboard);
  g_test_add_func ("/store/passcode/measure", test_measure);
  g_test_add_func ("/store/passcode/no-text", test_no_text);
  g_test_add_func ("/store/passcode/wiped", test_wiped);
  g_test_add_func ("/store/passcode/damaged", test_damaged);
  g_test_add_func ("/store/passcode/huge", test_huge);
  g_test_add_func ("/store/passcode/bits", test_bits);

  return g_test_run ();
}
