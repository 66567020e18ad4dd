/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <string.h>

static const char *const texts[] = {
  "", "a", "Please drink enough and rest", "J\303\266rg \342\200\223 \360\237\230\200", "{\"body\":\"line\\nline\"}",
};

static GBytes *
seal (BedsideSealer *sealer,
      const char    *text,
      const char    *identity)
{
  g_autoptr(GError) error = NULL;
  GBytes *sealed = bedside_sealer_seal (sealer, text, identity, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sealed);

  return sealed;
}

static void
assert_opens (BedsideSealer *sealer,
              GBytes        *sealed,
              const char    *identity,
              const char    *text)
{
  g_autoptr(GError) error = NULL;
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (sealed, &length);
  g_autofree char *opened = bedside_sealer_open (sealer, data, length, identity, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (opened, ==, text);
}

static void
assert_broken (BedsideSealer *sealer,
               gconstpointer  data,
               gsize          length,
               const char    *identity)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *opened = bedside_sealer_open (sealer, data, length, identity, &error);

  g_assert_error (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_BROKEN);
  g_assert_null (opened);
}

static void
test_there_and_back (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) sealed = seal (sealer, texts[i], "events 1");

      assert_opens (sealer, sealed, "events 1", texts[i]);
    }
}

static void
test_long (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autofree char *text = g_strnfill (1 << 20, 'x');
  g_autoptr(GBytes) sealed = seal (sealer, text, "");

  assert_opens (sealer, sealed, "", text);
}

static void
test_fresh_nonce (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                      (GDestroyNotify) g_bytes_unref, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr(GBytes) sealed = seal (sealer, "the same", "the same");

      g_assert_true (g_hash_table_add (seen, g_bytes_new_from_bytes (sealed, 1, 12)));
    }
}

static void
test_hides (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(GBytes) sealed = seal (sealer, "Ada Lovelace", "@ada:example.org");
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (sealed, &length);

  g_assert_null (memmem (data, length, "Ada", 3));
  g_assert_null (memmem (data, length, "example", 7));
}

static void
test_other_identity (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(GBytes) sealed = seal (sealer, "text", "events 1");
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (sealed, &length);

  assert_broken (sealer, data, length, "events 2");
  assert_broken (sealer, data, length, "events 1 ");
  assert_broken (sealer, data, length, "events");
  assert_broken (sealer, data, length, "");
}

static void
test_other_key (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(BedsideSealer) other = store_sealer_new (2);
  g_autoptr(GBytes) sealed = seal (sealer, "text", "events 1");

  assert_broken (other, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), "events 1");
}

static void
test_same_key (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(BedsideSealer) again = store_sealer_new (1);
  g_autoptr(GBytes) sealed = seal (sealer, "text", "events 1");
  g_autofree char *mask = bedside_sealer_mask (sealer, "@ada:example.org");
  g_autofree char *second = bedside_sealer_mask (again, "@ada:example.org");

  assert_opens (again, sealed, "events 1", "text");
  g_assert_cmpstr (mask, ==, second);
}

static void
test_every_bit (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(GBytes) sealed = seal (sealer, "text", "events 1");
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (sealed, &length);

  for (gsize i = 0; i < 8 * length; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);

      copy[i / 8] ^= (guint8) (1 << i % 8);
      assert_broken (sealer, copy, length, "events 1");
    }
}

static void
test_every_length (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(GBytes) sealed = seal (sealer, "text", "events 1");
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (sealed, &length);
  g_autofree guint8 *longer = g_malloc0 (length + 1);

  assert_broken (sealer, NULL, 0, "events 1");
  for (gsize i = 0; i < length; i++)
    {
      /* A copy of just this size, so that the sanitizer sees a read beyond it. */
      g_autofree guint8 *copy = g_memdup2 (data, i);

      assert_broken (sealer, copy, i, "events 1");
    }
  memcpy (longer, data, length);
  assert_broken (sealer, longer, length + 1, "events 1");
}

