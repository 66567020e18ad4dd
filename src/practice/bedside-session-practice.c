/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-practice"

#include "bedside-session-practice.h"

#include "bedside-session-private.h"


GListModel            *
bedside_session_get_practices (BedsideSession *self)
{
  return NULL;
}

void
bedside_session_choose_practice (BedsideSession  *self,
                                 BedsidePractice *practice)
{
}

GListModel            *
bedside_session_get_invitations (BedsideSession *self)
{
  return NULL;
}

GListModel            *
bedside_session_get_activated (BedsideSession *self)
{
  return NULL;
}

void
bedside_session_dismiss_activated (BedsideSession *self,
                                   BedsidePatient *patient)
{
}

BedsidePracticeWriter *
bedside_session_get_writer (BedsideSession *self)
{
  return self->writer;
}

BedsideSetUp          *
bedside_session_get_set_up (BedsideSession *self)
{
  return self->set_up;
}

BedsideStart
bedside_session_get_start (BedsideSession *self,
                           BedsidePatient *patient)
{
  return 0;
}
