/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-passcode-dialog"

#include "bedside-passcode-dialog.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-dialog-frame.h"
#include "bedside-format.h"
#include "bedside-hint-row.h"
#include "bedside-weak.h"

/* An entry, and what is wrong with it. */
typedef struct {
  GtkWidget *entry;
  GtkWidget *error_row;
  GtkLabel  *error;
} Field;

struct _BedsidePasscodeDialog
{
  AdwWindow              parent_instance;

  BedsideLock           *lock;      /* (owned) (nullable) */
  BedsidePasscodeChange  change;

  /* template */
  BedsideDialogFrame    *frame;
  GtkLabel              *explanation;
  Field                  current;
  Field                  passcode;
  Field                  again;
};

G_DEFINE_FINAL_TYPE (BedsidePasscodeDialog, bedside_passcode_dialog, ADW_TYPE_WINDOW)

/* --- what is shown --- */

static const char *
get_text (const Field *field)
{
  return gtk_editable_get_text (GTK_EDITABLE (field->entry));
}

static gboolean
is_filled_in (const Field *field)
{
  return !gtk_widget_get_visible (field->entry) || get_text (field)[0] != '\0';
}

static void
update (BedsidePasscodeDialog *self)
{
  bedside_dialog_frame_set_ready (self->frame, is_filled_in (&self->current)
                                  && is_filled_in (&self->passcode)
                                  && is_filled_in (&self->again));
}

static void
set_error (BedsidePasscodeDialog *self,
           const Field           *field,
           const char            *text)
{
  gtk_label_set_label (field->error, text != NULL ? text : "");
  gtk_widget_set_visible (field->error_row, text != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (text != NULL)
    gtk_widget_grab_focus (field->entry);
  bedside_dialog_frame_fit (self->frame);
}

static void
clear_errors (BedsidePasscodeDialog *self)
{
  set_error (self, &self->current, NULL);
  set_error (self, &self->passcode, NULL);
  set_error (self, &self->again, NULL);
}

static void
on_changed (BedsidePasscodeDialog *self)
{
  if (!bedside_dialog_frame_get_busy (self->frame))
    clear_errors (self);
  update (self);
}

/* --- changing it --- */

static void
show_problem (BedsidePasscodeDialog *self,
              const GError          *error)
{
  g_autofree char *time = bedside_format_wait (1000 * (gint64) bedside_lock_get_wait (self->lock));
  /* Translators: %s is a time, as "12 seconds" */
  g_autofree char *wait = g_strdup_printf (_("Too many wrong tries. Try again in %s."), time);

  if (error->domain != BEDSIDE_LOCK_ERROR)
    {
      bedside_dialog_frame_set_error (self->frame, error->message);
      return;
    }

  switch ((BedsideLockError) error->code)
    {
    case BEDSIDE_LOCK_ERROR_WRONG:
      gtk_editable_set_text (GTK_EDITABLE (self->current.entry), "");
      set_error (self, &self->current, _("That is not the passcode."));
      break;
    case BEDSIDE_LOCK_ERROR_WAIT:
      set_error (self, &self->current, wait);
      break;
    case BEDSIDE_LOCK_ERROR_TOO_SHORT:
      set_error (self, &self->passcode, _("Use at least 4 characters."));
      break;
    case BEDSIDE_LOCK_ERROR_DAMAGED:
      bedside_dialog_frame_set_error (self->frame, _("What the keyring of this computer keeps of your passcode cannot "
                                                     "be read any more. Sign out and sign in again to go on."));
      break;
    case BEDSIDE_LOCK_ERROR_KEYRING:
    default:
      bedside_dialog_frame_set_error (self->frame, _("The keyring of this computer does not answer, or is locked. "
                                                     "Unlock it and try again."));
    }
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsidePasscodeDialog) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean changed = bedside_lock_change_passcode_finish (BEDSIDE_LOCK (source), result, &error);

  /* Closed meanwhile. */
  if (self == NULL || self->lock == NULL)
    return;
  if (changed)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  bedside_dialog_frame_set_busy (self->frame, FALSE);
  show_problem (self, error);
}

/* Whether what has been filled in can be asked for; what is wrong is said. */
static gboolean
check (BedsidePasscodeDialog *self)
{
  if (self->change == BEDSIDE_PASSCODE_CHANGE_REMOVE)
    return TRUE;
  if (g_utf8_strlen (get_text (&self->passcode), -1) < BEDSIDE_PASSCODE_MINIMUM)
    {
      set_error (self, &self->passcode, _("Use at least 4 characters."));
      return FALSE;
    }
  if (g_strcmp0 (get_text (&self->passcode), get_text (&self->again)) != 0)
    {
      set_error (self, &self->again, _("The two are not the same."));
      return FALSE;
    }

  return TRUE;
}

