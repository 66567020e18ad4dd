/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "!a:example.org"

/* What a person wrote or is, as it goes into the store. */
static const char *const secrets[] = {
  "@doctor:example.org", "@ada:example.org", "Ada Lovelace", "Good morning", "Please drink enough", "Dear Ada",
  "1985-12-10", "patient-key-7f3a", "J\303\266rg \303\205",
};

static BedsideStoreBatch *
fill_more (void)
{
  BedsideStoreBatch *batch = store_fill ();

  bedside_store_batch_put_room (batch, A, "J\303\266rg \303\205");
  bedside_store_batch_put_state (batch, A, "org.bedside.patient", "patient-key-7f3a",
                                 "{\"birth_date\":\"1985-12-10\"}");

  return batch;
}

/* Everything in the folder, one file behind the other. */
static GByteArray *
read_folder (const char *folder,
             guint      *n_files)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  GByteArray *all = g_byte_array_new ();
  const char *name;

  g_assert_no_error (error);
  *n_files = 0;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_byte_array_append (all, (const guint8 *) contents, (guint) length);
      (*n_files)++;
    }

  return all;
}

static gboolean
contains (GByteArray    *haystack,
          gconstpointer  needle,
          gsize          length)
{
  return memmem (haystack->data, haystack->len, needle, length) != NULL;
}

static gboolean
contains_base64 (GByteArray *haystack,
                 const char *secret)
{
  gsize length = strlen (secret);

  /* The secret may begin at any of three places of a group. The characters at the ends depend on what is beside it. */
  for (gsize shift = 0; shift < 3; shift++)
    {
      g_autofree guint8 *padded = g_malloc0 (length + shift);
      memcpy (padded + shift, secret, length);

      g_autofree char *encoded = g_base64_encode (padded, length + shift);
      gsize skip = shift > 0 ? shift + 1 : 0;
      gsize end = 4 * ((length + shift) / 3);

      if (contains (haystack, encoded + skip, end - skip))
        return TRUE;
    }

  return FALSE;
}

static gboolean
contains_converted (GByteArray *haystack,
                    const char *secret,
                    const char *codeset)
{
  g_autoptr(GError) error = NULL;
  gsize length = 0;
  g_autofree char *converted = g_convert (secret, -1, codeset, "UTF-8", NULL, &length, &error);

  g_assert_no_error (error);

  return contains (haystack, converted, length);
}

static gboolean
finds (GByteArray *haystack,
       const char *secret)
{
  return contains (haystack, secret, strlen (secret)) ||
         contains_base64 (haystack, secret) ||
         contains_converted (haystack, secret, "UTF-16LE") ||
         contains_converted (haystack, secret, "UTF-16BE") ||
         contains_converted (haystack, secret, "ISO-8859-1");
}

static void
search (StoreFixture  *self,
        BedsideSealer *sealer,
        gboolean       wanted)
{
  g_autoptr(GError) error = NULL;
  BedsideStore *store = store_open (self->folder, sealer, &error);
  guint n_files = 0;

  g_assert_no_error (error);
  store_write_well (store, fill_more ());

  /* Once with the log, once without. */
  g_autoptr(GByteArray) open = read_folder (self->folder, &n_files);
  g_assert_cmpuint (n_files, >=, 2);
  store_close_well (store);
  g_autoptr(GByteArray) closed = read_folder (self->folder, &n_files);
  g_assert_cmpuint (n_files, ==, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_test_message ("%s", secrets[i]);
      g_assert_true (finds (open, secrets[i]) == wanted);
      g_assert_true (finds (closed, secrets[i]) == wanted);
    }

  /* The plain columns are there in any case. */
  g_assert_true (finds (closed, A));
}

static void
test_sealed (StoreFixture  *self,
             gconstpointer  data)
{
  search (self, self->sealer, FALSE);
}

static void
test_clear (StoreFixture  *self,
            gconstpointer  data)
{
  g_autoptr(BedsideSealer) clear = bedside_sealer_new_null ();

  search (self, clear, TRUE);
}

static void
test_search (void)
{
  const char *const encoded[] = { "QWRhIExvdmVsYWNl", "eEFkYSBMb3ZlbGFjZQ==", "eHhBZGEgTG92ZWxhY2V4" };
  g_autoptr(GByteArray) utf16 = g_byte_array_new ();

  /* The search itself finds what it should. */
  for (gsize i = 0; i < G_N_ELEMENTS (encoded); i++)
    {
      g_autoptr(GByteArray) text = g_byte_array_new ();

      g_byte_array_append (text, (const guint8 *) encoded[i], (guint) strlen (encoded[i]));
      g_assert_true (finds (text, "Ada Lovelace"));
      g_assert_false (finds (text, "Ben Okafor"));
    }
  g_byte_array_append (utf16, (const guint8 *) "\0A\0d\0a", 6);
  g_assert_true (finds (utf16, "Ada"));
}

