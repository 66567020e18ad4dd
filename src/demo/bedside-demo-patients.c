/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-patients"

#include "bedside-demo-patients.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-rules.h"
#include "bedside-json.h"

#include <string.h>

#define TYPING_MS 30000

/**
 * BedsideDemoPatients:
 *
 * The patients of all conversations: each reads what the practitioner writes,
 * types for a moment and answers. Used with the world's lock held.
 */
struct _BedsideDemoPatients
{
  BedsideDemoWorld *world;
  guint             delay;      /* ms from message to answer, 0: nobody answers */
  GStrv             answers;    /* (owned): to statements */
  GStrv             replies;    /* (owned): to questions */
  GHashTable       *talks;      /* (owned) (element-type utf8 Talk): by room */
  guint             given;      /* how many answers were given */
};

typedef enum {
  STEP_SILENT,
  STEP_READING, /* will read */
  STEP_WAITING, /* has read, will type */
  STEP_TYPING,  /* will send */
} Step;

typedef struct {
  BedsideDemoPatients *patients;
  BedsideDemoRoom     *room;
  Step                 step;
  BedsideDemoEvent    *heard;  /* the practitioner's last message */
  BedsideDemoEvent    *read;   /* (nullable): the message that is being answered */
  GSource             *timer;  /* (owned) (nullable) */
} Talk;

static const char *const default_answers[] = {
  "Thank you, I will do that.", "All right, thank you.", "That helps, thanks.", NULL,
};
static const char *const default_replies[] = {
  "Yes, that works for me.", "A little better than last week, thank you for asking.", NULL,
};

static void talk_next (Talk *talk,
                       Step  step);

static void
talk_clear_timer (Talk *talk)
{
  if (talk->timer != NULL)
    g_source_destroy (talk->timer);
  g_clear_pointer (&talk->timer, g_source_unref);
}

static void
talk_free (gpointer data)
{
  Talk *talk = data;

  talk_clear_timer (talk);
  g_free (talk);
}

static gboolean
may_write (Talk                     *talk,
           const BedsideDemoBinding *binding)
{
  BedsideDemoWorld *world = talk->patients->world;
  g_autofree char *error = bedside_demo_rules_check_event (talk->room, binding->patient, "m.room.message", NULL, NULL);

  return error == NULL &&
         (!bedside_demo_practice_is_enforced (world) || bedside_demo_practice_closed_because (world, binding) == NULL);
}

static const char *
choose_answer (Talk *talk)
{
  BedsideDemoPatients *self = talk->patients;
  gboolean asked = strchr (talk->read->content, '?') != NULL;
  GStrv texts = asked ? self->replies : self->answers;

  return texts[self->given++ % g_strv_length (texts)];
}

static void
talk_do (Talk                     *talk,
         const BedsideDemoBinding *binding)
{
  BedsideDemoWorld *world = talk->patients->world;

  switch (talk->step)
    {
    case STEP_READING:
      if (bedside_demo_room_get_membership (talk->room, binding->patient) == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
        {
          talk_next (talk, STEP_READING);
          break;
        }
      talk->read = talk->heard;
      bedside_demo_world_read (world, talk->room, binding->patient, BEDSIDE_DEMO_RECEIPT_PUBLIC, talk->read->id);
      talk_next (talk, STEP_WAITING);
      break;
    case STEP_WAITING:
      if (may_write (talk, binding))
        bedside_demo_world_set_typing (world, talk->room, binding->patient, TYPING_MS);
      talk_next (talk, may_write (talk, binding) ? STEP_TYPING : STEP_SILENT);
      break;
    case STEP_TYPING:
      bedside_demo_world_set_typing (world, talk->room, binding->patient, 0);
      if (may_write (talk, binding))
        bedside_demo_world_say (world, talk->room, binding->patient, choose_answer (talk), 0);
      talk_next (talk, talk->heard != talk->read ? STEP_READING : STEP_SILENT);
      break;
    case STEP_SILENT:
    default:
      break;
    }
}

static gboolean
talk_cb (gpointer data)
{
  Talk *talk = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&talk->patients->world->lock);
  BedsideDemoBinding binding;

  /* It may have been destroyed while this waited for the lock. */
  if (g_source_is_destroyed (g_main_current_source ()))
    return G_SOURCE_REMOVE;
  if (bedside_demo_practice_get_binding (talk->room, &binding))
    talk_do (talk, &binding);

  return G_SOURCE_REMOVE;
}

