/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sign-in-page"

#include "bedside-sign-in-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-account.h"
#include "bedside-format.h"
#include "bedside-hint-row.h"

/* What we wait when a server limits us and does not say how long. */
#define DEFAULT_WAIT_MS 10000

typedef enum {
  FIELD_SERVER,
  FIELD_USER,
  FIELD_PASSWORD,
  FIELD_NONE, /* no field is to blame */
} Field;

#define N_FIELDS (FIELD_NONE + 1)

typedef struct {
  BedsideSignInError  code;
  Field               field;
  const char         *text;
} Explanation;

/* One row for each code. */
static const Explanation explanations[] = {
  { BEDSIDE_SIGN_IN_ERROR_INVALID_SERVER, FIELD_SERVER,
    N_("This is not the name of a server. It looks like “chat.practice.example”.") },
  { BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER, FIELD_SERVER,
    N_("The connection to this server would not be encrypted. Write the name without “http:”.") },
  { BEDSIDE_SIGN_IN_ERROR_UNREACHABLE, FIELD_SERVER,
    N_("The server does not answer. Check its name and your network.") },
  { BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER, FIELD_SERVER,
    N_("There is no chat server of this name.") },
  { BEDSIDE_SIGN_IN_ERROR_BAD_CERTIFICATE, FIELD_SERVER,
    N_("This server cannot be trusted: its certificate is not valid. Nothing has been sent to it.") },
  { BEDSIDE_SIGN_IN_ERROR_NO_PASSWORDS, FIELD_SERVER,
    N_("This server does not let people sign in with a password.") },
  { BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD, FIELD_PASSWORD,
    N_("The user name or the password is wrong.") },
  { BEDSIDE_SIGN_IN_ERROR_DEACTIVATED, FIELD_USER,
    N_("This account has been closed.") },
  { BEDSIDE_SIGN_IN_ERROR_OTHER_USER, FIELD_USER,
    N_("This is another account than before. Sign in with the same one.") },
  { BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED, FIELD_NONE,
    NULL },
  { BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM, FIELD_NONE,
    N_("The server has a problem. Try again later.") },
};

struct _BedsideSignInPage
{
  AdwBin              parent_instance;

  BedsideSignInState  state;
  gint64              wait_end;      /* monotonic, in state WAITING */
  guint               wait_source;

  /* template */
  GtkButton          *back;
  AdwStatusPage      *page;
  GtkWidget          *group;
  AdwEntryRow        *server;
  AdwEntryRow        *user;
  AdwPasswordEntryRow *password;
  GtkWidget          *server_error_row;
  GtkWidget          *user_error_row;
  GtkWidget          *password_error_row;
  GtkLabel           *server_error;
  GtkLabel           *user_error;
  GtkLabel           *password_error;
  GtkLabel           *error;
  GtkButton          *sign_in;
  GtkButton          *cancel;
  GtkSpinner         *spinner;
};

typedef enum {
  PROP_STATE = 1,
} BedsideSignInPageProperty;

enum {
  SIGNAL_SIGN_IN,
  SIGNAL_CANCEL,
  SIGNAL_BACK,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_STATE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BedsideSignInState, bedside_sign_in_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_SIGN_IN_STATE_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_SIGN_IN_STATE_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_SIGN_IN_STATE_WAITING, "waiting"))

G_DEFINE_FINAL_TYPE (BedsideSignInPage, bedside_sign_in_page, ADW_TYPE_BIN)

static GtkEditable *
get_entry (BedsideSignInPage *self,
           Field              field)
{
  switch (field)
    {
    case FIELD_SERVER:
      return GTK_EDITABLE (self->server);
    case FIELD_USER:
      return GTK_EDITABLE (self->user);
    case FIELD_PASSWORD:
      return GTK_EDITABLE (self->password);
    case FIELD_NONE:
    default:
      return NULL;
    }
}

