/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideSignInState:
 * @BEDSIDE_SIGN_IN_STATE_IDLE: the person fills it in
 * @BEDSIDE_SIGN_IN_STATE_BUSY: signing in
 * @BEDSIDE_SIGN_IN_STATE_WAITING: the server asked to wait before the next try
 */
typedef enum {
  BEDSIDE_SIGN_IN_STATE_IDLE,
  BEDSIDE_SIGN_IN_STATE_BUSY,
  BEDSIDE_SIGN_IN_STATE_WAITING,
} BedsideSignInState;

#define BEDSIDE_TYPE_SIGN_IN_STATE (bedside_sign_in_state_get_type ())
GType              bedside_sign_in_state_get_type      (void);

/**
 * BedsideSignInPage:
 *
 * Server, user name, password. Property "state" (read-only).
 * Signals: "sign-in" (char *server, char *user, char *password), "cancel" (while busy), "back" (only after
 * bedside_sign_in_page_set_account()).
 */
#define BEDSIDE_TYPE_SIGN_IN_PAGE (bedside_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSignInPage, bedside_sign_in_page, BEDSIDE, SIGN_IN_PAGE, AdwBin)

GtkWidget         *bedside_sign_in_page_new            (void);
BedsideSignInState bedside_sign_in_page_get_state      (BedsideSignInPage *self);
/* Between the signal "sign-in" and bedside_sign_in_page_finish(). */
void               bedside_sign_in_page_begin          (BedsideSignInPage *self);
/* @error: nullable: it worked. Cancelled is silent. */
void               bedside_sign_in_page_finish         (BedsideSignInPage *self,
                                                        const GError      *error);
/* Signing in again must be with the same account: both cannot be changed, and there is a way back. */
void               bedside_sign_in_page_set_account    (BedsideSignInPage *self,
                                                        const char        *server,
                                                        const char        *user);
/* Fills the page in, to be changed as one likes. */
void               bedside_sign_in_page_suggest        (BedsideSignInPage *self,
                                                        const char        *server,
                                                        const char        *user,
                                                        const char        *password);
/* A sentence over the entries (nullable), as why one is here. */
void               bedside_sign_in_page_set_message    (BedsideSignInPage *self,
                                                        const char        *message);

G_END_DECLS
