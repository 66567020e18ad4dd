/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"
#include "bedside-application.h"
#include "bedside-lock.h"
#include "bedside-memory-secrets.h"
#include "bedside-outside.h"
#include "bedside-watchdog.h"

G_BEGIN_DECLS

typedef struct _BenchApp BenchApp;

/**
 * BenchMode:
 * @name: first argument of the program
 * @run: called with the window before its first frame
 * @prepare: (nullable): called before anything else
 *
 * What the program measures.
 */
typedef struct {
  const char  *name;
  void       (*run) (BenchApp *app);
  void       (*prepare) (void);
} BenchMode;

/**
 * BenchApp:
 *
 * The program as main.c builds it, but with secrets in memory.
 */
struct _BenchApp
{
  const BenchMode      *mode;
  char                **arguments;    /* behind mode and folder */
  guint                 over;         /* turns over 50 ms */
  guint                 worst;        /* turn, in µs */

  BedsideApplication   *application;  /* (owned) */
  BedsideMemorySecrets *secrets;      /* (owned) */
  BedsideAccount       *account;      /* (owned) */
  BedsideLock          *lock;         /* (owned) */
  BedsideOutside       *outside;      /* (owned) */
  BedsideWatchdog      *watchdog;     /* (owned) */
  GtkWindow            *window;       /* (unowned) (nullable) */
  GtkListView          *list;         /* (unowned) (nullable): of conversations */
};

/* Counts the turns since the last call for the summary at the end; prints them if it is said what they are. */
void     bench_app_note_turns   (BenchApp   *self,
                                 const char *what);
void     bench_app_quit         (BenchApp   *self);
/* The first visible widget of @type in @root. */
gpointer bench_app_find         (gpointer    root,
                                 GType       type);
/* Whether the list of conversations covers its place with rows. */
gboolean bench_app_is_list_full (BenchApp   *self);
/* Runs the main loop for a while. */
void     bench_app_settle       (guint       ms);

/* The modes. */
void     bench_first_frame_run  (BenchApp   *app);
void     bench_idle_run         (BenchApp   *app);
void     bench_lists_run        (BenchApp   *app);
void     bench_message_run      (BenchApp   *app);
void     bench_scroll_run       (BenchApp   *app);
void     bench_soak_run         (BenchApp   *app);
void     bench_sync_run         (BenchApp   *app);

G_END_DECLS