/* A third of the delay goes to each step. */
static void
talk_next (Talk *talk,
           Step  step)
{
  BedsideDemoPatients *self = talk->patients;

  talk_clear_timer (talk);
  talk->step = self->delay > 0 ? step : STEP_SILENT;
  if (talk->step != STEP_SILENT)
    talk->timer = bedside_demo_world_add_timer (self->world, MAX (self->delay / 3, 1), talk_cb, talk, NULL);
}

/**
 * bedside_demo_patients_new:
 * @world: the server's data
 *
 * Returns: (transfer full): patients who never answer, see bedside_demo_patients_set_delay()
 */
BedsideDemoPatients *
bedside_demo_patients_new (BedsideDemoWorld *world)
{
  BedsideDemoPatients *self = g_new0 (BedsideDemoPatients, 1);

  self->world = world;
  self->answers = g_strdupv ((GStrv) default_answers);
  self->replies = g_strdupv ((GStrv) default_replies);
  self->talks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, talk_free);

  return self;
}

/**
 * bedside_demo_patients_free:
 * @self: patients
 *
 * Frees @self.
 */
void
bedside_demo_patients_free (BedsideDemoPatients *self)
{
  g_hash_table_unref (self->talks);
  g_strfreev (self->answers);
  g_strfreev (self->replies);
  g_free (self);
}

/**
 * bedside_demo_patients_set_delay:
 * @self: patients
 * @ms: from message to answer; 0: they never answer
 */
void
bedside_demo_patients_set_delay (BedsideDemoPatients *self,
                                 guint                ms)
{
  self->delay = ms;
}

/**
 * bedside_demo_patients_set_answers:
 * @self: patients
 * @to_questions: (transfer full): texts
 * @to_statements: (transfer full): texts
 *
 * Sets what patients say, in turn. A list without texts is left as it is.
 */
void
bedside_demo_patients_set_answers (BedsideDemoPatients *self,
                                   GStrv                to_questions,
                                   GStrv                to_statements)
{
  GStrv *own[] = { &self->replies, &self->answers };
  GStrv given[] = { to_questions, to_statements };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      GStrv old = given[i][0] != NULL ? *own[i] : given[i];

      if (given[i][0] != NULL)
        *own[i] = given[i];
      g_strfreev (old);
    }
}

/**
 * bedside_demo_patients_hear:
 * @self: patients
 * @room: where it happened
 * @event: what happened
 *
 * If @event is a practitioner's message in a conversation, its patient will answer.
 */
void
bedside_demo_patients_hear (BedsideDemoPatients *self,
                            BedsideDemoRoom     *room,
                            BedsideDemoEvent    *event)
{
  BedsideDemoBinding binding;
  BedsideDemoMembership membership;
  Talk *talk;

  if (self->delay == 0 || !bedside_demo_event_notifies (event) || !bedside_demo_practice_get_binding (room, &binding) ||
      !g_str_equal (event->sender, binding.practitioner))
    return;

  /* An invited one is about to join. */
  membership = bedside_demo_room_get_membership (room, binding.patient);
  if (membership != BEDSIDE_DEMO_MEMBERSHIP_JOIN && membership != BEDSIDE_DEMO_MEMBERSHIP_INVITE)
    return;

  talk = g_hash_table_lookup (self->talks, room->id);
  if (talk == NULL)
    {
      talk = g_new0 (Talk, 1);
      talk->patients = self;
      talk->room = room;
      g_hash_table_insert (self->talks, room->id, talk);
    }
  talk->heard = event;
  if (talk->step == STEP_SILENT)
    talk_next (talk, STEP_READING);
}
