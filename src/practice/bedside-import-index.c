/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-index"

#include "bedside-import-index.h"

#include "bedside-search.h"

typedef struct {
  char           *record;   /* (owned) (nullable): folded */
  char           *name;     /* (owned): folded */
  char            born[BEDSIDE_BIRTH_DATE_SIZE];
  BedsidePatient *patient;  /* (owned) (nullable): might be removed meanwhile */
} Entry;

struct _BedsideImportIndex
{
  GPtrArray  *entries;     /* (owned) (element-type Entry) */
  GHashTable *by_record;   /* (owned) (element-type utf8 GPtrArray): the entries are owned by @entries */
  GHashTable *by_identity; /* (owned) (element-type utf8 GPtrArray): birth date and name */
};

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->record);
  g_free (self->name);
  g_clear_object (&self->patient);
  g_free (self);
}

/* Case, accents and blanks make nobody somebody else. */
static Entry *
entry_new (const char *given,
           const char *family,
           const char *born,
           const char *record)
{
  g_autofree char *name = g_strjoin (" ", given, family, NULL);
  Entry *self = g_new0 (Entry, 1);

  self->name = bedside_search_fold (name);
  self->record = record != NULL && *record != '\0' ? g_utf8_casefold (record, -1) : NULL;
  if (self->record != NULL)
    g_strstrip (self->record);
  g_strlcpy (self->born, born, sizeof self->born);

  return self;
}

static char *
dup_identity (const Entry *entry)
{
  return g_strconcat (entry->born, entry->name, NULL);
}

static void
insert (GHashTable *table,
        char       *key,
        Entry      *entry)
{
  GPtrArray *entries = g_hash_table_lookup (table, key);

  if (entries == NULL)
    {
      entries = g_ptr_array_new ();
      g_hash_table_insert (table, key, entries);
    }
  else
    g_free (key);
  g_ptr_array_add (entries, entry);
}

static void
add (BedsideImportIndex *self,
     Entry              *entry)
{
  g_ptr_array_add (self->entries, entry);
  insert (self->by_identity, dup_identity (entry), entry);
  if (entry->record != NULL)
    insert (self->by_record, g_strdup (entry->record), entry);
}

/**
 * bedside_import_index_new: (skip)
 *
 * Returns: (transfer full): an index without anybody
 */
BedsideImportIndex *
bedside_import_index_new (void)
{
  BedsideImportIndex *self = g_new0 (BedsideImportIndex, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->by_record = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->by_identity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  return self;
}

/**
 * bedside_import_index_free: (skip)
 * @self: (transfer full) (nullable): an index
 */
void
bedside_import_index_free (BedsideImportIndex *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_record);
  g_hash_table_unref (self->by_identity);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * bedside_import_index_add_patient: (skip)
 * @self: an index
 * @patient: who is in the directory
 */
void
bedside_import_index_add_patient (BedsideImportIndex *self,
                                  BedsidePatient     *patient)
{
  Entry *entry = entry_new (bedside_patient_get_given (patient), bedside_patient_get_family (patient),
                            bedside_patient_get_born (patient), bedside_patient_get_record (patient));

  entry->patient = g_object_ref (patient);
  add (self, entry);
}

/**
 * bedside_import_index_add_person: (skip)
 * @self: an index
 * @person: who will be in the directory
 */
void
bedside_import_index_add_person (BedsideImportIndex        *self,
                                 const BedsideImportPerson *person)
{
  add (self, entry_new (person->given, person->family, person->born, person->record));
}

static gboolean
is_gone (const Entry *entry)
{
  return entry->patient != NULL && bedside_patient_get_removed (entry->patient);
}

static BedsideImportMatch
find_record (BedsideImportIndex *self,
             const Entry        *wanted)
{
  GPtrArray *entries = wanted->record != NULL ? g_hash_table_lookup (self->by_record, wanted->record) : NULL;
  BedsideImportMatch match = BEDSIDE_IMPORT_MATCH_NONE;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      if (is_gone (entry))
        continue;
      if (g_str_equal (entry->born, wanted->born) || g_str_equal (entry->name, wanted->name))
        return BEDSIDE_IMPORT_MATCH_SAME;
      match = BEDSIDE_IMPORT_MATCH_OTHER;
    }

  return match;
}

/**
 * bedside_import_index_find: (skip)
 * @self: an index
 * @person: what a row says
 *
 * A patient is the same by record number, where both have one, else by name and
 * birth date. Who shares a number with somebody of another name and another birth
 * date is a mistake in one of the lists, and nobody is taken for somebody else.
 *
 * Returns: whether the person is there
 */
BedsideImportMatch
bedside_import_index_find (BedsideImportIndex        *self,
                           const BedsideImportPerson *person)
{
  Entry *wanted = entry_new (person->given, person->family, person->born, person->record);
  g_autofree char *identity = dup_identity (wanted);
  GPtrArray *entries = g_hash_table_lookup (self->by_identity, identity);
  BedsideImportMatch match = find_record (self, wanted);

  for (guint i = 0; match == BEDSIDE_IMPORT_MATCH_NONE && entries != NULL && i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      if (!is_gone (entry) && (entry->record == NULL || wanted->record == NULL))
        match = BEDSIDE_IMPORT_MATCH_SAME;
    }
  entry_free (wanted);

  return match;
}
