/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-patients"

#include "bedside-demo-patients.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-rules.h"
#include "bedside-json.h"

#include <string.h>

#define TYPING_MS 30000
/* How many steps somebody waits for what is on its way: who is invited joins, who is new may write in a moment. */
#define MAX_WAITS 30

/**
 * BedsideDemoPatients:
 *
 * The patients of all conversations, and the colleagues of team conversations: each reads what a practitioner writes,
 * types for a moment and answers. Used with the world's lock held.
 */
struct _BedsideDemoPatients
{
  BedsideDemoWorld *world;
  guint             delay;      /* ms from message to answer, 0: nobody answers */
  GStrv             answers[BEDSIDE_DEMO_ANSWERS_KINDS]; /* (owned) */
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
  char                *who;    /* (owned) (nullable): who answers */
  guint                waits;  /* steps in which nothing could be done */
  BedsideDemoEvent    *heard;  /* the practitioner's last message */
  BedsideDemoEvent    *read;   /* (nullable): the message that is being answered */
  GSource             *timer;  /* (owned) (nullable) */
} Talk;

static const char *const default_statements[] = {
  "Thank you, I will do that.", "All right, thank you.", "That helps, thanks.", NULL,
};
static const char *const default_questions[] = {
  "Yes, that works for me.", "A little better than last week, thank you for asking.", NULL,
};
static const char *const default_first[] = {
  "Good to hear from you. I did not know that I can write to you here.", NULL,
};
static const char *const default_colleagues[] = {
  "Thank you, noted.", "I will see to it.", "Fine with me.", NULL,
};
static const char *const *const default_answers[] = {
  [BEDSIDE_DEMO_ANSWERS_TO_STATEMENTS] = default_statements,
  [BEDSIDE_DEMO_ANSWERS_TO_QUESTIONS] = default_questions,
  [BEDSIDE_DEMO_ANSWERS_TO_FIRST] = default_first,
  [BEDSIDE_DEMO_ANSWERS_OF_COLLEAGUES] = default_colleagues,
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
  g_free (talk->who);
  g_free (talk);
}

/* One who is in the room, and whom no program plays. */
static gboolean
may_be_asked (Talk              *talk,
              BedsideDemoMember *member)
{
  BedsideDemoWorld *world = talk->patients->world;

  return member->membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN && !g_str_equal (member->user_id, talk->heard->sender) &&
         bedside_demo_accounts_get (world->accounts, member->user_id) != NULL &&
         bedside_demo_accounts_count_sessions (world->accounts, member->user_id) == 0;
}

/* The colleague who has said least lately, as far as that is known: the one of whom nothing was heard for longest. */
static char *
choose_colleague (Talk *talk)
{
  g_autoptr(GPtrArray) asked = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, talk->room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (may_be_asked (talk, value))
      g_ptr_array_add (asked, ((BedsideDemoMember *) value)->user_id);
  for (guint i = talk->room->events->len; i > 0 && asked->len > 1; i--)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (talk->room, i - 1);
      guint index;

      if (g_ptr_array_find_with_equal_func (asked, event->sender, g_str_equal, &index))
        g_ptr_array_remove_index (asked, index);
    }

  return asked->len > 0 ? g_strdup (g_ptr_array_index (asked, 0)) : NULL;
}

/* Returns: (transfer full) (nullable): NULL while nobody is there */
static char *
choose_who (Talk *talk)
{
  BedsideDemoBinding binding;

  if (!bedside_demo_practice_get_binding (talk->room, &binding))
    return choose_colleague (talk);
  return bedside_demo_room_get_membership (talk->room, binding.patient) == BEDSIDE_DEMO_MEMBERSHIP_JOIN
         ? g_strdup (binding.patient) : NULL;
}

static gboolean
may_write (Talk *talk)
{
  BedsideDemoWorld *world = talk->patients->world;
  g_autofree char *error = bedside_demo_rules_check_event (talk->room, talk->who, "m.room.message", NULL, NULL);

  return error == NULL &&
         bedside_demo_practice_check_event (world, talk->room, talk->who, "m.room.message", NULL, NULL) == NULL;
}

static gboolean
has_spoken (Talk *talk)
{
  for (guint i = talk->room->events->len; i > 0; i--)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (talk->room, i - 1);

      if (event->state_key == NULL && g_str_equal (event->sender, talk->who))
        return TRUE;
    }

  return FALSE;
}