static void
test_deleted (StoreFixture  *self,
              gconstpointer  data)
{
  g_autoptr(BedsideSealer) clear = bedside_sealer_new_null ();
  BedsideStore *store = store_open (self->folder, clear, NULL);
  BedsideStoreBatch *batch = bedside_store_batch_new ();
  guint n_files = 0;

  /* In the clear, to see what becomes of it. */
  store_write_well (store, store_fill ());
  bedside_store_batch_replace_event (batch, A, "$1", "redacted");
  bedside_store_batch_delete_outgoing (batch, "txn1");
  bedside_store_batch_put_draft (batch, A, NULL);
  store_write_well (store, batch);
  store_close_well (store);

  g_autoptr(GByteArray) all = read_folder (self->folder, &n_files);
  g_assert_true (finds (all, "redacted"));
  g_assert_false (finds (all, "Good morning"));
  g_assert_false (finds (all, "Please drink enough"));
  g_assert_false (finds (all, "Dear Ada"));
}

static mode_t
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);

  return info.st_mode & 07777;
}

static void
test_modes (StoreFixture  *self,
            gconstpointer  data)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  mode_t mask = umask (0);
  BedsideStore *store = store_open_well (self);

  store_write_well (store, store_fill ());
  g_assert_cmpuint (get_mode (self->folder), ==, 0700);
  g_assert_cmpuint (get_mode (self->path), ==, 0600);
  g_assert_cmpuint (get_mode (log), ==, 0600);
  store_close_well (store);
  umask (mask);
}

static void
test_open_to_others (StoreFixture  *self,
                     gconstpointer  data)
{
  store_close_well (store_open_well (self));
  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (self->path, 0644), ==, 0);
  store_close_well (store_open_well (self));
  g_assert_cmpuint (get_mode (self->folder), ==, 0700);
  g_assert_cmpuint (get_mode (self->path), ==, 0600);
}

static void
assert_open_fails (StoreFixture      *self,
                   BedsideStoreError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (store_open (self->folder, self->sealer, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, (int) code);
}

static void
test_read_only (StoreFixture  *self,
                gconstpointer  data)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  /* Modes do not hold root back, so the child is somebody else. */
  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (self->root, 65534, 65534), ==, 0);
      g_assert_cmpint (setegid (65534), ==, 0);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }

  BedsideStore *store = store_open_well (self);
  store_write_well (store, store_fill ());
  store_close_well (store);

  g_assert_cmpint (g_chmod (self->path, 0400), ==, 0);
  assert_open_fails (self, BEDSIDE_STORE_ERROR_FAILED);
  g_assert_cmpint (g_chmod (self->path, 0600), ==, 0);

  g_assert_cmpint (g_chmod (self->folder, 0500), ==, 0);
  assert_open_fails (self, BEDSIDE_STORE_ERROR_FAILED);
  g_assert_cmpuint (get_mode (self->folder), ==, 0500);
  g_assert_false (store_erase (self->folder, NULL));
  g_assert_null (store_set_aside (self->folder, NULL));
  g_assert_cmpint (g_chmod (self->folder, 0700), ==, 0);

  store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
  store_assert_filled (snapshot);
  store_close_well (store);

  /* A leak checker may not look into a process that has changed sides. */
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_no_folder (StoreFixture  *self,
                gconstpointer  data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);

  /* A file where the folder should be; then a folder where the file should be. */
  g_assert_true (g_file_set_contents (parent, "file", -1, NULL));
  assert_open_fails (self, BEDSIDE_STORE_ERROR_FAILED);
  g_assert_false (bedside_store_exists (self->folder));
  g_assert_cmpint (g_unlink (parent), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (self->path, 0700), ==, 0);
  assert_open_fails (self, BEDSIDE_STORE_ERROR_FAILED);
}

static void
test_busy (StoreFixture  *self,
           gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);

  assert_open_fails (self, BEDSIDE_STORE_ERROR_BUSY);
  store_write_well (store, store_fill ());
  assert_open_fails (self, BEDSIDE_STORE_ERROR_BUSY);
  store_close_well (store);
  store_close_well (store_open_well (self));
}

/* The child finds the folder in the environment. */
#define FOLDER "BEDSIDE_TEST_FOLDER"

static void
test_busy_process (StoreFixture  *self,
                   gconstpointer  data)
{
  if (g_test_subprocess ())
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (store_open (g_getenv (FOLDER), self->sealer, &error));
      g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_BUSY);
      return;
    }

  BedsideStore *store = store_open_well (self);

  store_write_well (store, store_fill ());
  g_setenv (FOLDER, self->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();

  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
  store_assert_filled (snapshot);
  store_close_well (store);
}

