/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Searching, sorting and filtering in the window of a stored profile: bench-app lists FOLDER [ROUNDS]. Each figure is
 * CPU time of the main thread, from what the person does to the end of the frame that shows what came of it; "later" is
 * the longest turn after that frame.
 */

#define G_LOG_DOMAIN "bedside-bench-lists"

#include "app.h"

#include <stdlib.h>

#include "bedside-new-chat.h"
#include "bedside-sidebar.h"
#include "bedside-window.h"
#include "clock.h"

#define ROUNDS 3
/* Whatever is put off until something is seen, in ms. */
#define AFTERMATH 120
#define LIMIT_SECONDS 120

typedef struct {
  BenchApp         *app;
  GtkText          *text;     /* (unowned): what is typed into */
  BedsideSidebar   *sidebar;  /* (unowned) */
  GArray           *times;    /* (owned) (element-type double) */
  double            begun;
  double            later;    /* longest turn after a frame */
  double            painted;  /* 0 until the next frame */
  guint             moved;    /* conversations that got a message */
} Lists;

typedef void (* Deed) (Lists      *self,
                       const char *letter);

/* As people search: a name letter by letter and back, one with accents, a birth date in several ways, somebody who is
 * not there. "<" takes the last letter away. */
static const char *const typed[] = {
  "an<<al<<", "ada l<<<<<", "hed<<<", "lovelace-12<<<<<<<<<<<", "íris nov<<<<<<<<", "dub chl<<<<<<<",
  "10.12.1985<<<<<<<<<<", "1985-1<<<<<<", "12 dec<<<<<<", "zyx<<<", "o<k<i<a<",
};

static void
on_after_paint (GdkFrameClock *clock,
                Lists         *self)
{
  if (self->painted == 0)
    self->painted = bench_get_thread_cpu ();
}

static void
act (Lists      *self,
     Deed        deed,
     const char *letter)
{
  BedsideWatchdogFigures figures;
  double time;

  self->painted = 0;
  self->begun = bench_get_thread_cpu ();
  deed (self, letter);
  while (self->painted == 0)
    g_main_context_iteration (NULL, TRUE);
  time = self->painted - self->begun;
  g_array_append_val (self->times, time);

  bench_app_note_turns (self->app, NULL);
  bench_app_settle (AFTERMATH);
  bedside_watchdog_get_figures (self->app->watchdog, &figures);
  bench_app_note_turns (self->app, NULL);
  self->later = MAX (self->later, figures.worst / 1000.0);
  if (g_getenv ("BENCH_VERBOSE"))
    g_print ("  %-4s %6.2f ms, later %6.2f ms\n", letter, time, figures.worst / 1000.0);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_quantile (GArray *times,
              double  quantile)
{
  return g_array_index (times, double, MIN (times->len - 1, (guint) (quantile * times->len)));
}

static void
report (Lists      *self,
        const char *what)
{
  double worst;

  g_array_sort (self->times, compare);
  worst = get_quantile (self->times, 1);
  g_print ("%s, p50: %.3f ms\n", what, get_quantile (self->times, 0.5));
  g_print ("%s, p90: %.3f ms\n", what, get_quantile (self->times, 0.9));
  g_print ("%s, p99: %.3f ms\n", what, get_quantile (self->times, 0.99));
  g_print ("%s, worst: %.3f ms of %u\n", what, worst, self->times->len);
  g_print ("%s, later: %.3f ms\n", what, self->later);
  g_array_set_size (self->times, 0);
  self->later = 0;
}

static void
type (Lists      *self,
      const char *letter)
{
  if (*letter == '<')
    g_signal_emit_by_name (self->text, "backspace");
  else
    g_signal_emit_by_name (self->text, "insert-at-cursor", letter);
}

static void
type_all (Lists *self,
          guint  rounds)
{
  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
      for (const char *p = typed[i]; *p != '\0'; p = g_utf8_next_char (p))
        {
          g_autofree char *letter = g_strndup (p, g_utf8_next_char (p) - p);

          act (self, type, letter);
        }
}

static void
use (Lists     *self,
     GtkWidget *root)
{
  GtkWidget *search = bench_app_find (root, GTK_TYPE_SEARCH_ENTRY);

  self->text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (search)));
  gtk_widget_grab_focus (search);
}

