/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-lock.h"

G_BEGIN_DECLS

/**
 * BedsideLockPage:
 *
 * What the window shows while Bedside is locked: nothing of anybody, and the way back. Property: "lock"
 * (#BedsideLock). Signal: "forgotten": the person does not know the passcode any more.
 */
#define BEDSIDE_TYPE_LOCK_PAGE (bedside_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLockPage, bedside_lock_page, BEDSIDE, LOCK_PAGE, AdwBin)

GtkWidget *bedside_lock_page_new (BedsideLock *lock);

G_END_DECLS
