/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-counter.h"
#include "bedside-event-of.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/* A registry's rooms, made of the events that a server would send. */

#define ME  "@me:x"
#define SAM "@sam:x"
#define ADA "@ada:x"

static inline BedsideRoom *
apply_from (BedsideRegistry *registry,
            const char      *room_id,
            const char      *sender,
            const char      *type,
            const char      *key,
            const char      *content)
{
  BedsideRoom *room = bedside_registry_ensure (registry, room_id);
  g_autofree char *json = g_strdup_printf ("{'event_id':'$x','type':'%s','state_key':'%s','sender':'%s',"
                                           "'origin_server_ts':10,'content':%s}", type, key, sender, content);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  bedside_registry_apply_state (registry, room, event);

  return room;
}

static inline BedsideRoom *
apply (BedsideRegistry *registry,
       const char      *room_id,
       const char      *type,
       const char      *key,
       const char      *content)
{
  return apply_from (registry, room_id, ME, type, key, content);
}

static inline void
set_member (BedsideRegistry *registry,
            const char      *room_id,
            const char      *user_id,
            const char      *membership,
            const char      *name)
{
  g_autofree char *content = g_strdup_printf ("{'membership':'%s','displayname':'%s'}", membership, name);

  apply (registry, room_id, "m.room.member", user_id, content);
}

/* Space, directory and Everyone: "!a", "!a-directory", "!a-everyone". */
static inline void
add_practice (BedsideRegistry *registry,
              const char      *room_id,
              const char      *name)
{
  g_autofree char *directory = g_strconcat (room_id, "-directory", NULL);
  g_autofree char *everyone = g_strconcat (room_id, "-everyone", NULL);
  g_autofree char *title = g_strdup_printf ("{'name':'%s'}", name);
  g_autofree char *settings = g_strdup_printf ("{'group_chat':true,'patient_chat':true,'directory':'%s'}", directory);
  g_autofree char *mark = g_strdup_printf ("{'type':'org.bedside.directory','org.bedside.directory':"
                                           "{'v':1,'practice':'%s'}}", room_id);
  g_autofree char *team = g_strdup_printf ("{'org.bedside.team':{'v':1,'practice':'%s'}}", room_id);
  g_autofree char *rules = g_strdup_printf ("{'join_rule':'restricted','allow':[{'type':'m.room_membership',"
                                            "'room_id':'%s'}]}", room_id);

  apply (registry, room_id, "m.room.create", "", "{'type':'m.space','org.bedside.practice':{'v':1}}");
  apply (registry, room_id, "m.room.name", "", title);
  apply (registry, room_id, "m.room.power_levels", "", "{'users':{'" ME "':100},'users_default':50}");
  apply (registry, room_id, "org.bedside.settings", "", settings);
  set_member (registry, room_id, ME, "join", "Dr. Me");
  apply (registry, directory, "m.room.create", "", mark);
  apply (registry, everyone, "m.room.create", "", team);
  apply (registry, everyone, "m.room.name", "", "{'name':'Everyone'}");
  apply (registry, everyone, "m.room.join_rules", "", rules);
}

static inline void
set_patient (BedsideRegistry *registry,
             const char      *practice_id,
             const char      *key,
             const char      *portal)
{
  g_autofree char *directory = g_strconcat (practice_id, "-directory", NULL);
  g_autofree char *content = g_strdup_printf ("{'given':'Ada','family':'Lovelace','birth_date':'1985-12-10',"
                                              "'user_id':'" ADA "','portal':'%s','invited_by':'" ME "'}", portal);

  apply (registry, directory, "org.bedside.patient", key, content);
}

static inline void
leave (BedsideRegistry *registry,
       const char      *room_id)
{
  BedsideRoom *room = bedside_registry_find (registry, room_id);

  room->membership = BEDSIDE_MEMBERSHIP_LEFT;
  bedside_registry_touch (registry, room);
  bedside_registry_settle (registry);
}

G_END_DECLS
