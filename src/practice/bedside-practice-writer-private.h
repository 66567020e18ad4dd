/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-practice-writer.h"
#include "bedside-registry.h"
#include "bedside-state-writer.h"

G_BEGIN_DECLS

struct _BedsidePracticeWriter
{
  GObject             parent_instance;

  BedsideClient      *client;      /* (owned) */
  BedsideStateWriter *states;      /* (owned) */
  BedsideRegistry    *registry;    /* (owned) (nullable) */
};

/* For the session: knows the team conversations from which a practitioner is removed. */
void                bedside_practice_writer_set_registry   (BedsidePracticeWriter *self,
                                                            BedsideRegistry       *registry);
BedsideStateWriter *bedside_practice_writer_get_states     (BedsidePracticeWriter *self);

/* Private to the writer's files. */
void                bedside_practice_writer_change         (GTask                 *task,
                                                            const char            *room_id,
                                                            const char            *type,
                                                            const char            *state_key,
                                                            BedsideStateEdit       edit,
                                                            gpointer               data,
                                                            GDestroyNotify         data_free);
void                bedside_practice_writer_emit_invited   (BedsidePracticeWriter *self);
gboolean            bedside_practice_writer_finish         (BedsidePracticeWriter *self,
                                                            GAsyncResult          *result,
                                                            gpointer               tag,
                                                            GError               **error);
GTask              *bedside_practice_writer_new_task       (BedsidePracticeWriter *self,
                                                            gpointer               tag,
                                                            GCancellable          *cancellable,
                                                            GAsyncReadyCallback    callback,
                                                            gpointer               user_data);
void                bedside_practice_writer_refuse         (GTask                 *task,
                                                            BedsidePracticeError   code,
                                                            const char            *message);
const char         *bedside_practice_writer_need_directory (GTask                 *task,
                                                            BedsidePractice       *practice);
void                bedside_practice_writer_set_version    (JsonObject            *content);
BedsidePatient     *bedside_practice_writer_find_linked    (BedsidePractice       *practice,
                                                            const char            *user_id);
gboolean            bedside_practice_writer_edit_access    (JsonObject            *content,
                                                            gpointer               data,
                                                            GError               **error);

/* Data of bedside_practice_writer_edit_access(). */
typedef struct {
  BedsideChatAccess  access;
  char              *reason;  /* (owned) (nullable): %NULL: as it is, if nothing else changes; "": none */
} BedsideAccessEdit;

void                bedside_access_edit_free               (BedsideAccessEdit     *self);
BedsideAccessEdit  *bedside_access_edit_new                (BedsideChatAccess      access,
                                                            const char            *reason);

G_END_DECLS
