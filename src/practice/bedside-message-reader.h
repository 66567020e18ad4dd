/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-message.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_READING_KIND_NOTHING,   /* nothing that is shown */
  BEDSIDE_READING_KIND_MESSAGE,
  BEDSIDE_READING_KIND_EDIT,      /* a new text for the target, if it has the same sender */
  BEDSIDE_READING_KIND_REMOVAL,   /* the target was taken back */
} BedsideReadingKind;

/**
 * BedsideReading:
 * @kind: of the message, or of the target after the edit
 * @text: (nullable): what is to be shown, plain
 * @target: (nullable): the event that is edited or removed
 * @uuid: (nullable): `org.bedside.id`
 * @edited: the server bundled an edit with the message
 * @unedited: (nullable): what was to be shown before that edit
 * @unedited_kind: of the message before that edit
 */
typedef struct {
  BedsideMessageKind  kind;
  char               *text;
  char               *target;
  char               *uuid;
  gboolean            edited;
  char               *unedited;
  BedsideMessageKind  unedited_kind;
} BedsideReading;

BedsideReadingKind bedside_message_reader_read (BedsideEvent   *event,
                                                BedsideReading *reading);
void               bedside_reading_clear       (BedsideReading *reading);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BedsideReading, bedside_reading_clear)

G_END_DECLS
