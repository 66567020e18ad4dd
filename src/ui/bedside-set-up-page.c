/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-set-up-page"

#include "bedside-set-up-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-invitation-list.h"
#include "bedside-server-group.h"
#include "bedside-weak.h"

/**
 * State:
 * @STATE_CHOOSING: to join, or to set up
 * @STATE_FOUNDING: a practice is being set up
 * @STATE_FAILED: that has broken off; it can be tried again
 * @STATE_REFUSED: the server does not let this account set up a practice
 * @STATE_FOUNDED: done: what the administrator has to be told
 */
typedef enum {
  STATE_CHOOSING,
  STATE_FOUNDING,
  STATE_FAILED,
  STATE_REFUSED,
  STATE_FOUNDED,
} State;

struct _BedsideSetUpPage
{
  AdwBin                 parent_instance;

  BedsideSession        *session;         /* (owned) */
  BedsideSetUp          *set_up;          /* (owned) (nullable) */
  GCancellable          *cancellable;     /* (owned): for as long as the page is there */
  State                  state;
  char                  *founded;         /* (owned) (nullable): the practice id */
  GSignalGroup          *founded_signals; /* (owned) */

  /* template */
  GtkWidget             *back;
  BedsideBubble         *bubble;
  GtkLabel              *title;
  GtkLabel              *text;
  GtkLabel              *error;
  BedsideInvitationList *invitations;
  GtkWidget             *founding;
  AdwEntryRow           *name;
  GtkWidget             *progress;
  GtkProgressBar        *bar;
  GtkLabel              *step;
  BedsideServerGroup    *server;
  GtkButton             *set_up_button;
  GtkWidget             *go_on;
};

enum {
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideSetUpPage, bedside_set_up_page, ADW_TYPE_BIN)

/* --- what is shown --- */

typedef gboolean (*PracticeTest) (BedsideSetUpPage *self, BedsidePractice *practice);

static BedsidePractice *
find_practice (BedsideSetUpPage *self,
               PracticeTest      test)
{
  GListModel *practices = bedside_session_get_practices (self->session);

  for (guint i = 0; practices != NULL && i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);

      if (test (self, practice))
        return practice;
    }

  return NULL;
}

/* A practice of this owner's that is only half there. */
static gboolean
is_interrupted (BedsideSetUpPage *self,
                BedsidePractice  *practice)
{
  return !bedside_practice_get_complete (practice)
         && bedside_practice_get_role (practice) == BEDSIDE_ROLE_OWNER;
}

static gboolean
is_founded (BedsideSetUpPage *self,
            BedsidePractice  *practice)
{
  return g_strcmp0 (bedside_practice_get_room_id (practice), self->founded) == 0;
}

static BedsidePractice *
get_interrupted (BedsideSetUpPage *self)
{
  return find_practice (self, is_interrupted);
}

static const char *
get_title (BedsideSetUpPage *self)
{
  switch (self->state)
    {
    case STATE_FOUNDING:
      return _("Setting up the practice");
    case STATE_FAILED:
      return _("Setting up broke off");
    case STATE_REFUSED:
      return _("This account cannot set up a practice");
    case STATE_FOUNDED:
      return _("The practice is set up");
    case STATE_CHOOSING:
    default:
      return get_interrupted (self) != NULL ? _("Setting up was interrupted") : _("Join or set up a practice");
    }
}

/* What is left to do depends on the server. */
static const char *
get_founded_text (BedsideSetUpPage *self)
{
  BedsidePractice *practice = find_practice (self, is_founded);

  switch (practice != NULL ? bedside_practice_get_enforcement (practice) : BEDSIDE_ENFORCEMENT_UNKNOWN)
    {
    case BEDSIDE_ENFORCEMENT_ENFORCED:
      return _("Next, invite your colleagues and enable chat with patients: both in the practice settings.");
    case BEDSIDE_ENFORCEMENT_NOT_ENFORCED:
      return _("Next, ask the administrator of the server to install Bedside’s module, and hand over the practice id. "
               "You find it again in the practice settings, where you also invite colleagues and enable chat with "
               "patients.");
    case BEDSIDE_ENFORCEMENT_NOT_CONFIGURED:
    case BEDSIDE_ENFORCEMENT_UNKNOWN:
    default:
      return _("Copy the practice id and give it to the administrator of the server, who adds it to the server’s "
               "configuration: then the server enforces the rules of the practice. After that, enable chat with "
               "patients in the practice settings, where you also find the id again.");
    }
}

static const char *
get_text (BedsideSetUpPage *self)
{
  switch (self->state)
    {
    case STATE_FOUNDING:
      return _("This takes a few seconds.");
    case STATE_FAILED:
      return _("Nothing is lost: what is there already is kept, and the rest is done when you try again.");
    case STATE_REFUSED:
      return _("The server lets only practitioners do that. If you are a patient, use the program that your practice "
               "gave you for the portal. If you are a practitioner, ask the administrator of the server.");
    case STATE_FOUNDED:
      return get_founded_text (self);
    case STATE_CHOOSING:
    default:
      if (get_interrupted (self) != NULL)
        return _("A part of your practice is there already. Continue, and the rest is made.");
      if (!bedside_invitation_list_get_empty (self->invitations))
        return _("You are invited. You can also set up a practice of your own.");
      if (bedside_session_get_practice (self->session) != NULL)
        return _("To join another practice, ask a manager of it to invite you: the invitation shows here at once.");
      return _("You do not belong to a practice yet. To join one, ask a manager of it to invite you: the invitation "
               "shows here at once.");
    }
}

