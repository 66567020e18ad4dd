/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-conversation-card.h"
#include "bedside-conversation-row.h"
#include "bedside-ui-fixture.h"

/* A row as in a list: inside of the widget that it names. */
static GtkWidget *
new_row (BedsideConversation  *conversation,
         GtkWindow           **window)
{
  GtkWidget *item = adw_bin_new ();
  GtkWidget *row = bedside_conversation_row_new ();

  adw_bin_set_child (ADW_BIN (item), row);
  *window = bedside_ui_present (item, 360, 100);
  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (row), conversation);

  return row;
}

static void
assert_name (GtkWidget  *row,
             const char *name)
{
  gtk_test_accessible_assert_property (gtk_widget_get_parent (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

static void
test_shows (void)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", g_get_real_time () / 1000);
  GtkWindow *window = NULL;
  GtkWidget *row = new_row (conversation, &window);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M");

  g_assert_true (bedside_ui_shows (row, "Ada Lovelace"));
  g_assert_true (bedside_ui_shows (row, "10 Dec 1985"));
  g_assert_true (bedside_ui_shows (row, "Thank you, that works for me"));
  g_assert_true (bedside_ui_shows (row, time));
  g_assert_false (bedside_ui_shows (row, "Chat disabled"));
  g_assert_false (bedside_ui_shows (row, "Not sent"));
  assert_name (row, "Ada Lovelace, 10 Dec 1985");
  bedside_ui_destroy (window, row);
}

static void
test_marks (void)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 1000);
  GtkWindow *window = NULL;
  GtkWidget *row = new_row (conversation, &window);

  bedside_conversation_set_unread (conversation, 2);
  assert_name (row, "Ada Lovelace, 10 Dec 1985, 2 unread");
  g_assert_true (bedside_ui_shows (row, "2"));
  g_assert_true (gtk_widget_has_css_class (row, "unread"));

  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  assert_name (row, "Ada Lovelace, 10 Dec 1985, 2 unread, chat disabled");
  g_assert_true (bedside_ui_shows (row, "Chat disabled"));

  bedside_conversation_set_unsent (conversation, 3, 1);
  assert_name (row, "Ada Lovelace, 10 Dec 1985, 2 unread, chat disabled, not sent");
  g_assert_true (bedside_ui_shows (row, "Not sent"));

  bedside_conversation_set_unread (conversation, 1000);
  assert_name (row, "Ada Lovelace, 10 Dec 1985, 1000 unread, chat disabled, not sent");
  g_assert_true (bedside_ui_shows (row, "999+"));

  bedside_conversation_set_unread (conversation, 0);
  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  bedside_conversation_set_unsent (conversation, 0, 0);
  assert_name (row, "Ada Lovelace, 10 Dec 1985");
  g_assert_false (gtk_widget_has_css_class (row, "unread"));
  bedside_ui_destroy (window, row);
}

static void
test_preview (void)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 0);
  GtkWindow *window = NULL;
  GtkWidget *row = new_row (conversation, &window);
  static const struct {
    const char         *text;
    BedsideMessageKind  kind;
    gboolean            own;
    const char         *shown;
  } cases[] = {
    { "Hello", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, "Hello" },
    { "Hello", BEDSIDE_MESSAGE_KIND_TEXT, TRUE, "You: Hello" },
    { "", BEDSIDE_MESSAGE_KIND_TEXT, TRUE, "Draft" },
    { "one\n\ntwo", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, "one two" },
    { "<b>bold</b> & %s", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, "<b>bold</b> & %s" },
    { "", BEDSIDE_MESSAGE_KIND_REMOVED, FALSE, "Message removed" },
    { "", BEDSIDE_MESSAGE_KIND_REMOVED, TRUE, "You: Message removed" },
    { "", BEDSIDE_MESSAGE_KIND_ENCRYPTED, FALSE, "Encrypted message" },
    { "scan.pdf", BEDSIDE_MESSAGE_KIND_UNSUPPORTED, FALSE, "scan.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bedside_conversation_set_preview (conversation, cases[i].text, cases[i].kind, cases[i].own, 1000 + i);
      g_assert_true (bedside_ui_shows (row, cases[i].shown));
    }
  bedside_ui_destroy (window, row);
}