static void
on_accepted (BedsidePasscodeDialog *self)
{
  const char *current = self->change == BEDSIDE_PASSCODE_CHANGE_CHOOSE ? NULL : get_text (&self->current);
  const char *passcode = self->change == BEDSIDE_PASSCODE_CHANGE_REMOVE ? NULL : get_text (&self->passcode);

  if (!bedside_dialog_frame_get_ready (self->frame) || bedside_dialog_frame_get_busy (self->frame))
    return;

  clear_errors (self);
  if (!check (self))
    return;

  bedside_dialog_frame_set_busy (self->frame, TRUE);
  /* Not cancelled when the window is closed: what is on its way takes effect, and the preferences show it. */
  bedside_lock_change_passcode_async (self->lock, current, passcode, NULL, on_saved, bedside_weak_new (self));
}

/* --- GObject --- */

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_passcode_dialog_map (GtkWidget *widget)
{
  BedsidePasscodeDialog *self = BEDSIDE_PASSCODE_DIALOG (widget);

  GTK_WIDGET_CLASS (bedside_passcode_dialog_parent_class)->map (widget);
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (self->change == BEDSIDE_PASSCODE_CHANGE_CHOOSE ? self->passcode.entry : self->current.entry);
}

static void
bedside_passcode_dialog_dispose (GObject *object)
{
  BedsidePasscodeDialog *self = BEDSIDE_PASSCODE_DIALOG (object);

  g_clear_object (&self->lock);

  G_OBJECT_CLASS (bedside_passcode_dialog_parent_class)->dispose (object);
}

static void
bind_field (GtkWidgetClass *widget_class,
            const char     *name,
            gssize          offset)
{
  g_autofree char *row = g_strconcat (name, "_error_row", NULL);
  g_autofree char *error = g_strconcat (name, "_error", NULL);

  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE, offset + G_STRUCT_OFFSET (Field, entry));
  gtk_widget_class_bind_template_child_full (widget_class, row, FALSE, offset + G_STRUCT_OFFSET (Field, error_row));
  gtk_widget_class_bind_template_child_full (widget_class, error, FALSE, offset + G_STRUCT_OFFSET (Field, error));
}

static void
bedside_passcode_dialog_class_init (BedsidePasscodeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_passcode_dialog_dispose;
  widget_class->map = bedside_passcode_dialog_map;

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  g_type_ensure (BEDSIDE_TYPE_HINT_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-passcode-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePasscodeDialog, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsidePasscodeDialog, explanation);
  bind_field (widget_class, "current", G_STRUCT_OFFSET (BedsidePasscodeDialog, current));
  bind_field (widget_class, "passcode", G_STRUCT_OFFSET (BedsidePasscodeDialog, passcode));
  bind_field (widget_class, "again", G_STRUCT_OFFSET (BedsidePasscodeDialog, again));
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
}

static void
bedside_passcode_dialog_init (BedsidePasscodeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_buttons (self->current.entry);
  bedside_access_name_buttons (self->passcode.entry);
  bedside_access_name_buttons (self->again.entry);
}

static void
set_change (BedsidePasscodeDialog *self,
            BedsidePasscodeChange  change)
{
  static const struct {
    const char *title;
    const char *explanation;
    const char *accept;
  } texts[] = {
    [BEDSIDE_PASSCODE_CHANGE_CHOOSE] = {
      N_("Choose passcode"),
      N_("At least 4 characters, letters or digits. It is asked for whenever Bedside was locked. Who forgets it can "
         "sign out and sign in again."),
      N_("Save"),
    },
    [BEDSIDE_PASSCODE_CHANGE_CHANGE] = {
      N_("Change passcode"),
      N_("At least 4 characters, letters or digits."),
      N_("Save"),
    },
    [BEDSIDE_PASSCODE_CHANGE_REMOVE] = {
      N_("Remove passcode"),
      N_("Bedside goes on locking, but anybody at this computer can unlock it."),
      N_("Remove"),
    },
  };

  self->change = change;
  gtk_window_set_title (GTK_WINDOW (self), _(texts[change].title));
  gtk_label_set_label (self->explanation, _(texts[change].explanation));
  bedside_dialog_frame_set_accept (self->frame, _(texts[change].accept));
  gtk_widget_set_visible (self->current.entry, change != BEDSIDE_PASSCODE_CHANGE_CHOOSE);
  gtk_widget_set_visible (self->passcode.entry, change != BEDSIDE_PASSCODE_CHANGE_REMOVE);
  gtk_widget_set_visible (self->again.entry, change != BEDSIDE_PASSCODE_CHANGE_REMOVE);
  update (self);
}

/**
 * bedside_passcode_dialog_new:
 * @parent: (nullable): the window that it belongs to
 * @lock: what is locked with the passcode
 * @change: what is to be done
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_passcode_dialog_new (GtkWindow             *parent,
                             BedsideLock           *lock,
                             BedsidePasscodeChange  change)
{
  BedsidePasscodeDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_LOCK (lock), NULL);

  self = g_object_new (BEDSIDE_TYPE_PASSCODE_DIALOG, "transient-for", parent, NULL);
  self->lock = g_object_ref (lock);
  set_change (self, change);

  return GTK_WIDGET (self);
}
