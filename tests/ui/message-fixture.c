/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-fixture"

#include "message-fixture.h"


static const char *texts[] = {
  "Good morning!",
  "How are you today? Did the new dose agree with you?",
  "The new dose is fine so far, and I sleep better than last week.",
  "Please drink enough and rest when you feel dizzy.",
  "Thank you, that works for me",
  "I have sent the results of the blood test to your practice this morning. They said that everything looks normal, "
  "only the iron is a little low. Shall I take the tablets again, or is that something to talk about at the next "
  "appointment?",
};

/**
 * fixture_init:
 * @argc: of main()
 * @argv: of main()
 *
 * As bedside_ui_init(), with our style sheet, which an application would load.
 */
void
fixture_init (int    *argc,
              char ***argv)
{
  g_autoptr(GtkCssProvider) provider = NULL;

  bedside_ui_init (argc, argv);
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/org/bedside/Bedside/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/**
 * fixture_message_new:
 * @position: minutes since %FIXTURE_TIME
 * @own: who wrote it
 * @text: (nullable): the text, else one of some
 *
 * Returns: (transfer full): a message of Ada Lovelace, or a read one of ours
 */
BedsideMessage *
fixture_message_new (gint64      position,
                     gboolean    own,
                     const char *text)
{
  g_autofree char *event_id = g_strdup_printf ("$%" G_GINT64_FORMAT, position);
  guint which = (guint) (ABS (position) % (gint64) G_N_ELEMENTS (texts));
  /* What is pending is so far behind that its minutes would be no time. */
  gint64 minutes = position < BEDSIDE_TIMELINE_FIRST_PENDING ? position : 0;
  BedsideMessage *message;

  message = bedside_message_new (own ? "" : "Ada Lovelace", own, text != NULL ? text : texts[which],
                                 FIXTURE_TIME + minutes * FIXTURE_MINUTE,
                                 own ? BEDSIDE_MESSAGE_STATE_READ : BEDSIDE_MESSAGE_STATE_RECEIVED);
  bedside_message_set_position (message, position);
  bedside_message_set_event_id (message, event_id);
  bedside_message_set_sender (message, own ? "@me:server" : "@ada:server", own ? "" : "Ada Lovelace");

  return message;
}

/**
 * fixture_messages_new:
 * @first: position of the oldest
 * @n: how many
 *
 * Returns: (transfer full) (element-type BedsideMessage): messages of both sides, a minute apart
 */
GPtrArray *
fixture_messages_new (gint64 first,
                      guint  n)
{
  GPtrArray *messages = g_ptr_array_new_full (n, g_object_unref);

  for (gint64 i = first; i < first + n; i++)
    g_ptr_array_add (messages, fixture_message_new (i, (i / 3) % 2 != 0, NULL));

  return messages;
}

/**
 * fixture_long_text_new:
 * @n_chars: how many characters
 *
 * Returns: (transfer full): words, without end
 */
char *
fixture_long_text_new (guint n_chars)
{
  GString *text = g_string_sized_new (n_chars + 16);

  for (guint i = 0; text->len < n_chars; i++)
    g_string_append_printf (text, "word%u ", i);
  g_string_truncate (text, n_chars);

  return g_string_free (text, FALSE);
}

/**
 * fixture_merge:
 * @timeline: a timeline
 * @message: (transfer full): comes into it
 *
 * Merges one message.
 */
void
fixture_merge (BedsideTimeline *timeline,
               BedsideMessage  *message)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (messages, message);
  bedside_timeline_merge (timeline, messages);
}

/**
 * fixture_conversation_new:
 * @n_messages: how many messages it has, the newest at position -1
 *
 * Returns: (transfer full): an open conversation with Ada Lovelace
 */
BedsideConversation *
fixture_conversation_new (guint n_messages)
{
  BedsideConversation *conversation = bedside_conversation_new ("!room:server", BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new ();
  g_autoptr(GPtrArray) messages = fixture_messages_new (-(gint64) n_messages, n_messages);
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");

  bedside_timeline_merge (timeline, messages);
  bedside_conversation_set_patient (conversation, patient);
  bedside_conversation_set_timeline (conversation, timeline);

  return conversation;
}

/**
 * fixture_team_new:
 *
 * Returns: (transfer full): a conversation of the team without messages
 */
BedsideConversation *
fixture_team_new (void)
{
  BedsideConversation *conversation = bedside_conversation_new ("!team:server", BEDSIDE_CONVERSATION_KIND_TEAM);
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new ();

  bedside_conversation_set_title (conversation, "Everyone");
  bedside_conversation_set_timeline (conversation, timeline);

  return conversation;
}

/**
 * fixture_window_new:
 * @child: what is tested
 * @width: of the window
 * @height: of the window
 *
 * Returns: (transfer none): a window on the screen
 */
GtkWidget *
fixture_window_new (GtkWidget *child,
                    int        width,
                    int        height)
{
  GtkWidget *window = GTK_WIDGET (bedside_ui_present (child, width, height));

  fixture_wait_frames (window, 2);

  return window;
}

static gboolean
count_frame (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       user_data)
{
  guint *left = user_data;

  *left = *left > 0 ? *left - 1 : 0;
  gtk_widget_queue_draw (widget);

  return *left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * fixture_wait_frames:
 * @widget: something on the screen
 * @n: how many frames
 *
 * Waits until that many frames have been drawn.
 */
void
fixture_wait_frames (GtkWidget *widget,
                     guint      n)
{
  guint left = n + 1;

  gtk_widget_add_tick_callback (widget, count_frame, &left, NULL);
  bedside_await (left == 0, 60);
  bedside_ui_settle ();
}

static GtkWidget *
find (GtkWidget *root,
      GType      type,
      guint     *left)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (*left)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, left);

  return found;
}

/**
 * fixture_find:
 * @root: where to look
 * @type: what to look for
 * @index: 0 for the first one
 *
 * Returns: (transfer none) (nullable): the widget
 */
GtkWidget *
fixture_find (GtkWidget *root,
              GType      type,
              guint      index)
{
  return find (root, type, &index);
}

/**
 * fixture_save_png:
 * @widget: something on the screen
 * @path: where to
 *
 * Saves what @widget looks like.
 */
void
fixture_save_png (GtkWidget  *widget,
                  const char *path)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
