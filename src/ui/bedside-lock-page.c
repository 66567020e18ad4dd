/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock-page"

#include "bedside-lock-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-format.h"
#include "bedside-weak.h"

/* What the person is told of the last try. */
typedef enum {
  PROBLEM_NONE,
  PROBLEM_EMPTY,
  PROBLEM_WRONG,
  PROBLEM_KEYRING,
  PROBLEM_DAMAGED,
} Problem;

struct _BedsideLockPage
{
  AdwBin         parent_instance;

  BedsideLock   *lock;         /* (owned) (nullable) */
  GSignalGroup  *lock_signals; /* (owned) */
  GCancellable  *checking;     /* (owned) (nullable) */
  Problem        problem;

  /* template */
  AdwStatusPage *page;
  GtkEditable   *entry;
  GtkLabel      *problem_label;
  GtkLabel      *wait;
  GtkSpinner    *spinner;
  GtkButton     *unlock;
  GtkWidget     *forgotten;
};

typedef enum {
  PROP_LOCK = 1,
} BedsideLockPageProperty;

enum {
  SIGNAL_FORGOTTEN,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_LOCK + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideLockPage, bedside_lock_page, ADW_TYPE_BIN)

static BedsidePasscode
get_passcode (BedsideLockPage *self)
{
  return self->lock != NULL ? bedside_lock_get_passcode (self->lock) : BEDSIDE_PASSCODE_UNKNOWN;
}

static guint
get_wait (BedsideLockPage *self)
{
  return self->lock != NULL ? bedside_lock_get_wait (self->lock) : 0;
}

/* --- what is shown --- */

static const char *
get_description (BedsidePasscode passcode)
{
  switch (passcode)
    {
    case BEDSIDE_PASSCODE_NONE:
      return _("No passcode was chosen: anybody at this computer can unlock. You can choose one in the preferences.");
    case BEDSIDE_PASSCODE_UNKNOWN:
      return _("Whether a passcode was chosen stands in the keyring of this computer, which has not answered yet.");
    case BEDSIDE_PASSCODE_CHOSEN:
    default:
      return _("Messages keep arriving.");
    }
}

static const char *
get_problem (BedsideLockPage *self)
{
  switch (self->problem)
    {
    case PROBLEM_EMPTY:
      return _("Enter your passcode.");
    case PROBLEM_WRONG:
      return _("That is not the passcode.");
    case PROBLEM_KEYRING:
      return _("The keyring of this computer does not answer, or is locked. Unlock it and try again.");
    case PROBLEM_DAMAGED:
      return _("What the keyring of this computer keeps of your passcode cannot be read any more. Sign out and sign in "
               "again to go on.");
    case PROBLEM_NONE:
    default:
      return NULL;
    }
}

static void
update_wait (BedsideLockPage *self)
{
  const guint seconds = get_passcode (self) == BEDSIDE_PASSCODE_NONE ? 0 : get_wait (self);
  g_autofree char *time = bedside_format_wait (1000 * (gint64) seconds);
  /* Translators: %s is a time, as "12 seconds" */
  g_autofree char *text = g_strdup_printf (_("Try again in %s."), time);

  gtk_label_set_label (self->wait, seconds > 0 ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wait), seconds > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock), seconds == 0 && self->checking == NULL);
}

static void
update (BedsideLockPage *self)
{
  const BedsidePasscode passcode = get_passcode (self);
  const char *problem = get_problem (self);
  const gboolean again = self->problem == PROBLEM_KEYRING || passcode == BEDSIDE_PASSCODE_UNKNOWN;

  adw_status_page_set_description (self->page, get_description (passcode));
  gtk_widget_set_visible (GTK_WIDGET (self->entry), passcode == BEDSIDE_PASSCODE_CHOSEN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), self->checking == NULL);
  gtk_widget_set_visible (self->forgotten, passcode != BEDSIDE_PASSCODE_NONE);
  gtk_widget_set_sensitive (self->forgotten, self->checking == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->checking != NULL);
  gtk_spinner_set_spinning (self->spinner, self->checking != NULL);
  gtk_button_set_label (self->unlock, again ? _("Try again") : _("Unlock"));
  gtk_label_set_label (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               self->problem == PROBLEM_WRONG ? GTK_ACCESSIBLE_INVALID_TRUE
                                                              : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  update_wait (self);
}

/* It is announced again if it is the same: what was said of the last try does not stay through the next one. */
static void
set_problem (BedsideLockPage *self,
             Problem          problem)
{
  self->problem = problem;
  update (self);
}

static gboolean
bedside_lock_page_grab_focus (GtkWidget *widget)
{
  BedsideLockPage *self = BEDSIDE_LOCK_PAGE (widget);

  return gtk_widget_grab_focus (get_passcode (self) == BEDSIDE_PASSCODE_CHOSEN ? GTK_WIDGET (self->entry)
                                                                               : GTK_WIDGET (self->unlock));
}

/* What becomes insensitive must not have the focus: an entry would go on blinking, with a warning of GTK's. */
static void
drop_focus (BedsideLockPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_root_set_focus (root, NULL);
}

/* --- unlocking --- */

