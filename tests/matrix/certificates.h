/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Authorities and what they sign, made on the spot. Days count from today. */

typedef struct _TestAuthority TestAuthority;

TestAuthority   *test_authority_new             (const char      *name);
void             test_authority_free            (TestAuthority   *self);
/* Whatever the machine trusts, from now on this process trusts @self alone. */
void             test_authority_trust           (TestAuthority   *self);

/* With its key. @host is a name or an address. */
GTlsCertificate *test_authority_issue           (TestAuthority   *self,
                                                 const char      *host,
                                                 int              first_day,
                                                 int              last_day);
/* Signed by a server's certificate, which is none to sign with. */
GTlsCertificate *test_authority_issue_by_server   (TestAuthority *self,
                                                   const char    *host);
GTlsCertificate *test_certificate_new_self_signed (const char    *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestAuthority, test_authority_free)

G_END_DECLS
