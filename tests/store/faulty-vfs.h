/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FaultyVfs:
 *
 * A disk that fails on demand: SQLite's own one with a layer above it. From the given number of writes on (0: the
 * next one) all writes fail with the given code of SQLite, until it is told to work again.
 */
void faulty_vfs_install      (void);
void faulty_vfs_fail         (int code,
                              int system_error,
                              int after_writes);
void faulty_vfs_fail_sync    (int code);
void faulty_vfs_work         (void);
int  faulty_vfs_count_syncs  (void);
int  faulty_vfs_count_writes (void);

G_END_DECLS
