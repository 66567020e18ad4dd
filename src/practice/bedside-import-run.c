/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-run"

#include "bedside-import-private.h"
#include "bedside-wording.h"

#include "config.h"

#include <glib/gi18n-lib.h>

/* The server takes changes of one room one after the other; this keeps it busy. */
#define MAX_IN_FLIGHT 3

/* For how long a turn of the main loop goes on with lines of people who are there already, in µs. */
#define TURN_TIME 4000

/* When nothing has been heard for so long, people are told that we wait, in s. */
#define SLOW_AFTER 3

/* The longest time between two tries, in s. */
#define MAX_RETRY_TIME 15

/* For how long those on their way are waited for when nobody else is to be added, in s. */
#define STOP_TIME 5

/* An answer that it cannot be done may pass, as while a server restarts; not for ever. */
#define MAX_FAILURES 10

/* Somebody on the way into the directory. The key stays the same at each try: nobody is added twice. */
typedef struct {
  BedsideImport       *import;  /* (owned) (nullable): while in flight */
  guint                run;     /* of which run it is: of an earlier one, nothing is counted */
  guint                row;
  char                *key;     /* (owned) */
  BedsideImportPerson  person;
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_object (&self->import);
  g_free (self->key);
  bedside_import_person_clear (&self->person);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void queue_run (BedsideImport *self);
static void send      (BedsideImport *self,
                       Attempt       *attempt);

/* --- who is there --- */

/* They are indexed in turns of the main loop: thousands take longer than a frame. */
static void
on_patients_changed (GListModel    *patients,
                     guint          position,
                     guint          removed,
                     guint          added,
                     BedsideImport *self)
{
  for (guint i = position; i < position + added; i++)
    g_ptr_array_add (self->to_index, g_list_model_get_item (patients, i));
}

static void
index_one (BedsideImport *self)
{
  g_autoptr(BedsidePatient) patient = g_ptr_array_steal_index_fast (self->to_index, self->to_index->len - 1);

  bedside_import_index_add_patient (self->there, patient);
}

static void
forget_directory (BedsideImport *self)
{
  if (self->patients != NULL)
    g_signal_handlers_disconnect_by_func (self->patients, on_patients_changed, self);
  g_clear_object (&self->patients);
  g_ptr_array_set_size (self->to_index, 0);
  g_clear_pointer (&self->there, bedside_import_index_free);
}

static void
look_at_directory (BedsideImport *self)
{
  forget_directory (self);
  self->there = bedside_import_index_new ();
  self->patients = bedside_practice_get_patients (self->practice);
  if (self->patients == NULL)
    return;

  g_object_ref (self->patients);
  g_signal_connect_object (self->patients, "items-changed", G_CALLBACK (on_patients_changed), self, 0);
  on_patients_changed (self->patients, 0, 0, g_list_model_get_n_items (self->patients), self);
}

static BedsideImportMatch
find (BedsideImport             *self,
      const BedsideImportPerson *person)
{
  const BedsideImportMatch there = bedside_import_index_find (self->there, person);
  const BedsideImportMatch ours = bedside_import_index_find (self->ours, person);

  if (there == BEDSIDE_IMPORT_MATCH_SAME || ours == BEDSIDE_IMPORT_MATCH_SAME)
    return BEDSIDE_IMPORT_MATCH_SAME;

  return there != BEDSIDE_IMPORT_MATCH_NONE ? there : ours;
}

/* --- states --- */

static gboolean
is_going_on (BedsideImport *self)
{
  return self->state == BEDSIDE_IMPORT_STATE_RUNNING || self->state == BEDSIDE_IMPORT_STATE_WAITING;
}

static void
fail (BedsideImport *self,
      const GError  *error)
{
  bedside_import_stop (self);
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_FAILED);
}

static void
refuse (BedsideImport *self,
        guint          row,
        const char    *reason)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(BedsideImportLine) line = NULL;

  for (guint i = 0; i < bedside_import_file_get_n_cells (self->file, row); i++)
    {
      g_autofree char *cell = bedside_wording_isolate (bedside_import_file_get_cell (self->file, row, i));

      bedside_wording_append (text, cell);
    }
  line = bedside_import_line_new (bedside_import_file_get_line (self->file, row), g_strdup (text->str), reason, row);
  g_list_store_append (self->refused, line);
  bedside_import_count (self, BEDSIDE_IMPORT_PROP_DONE);
}

