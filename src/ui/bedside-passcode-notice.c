/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-passcode-notice"

#include "bedside-passcode-notice.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-notice.h"
#include "bedside-passcode-dialog.h"

struct _BedsidePasscodeNotice
{
  AdwBin         parent_instance;

  BedsideLock   *lock;      /* (owned) (nullable) */
  BedsideNotice *notice;    /* a child */
  gboolean       dismissed;
};

typedef enum {
  PROP_DISMISSED = 1,
} BedsidePasscodeNoticeProperty;

static GParamSpec *properties[PROP_DISMISSED + 1];

G_DEFINE_FINAL_TYPE (BedsidePasscodeNotice, bedside_passcode_notice, ADW_TYPE_BIN)

static void
update (BedsidePasscodeNotice *self)
{
  const gboolean told = self->lock != NULL
                        && bedside_lock_get_passcode (self->lock) == BEDSIDE_PASSCODE_NONE
                        && !self->dismissed;

  bedside_notice_set_text (self->notice, told ? _("No passcode protects your conversations here.") : NULL);
}

static void
on_choose (BedsidePasscodeNotice *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (bedside_passcode_dialog_new (GTK_WINDOW (root), self->lock,
                                                               BEDSIDE_PASSCODE_CHANGE_CHOOSE)));
}

static void
on_dismissed (BedsidePasscodeNotice *self)
{
  bedside_passcode_notice_set_dismissed (self, TRUE);
}

static void
bedside_passcode_notice_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  BedsidePasscodeNotice *self = BEDSIDE_PASSCODE_NOTICE (object);

  switch ((BedsidePasscodeNoticeProperty) prop_id)
    {
    case PROP_DISMISSED:
      g_value_set_boolean (value, self->dismissed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_passcode_notice_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  BedsidePasscodeNotice *self = BEDSIDE_PASSCODE_NOTICE (object);

  switch ((BedsidePasscodeNoticeProperty) prop_id)
    {
    case PROP_DISMISSED:
      bedside_passcode_notice_set_dismissed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_passcode_notice_dispose (GObject *object)
{
  BedsidePasscodeNotice *self = BEDSIDE_PASSCODE_NOTICE (object);

  g_clear_object (&self->lock);

  G_OBJECT_CLASS (bedside_passcode_notice_parent_class)->dispose (object);
}

static void
bedside_passcode_notice_class_init (BedsidePasscodeNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_passcode_notice_get_property;
  object_class->set_property = bedside_passcode_notice_set_property;
  object_class->dispose = bedside_passcode_notice_dispose;

  properties[PROP_DISMISSED] = g_param_spec_boolean ("dismissed", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                     G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_passcode_notice_init (BedsidePasscodeNotice *self)
{
  self->notice = BEDSIDE_NOTICE (bedside_notice_new ());
  bedside_notice_set_action (self->notice, C_("passcode", "Choose"));
  bedside_notice_set_action_name (self->notice, _("Choose passcode"));
  bedside_notice_set_dismissible (self->notice, TRUE);
  g_signal_connect_object (self->notice, "activated", G_CALLBACK (on_choose), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notice, "dismissed", G_CALLBACK (on_dismissed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->notice));
}

/**
 * bedside_passcode_notice_new:
 * @lock: what is locked with the passcode
 *
 * Returns: (transfer floating): a bar that says so if there is none
 */
GtkWidget *
bedside_passcode_notice_new (BedsideLock *lock)
{
  BedsidePasscodeNotice *self;

  g_return_val_if_fail (BEDSIDE_IS_LOCK (lock), NULL);

  self = g_object_new (BEDSIDE_TYPE_PASSCODE_NOTICE, NULL);
  self->lock = g_object_ref (lock);
  g_signal_connect_object (lock, "notify::passcode", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * bedside_passcode_notice_get_dismissed:
 * @self: a bar
 *
 * Returns: whether the person does not want to be told again
 */
gboolean
bedside_passcode_notice_get_dismissed (BedsidePasscodeNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PASSCODE_NOTICE (self), FALSE);

  return self->dismissed;
}

/**
 * bedside_passcode_notice_set_dismissed:
 * @self: a bar
 * @dismissed: whether the person does not want to be told again
 *
 * Sets it.
 */
void
bedside_passcode_notice_set_dismissed (BedsidePasscodeNotice *self,
                                       gboolean               dismissed)
{
  g_return_if_fail (BEDSIDE_IS_PASSCODE_NOTICE (self));

  dismissed = !!dismissed;
  if (self->dismissed == dismissed)
    return;

  self->dismissed = dismissed;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISMISSED]);
}
