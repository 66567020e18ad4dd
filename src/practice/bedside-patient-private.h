/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-patient.h"

G_BEGIN_DECLS

struct _BedsidePatient
{
  GObject             parent_instance;

  char               *key;          /* (owned) */
  char               *given;        /* (owned) */
  char               *family;       /* (owned) */
  char               *name;         /* (owned) */
  char               *birth_date;   /* (owned) (nullable): as the locale writes it; made when it is asked for */
  char               *born;         /* (owned): as "1985-12-10"; "" if unknown */
  char               *search_text;  /* (owned) (nullable): name and birth date, folded; made when somebody searches */
  char               *user_id;      /* (owned) (nullable) */
  char               *record;       /* (owned) (nullable) */
  char               *invited_by;   /* (owned) (nullable): user id */
  char               *access_by;    /* (owned) (nullable): user id */
  char               *access_reason; /* (owned) (nullable) */
  gint64              access_since; /* ms since 1970 */
  BedsidePortalState  portal_state;
  BedsideChatAccess   chat_access;
  gboolean            removed;
};

G_END_DECLS
