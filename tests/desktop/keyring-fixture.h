/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A session bus on which nothing can be started by name, and GNOME's keyring daemon on
 * it when asked for, with a home folder of its own. */
typedef struct {
  GTestDBus       *bus;
  GDBusConnection *connection;
  GSubprocess     *daemon;   /* (nullable): while it runs */
  char            *home;
} KeyringFixture;

/* Somebody who is asked to unlock the keyring. */
typedef struct {
  gboolean  dismisses;  /* else the question stays open until the prompter is stopped */
  char     *asker;      /* (nullable): who asked the open question, and */
  char     *question;   /* (nullable): where the answer goes */
  guint     id;
} KeyringPrompter;

void     keyring_fixture_set_up         (KeyringFixture  *self);
void     keyring_fixture_tear_down      (KeyringFixture  *self);

void     keyring_fixture_start_daemon   (KeyringFixture  *self);
void     keyring_fixture_stop_daemon    (KeyringFixture  *self);
void     keyring_fixture_lock           (KeyringFixture  *self);
gboolean keyring_fixture_is_locked      (KeyringFixture  *self);

void     keyring_fixture_start_prompter (KeyringFixture  *self,
                                         KeyringPrompter *prompter);
void     keyring_fixture_stop_prompter  (KeyringFixture  *self,
                                         KeyringPrompter *prompter);

G_END_DECLS