static char *
dup_name (BedsideSetUpPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
update_step (BedsideSetUpPage *self)
{
  static const char *const steps[BEDSIDE_SET_UP_STEPS] = {
    N_("Making the practice"), N_("Making the directory of patients"), N_("Making the team conversation"),
    N_("Putting it together"),
  };
  const guint step = self->set_up != NULL ? bedside_set_up_get_step (self->set_up) : 0;
  g_autofree char *text = NULL;

  gtk_progress_bar_set_fraction (self->bar, MIN (step, BEDSIDE_SET_UP_STEPS) / (double) BEDSIDE_SET_UP_STEPS);
  if (step < BEDSIDE_SET_UP_STEPS)
    /* Translators: what is being done, which step it is, and of how many */
    text = g_strdup_printf (_("%s (%u of %u)"), _(steps[step]), step + 1, (guint) BEDSIDE_SET_UP_STEPS);
  gtk_label_set_label (self->step, text != NULL ? text : _("Waiting for the server to tell of it"));
}

static void
update_button (BedsideSetUpPage *self)
{
  const gboolean interrupted = get_interrupted (self) != NULL;
  const char *label = _("Set up a practice");
  g_autofree char *name = dup_name (self);

  if (self->state == STATE_FAILED)
    label = _("Try again");
  else if (interrupted)
    label = _("Continue");
  gtk_button_set_label (self->set_up_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->set_up_button),
                          self->state == STATE_CHOOSING || self->state == STATE_FAILED);
  gtk_widget_set_sensitive (GTK_WIDGET (self->set_up_button),
                            self->set_up != NULL && !bedside_invitation_list_get_busy (self->invitations) &&
                            (interrupted || name[0] != '\0'));
}

static void
update_text (BedsideSetUpPage *self)
{
  gtk_label_set_label (self->text, get_text (self));
}

/* Only what belongs to the state is visible: nothing of the rest is to be found by keyboard or screen reader. */
static void
update (BedsideSetUpPage *self)
{
  const gboolean choosing = self->state == STATE_CHOOSING || self->state == STATE_REFUSED;
  const gboolean can_found = self->state == STATE_CHOOSING || self->state == STATE_FAILED;
  const gboolean has_other = bedside_session_get_practice (self->session) != NULL
                             || g_list_model_get_n_items (bedside_session_get_conversations (self->session)) > 0;

  gtk_label_set_label (self->title, get_title (self));
  update_text (self);
  gtk_widget_set_visible (self->back, has_other && self->state != STATE_FOUNDING && self->state != STATE_FOUNDED);
  gtk_widget_set_visible (GTK_WIDGET (self->invitations),
                          choosing && !bedside_invitation_list_get_empty (self->invitations));
  gtk_widget_set_visible (self->founding, can_found && get_interrupted (self) == NULL);
  gtk_widget_set_visible (self->progress, self->state == STATE_FOUNDING);
  gtk_widget_set_visible (GTK_WIDGET (self->server), self->state == STATE_FOUNDED);
  gtk_widget_set_visible (self->go_on, self->state == STATE_FOUNDED);
  update_button (self);
  update_step (self);
  if (self->state == STATE_FOUNDED)
    {
      bedside_server_group_set_id (self->server, self->founded);
      bedside_server_group_set_practice (self->server, find_practice (self, is_founded));
      g_signal_group_set_target (self->founded_signals, find_practice (self, is_founded));
    }
}