static void
test_bad_keys (void)
{
  const gsize sizes[] = { 0, 1, 16, 31, 33, 64 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *bytes = g_malloc0 (64);
      g_autoptr(GBytes) key = g_bytes_new (bytes, sizes[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (bedside_sealer_new (key, &error));
      g_assert_error (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_BAD_KEY);
    }
}

static void
test_generated_keys (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) first = bedside_sealer_generate_key (&error);
  g_autoptr(GBytes) second = bedside_sealer_generate_key (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (first), ==, BEDSIDE_SEALER_KEY_SIZE);
  g_assert_cmpuint (g_bytes_get_size (second), ==, BEDSIDE_SEALER_KEY_SIZE);
  g_assert_false (g_bytes_equal (first, second));

  BedsideSealer *sealer = bedside_sealer_new (first, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (sealer);
}

static void
test_mask (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  g_autoptr(BedsideSealer) other = store_sealer_new (2);
  g_autofree char *mask = bedside_sealer_mask (sealer, "@ada:example.org");
  g_autofree char *again = bedside_sealer_mask (sealer, "@ada:example.org");
  g_autofree char *ben = bedside_sealer_mask (sealer, "@ben:example.org");
  g_autofree char *empty = bedside_sealer_mask (sealer, "");
  g_autofree char *other_mask = bedside_sealer_mask (other, "@ada:example.org");

  g_assert_cmpuint (strlen (mask), ==, 64);
  g_assert_cmpuint (strlen (empty), ==, 64);
  g_assert_cmpuint (strspn (mask, "0123456789abcdef"), ==, 64);
  g_assert_cmpstr (mask, ==, again);
  g_assert_cmpstr (mask, !=, ben);
  g_assert_cmpstr (mask, !=, other_mask);
}

static void
test_null (void)
{
  g_autoptr(BedsideSealer) sealer = bedside_sealer_new_null ();
  g_autofree char *mask = bedside_sealer_mask (sealer, "@ada:example.org");

  g_assert_cmpstr (mask, ==, "@ada:example.org");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) sealed = seal (sealer, texts[i], "events 1");

      g_assert_cmpuint (g_bytes_get_size (sealed), ==, strlen (texts[i]));
      assert_opens (sealer, sealed, "events 1", texts[i]);
    }
}

static void
test_null_refuses_noise (void)
{
  g_autoptr(BedsideSealer) sealer = bedside_sealer_new_null ();

  assert_broken (sealer, "\xff\xfe", 2, "events 1");
  assert_broken (sealer, "a\0b", 3, "events 1");
}

static gpointer
seal_many (gpointer data)
{
  BedsideSealer *sealer = data;

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *text = g_strdup_printf ("text %u", i);
      g_autoptr(GBytes) sealed = seal (sealer, text, text);

      assert_opens (sealer, sealed, text, text);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(BedsideSealer) sealer = store_sealer_new (1);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("seal", seal_many, sealer);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/sealer/there-and-back", test_there_and_back);
  g_test_add_func ("/store/sealer/long", test_long);
  g_test_add_func ("/store/sealer/fresh-nonce", test_fresh_nonce);
  g_test_add_func ("/store/sealer/R31-hides", test_hides);
  g_test_add_func ("/store/sealer/other-identity", test_other_identity);
  g_test_add_func ("/store/sealer/other-key", test_other_key);
  g_test_add_func ("/store/sealer/same-key", test_same_key);
  g_test_add_func ("/store/sealer/every-bit", test_every_bit);
  g_test_add_func ("/store/sealer/every-length", test_every_length);
  g_test_add_func ("/store/sealer/bad-keys", test_bad_keys);
  g_test_add_func ("/store/sealer/generated-keys", test_generated_keys);
  g_test_add_func ("/store/sealer/mask", test_mask);
  g_test_add_func ("/store/sealer/null", test_null);
  g_test_add_func ("/store/sealer/null-refuses-noise", test_null_refuses_noise);
  g_test_add_func ("/store/sealer/threads", test_threads);

  return g_test_run ();
}