static void
test_killed (StoreFixture  *self,
             gconstpointer  data)
{
  if (g_test_subprocess ())
    {
      BedsideStore *store = store_open (g_getenv (FOLDER), self->sealer, NULL);

      store_write_well (store, store_fill ());
      raise (SIGKILL);
    }

  g_setenv (FOLDER, self->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();

  BedsideStore *store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
  store_assert_filled (snapshot);
  store_close_well (store);
}

static void
test_set_aside (StoreFixture  *self,
                gconstpointer  data)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *first_wanted = g_strconcat (self->path, ".damaged-1", NULL);
  g_autofree char *second_wanted = g_strconcat (self->path, ".damaged-2", NULL);
  g_autofree char *log_wanted = g_strconcat (first_wanted, "-wal", NULL);
  g_autoptr(GError) error = NULL;

  store_close_well (store_open_well (self));
  g_assert_true (g_file_set_contents (self->path, "damaged", -1, NULL));
  g_assert_true (g_file_set_contents (log, "log", -1, NULL));

  g_autofree char *first = store_set_aside (self->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, first_wanted);
  g_assert_true (g_file_test (first_wanted, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (log_wanted, G_FILE_TEST_IS_REGULAR));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_false (bedside_store_exists (self->folder));

  BedsideStore *store = store_open_well (self);
  store_write_well (store, store_fill ());
  store_close_well (store);

  g_autofree char *second = store_set_aside (self->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, second_wanted);
}

static void
test_set_aside_nothing (StoreFixture  *self,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (store_set_aside (self->folder, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
}

static void
test_erase (StoreFixture  *self,
            gconstpointer  data)
{
  const char *const names[] = {
    "store.db-wal", "store.db-shm", "store.db-journal",
    "store.db.damaged-1", "store.db.damaged-1-wal", "store.db.damaged-7",
  };
  g_autofree char *other = g_build_filename (self->folder, "other.txt", NULL);
  g_autoptr(GError) error = NULL;
  guint n_files = 0;

  store_close_well (store_open_well (self));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "x", -1, NULL));
    }
  g_assert_true (g_file_set_contents (other, "stays", -1, NULL));

  g_assert_true (store_erase (self->folder, &error));
  g_assert_no_error (error);
  g_assert_false (bedside_store_exists (self->folder));

  g_autoptr(GByteArray) left = read_folder (self->folder, &n_files);
  g_assert_cmpuint (n_files, ==, 1);
  g_assert_cmpmem (left->data, left->len, "stays", 5);

  /* It opens anew. */
  store_close_well (store_open_well (self));
}

static void
test_erase_nothing (StoreFixture  *self,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (store_erase (self->folder, &error));
  g_assert_no_error (error);
}

static void
test_erase_in_part (StoreFixture  *self,
                    gconstpointer  data)
{
  g_autofree char *stuck = g_build_filename (self->folder, "store.db.damaged-1", "x", NULL);
  g_autofree char *after = g_build_filename (self->folder, "store.db.damaged-2", NULL);
  g_autoptr(GError) error = NULL;

  /* A folder cannot be deleted like a file; the others go all the same. */
  g_assert_cmpint (g_mkdir_with_parents (stuck, 0700), ==, 0);
  g_assert_true (g_file_set_contents (after, "x", -1, NULL));
  g_assert_true (g_file_set_contents (self->path, "x", -1, NULL));
  g_assert_false (store_erase (self->folder, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_assert_false (g_file_test (after, G_FILE_TEST_EXISTS));
  g_assert_false (bedside_store_exists (self->folder));
}

static void
test_cancelled (StoreFixture  *self,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) erased = NULL, moved = NULL;
  g_autoptr(GError) error = NULL;

  store_close_well (store_open_well (self));
  g_cancellable_cancel (cancellable);
  bedside_store_erase_async (self->folder, cancellable, bedside_await_result, &erased);
  bedside_store_set_aside_async (self->folder, cancellable, bedside_await_result, &moved);
  bedside_await (erased != NULL && moved != NULL, LIMIT);
  g_assert_false (bedside_store_erase_finish (erased, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (bedside_store_set_aside_finish (moved, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (bedside_store_exists (self->folder));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  store_test ("/store/disk/R31-sealed", test_sealed);
  store_test ("/store/disk/clear", test_clear);
  g_test_add_func ("/store/disk/search", test_search);
  store_test ("/store/disk/deleted", test_deleted);
  store_test ("/store/disk/modes", test_modes);
  store_test ("/store/disk/open-to-others", test_open_to_others);
  store_test ("/store/disk/read-only", test_read_only);
  store_test ("/store/disk/no-folder", test_no_folder);
  store_test ("/store/disk/busy", test_busy);
  store_test ("/store/disk/busy-process", test_busy_process);
  store_test ("/store/disk/R20-killed", test_killed);
  store_test ("/store/disk/set-aside", test_set_aside);
  store_test ("/store/disk/set-aside-nothing", test_set_aside_nothing);
  store_test ("/store/disk/erase", test_erase);
  store_test ("/store/disk/erase-nothing", test_erase_nothing);
  store_test ("/store/disk/erase-in-part", test_erase_in_part);
  store_test ("/store/disk/cancelled", test_cancelled);

  return g_test_run ();
}