static gboolean
on_slow (gpointer user_data)
{
  BedsideImport *self = user_data;

  self->slow_source = 0;
  if (self->state == BEDSIDE_IMPORT_STATE_RUNNING && self->in_flight > 0)
    bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_WAITING);

  return G_SOURCE_REMOVE;
}

/* Who is on his way is in before the same file can be imported again: nobody is added twice. */
static gboolean
on_stopped (gpointer user_data)
{
  BedsideImport *self = user_data;

  self->stop_source = 0;
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_CANCELLED);

  return G_SOURCE_REMOVE;
}

static void
check_stopped (BedsideImport *self)
{
  if (self->state != BEDSIDE_IMPORT_STATE_STOPPING || self->in_flight > 0)
    return;

  g_clear_handle_id (&self->stop_source, g_source_remove);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_CANCELLED);
}

/* The next try is one line only; when it is in, all the others follow. */
static gboolean
on_retry (gpointer user_data)
{
  BedsideImport *self = user_data;
  Attempt *attempt = g_queue_pop_head (&self->again);

  self->retry_source = 0;
  if (attempt != NULL)
    send (self, attempt);

  return G_SOURCE_REMOVE;
}

static void
wait_for_server (BedsideImport *self)
{
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add_seconds (MIN (1u << MIN (self->failures, 4), MAX_RETRY_TIME), on_retry, self);
  self->failures++;
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_WAITING);
}

/* --- one patient --- */

static void
go_on (BedsideImport *self)
{
  self->failures = 0;
  if (self->state == BEDSIDE_IMPORT_STATE_WAITING)
    bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_RUNNING);
  queue_run (self);
}

static void
on_failed (BedsideImport *self,
           Attempt       *attempt,
           const GError  *error)
{
  const gboolean refused = g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  const gboolean passing = g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_OFFLINE) ||
                           g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_BUSY);
  const gboolean broken = g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_FAILED);

  if (refused)
    {
      refuse (self, attempt->row, error->message);
      attempt_free (attempt);
      go_on (self);
      return;
    }

  g_queue_push_tail (&self->again, attempt);
  if (!is_going_on (self))
    return;
  if (passing || (broken && self->failures < MAX_FAILURES))
    wait_for_server (self);
  else
    fail (self, error);
}

/* @attempt: taken. */
static void
take_result (BedsideImport *self,
             Attempt       *attempt,
             const GError  *error)
{
  if (attempt->run != self->run)
    {
      attempt_free (attempt);
      queue_run (self);
      return;
    }
  if (error != NULL)
    {
      on_failed (self, attempt, error);
      return;
    }

  attempt_free (attempt);
  bedside_import_count (self, BEDSIDE_IMPORT_PROP_ADDED);
  bedside_import_count (self, BEDSIDE_IMPORT_PROP_DONE);
  go_on (self);
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Attempt *attempt = user_data;
  g_autoptr(BedsideImport) self = g_steal_pointer (&attempt->import);
  g_autoptr(GError) error = NULL;

  self->in_flight--;
  g_clear_handle_id (&self->slow_source, g_source_remove);
  bedside_practice_writer_add_patient_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);
  take_result (self, attempt, error);
  check_stopped (self);
}

static void
send (BedsideImport *self,
      Attempt       *attempt)
{
  const BedsidePatientDetails details = { attempt->person.given, attempt->person.family, attempt->person.born,
                                          attempt->person.record };

  attempt->import = g_object_ref (self);
  self->in_flight++;
  if (self->slow_source == 0)
    self->slow_source = g_timeout_add_seconds (SLOW_AFTER, on_slow, self);
  bedside_practice_writer_add_patient_async (self->writer, self->practice, attempt->key, &details, NULL, on_added,
                                             attempt);
}

static BedsideImportMatch
check (BedsideImport  *self,
       Attempt        *attempt,
       GError        **error)
{
  const char *reason = bedside_import_person_read (&attempt->person, self->file, attempt->row, self->columns,
                                                   self->order);
  const BedsidePatientDetails details = { attempt->person.given, attempt->person.family, attempt->person.born,
                                          attempt->person.record };
  BedsideImportMatch match;

  if (reason != NULL)
    {
      g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID, reason);
      return BEDSIDE_IMPORT_MATCH_NONE;
    }
  if (!bedside_patient_details_check (&details, error))
    return BEDSIDE_IMPORT_MATCH_NONE;

  match = find (self, &attempt->person);
  if (match == BEDSIDE_IMPORT_MATCH_OTHER)
    g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID,
                         _("Another patient, with another name and birth date, has this record number."));

  return match;
}

