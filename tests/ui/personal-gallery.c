/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the speech bubble and the preferences to files, to be looked at: personal-gallery FOLDER. */

#include "bedside-bubble.h"
#include "bedside-preferences-window.h"
#include "bedside-question.h"
#include "bedside-ui-fixture.h"

typedef struct {
  const char         *folder;
  const char         *variant;
  int                 width;    /* 0: what the window asks for */
  BedsideSession     *session;
  BedsidePreferences *preferences;
  BedsidePresence    *presence;
  BedsideBackground  *background;
} Gallery;

/* A popover has a surface and a size of its own. */
static void
draw (Gallery    *gallery,
      const char *name,
      gpointer    native)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (native);
  g_autofree char *file = g_strdup_printf ("%s/%s-%s.png", gallery->folder, name, gallery->variant);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  gtk_test_widget_wait_for_draw (native);
  bedside_ui_settle ();
  gtk_test_widget_wait_for_draw (native);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (native), gtk_widget_get_height (native));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
}

/* --- speech bubble --- */

static void
fill (Gallery *gallery,
      guint    n)
{
  GListStore *store = bedside_fake_session_get_news_store (gallery->session);
  const gint64 now = g_get_real_time () / 1000;
  g_autoptr(BedsideConversation) longest =
    bedside_ui_patient_conversation ("!long", "Maximilian-Alexander Konstantin", "von Hohenstein-Weißenfels-Sonderburg",
                                     "1985-12-10", now - 60000);
  g_autoptr(BedsideConversation) elsewhere =
    bedside_ui_patient_conversation ("!other", "Ada", "Lovelace", "1985-12-10", now - 120000);
  g_autoptr(BedsideConversation) team = bedside_ui_team_conversation ("!team", "Everyone", now - 7200000);
  g_autoptr(BedsidePractice) other = bedside_practice_new ("!harbour");

  g_list_store_remove_all (store);
  if (n == 0)
    return;

  bedside_practice_set_name (other, "Harbour Street Practice");
  bedside_fake_session_set_practice_of (gallery->session, elsewhere, other);
  bedside_conversation_set_unread (longest, 1200);
  bedside_conversation_set_unread (elsewhere, 2);
  bedside_conversation_set_unread (team, 1);
  g_list_store_append (store, longest);
  g_list_store_append (store, elsewhere);
  g_list_store_append (store, team);
  for (guint i = 3; i < n; i++)
    {
      g_autoptr(BedsideConversation) conversation = bedside_ui_conversation_new (i);

      bedside_conversation_set_unread (conversation, 1 + i % 4);
      g_list_store_append (store, conversation);
    }
}

static void
draw_bubble (Gallery        *gallery,
             const char     *name,
             guint           n,
             BedsidePrivacy  privacy)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *bubble = bedside_bubble_new ();
  g_autofree char *bar_name = g_strdup_printf ("%s-bar", name);
  GtkWindow *window;

  fill (gallery, n);
  bedside_preferences_set_privacy (gallery->preferences, privacy);
  bedside_bubble_set_session (BEDSIDE_BUBBLE (bubble), gallery->session);
  bedside_bubble_set_preferences (BEDSIDE_BUBBLE (bubble), gallery->preferences);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), bubble);
  window = bedside_ui_present (bar, 360, 60);
  draw (gallery, bar_name, window);
  bedside_bubble_popup (BEDSIDE_BUBBLE (bubble));
  draw (gallery, name, bedside_ui_get (bubble, GTK_TYPE_POPOVER, NULL));
  gtk_window_destroy (window);
}

static void
draw_bubbles (Gallery *gallery)
{
  draw_bubble (gallery, "bubble-none", 0, BEDSIDE_PRIVACY_NOTHING);
  draw_bubble (gallery, "bubble-few", 4, BEDSIDE_PRIVACY_NOTHING);
  draw_bubble (gallery, "bubble-text", 12, BEDSIDE_PRIVACY_TEXT);
  draw_bubble (gallery, "bubble-many", 300, BEDSIDE_PRIVACY_NAME);
  bedside_preferences_set_privacy (gallery->preferences, BEDSIDE_PRIVACY_NOTHING);
}

/* --- preferences --- */

static void
draw_preferences (Gallery    *gallery,
                  const char *name,
                  const char *page)
{
  GtkWidget *window = bedside_preferences_window_new (NULL, gallery->preferences, gallery->presence,
                                                      gallery->background);

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), page);
  if (gallery->width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), gallery->width, 720);
  gtk_window_present (GTK_WINDOW (window));
  draw (gallery, name, window);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
draw_all_preferences (Gallery *gallery)
{
  GVariant *hours = g_variant_new_parsed ("[(true, uint16 1080, uint16 480), (true, 720, 840), (true, 0, 0),"
                                          " (false, 1080, 480), (false, 1080, 480), (false, 1080, 480),"
                                          " (false, 1080, 480)]");

  bedside_preferences_set_quiet_hours (gallery->preferences, hours);
  draw_preferences (gallery, "notifications", "notifications");
  bedside_preferences_set_privacy (gallery->preferences, BEDSIDE_PRIVACY_TEXT);
  bedside_preferences_set_do_not_disturb (gallery->preferences, TRUE);
  draw_preferences (gallery, "notifications-text", "notifications");
  bedside_preferences_set_privacy (gallery->preferences, BEDSIDE_PRIVACY_NOTHING);
  bedside_preferences_set_do_not_disturb (gallery->preferences, FALSE);
  draw_preferences (gallery, "quiet-hours", "quiet-hours");
  bedside_presence_set_tray (gallery->presence, TRUE);
  draw_preferences (gallery, "desktop", "desktop");
  bedside_presence_set_tray (gallery->presence, FALSE);
  draw_preferences (gallery, "desktop-without-tray", "desktop");
}

static void
draw_all (Gallery    *gallery,
          const char *variant,
          int         width)
{
  gallery->variant = variant;
  gallery->width = width;
  draw_bubbles (gallery);
  draw_all_preferences (gallery);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(BedsidePreferences) preferences = bedside_preferences_new ();
  g_autoptr(BedsidePresence) presence = bedside_presence_new (preferences);
  g_autoptr(BedsideBackground) background = bedside_background_new (NULL);
  g_autoptr(BedsideSession) session = NULL;
  Gallery gallery = { .folder = argc > 1 ? argv[1] : ".", .preferences = preferences, .presence = presence,
                      .background = background };

  bedside_ui_init (&argc, &argv);
  session = bedside_fake_session_new ();
  bedside_fake_session_set_practice (session, "Riverside Health");
  gallery.session = session;

  draw_all (&gallery, "light", 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  draw_all (&gallery, "dark", 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  draw_all (&gallery, "narrow", 360);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  draw_all (&gallery, "large-text", 0);
  draw_all (&gallery, "large-text-narrow", 360);

  return 0;
}