/* The row is NULL for what is not in the list of fields. */
static GtkLabel *
get_error_label (BedsideSignInPage  *self,
                 Field               field,
                 GtkWidget         **row)
{
  switch (field)
    {
    case FIELD_SERVER:
      *row = self->server_error_row;
      return self->server_error;
    case FIELD_USER:
      *row = self->user_error_row;
      return self->user_error;
    case FIELD_PASSWORD:
      *row = self->password_error_row;
      return self->password_error;
    case FIELD_NONE:
    default:
      *row = GTK_WIDGET (self->error);
      return self->error;
    }
}

static void
show_error (BedsideSignInPage *self,
            Field              field,
            const char        *text)
{
  GtkWidget *row = NULL;
  GtkLabel *label = get_error_label (self, field, &row);
  GtkEditable *entry = get_entry (self, field);

  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (row, text != NULL);
  if (entry == NULL)
    return;

  if (text != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
      gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                                   GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                                   -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static void
clear_errors (BedsideSignInPage *self)
{
  for (guint i = 0; i < N_FIELDS; i++)
    show_error (self, i, NULL);
}

static gboolean
is_filled_in (BedsideSignInPage *self)
{
  for (guint i = 0; i < FIELD_NONE; i++)
    {
      g_autofree char *text = g_strdup (gtk_editable_get_text (get_entry (self, i)));

      /* A password may be made of spaces. */
      if ((i == FIELD_PASSWORD ? text : g_strstrip (text))[0] == '\0')
        return FALSE;
    }

  return TRUE;
}

static void
update (BedsideSignInPage *self)
{
  const gboolean busy = self->state == BEDSIDE_SIGN_IN_STATE_BUSY;

  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in),
                            self->state == BEDSIDE_SIGN_IN_STATE_IDLE && is_filled_in (self));
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  for (guint i = 0; i < FIELD_NONE; i++)
    {
      GtkEditable *entry = get_entry (self, i);

      gtk_widget_set_sensitive (GTK_WIDGET (entry), !busy && gtk_editable_get_editable (entry));
    }
}

static void
set_state (BedsideSignInPage  *self,
           BedsideSignInState  state)
{
  const BedsideSignInState old = self->state;

  if (state != BEDSIDE_SIGN_IN_STATE_WAITING)
    g_clear_handle_id (&self->wait_source, g_source_remove);
  self->state = state;
  update (self);
  if (old != state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
wait_cb (gpointer user_data)
{
  BedsideSignInPage *self = user_data;
  const gint64 left = (self->wait_end - g_get_monotonic_time ()) / 1000;
  g_autofree char *wait = NULL;
  g_autofree char *text = NULL;

  if (left <= 0)
    {
      self->wait_source = 0;
      show_error (self, FIELD_NONE, NULL);
      set_state (self, BEDSIDE_SIGN_IN_STATE_IDLE);
      return G_SOURCE_REMOVE;
    }

  wait = bedside_format_wait (left);
  /* Translators: %s is a time, as "12 seconds" */
  text = g_strdup_printf (_("There were too many tries. You can try again in %s."), wait);
  show_error (self, FIELD_NONE, text);

  return G_SOURCE_CONTINUE;
}

static void
begin_waiting (BedsideSignInPage *self,
               gint64             milliseconds)
{
  if (milliseconds <= 0)
    milliseconds = DEFAULT_WAIT_MS;

  self->wait_end = g_get_monotonic_time () + milliseconds * 1000;
  set_state (self, BEDSIDE_SIGN_IN_STATE_WAITING);
  g_clear_handle_id (&self->wait_source, g_source_remove);
  if (wait_cb (self) == G_SOURCE_CONTINUE)
    self->wait_source = g_timeout_add (250, wait_cb, self);
}

static const Explanation *
find_explanation (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    {
      if (g_error_matches (error, BEDSIDE_SIGN_IN_ERROR, (int) explanations[i].code))
        return &explanations[i];
    }

  return NULL;
}

static void
focus_field (BedsideSignInPage *self,
             Field              field)
{
  GtkEditable *entry = get_entry (self, field);

  if (entry != NULL && gtk_widget_is_sensitive (GTK_WIDGET (entry)))
    gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static void
explain (BedsideSignInPage *self,
         const GError      *error)
{
  const Explanation *explanation = find_explanation (error);

  if (explanation == NULL)
    {
      show_error (self, FIELD_NONE, _("Signing in did not work. Try again later."));
      g_info ("Signing in: error %d of %s", error->code, g_quark_to_string (error->domain));
      return;
    }
  if (explanation->code == BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED)
    {
      begin_waiting (self, bedside_sign_in_error_get_retry_after (error));
      return;
    }

  show_error (self, explanation->field, _(explanation->text));
  if (explanation->code == BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      /* Setting the text took the error away, as typing does. */
      show_error (self, explanation->field, _(explanation->text));
    }
  focus_field (self, explanation->field);
}

static void
submit (BedsideSignInPage *self)
{
  g_autofree char *server = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->server))));
  g_autofree char *user = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->user))));
  g_autofree char *password = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->password)));

  if (self->state != BEDSIDE_SIGN_IN_STATE_IDLE || !is_filled_in (self))
    return;

  clear_errors (self);
  g_signal_emit (self, signals[SIGNAL_SIGN_IN], 0, server, user, password);
}

