/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-dialog-frame.h"
#include "bedside-session-practice.h"
#include "bedside-switch-row.h"
#include "bedside-ui-fixture.h"
#include "bedside-writing-fixture.h"

G_BEGIN_DECLS

/* What tests of dialogs have in common that talk to the demo server through a real session. */

/* The window that belongs to @parent; waits until there is one. */
GtkWindow       *practice_window_await_dialog (gpointer               parent);
BedsideSession  *practice_window_get_session  (BedsideWritingFixture *fixture);
BedsidePractice *practice_window_get_practice (BedsideWritingFixture *fixture);
/* Waits until the practice's directory has a patient of that name. */
BedsidePatient  *practice_window_get_patient  (BedsideWritingFixture *fixture,
                                               const char            *name);
/* Changes what this practitioner is, and waits until Bedside knows. */
void             practice_window_set_role     (BedsideWritingFixture *fixture,
                                               BedsideRole            role);
void             practice_window_present      (gpointer               window);
/* Destroys the window and asserts that it is gone. */
void             practice_window_destroy      (gpointer               window);
/* Whether a visible label has @part in its text. */
gboolean         practice_window_says         (gpointer               root,
                                               const char            *part);

#define practice_window_get_switch(root, title) \
        BEDSIDE_SWITCH_ROW (bedside_ui_get ((root), BEDSIDE_TYPE_SWITCH_ROW, (title)))

#define practice_window_add(path, function) \
        g_test_add (path, BedsideWritingFixture, NULL, bedside_writing_fixture_set_up, function, \
                    bedside_writing_fixture_tear_down)

G_END_DECLS