static const char *
choose_answer (Talk *talk)
{
  BedsideDemoPatients *self = talk->patients;
  BedsideDemoAnswers kind = BEDSIDE_DEMO_ANSWERS_TO_STATEMENTS;
  BedsideDemoBinding binding;

  if (!bedside_demo_practice_get_binding (talk->room, &binding))
    kind = BEDSIDE_DEMO_ANSWERS_OF_COLLEAGUES;
  else if (!has_spoken (talk))
    kind = BEDSIDE_DEMO_ANSWERS_TO_FIRST;
  else if (strchr (talk->read->content, '?') != NULL)
    kind = BEDSIDE_DEMO_ANSWERS_TO_QUESTIONS;

  return self->answers[kind][self->given++ % g_strv_length (self->answers[kind])];
}

static void
talk_wait (Talk *talk)
{
  talk_next (talk, talk->waits++ < MAX_WAITS ? talk->step : STEP_SILENT);
}

static void
talk_do (Talk *talk)
{
  BedsideDemoWorld *world = talk->patients->world;

  switch (talk->step)
    {
    case STEP_READING:
      g_free (talk->who);
      talk->who = choose_who (talk);
      if (talk->who == NULL)
        {
          talk_wait (talk);
          break;
        }
      talk->read = talk->heard;
      bedside_demo_world_read (world, talk->room, talk->who, BEDSIDE_DEMO_RECEIPT_PUBLIC, talk->read->id);
      talk_next (talk, STEP_WAITING);
      break;
    case STEP_WAITING:
      if (!may_write (talk))
        {
          talk_wait (talk);
          break;
        }
      bedside_demo_world_set_typing (world, talk->room, talk->who, TYPING_MS);
      talk_next (talk, STEP_TYPING);
      break;
    case STEP_TYPING:
      bedside_demo_world_set_typing (world, talk->room, talk->who, 0);
      if (may_write (talk))
        bedside_demo_world_say (world, talk->room, talk->who, choose_answer (talk), 0);
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

  /* It may have been destroyed while this waited for the lock. */
  if (!g_source_is_destroyed (g_main_current_source ()))
    talk_do (talk);

  return G_SOURCE_REMOVE;
}

/* A third of the delay goes to each step. */
static void
talk_next (Talk *talk,
           Step  step)
{
  BedsideDemoPatients *self = talk->patients;

  talk_clear_timer (talk);
  if (step != talk->step)
    talk->waits = 0;
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
  for (guint i = 0; i < BEDSIDE_DEMO_ANSWERS_KINDS; i++)
    self->answers[i] = g_strdupv ((GStrv) default_answers[i]);
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
  for (guint i = 0; i < BEDSIDE_DEMO_ANSWERS_KINDS; i++)
    g_strfreev (self->answers[i]);
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
 * @kind: to what
 * @texts: (transfer full): what they say, in turn; without any text it is left as it is
 */
void
bedside_demo_patients_set_answers (BedsideDemoPatients *self,
                                   BedsideDemoAnswers   kind,
                                   GStrv                texts)
{
  GStrv old = texts[0] != NULL ? self->answers[kind] : texts;

  if (texts[0] != NULL)
    self->answers[kind] = texts;
  g_strfreev (old);
}

static gboolean
is_wanted (BedsideDemoPatients *self,
           BedsideDemoRoom     *room,
           BedsideDemoEvent    *event)
{
  BedsideDemoBinding binding;
  BedsideDemoMembership membership;

  if (self->delay == 0 || !bedside_demo_event_notifies (event))
    return FALSE;
  /* Colleagues answer those who are signed in, not each other. */
  if (!bedside_demo_practice_get_binding (room, &binding))
    return bedside_demo_practice_get_owner (room) != NULL &&
           bedside_demo_accounts_count_sessions (self->world->accounts, event->sender) > 0;

  /* An invited one is about to join. */
  membership = bedside_demo_room_get_membership (room, binding.patient);
  return g_str_equal (event->sender, binding.practitioner) &&
         (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN || membership == BEDSIDE_DEMO_MEMBERSHIP_INVITE);
}

/**
 * bedside_demo_patients_hear:
 * @self: patients
 * @room: where it happened
 * @event: what happened
 *
 * If @event is a practitioner's message, the patient of the conversation, or a colleague of the team, will answer.
 */
void
bedside_demo_patients_hear (BedsideDemoPatients *self,
                            BedsideDemoRoom     *room,
                            BedsideDemoEvent    *event)
{
  Talk *talk;

  if (!is_wanted (self, room, event))
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