static void
on_cancel (BedsideSignInPage *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
on_back (BedsideSignInPage *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
on_changed (BedsideSignInPage *self,
            GtkEditable       *entry)
{
  for (guint i = 0; i < FIELD_NONE; i++)
    {
      if (get_entry (self, i) == entry)
        show_error (self, i, NULL);
    }
  /* A wrong pair is shown at the password, but the user name may be what was wrong. */
  if (entry == GTK_EDITABLE (self->user))
    show_error (self, FIELD_PASSWORD, NULL);
  if (self->state == BEDSIDE_SIGN_IN_STATE_IDLE)
    show_error (self, FIELD_NONE, NULL);
  update (self);
}

/* Enter moves on to what is still empty, and signs in when nothing is. */
static void
on_entry_activated (BedsideSignInPage *self)
{
  for (guint i = 0; i < FIELD_NONE; i++)
    {
      GtkEditable *entry = get_entry (self, i);

      if (gtk_editable_get_text (entry)[0] == '\0')
        {
          focus_field (self, i);
          return;
        }
    }
  submit (self);
}

static gboolean
bedside_sign_in_page_grab_focus (GtkWidget *widget)
{
  BedsideSignInPage *self = BEDSIDE_SIGN_IN_PAGE (widget);

  /* GTK asks whoever the focus is about to leave by Shift+Tab, too: taking it again would keep it for ever. */
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;

  for (guint i = 0; i < FIELD_NONE; i++)
    {
      GtkEditable *entry = get_entry (self, i);

      if (gtk_editable_get_text (entry)[0] == '\0' && gtk_widget_is_sensitive (GTK_WIDGET (entry)))
        return gtk_widget_grab_focus (GTK_WIDGET (entry));
    }

  return gtk_widget_grab_focus (GTK_WIDGET (self->sign_in));
}

static void
bedside_sign_in_page_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideSignInPage *self = BEDSIDE_SIGN_IN_PAGE (object);

  switch ((BedsideSignInPageProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_sign_in_page_dispose (GObject *object)
{
  BedsideSignInPage *self = BEDSIDE_SIGN_IN_PAGE (object);

  g_clear_handle_id (&self->wait_source, g_source_remove);

  G_OBJECT_CLASS (bedside_sign_in_page_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  signals[SIGNAL_SIGN_IN] = g_signal_new ("sign-in", BEDSIDE_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE,
                                          3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", BEDSIDE_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_BACK] = g_signal_new ("back", BEDSIDE_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, back);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, page);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, group);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, user);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, server_error_row);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, user_error_row);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, password_error_row);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, server_error);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, user_error);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, password_error);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, error);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, BedsideSignInPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
}

static void
bedside_sign_in_page_class_init (BedsideSignInPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_sign_in_page_get_property;
  object_class->dispose = bedside_sign_in_page_dispose;
  widget_class->grab_focus = bedside_sign_in_page_grab_focus;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_SIGN_IN_STATE, BEDSIDE_SIGN_IN_STATE_IDLE,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  install_signals ();
  g_type_ensure (BEDSIDE_TYPE_HINT_ROW);
  bind_template (widget_class);
}

static void
bedside_sign_in_page_init (BedsideSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (self->group, _("Account"));
  update (self);
}

/**
 * bedside_sign_in_page_new:
 *
 * Returns: (transfer floating): an empty page
 */
GtkWidget *
bedside_sign_in_page_new (void)
{
  return g_object_new (BEDSIDE_TYPE_SIGN_IN_PAGE, NULL);
}

/**
 * bedside_sign_in_page_get_state:
 * @self: a page
 *
 * Returns: what it is doing
 */
BedsideSignInState
bedside_sign_in_page_get_state (BedsideSignInPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIGN_IN_PAGE (self), BEDSIDE_SIGN_IN_STATE_IDLE);

  return self->state;
}

/**
 * bedside_sign_in_page_begin:
 * @self: a page
 *
 * Shows that signing in has begun; only "cancel" is possible.
 */
void
bedside_sign_in_page_begin (BedsideSignInPage *self)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_PAGE (self));

  clear_errors (self);
  /* Before the entries become insensitive: GTK loses count of the focus of one that does while it has it. */
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
  set_state (self, BEDSIDE_SIGN_IN_STATE_BUSY);
}

/**
 * bedside_sign_in_page_finish:
 * @self: a page
 * @error: (nullable): why signing in did not work
 *
 * Shows how signing in ended: an error beside the field that it is about. The
 * password is cleared if it was wrong, and when it is not needed any more.
 */
void
bedside_sign_in_page_finish (BedsideSignInPage *self,
                             const GError      *error)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_PAGE (self));

  set_state (self, BEDSIDE_SIGN_IN_STATE_IDLE);
  if (error == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->sign_in));
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    explain (self, error);
}

