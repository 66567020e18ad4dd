/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_STORE_FILES_MADE,
  BEDSIDE_STORE_FILES_FOUND,
} BedsideStoreFilesState;

char     *bedside_store_files_get_path  (const char              *folder);
gboolean  bedside_store_files_exist     (const char              *folder);
gboolean  bedside_store_files_prepare   (const char              *folder,
                                         BedsideStoreFilesState  *state,
                                         GError                 **error);
char     *bedside_store_files_set_aside (const char              *folder,
                                         GError                 **error);
gboolean  bedside_store_files_delete    (const char              *folder,
                                         GError                 **error);
gboolean  bedside_store_files_erase     (const char              *folder,
                                         GError                 **error);

gboolean  bedside_store_files_condemn   (const char              *folder,
                                         GError                 **error);
gboolean  bedside_store_files_condemned (const char              *folder);
gboolean  bedside_store_files_pardon    (const char              *folder,
                                         GError                 **error);

G_END_DECLS