static Problem
find_problem (const GError *error)
{
  /* It was locked again meanwhile, or another check is on its way. */
  if (error->domain == G_IO_ERROR)
    return PROBLEM_NONE;
  if (g_error_matches (error, BEDSIDE_LOCK_ERROR, BEDSIDE_LOCK_ERROR_WRONG))
    return PROBLEM_WRONG;
  /* How long is said beneath. */
  if (g_error_matches (error, BEDSIDE_LOCK_ERROR, BEDSIDE_LOCK_ERROR_WAIT))
    return PROBLEM_NONE;
  if (g_error_matches (error, BEDSIDE_LOCK_ERROR, BEDSIDE_LOCK_ERROR_DAMAGED))
    return PROBLEM_DAMAGED;

  return PROBLEM_KEYRING;
}

static void
on_unlocked (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BedsideLockPage) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean unlocked = bedside_lock_unlock_finish (BEDSIDE_LOCK (source), result, &error);
  Problem problem;

  /* The window has taken it away meanwhile. */
  if (self == NULL || self->checking == NULL)
    return;

  g_clear_object (&self->checking);
  /* Otherwise the passcode may be right: only the keyring could not say so, or was not asked. */
  problem = unlocked ? PROBLEM_NONE : find_problem (error);
  if (problem == PROBLEM_WRONG && gtk_editable_get_text (self->entry)[0] == '\0')
    problem = PROBLEM_EMPTY;
  if (unlocked || problem == PROBLEM_WRONG)
    gtk_editable_set_text (self->entry, "");
  set_problem (self, problem);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
unlock (BedsideLockPage *self)
{
  const BedsidePasscode passcode = get_passcode (self);
  /* Where it is not known yet whether there is one, it is found out. */
  const char *text = passcode == BEDSIDE_PASSCODE_CHOSEN ? gtk_editable_get_text (self->entry) : NULL;

  if (self->lock == NULL || self->checking != NULL || (get_wait (self) > 0 && passcode == BEDSIDE_PASSCODE_CHOSEN))
    return;
  if (text != NULL && text[0] == '\0')
    {
      set_problem (self, PROBLEM_EMPTY);
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return;
    }

  self->checking = g_cancellable_new ();
  drop_focus (self);
  set_problem (self, PROBLEM_NONE);
  bedside_lock_unlock_async (self->lock, text, self->checking, on_unlocked, bedside_weak_new (self));
}

static void
on_changed (BedsideLockPage *self)
{
  if (self->checking == NULL && gtk_editable_get_text (self->entry)[0] != '\0')
    set_problem (self, PROBLEM_NONE);
}

static void
on_forgotten (BedsideLockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FORGOTTEN], 0);
}

/* The focus goes along to what there is now. */
static void
on_passcode (BedsideLockPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  update (self);
  if (root != NULL && self->checking == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* --- GObject --- */

static void
bedside_lock_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BedsideLockPage *self = BEDSIDE_LOCK_PAGE (object);

  switch ((BedsideLockPageProperty) prop_id)
    {
    case PROP_LOCK:
      g_value_set_object (value, self->lock);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_lock_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  BedsideLockPage *self = BEDSIDE_LOCK_PAGE (object);

  switch ((BedsideLockPageProperty) prop_id)
    {
    case PROP_LOCK:
      g_set_object (&self->lock, g_value_get_object (value));
      g_signal_group_set_target (self->lock_signals, self->lock);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* What was typed does not stay in it: nobody could see that it is there. */
static void
bedside_lock_page_dispose (GObject *object)
{
  BedsideLockPage *self = BEDSIDE_LOCK_PAGE (object);

  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  if (self->lock_signals != NULL)
    g_signal_group_set_target (self->lock_signals, NULL);
  g_clear_object (&self->lock_signals);
  g_clear_object (&self->lock);

  G_OBJECT_CLASS (bedside_lock_page_parent_class)->dispose (object);
}

static void
bedside_lock_page_class_init (BedsideLockPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_lock_page_get_property;
  object_class->set_property = bedside_lock_page_set_property;
  object_class->dispose = bedside_lock_page_dispose;
  widget_class->grab_focus = bedside_lock_page_grab_focus;

  properties[PROP_LOCK] = g_param_spec_object ("lock", NULL, NULL, BEDSIDE_TYPE_LOCK,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_FORGOTTEN] = g_signal_new ("forgotten", BEDSIDE_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, page);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, entry);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, problem_label);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, wait);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPage, forgotten);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_forgotten);
}

static void
bedside_lock_page_init (BedsideLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->lock_signals = g_signal_group_new (BEDSIDE_TYPE_LOCK);
  g_signal_group_connect_object (self->lock_signals, "notify::passcode", G_CALLBACK (on_passcode), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->lock_signals, "notify::wait", G_CALLBACK (update_wait), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bedside_lock_page_new:
 * @lock: what is locked
 *
 * Returns: (transfer floating): a page in front of what must not be seen
 */
GtkWidget *
bedside_lock_page_new (BedsideLock *lock)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (lock), NULL);

  return g_object_new (BEDSIDE_TYPE_LOCK_PAGE, "lock", lock, NULL);
}