static void
open_new_chat (Lists      *self,
               const char *letter)
{
  bedside_window_new_chat (BEDSIDE_WINDOW (self->app->window));
}

static GtkWidget *
find_icon (GtkWidget  *root,
           const char *icon)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (root)), icon) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_icon (child, icon);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
press (Lists      *self,
       const char *icon)
{
  GtkWidget *button = find_icon (GTK_WIDGET (self->app->window), icon);

  if (button == NULL)
    g_error ("There is no button %s", icon);
  g_signal_emit_by_name (button, "clicked");
}

/* From anywhere in the list to its top. */
static void
receive (Lists      *self,
         const char *letter)
{
  GListModel *all = bedside_sidebar_get_conversations (self->sidebar);
  guint n = g_list_model_get_n_items (all);
  g_autoptr(BedsideConversation) conversation = g_list_model_get_item (all, self->moved * 997 % n);

  bedside_conversation_set_preview (conversation, "I feel better today", BEDSIDE_MESSAGE_KIND_TEXT, FALSE,
                                    g_get_real_time () / 1000 + self->moved++);
  bedside_conversation_set_unread (conversation, bedside_conversation_get_unread (conversation) + 1);
}

static guint
count_patients (Lists *self)
{
  BedsidePractice *practice = bedside_session_get_practice (bedside_account_get_session (self->app->account));

  return g_list_model_get_n_items (bedside_practice_get_patients (practice));
}

static void
measure_new_chat (Lists *self,
                  guint  rounds)
{
  GtkWidget *popover;

  act (self, open_new_chat, "open");
  report (self, "new chat opened");
  popover = bench_app_find (self->app->window, BEDSIDE_TYPE_NEW_CHAT);
  if (popover == NULL)
    g_error ("New Chat is not there");
  use (self, popover);
  bench_app_settle (500);
  g_print ("patients: %u\n", count_patients (self));
  type_all (self, rounds);
  report (self, "key in new chat");
  gtk_popover_popdown (GTK_POPOVER (popover));
  bench_app_settle (500);
}

static void
measure_sidebar (Lists *self,
                 guint  rounds)
{
  self->sidebar = bench_app_find (self->app->window, BEDSIDE_TYPE_SIDEBAR);
  use (self, GTK_WIDGET (self->sidebar));
  bench_app_settle (300);
  g_print ("conversations: %u\n", g_list_model_get_n_items (bedside_sidebar_get_conversations (self->sidebar)));
  type_all (self, rounds);
  report (self, "key in the sidebar");
  for (guint i = 0; i < 20 * rounds; i++)
    act (self, receive, "message");
  report (self, "row to the top");
  for (guint i = 0; i < 10 * rounds; i++)
    act (self, press, i % 2 == 0 ? "bedside-sort-newest-symbolic" : "bedside-sort-oldest-symbolic");
  report (self, "sorted anew");
  for (guint i = 0; i < 10 * rounds; i++)
    act (self, press, "bedside-filter-symbolic");
  report (self, "filtered");
}

static gboolean
begin (gpointer user_data)
{
  Lists *self = user_data;
  char **arguments = self->app->arguments;
  guint rounds = *arguments != NULL ? (guint) atoi (*arguments) : ROUNDS;
  gint64 since = g_get_monotonic_time ();

  while (!bench_app_is_list_full (self->app) && g_get_monotonic_time () - since < LIMIT_SECONDS * G_USEC_PER_SEC)
    bench_app_settle (50);
  bench_app_settle (2000);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self->app->window)), "after-paint",
                    G_CALLBACK (on_after_paint), self);
  self->times = g_array_new (FALSE, FALSE, sizeof (double));
  measure_new_chat (self, rounds);
  measure_sidebar (self, rounds);
  g_array_unref (self->times);
  bench_app_quit (self->app);

  return G_SOURCE_REMOVE;
}

void
bench_lists_run (BenchApp *app)
{
  static Lists self;

  self.app = app;
  g_timeout_add (500, begin, &self);
}
