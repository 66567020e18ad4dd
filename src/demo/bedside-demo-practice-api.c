/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-practice-api"

#include "bedside-demo-router.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-text.h"

/* The endpoints that the practice's module adds to a server. */

static gboolean
check (BedsideDemoRequest *request)
{
  if (!bedside_demo_practice_is_enforced (request->world))
    bedside_demo_request_refuse (request, 404, "M_UNRECOGNIZED", "Unrecognized request");
  else if (bedside_demo_practice_get_kind (request->world, request->user->id) != BEDSIDE_DEMO_KIND_PRACTITIONER)
    bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "For practitioners only");
  else
    return TRUE;
  return FALSE;
}

static void
get_status (BedsideDemoRequest *request)
{
  g_autoptr(GPtrArray) practices = bedside_demo_practice_list (request->world);
  g_autoptr(GString) out = g_string_new ("{");

  if (!check (request))
    return;
  bedside_demo_text_int (out, "v", 1);
  bedside_demo_text_boolean (out, "enforced", TRUE);
  bedside_demo_text_open (out, "practices", '[');
  for (guint i = 0; i < practices->len; i++)
    {
      BedsideDemoRoom *practice = g_ptr_array_index (practices, i);
      BedsideDemoMembership membership = bedside_demo_room_get_membership (practice, request->user->id);

      /* Of the others not even the practitioners are told. */
      if (bedside_demo_practice_is_configured (request->world, practice->id) &&
          (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN || membership == BEDSIDE_DEMO_MEMBERSHIP_INVITE))
        bedside_demo_text_string (out, NULL, practice->id);
    }
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
get_account (BedsideDemoRequest *request)
{
  BedsideDemoUser *user = bedside_demo_accounts_get (request->world->accounts, request->args[0]);
  g_autoptr(GString) out = g_string_new ("{");
  gboolean is_patient;

  if (!check (request))
    return;
  is_patient = user && bedside_demo_practice_get_kind (request->world, user->id) == BEDSIDE_DEMO_KIND_PATIENT;
  bedside_demo_text_boolean (out, "exists", user != NULL);
  bedside_demo_text_boolean (out, "patient", is_patient);
  bedside_demo_text_boolean (out, "signed_in", is_patient && user->signed_in);
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

const BedsideDemoRoute bedside_demo_practice_routes[] = {
  { "GET", "/_synapse/client/bedside/v1/status", BEDSIDE_DEMO_NEEDS_TOKEN, get_status },
  { "GET", "/_synapse/client/bedside/v1/account/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_account },
  { NULL },
};