static void
show_error (BedsideSetUpPage *self,
            const char       *error)
{
  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static void
set_state (BedsideSetUpPage *self,
           State             state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* What is hidden must not have the focus: an entry would go on blinking, with a warning of GTK's. */
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
  self->state = state;
  update (self);
}

static void
on_finished (BedsideSetUpPage *self)
{
  if (self->state == STATE_FOUNDED)
    {
      BedsidePractice *practice = find_practice (self, is_founded);

      if (practice != NULL)
        bedside_session_choose_practice (self->session, practice);
    }
  if (self->state != STATE_FOUNDING)
    self->state = STATE_CHOOSING;
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

/* --- setting up --- */

static void
on_founded (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideSetUpPage) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *room_id = bedside_set_up_found_finish (BEDSIDE_SET_UP (source), result, &error);

  /* The page is gone. */
  if (self == NULL)
    return;

  if (room_id != NULL)
    {
      g_free (self->founded);
      self->founded = g_steal_pointer (&room_id);
      set_state (self, STATE_FOUNDED);
      gtk_widget_grab_focus (self->go_on);
      return;
    }
  /* Who may make the first room of a practice may make the rest. */
  if (bedside_set_up_get_step (BEDSIDE_SET_UP (source)) == 0
      && g_error_matches (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED))
    {
      set_state (self, STATE_REFUSED);
      return;
    }
  show_error (self, error->message);
  set_state (self, STATE_FAILED);
}

static void
on_set_up (BedsideSetUpPage *self)
{
  BedsidePractice *interrupted = get_interrupted (self);
  g_autofree char *name = interrupted != NULL ? g_strdup (bedside_practice_get_name (interrupted)) : dup_name (self);

  if (!gtk_widget_is_visible (GTK_WIDGET (self->set_up_button))
      || !gtk_widget_is_sensitive (GTK_WIDGET (self->set_up_button)))
    return;

  show_error (self, NULL);
  set_state (self, STATE_FOUNDING);
  bedside_set_up_found_async (self->set_up, name, self->cancellable, on_founded, bedside_weak_new (self));
}

/* --- joining --- */

static void
on_joined (BedsideSetUpPage  *self,
           BedsideInvitation *invitation)
{
  GListModel *waiting = bedside_session_get_invitations (self->session);
  gboolean nothing_left = bedside_session_get_practice (self->session) != NULL &&
                          g_list_model_get_n_items (waiting) <= 1; /* the one that was answered */

  if (bedside_invitation_get_kind (invitation) == BEDSIDE_INVITATION_KIND_PRACTICE || nothing_left)
    on_finished (self);
}

static void
on_failed (BedsideSetUpPage *self,
           const char       *error)
{
  show_error (self, error);
}

/* --- GObject --- */

static void
bedside_set_up_page_dispose (GObject *object)
{
  BedsideSetUpPage *self = BEDSIDE_SET_UP_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->founded_signals != NULL)
    g_signal_group_set_target (self->founded_signals, NULL);
  g_clear_object (&self->founded_signals);
  g_clear_object (&self->set_up);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_set_up_page_parent_class)->dispose (object);
}

static void
bedside_set_up_page_finalize (GObject *object)
{
  BedsideSetUpPage *self = BEDSIDE_SET_UP_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->founded);

  G_OBJECT_CLASS (bedside_set_up_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BEDSIDE_TYPE_BUBBLE);
  g_type_ensure (BEDSIDE_TYPE_INVITATION_LIST);
  g_type_ensure (BEDSIDE_TYPE_SERVER_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-set-up-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, back);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, bubble);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, text);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, error);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, invitations);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, founding);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, name);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, progress);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, bar);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, step);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, server);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, set_up_button);
  gtk_widget_class_bind_template_child (widget_class, BedsideSetUpPage, go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_finished);
  gtk_widget_class_bind_template_callback (widget_class, on_joined);
  gtk_widget_class_bind_template_callback (widget_class, on_set_up);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
}

static void
bedside_set_up_page_class_init (BedsideSetUpPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_set_up_page_dispose;
  object_class->finalize = bedside_set_up_page_finalize;

  signals[SIGNAL_FINISHED] = g_signal_new ("finished", BEDSIDE_TYPE_SET_UP_PAGE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_set_up_page_init (BedsideSetUpPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->founded_signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  g_signal_group_connect_object (self->founded_signals, "notify::enforcement", G_CALLBACK (update_text), self,
                                 G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (GTK_WIDGET (self->name), "");
}

static void
watch (BedsideSetUpPage *self,
       gpointer          object,
       const char       *signal,
       GCallback         callback)
{
  if (object != NULL)
    g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * bedside_set_up_page_new:
 * @session: the session
 *
 * Returns: (transfer floating): a page that lets choose
 */
GtkWidget *
bedside_set_up_page_new (BedsideSession *session)
{
  BedsideSetUpPage *self;

  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);

  self = g_object_new (BEDSIDE_TYPE_SET_UP_PAGE, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->set_up, bedside_session_get_set_up (session));
  bedside_bubble_set_session (self->bubble, session);
  bedside_invitation_list_set_session (self->invitations, session);
  watch (self, self->set_up, "notify::step", G_CALLBACK (update_step));
  watch (self, session, "notify::practice", G_CALLBACK (update));
  watch (self, bedside_session_get_practices (session), "items-changed", G_CALLBACK (update));
  update (self);

  return GTK_WIDGET (self);
}

/**
 * bedside_set_up_page_get_bubble:
 * @self: a page
 *
 * Returns: (transfer none): the speech bubble, which is the way back to who writes meanwhile
 */
BedsideBubble *
bedside_set_up_page_get_bubble (BedsideSetUpPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SET_UP_PAGE (self), NULL);

  return self->bubble;
}

/**
 * bedside_set_up_page_is_busy:
 * @self: a page
 *
 * Returns: whether it is setting up or joining, or shows what the administrator has to be told
 */
gboolean
bedside_set_up_page_is_busy (BedsideSetUpPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SET_UP_PAGE (self), FALSE);

  return bedside_invitation_list_get_busy (self->invitations) || self->state == STATE_FOUNDING ||
         self->state == STATE_FOUNDED;
}
