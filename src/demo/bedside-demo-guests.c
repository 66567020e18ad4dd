/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-guests"

#include "bedside-demo-guests.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-rules.h"
#include "bedside-json.h"

/**
 * BedsideDemoGuests:
 *
 * Those who are invited and have no program of their own that could answer: colleagues accept invitations to practices
 * and team conversations, patients those to their conversation where no module does it for them, and those who are
 * invited to the portal sign in for the first time. Used with the world's lock held.
 */
struct _BedsideDemoGuests
{
  BedsideDemoWorld *world;
  guint             delay;      /* ms until an invitation is accepted, 0: never */
  guint             activation; /* ms until the portal is activated, 0: never */
};

typedef struct {
  BedsideDemoWorld *world;
  BedsideDemoRoom  *room;    /* (nullable): NULL: it is about the portal */
  char             *user_id; /* (owned) */
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  g_free (visit->user_id);
  g_free (visit);
}

static void
join (BedsideDemoWorld *world,
      BedsideDemoRoom  *room,
      const char       *user_id)
{
  if (bedside_demo_room_get_membership (room, user_id) != BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    bedside_demo_world_set_membership (world, room, user_id, user_id, BEDSIDE_DEMO_MEMBERSHIP_JOIN, NULL);
}

/* Who joins a practice joins what is open to all of it. */
static void
join_children (BedsideDemoWorld *world,
               BedsideDemoRoom  *practice,
               const char       *user_id)
{
  for (guint i = 0; i < world->room_list->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (world->room_list, i);
      g_autofree char *error = NULL;

      if (g_strcmp0 (bedside_demo_practice_get_owner (room), practice->id) != 0)
        continue;
      error = bedside_demo_rules_check_membership (world, room, user_id, user_id, BEDSIDE_DEMO_MEMBERSHIP_JOIN);
      if (error == NULL)
        join (world, room, user_id);
    }
}

static gboolean
accept_cb (gpointer data)
{
  Visit *visit = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&visit->world->lock);

  if (bedside_demo_room_get_membership (visit->room, visit->user_id) != BEDSIDE_DEMO_MEMBERSHIP_INVITE)
    return G_SOURCE_REMOVE;

  join (visit->world, visit->room, visit->user_id);
  if (bedside_demo_practice_is_space (visit->room))
    join_children (visit->world, visit->room, visit->user_id);

  return G_SOURCE_REMOVE;
}

static gboolean
activate_cb (gpointer data)
{
  Visit *visit = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&visit->world->lock);
  BedsideDemoUser *user = bedside_demo_accounts_get (visit->world->accounts, visit->user_id);

  if (user != NULL)
    user->signed_in = TRUE;

  return G_SOURCE_REMOVE;
}

static void
visit_later (BedsideDemoGuests *self,
             BedsideDemoRoom   *room,
             const char        *user_id,
             guint              ms,
             GSourceFunc        function)
{
  Visit *visit = g_new0 (Visit, 1);

  visit->world = self->world;
  visit->room = room;
  visit->user_id = g_strdup (user_id);
  g_source_unref (bedside_demo_world_add_timer (self->world, ms, function, visit, visit_free));
}

/* Whoever is signed in decides for himself. */
static gboolean
is_played (BedsideDemoGuests *self,
           const char        *user_id,
           BedsideDemoKind    kind)
{
  BedsideDemoAccounts *accounts = self->world->accounts;
  BedsideDemoUser *user = user_id ? bedside_demo_accounts_get (accounts, user_id) : NULL;

  return user != NULL && bedside_demo_practice_get_kind (self->world, user_id) == kind &&
         bedside_demo_accounts_count_sessions (accounts, user_id) == 0;
}

static void
hear_membership (BedsideDemoGuests *self,
                 BedsideDemoRoom   *room,
                 BedsideDemoEvent  *event)
{
  BedsideDemoBinding binding;
  gboolean is_wanted;

  if (self->delay == 0 || g_strcmp0 (bedside_json_get_string (event->object, "membership"), "invite") != 0)
    return;
  if (bedside_demo_practice_get_binding (room, &binding))
    is_wanted = g_str_equal (binding.patient, event->state_key) &&
                is_played (self, event->state_key, BEDSIDE_DEMO_KIND_PATIENT);
  else
    is_wanted = (bedside_demo_practice_is_space (room) || bedside_demo_practice_get_owner (room) != NULL) &&
                is_played (self, event->state_key, BEDSIDE_DEMO_KIND_PRACTITIONER);
  if (is_wanted)
    visit_later (self, room, event->state_key, self->delay, accept_cb);
}

static void
hear_portal (BedsideDemoGuests *self,
             BedsideDemoEvent  *event)
{
  const char *user_id = bedside_json_get_string (event->object, "user_id");

  if (self->activation > 0 && g_strcmp0 (bedside_json_get_string (event->object, "portal"), "invited") == 0 &&
      is_played (self, user_id, BEDSIDE_DEMO_KIND_PATIENT))
    visit_later (self, NULL, user_id, self->activation, activate_cb);
}

/**
 * bedside_demo_guests_new:
 * @world: the server's data
 *
 * Returns: (transfer full): guests who never answer
 */
BedsideDemoGuests *
bedside_demo_guests_new (BedsideDemoWorld *world)
{
  BedsideDemoGuests *self = g_new0 (BedsideDemoGuests, 1);

  self->world = world;

  return self;
}

/**
 * bedside_demo_guests_free:
 * @self: guests
 *
 * Frees @self.
 */
void
bedside_demo_guests_free (BedsideDemoGuests *self)
{
  g_free (self);
}

/**
 * bedside_demo_guests_set_delay:
 * @self: guests
 * @ms: from an invitation to a room until it is accepted; 0: never
 */
void
bedside_demo_guests_set_delay (BedsideDemoGuests *self,
                               guint              ms)
{
  self->delay = ms;
}

/**
 * bedside_demo_guests_set_activation_delay:
 * @self: guests
 * @ms: from an invitation to the portal, with an account, until its owner signs in; 0: never
 */
void
bedside_demo_guests_set_activation_delay (BedsideDemoGuests *self,
                                          guint              ms)
{
  self->activation = ms;
}

/**
 * bedside_demo_guests_hear:
 * @self: guests
 * @room: where it happened
 * @event: what happened
 *
 * If somebody is invited by @event, he will come.
 */
void
bedside_demo_guests_hear (BedsideDemoGuests *self,
                          BedsideDemoRoom   *room,
                          BedsideDemoEvent  *event)
{
  if (event->state_key == NULL || event->object == NULL)
    return;
  if (g_str_equal (event->type, "m.room.member"))
    hear_membership (self, room, event);
  else if (g_str_equal (event->type, "org.bedside.patient"))
    hear_portal (self, event);
}