static void
take_row (BedsideImport *self)
{
  g_autoptr(Attempt) attempt = g_new0 (Attempt, 1);
  g_autoptr(GError) error = NULL;
  BedsideImportMatch match;

  attempt->run = self->run;
  attempt->row = self->next_row++;
  match = check (self, attempt, &error);
  if (error != NULL)
    {
      refuse (self, attempt->row, error->message);
      return;
    }
  if (match == BEDSIDE_IMPORT_MATCH_SAME)
    {
      bedside_import_count (self, BEDSIDE_IMPORT_PROP_PRESENT);
      bedside_import_count (self, BEDSIDE_IMPORT_PROP_DONE);
      return;
    }

  attempt->key = g_uuid_string_random ();
  bedside_import_index_add_person (self->ours, &attempt->person);
  send (self, g_steal_pointer (&attempt));
}

/* --- all of them --- */

static gboolean
has_more (BedsideImport *self)
{
  return !g_queue_is_empty (&self->again) || self->next_row < bedside_import_file_get_n_rows (self->file);
}

static gboolean
on_run (gpointer user_data)
{
  BedsideImport *self = user_data;
  const gint64 end = g_get_monotonic_time () + TURN_TIME;

  g_object_freeze_notify (G_OBJECT (self));
  while (self->to_index->len > 0 && g_get_monotonic_time () < end)
    index_one (self);
  while (self->to_index->len == 0 && self->in_flight < MAX_IN_FLIGHT && has_more (self) &&
         g_get_monotonic_time () < end)
    {
      if (!g_queue_is_empty (&self->again))
        send (self, g_queue_pop_head (&self->again));
      else
        take_row (self);
    }
  if (!has_more (self) && self->in_flight == 0)
    {
      bedside_import_stop (self);
      bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_DONE);
    }
  else if (!has_more (self) || self->in_flight == MAX_IN_FLIGHT)
    g_clear_handle_id (&self->run_source, g_source_remove);
  g_object_thaw_notify (G_OBJECT (self));

  return G_SOURCE_CONTINUE;
}

static void
queue_run (BedsideImport *self)
{
  if (self->run_source == 0 && self->state == BEDSIDE_IMPORT_STATE_RUNNING)
    self->run_source = g_idle_add (on_run, self);
}

/**
 * bedside_import_stop: (skip)
 * @self: an import
 *
 * Begins nothing more. What is under way goes on to its end, and counts.
 */
void
bedside_import_stop (BedsideImport *self)
{
  g_clear_handle_id (&self->run_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_handle_id (&self->stop_source, g_source_remove);
  forget_directory (self);
}

/**
 * bedside_import_reset: (skip)
 * @self: an import
 *
 * Forgets how far it has come.
 */
void
bedside_import_reset (BedsideImport *self)
{
  bedside_import_stop (self);
  g_queue_clear_full (&self->again, (GDestroyNotify) attempt_free);
  g_clear_pointer (&self->ours, bedside_import_index_free);
  g_clear_error (&self->error);
  g_list_store_remove_all (self->refused);
  self->run++;
  self->next_row = self->done = self->added = self->present = self->failures = 0;
  bedside_import_count (self, 0);
}

/**
 * bedside_import_start:
 * @self: an import with a file, and nothing to object to
 *
 * Adds those who are not there yet. After a cancellation or an error it goes on
 * where it was; once it is done it begins from the start.
 */
void
bedside_import_start (BedsideImport *self)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT (self));
  g_return_if_fail (self->state != BEDSIDE_IMPORT_STATE_EMPTY);
  g_return_if_fail (bedside_import_get_objection (self) == NULL);

  if (is_going_on (self))
    return;

  if (self->state == BEDSIDE_IMPORT_STATE_DONE || self->state == BEDSIDE_IMPORT_STATE_LOADED)
    bedside_import_reset (self);
  if (self->ours == NULL)
    self->ours = bedside_import_index_new ();
  self->failures = 0;
  g_clear_handle_id (&self->stop_source, g_source_remove);
  look_at_directory (self);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_RUNNING);
  queue_run (self);
}

/**
 * bedside_import_cancel:
 * @self: an import
 *
 * Begins with nobody else. Those who are in stay in, also the few who are on
 * their way just now, for whom it waits some seconds.
 */
void
bedside_import_cancel (BedsideImport *self)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT (self));

  if (!is_going_on (self))
    return;

  bedside_import_stop (self);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_STOPPING);
  self->stop_source = g_timeout_add_seconds (STOP_TIME, on_stopped, self);
  check_stopped (self);
}
