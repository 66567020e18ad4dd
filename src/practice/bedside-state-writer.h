/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-attempts.h"
#include "bedside-client.h"

G_BEGIN_DECLS

/**
 * BedsideStateEdit:
 * @content: what the server has, to be changed; empty if it has nothing, or only what was taken back
 * @data: data of the change
 * @error: return location for why it must not be changed, of %BEDSIDE_PRACTICE_ERROR
 *
 * Changes one state event. May be called more than once, each time with what the server has then.
 *
 * Returns: %FALSE if it must not be changed
 */
typedef gboolean (*BedsideStateEdit) (JsonObject  *content,
                                      gpointer     data,
                                      GError     **error);

/**
 * BedsideStateWriter:
 *
 * Changes state events: reads what the server has, changes it and writes it, so that what is unknown stays. Private to
 * practice/.
 */
#define BEDSIDE_TYPE_STATE_WRITER (bedside_state_writer_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStateWriter, bedside_state_writer, BEDSIDE, STATE_WRITER, GObject)

BedsideStateWriter *bedside_state_writer_new           (BedsideClient        *client);
void                bedside_state_writer_change_async  (BedsideStateWriter   *self,
                                                        const char           *room_id,
                                                        const char           *type,
                                                        const char           *state_key,
                                                        BedsidePatience       patience,
                                                        BedsideStateEdit      edit,
                                                        gpointer              data,
                                                        GDestroyNotify        data_free,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean            bedside_state_writer_change_finish (BedsideStateWriter   *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

gboolean            bedside_state_writer_is_nothing    (const GError         *error);

/* For edits: takes a member away if @text is NULL. */
void                bedside_state_writer_set_text      (JsonObject           *content,
                                                        const char           *name,
                                                        const char           *text);

G_END_DECLS