/**
 * bedside_sign_in_page_set_account:
 * @self: a page
 * @server: (nullable): the account's server
 * @user: (nullable): its user
 *
 * Fixes server and user name, for an account that has to sign in again; %NULL
 * lets them be changed again.
 */
void
bedside_sign_in_page_set_account (BedsideSignInPage *self,
                                  const char        *server,
                                  const char        *user)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_PAGE (self));

  if (server != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->server), server);
  if (user != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->user), user);
  gtk_editable_set_editable (GTK_EDITABLE (self->server), server == NULL);
  gtk_editable_set_editable (GTK_EDITABLE (self->user), user == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->back), server != NULL);
  /* Away from what becomes insensitive; see bedside_sign_in_page_begin(). */
  if (server != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  update (self);
}

/**
 * bedside_sign_in_page_suggest:
 * @self: a page
 * @server: (nullable): a server
 * @user: (nullable): a user name
 * @password: (nullable): a password
 *
 * Fills in what may be changed.
 */
void
bedside_sign_in_page_suggest (BedsideSignInPage *self,
                              const char        *server,
                              const char        *user,
                              const char        *password)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_PAGE (self));

  if (server != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->server), server);
  if (user != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->user), user);
  if (password != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->password), password);
}

/**
 * bedside_sign_in_page_set_message:
 * @self: a page
 * @message: (nullable): a sentence
 *
 * Sets what is said over the entries.
 */
void
bedside_sign_in_page_set_message (BedsideSignInPage *self,
                                  const char        *message)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_PAGE (self));

  adw_status_page_set_description (self->page, message);
}
