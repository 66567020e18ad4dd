/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-ui-fixture.h"

#include <string.h>

#include "bedside-line.h"
#include "bedside-ui.h"

/* GTK 4.24 says this about its own popovers on an X server without a compositor. */
#define OF_GTK "gdk_frame_timings_submitted() called on submitted frame."

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "MESSAGE") && fields[i].length == -1 && strstr (fields[i].value, OF_GTK) != NULL)
        return G_LOG_WRITER_HANDLED;
    }

  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
bedside_ui_init (int    *argc,
                 char ***argv)
{
  g_autoptr(GtkCssProvider) provider = NULL;

  /* gtk_test_init() would ask for a locale that need not be there, and newer versions complain of that. */
  g_log_set_writer_func (write_log, NULL, NULL);
  g_test_init (argc, argv, NULL);
  gtk_init ();
  adw_init ();
  bedside_ui_register_resources ();
  provider = gtk_css_provider_new ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_css_provider_load_from_resource (provider, "/org/bedside/Bedside/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/bedside/Bedside/icons");
}

static gboolean
is_named (GtkWidget  *widget,
          const char *name)
{
  g_autofree char *mismatch = NULL;
  g_autofree char *title = NULL;

  if (name == NULL)
    return TRUE;
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      mismatch = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      return mismatch == NULL;
    }
  if (GTK_IS_BUTTON (widget))
    return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0;
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), name) == 0;
  if (ADW_IS_PREFERENCES_ROW (widget))
    return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), name) == 0;

  return FALSE;
}

gpointer
bedside_ui_find (gpointer    root,
                 GType       type,
                 const char *name)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && is_named (root, name))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = bedside_ui_find (child, type, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

gpointer
bedside_ui_get (gpointer    root,
                GType       type,
                const char *name)
{
  gpointer found = bedside_ui_find (root, type, name);

  if (found == NULL)
    g_error ("There is no visible %s named \"%s\"", g_type_name (type), name);

  return found;
}

gboolean
bedside_ui_shows (gpointer    root,
                  const char *text)
{
  return bedside_ui_find (root, GTK_TYPE_LABEL, text) != NULL
         || bedside_ui_find (root, BEDSIDE_TYPE_LINE, text) != NULL;
}

gboolean
bedside_ui_has_focus (GtkWindow *window,
                      gpointer   widget)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
bedside_ui_click (gpointer    root,
                  const char *name)
{
  GtkWidget *button = bedside_ui_get (root, GTK_TYPE_BUTTON, name);

  g_assert_true (gtk_widget_is_sensitive (button));
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  else
    g_signal_emit_by_name (button, "clicked");
  bedside_ui_settle ();
}

GtkWindow *
bedside_ui_present (GtkWidget *child,
                    int        width,
                    int        height)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return GTK_WINDOW (window);
}

void
bedside_ui_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
bedside_ui_destroy (GtkWindow *window,
                    gpointer   widget)
{
  gpointer weak = widget;

  g_object_add_weak_pointer (widget, &weak);
  gtk_window_destroy (window);
  bedside_await (weak == NULL, 5);
}

BedsideConversation *
bedside_ui_patient_conversation (const char *room_id,
                                 const char *given,
                                 const char *family,
                                 const char *birth_date,
                                 gint64      timestamp)
{
  BedsideConversation *conversation = bedside_conversation_new (room_id, BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named (room_id, given, family, birth_date);

  bedside_conversation_set_patient (conversation, patient);
  if (timestamp > 0)
    bedside_conversation_set_preview (conversation, "Thank you, that works for me", BEDSIDE_MESSAGE_KIND_TEXT,
                                      FALSE, timestamp);

  return conversation;
}

BedsideConversation *
bedside_ui_team_conversation (const char *room_id,
                              const char *title,
                              gint64      timestamp)
{
  BedsideConversation *conversation = bedside_conversation_new (room_id, BEDSIDE_CONVERSATION_KIND_TEAM);

  bedside_conversation_set_title (conversation, title);
  if (timestamp > 0)
    bedside_conversation_set_preview (conversation, "The meeting is at two", BEDSIDE_MESSAGE_KIND_TEXT,
                                      FALSE, timestamp);

  return conversation;
}

BedsideConversation *
bedside_ui_conversation_new (guint index)
{
  static const char *const given[] = { "Ada", "Ben", "Chloe", "Dmitri", "Eun-ji", "Fatima", "Goran", "Hedy" };
  static const char *const family[] = { "Lovelace", "Okafor", "Dubois", "Ivanov", "Kim", "al-Fihri", "Novak" };
  g_autofree char *room_id = g_strdup_printf ("!room%05u", index);
  g_autofree char *name = g_strdup_printf ("%s %u", family[index % G_N_ELEMENTS (family)], index);
  g_autofree char *birth_date = g_strdup_printf ("%04u-%02u-%02u", 1930 + index % 80, 1 + index % 12, 1 + index % 28);

  return bedside_ui_patient_conversation (room_id, given[index % G_N_ELEMENTS (given)], name, birth_date,
                                          G_GINT64_CONSTANT (1700000000000) + (index * 7919) % 5003 * 60000);
}
