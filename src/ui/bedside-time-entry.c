/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-time-entry"

#include "bedside-time-entry.h"

#include "bedside-time-of-day.h"

#define STEP 15
#define PAGE 60
#define WIDTH_CHARS 5

struct _BedsideTimeEntry
{
  GtkEntry  parent_instance;

  guint     minutes;
};

typedef enum {
  PROP_MINUTES = 1,
} BedsideTimeEntryProperty;

static GParamSpec *properties[PROP_MINUTES + 1];

G_DEFINE_FINAL_TYPE (BedsideTimeEntry, bedside_time_entry, GTK_TYPE_ENTRY)

static void
set_good (BedsideTimeEntry *self,
          gboolean          good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
write_text (BedsideTimeEntry *self)
{
  g_autofree char *text = bedside_time_of_day_write (self->minutes);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self), text);
  set_good (self, TRUE);
}

static void
take_over (BedsideTimeEntry *self,
           guint             minutes)
{
  if (self->minutes == minutes)
    return;

  self->minutes = minutes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MINUTES]);
}

/* While somebody types, only what cannot become another time counts. */
static void
on_changed (BedsideTimeEntry *self)
{
  guint minutes = 0;

  if (bedside_time_of_day_read (gtk_editable_get_text (GTK_EDITABLE (self)), &minutes) != BEDSIDE_TIME_OF_DAY_WHOLE)
    return;

  set_good (self, TRUE);
  take_over (self, minutes);
}

static gboolean
finish (BedsideTimeEntry *self)
{
  guint minutes = 0;

  if (bedside_time_of_day_read (gtk_editable_get_text (GTK_EDITABLE (self)), &minutes) == BEDSIDE_TIME_OF_DAY_NONE)
    return FALSE;

  take_over (self, minutes);
  write_text (self);

  return TRUE;
}

static void
on_activate (BedsideTimeEntry *self)
{
  if (!finish (self))
    set_good (self, FALSE);
}

static void
on_leave (BedsideTimeEntry *self)
{
  if (!finish (self))
    write_text (self);
}

/* To the next full step. */
static guint
step_from (guint    minutes,
           guint    step,
           gboolean up)
{
  const guint steps = up ? minutes / step + 1 : (minutes + step - 1) / step + BEDSIDE_TIME_OF_DAY_MINUTES / step - 1;

  return steps * step % BEDSIDE_TIME_OF_DAY_MINUTES;
}

static gboolean
on_key_pressed (BedsideTimeEntry *self,
                guint             keyval,
                guint             keycode,
                GdkModifierType   state)
{
  const gboolean up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up || keyval == GDK_KEY_Page_Up;
  const gboolean page = keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Page_Down;
  const gboolean down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down || keyval == GDK_KEY_Page_Down;

  if ((!up && !down) || (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  finish (self);
  bedside_time_entry_set_minutes (self, step_from (self->minutes, page ? PAGE : STEP, up));
  gtk_editable_set_position (GTK_EDITABLE (self), -1);

  return TRUE;
}

/* The window may be closed while the entry has the focus. */
static void
bedside_time_entry_unmap (GtkWidget *widget)
{
  on_leave (BEDSIDE_TIME_ENTRY (widget));
  GTK_WIDGET_CLASS (bedside_time_entry_parent_class)->unmap (widget);
}

static void
bedside_time_entry_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BedsideTimeEntry *self = BEDSIDE_TIME_ENTRY (object);

  switch ((BedsideTimeEntryProperty) prop_id)
    {
    case PROP_MINUTES:
      g_value_set_uint (value, self->minutes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_time_entry_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  BedsideTimeEntry *self = BEDSIDE_TIME_ENTRY (object);

  switch ((BedsideTimeEntryProperty) prop_id)
    {
    case PROP_MINUTES:
      bedside_time_entry_set_minutes (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_time_entry_class_init (BedsideTimeEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_time_entry_get_property;
  object_class->set_property = bedside_time_entry_set_property;
  GTK_WIDGET_CLASS (klass)->unmap = bedside_time_entry_unmap;

  properties[PROP_MINUTES] = g_param_spec_uint ("minutes", NULL, NULL, 0, BEDSIDE_TIME_OF_DAY_MINUTES - 1, 0,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_time_entry_init (BedsideTimeEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (self), WIDTH_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self), WIDTH_CHARS);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  g_signal_connect_object (self, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (self, "activate", G_CALLBACK (on_activate), self, 0);
  write_text (self);
}

/**
 * bedside_time_entry_new:
 *
 * Returns: (transfer floating): an entry that says midnight
 */
GtkWidget *
bedside_time_entry_new (void)
{
  return g_object_new (BEDSIDE_TYPE_TIME_ENTRY, NULL);
}

/**
 * bedside_time_entry_get_minutes:
 * @self: an entry
 *
 * Returns: the time, in minutes since midnight
 */
guint
bedside_time_entry_get_minutes (BedsideTimeEntry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TIME_ENTRY (self), 0);

  return self->minutes;
}

/**
 * bedside_time_entry_set_minutes:
 * @self: an entry
 * @minutes: since midnight
 *
 * Sets the time. What is being typed stays if it says the same.
 */
void
bedside_time_entry_set_minutes (BedsideTimeEntry *self,
                                guint             minutes)
{
  g_return_if_fail (BEDSIDE_IS_TIME_ENTRY (self));
  g_return_if_fail (minutes < BEDSIDE_TIME_OF_DAY_MINUTES);

  if (self->minutes == minutes)
    return;

  /* First, so that what is written is not taken for what was typed. */
  self->minutes = minutes;
  write_text (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MINUTES]);
}
