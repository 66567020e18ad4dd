/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-bubble"

#include "bedside-bubble.h"

struct _BedsideBubble
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideBubble, bedside_bubble, ADW_TYPE_BIN)

static void
bedside_bubble_class_init (BedsideBubbleClass *klass)
{
}

static void
bedside_bubble_init (BedsideBubble *self)
{
}

GtkWidget *
bedside_bubble_new (void)
{
  return g_object_new (BEDSIDE_TYPE_BUBBLE, NULL);
}

BedsideSession *
bedside_bubble_get_session (BedsideBubble *self)
{
  return NULL;
}

void
bedside_bubble_set_session (BedsideBubble  *self,
                            BedsideSession *session)
{
}

BedsidePreferences *
bedside_bubble_get_preferences (BedsideBubble *self)
{
  return NULL;
}

void
bedside_bubble_set_preferences (BedsideBubble      *self,
                                BedsidePreferences *preferences)
{
}

void
bedside_bubble_popup (BedsideBubble *self)
{
}