/* R29: the name comes from the directory, and when that is corrected, the row is. */
static void
test_identity (void)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 1000);
  GtkWindow *window = NULL;
  GtkWidget *row = new_row (conversation, &window);

  bedside_patient_set_identity (bedside_conversation_get_patient (conversation), "Ada", "King", "1985-12-11");
  assert_name (row, "Ada King, 11 Dec 1985");
  g_assert_true (bedside_ui_shows (row, "Ada King"));
  g_assert_true (bedside_ui_shows (row, "11 Dec 1985"));
  bedside_patient_set_identity (bedside_conversation_get_patient (conversation), NULL, NULL, NULL);
  assert_name (row, "Unknown patient");
  bedside_ui_destroy (window, row);
}

static void
test_team (void)
{
  g_autoptr(BedsideConversation) conversation = bedside_ui_team_conversation ("!team", "Everyone", 1000);
  GtkWindow *window = NULL;
  GtkWidget *row = new_row (conversation, &window);

  assert_name (row, "Everyone");
  bedside_conversation_set_unread (conversation, 4);
  assert_name (row, "Everyone, 4 unread");
  bedside_ui_destroy (window, row);
}

/* Rows are used again for other conversations. */
static void
test_recycled (void)
{
  g_autoptr(BedsideConversation) ada = bedside_ui_patient_conversation ("!a", "Ada", "Lovelace", "1985-12-10", 1000);
  g_autoptr(BedsideConversation) ben = bedside_ui_patient_conversation ("!b", "Ben", "Okafor", "1962-03-02", 1000);
  GtkWindow *window = NULL;
  GtkWidget *row = new_row (ada, &window);

  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (row), NULL);
  bedside_conversation_set_unread (ada, 5);
  assert_name (row, "Ada Lovelace, 10 Dec 1985");
  g_object_set (row, "conversation", ben, NULL);
  assert_name (row, "Ben Okafor, 2 Mar 1962");
  bedside_conversation_set_unread (ada, 6);
  assert_name (row, "Ben Okafor, 2 Mar 1962");
  bedside_ui_destroy (window, row);
  g_assert_finalize_object (g_steal_pointer (&ada));
  g_assert_finalize_object (g_steal_pointer (&ben));
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, bedside_conversation_row_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item)),
                                             gtk_list_item_get_item (item));
}

/* How many rows the list has, and how many of them have something to show. */
static guint
count_rows (GtkWidget *view,
            guint     *with_card)
{
  guint rows = 0;

  *with_card = 0;
  for (GtkWidget *item = gtk_widget_get_first_child (view); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      rows++;
      *with_card += BEDSIDE_IS_CONVERSATION_CARD (gtk_widget_get_first_child (row));
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL));
    }

  return rows;
}

/* A list makes rows by the hundred; those that nobody sees have a name, and nothing else that takes time. */
static void
test_made_when_seen (void)
{
  g_autoptr(GListStore) store = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view, *last;
  GtkWindow *window;
  guint with_card;

  for (guint i = 0; i < 150; i++)
    {
      g_autoptr(BedsideConversation) conversation = bedside_ui_conversation_new (i);

      g_list_store_append (store, conversation);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (store)))), factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  window = bedside_ui_present (scroller, 360, 400);

  g_assert_cmpuint (count_rows (view, &with_card), ==, 150);
  g_assert_cmpuint (with_card, >=, 5);
  g_assert_cmpuint (with_card, <, 20);

  last = gtk_widget_get_first_child (gtk_widget_get_last_child (view));
  g_assert_false (bedside_ui_shows (last, "Thank you, that works for me"));
  gtk_widget_activate_action (view, "list.scroll-to-item", "u", 149);
  bedside_await (bedside_ui_shows (last, "Thank you, that works for me"), 5);
  count_rows (view, &with_card);
  g_assert_cmpuint (with_card, <, 40);
  bedside_ui_destroy (window, view);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  g_test_add_func ("/ui/conversation-row/shows", test_shows);
  g_test_add_func ("/ui/conversation-row/marks", test_marks);
  g_test_add_func ("/ui/conversation-row/preview", test_preview);
  g_test_add_func ("/ui/conversation-row/R29-identity", test_identity);
  g_test_add_func ("/ui/conversation-row/team", test_team);
  g_test_add_func ("/ui/conversation-row/recycled", test_recycled);
  g_test_add_func ("/ui/conversation-row/made-when-seen", test_made_when_seen);
  return g_test_run ();
}
