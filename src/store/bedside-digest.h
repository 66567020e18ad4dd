/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BEDSIDE_DIGEST_SIZE 32

/**
 * BedsideDigest:
 *
 * Makes keyed digests (HMAC-SHA-256), one after the other. To be used in one thread.
 */
typedef struct _BedsideDigest BedsideDigest;

BedsideDigest *bedside_digest_new    (const guint8  *key,
                                      gsize          size);
void           bedside_digest_free   (BedsideDigest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDigest, bedside_digest_free)

void           bedside_digest_add    (BedsideDigest *self,
                                      gconstpointer  data,
                                      gsize          length);
gboolean       bedside_digest_finish (BedsideDigest *self,
                                      guint8        *digest);

G_END_DECLS
