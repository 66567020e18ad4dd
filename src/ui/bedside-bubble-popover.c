/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-bubble-popover"

#include "bedside-bubble-popover.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-compat.h"
#include "bedside-conversation-row.h"
#include "bedside-list-bin.h"
#include "bedside-popover.h"
#include "bedside-question.h"
#include "bedside-scroll-keeper.h"
#include "bedside-session-news.h"

struct _BedsideBubblePopover
{
  GtkPopover           parent_instance;

  BedsideSession      *session;      /* (owned) (nullable) */
  BedsidePreferences  *preferences;  /* (owned) (nullable) */
  GListModel          *listed;       /* (owned) (nullable): while it is shown */
  GtkNoSelection      *rows;         /* (owned): of listed */
  BedsideScrollKeeper *keeper;       /* (owned) */
  GtkWindow           *question;     /* (nullable): its weak pointer */
  GPtrArray           *asked;        /* (owned) (nullable) (element-type Asked): by the question */
  GtkWidget           *origin;       /* (nullable): its weak pointer: what had the focus when a key called for it */

  /* template */
  GtkWidget           *some;
  GtkScrolledWindow   *scroller;
  GtkListView         *list;
  GtkWidget           *nothing;
  GtkWidget           *icon;
};

/* What is to be marked as read. */
typedef struct {
  BedsideConversation *conversation; /* (owned) */
  guint                unread;       /* when it was asked, as is the other */
  gint64               newest;
} Asked;

G_DEFINE_FINAL_TYPE (BedsideBubblePopover, bedside_bubble_popover, GTK_TYPE_POPOVER)

/* --- rows --- */

/* The name of the conversation's practice, unless it is the one that is shown anyway. */
static const char *
get_other_practice (BedsideBubblePopover *self,
                    BedsideConversation  *conversation)
{
  BedsidePractice *practice = self->session != NULL ? bedside_session_get_practice_of (self->session, conversation)
                                                    : NULL;
  const char *name;

  if (practice == NULL || practice == bedside_session_get_practice (self->session))
    return NULL;

  name = bedside_practice_get_name (practice);

  return name[0] != '\0' ? name : _("Practice without a name");
}

static gboolean
may_show_text (BedsideBubblePopover *self)
{
  return self->preferences != NULL && bedside_preferences_get_privacy (self->preferences) == BEDSIDE_PRIVACY_TEXT;
}

static void
on_setup (BedsideBubblePopover *self,
          GtkListItem          *item)
{
  GtkWidget *row = bedside_conversation_row_new ();

  bedside_conversation_row_set_discreet (BEDSIDE_CONVERSATION_ROW (row), TRUE);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (BedsideBubblePopover *self,
         GtkListItem          *item)
{
  BedsideConversationRow *row = BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item));
  BedsideConversation *conversation = gtk_list_item_get_item (item);

  bedside_conversation_row_set_discreet (row, !may_show_text (self));
  bedside_conversation_row_set_practice (row, get_other_practice (self, conversation));
  bedside_conversation_row_set_conversation (row, conversation);
}

static void
on_unbind (BedsideBubblePopover *self,
           GtkListItem          *item)
{
  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item)), NULL);
}

/* For the keeper. */
static GObject *
get_row_item (GtkWidget *item,
              gpointer   user_data)
{
  GtkWidget *row = gtk_widget_get_first_child (item);

  return BEDSIDE_IS_CONVERSATION_ROW (row)
         ? (GObject *) bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row)) : NULL;
}

/* --- what is listed --- */

/* Whoever looks at the list while the last of it is read elsewhere is left on something that says so. */
static void
update_contents (BedsideBubblePopover *self)
{
  const gboolean some = g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0;

  if (gtk_widget_get_visible (self->some) == some && gtk_widget_get_visible (self->nothing) != some)
    return;

  gtk_widget_set_visible (self->nothing, !some);
  if (!some && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (self->icon);
  gtk_widget_set_visible (self->some, some);
}

static void
on_items_changed (BedsideBubblePopover *self)
{
  bedside_scroll_keeper_hold_anew (self->keeper);
  update_contents (self);
}

static void
set_listed (BedsideBubblePopover *self,
            GListModel           *listed)
{
  g_set_object (&self->listed, listed);
  gtk_no_selection_set_model (self->rows, listed);
  update_contents (self);
}

/* --- what is done --- */

static void
on_activate (BedsideBubblePopover *self,
             guint                 position)
{
  g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  g_autofree char *room_id = NULL;

  if (conversation == NULL)
    return;

  room_id = g_strdup (bedside_conversation_get_room_id (conversation));
  /* First, so that the focus is the conversation's to take. */
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-conversation", "s", room_id);
}

static Asked *
asked_new (BedsideConversation *conversation)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->conversation = g_object_ref (conversation);
  asked->unread = bedside_conversation_get_unread (conversation);
  asked->newest = bedside_conversation_get_last_timestamp (conversation);

  return asked;
}

static gboolean
asked_has_more (const Asked *asked)
{
  return bedside_conversation_get_unread (asked->conversation) > asked->unread
         || bedside_conversation_get_last_timestamp (asked->conversation) > asked->newest;
}

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->conversation);
  g_free (asked);
}

/* What came in while the question was open is not what it was about, and nobody has seen it. */
static void
on_accepted (BedsideBubblePopover *self)
{
  g_autoptr(GPtrArray) asked = g_steal_pointer (&self->asked);
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();

  if (asked == NULL || self->session == NULL)
    return;

  for (guint i = 0; i < asked->len; i++)
    {
      const Asked *one = g_ptr_array_index (asked, i);

      if (!asked_has_more (one))
        g_ptr_array_add (conversations, one->conversation);
    }
  bedside_session_mark_conversations_read (self->session, conversations);
}

static void
ask (BedsideBubblePopover *self)
{
  const guint n = self->asked->len;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                  "The new messages of %u conversation count as read, here and on your other "
                                  "devices, also if you have not seen them. Patients may see that.",
                                  "The new messages of %u conversations count as read, here and on your other "
                                  "devices, also if you have not seen them. Patients may see that.",
                                  n), n);

  g_set_weak_pointer (&self->question,
                      GTK_WINDOW (bedside_question_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                        _("Mark all as read?"), text, _("Mark as read"))));
  g_signal_connect_object (self->question, "accepted", G_CALLBACK (on_accepted), self, G_CONNECT_SWAPPED);
}

static void
on_mark_all (BedsideBubblePopover *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  if (self->question == NULL && n > 0)
    {
      g_clear_pointer (&self->asked, g_ptr_array_unref);
      self->asked = g_ptr_array_new_full (n, (GDestroyNotify) asked_free);
      for (guint i = 0; i < n; i++)
        {
          g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

          g_ptr_array_add (self->asked, asked_new (conversation));
        }
      ask (self);
    }
  gtk_popover_popdown (GTK_POPOVER (self));
  if (self->question != NULL)
    gtk_window_present (self->question);
}

/* --- GObject --- */

static void
bedside_bubble_popover_unmap (GtkWidget *widget)
{
  BedsideBubblePopover *self = BEDSIDE_BUBBLE_POPOVER (widget);

  bedside_popover_give_focus_back_to (GTK_POPOVER (widget), self->origin);
  if (self->origin != NULL)
    bedside_compat_return_focus (self->origin, gtk_widget_get_parent (widget));
  g_clear_weak_pointer (&self->origin);
  GTK_WIDGET_CLASS (bedside_bubble_popover_parent_class)->unmap (widget);
  set_listed (self, NULL);
}

static void
bedside_bubble_popover_dispose (GObject *object)
{
  BedsideBubblePopover *self = BEDSIDE_BUBBLE_POPOVER (object);

  if (self->rows != NULL)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_weak_pointer (&self->question);
  g_clear_weak_pointer (&self->origin);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_object (&self->keeper);
  g_clear_object (&self->rows);
  g_clear_object (&self->listed);
  g_clear_object (&self->preferences);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_bubble_popover_parent_class)->dispose (object);
}

static void
bedside_bubble_popover_class_init (BedsideBubblePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_bubble_popover_dispose;
  widget_class->unmap = bedside_bubble_popover_unmap;

  g_type_ensure (BEDSIDE_TYPE_LIST_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-bubble-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideBubblePopover, some);
  gtk_widget_class_bind_template_child (widget_class, BedsideBubblePopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideBubblePopover, list);
  gtk_widget_class_bind_template_child (widget_class, BedsideBubblePopover, nothing);
  gtk_widget_class_bind_template_child (widget_class, BedsideBubblePopover, icon);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_mark_all);
}

static void
bedside_bubble_popover_init (BedsideBubblePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Nothing is selected by a pointer that rests where a row comes to lie. */
  self->rows = gtk_no_selection_new (NULL);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->rows));
  self->keeper = bedside_scroll_keeper_new (self->list, gtk_scrolled_window_get_vadjustment (self->scroller),
                                            get_row_item, self);
  bedside_scroll_keeper_set_side (self->keeper, GTK_PACK_START);
  /* After the view's own handlers. */
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_contents (self);
}

/**
 * bedside_bubble_popover_new:
 *
 * Returns: (transfer floating): a popover without session
 */
GtkWidget *
bedside_bubble_popover_new (void)
{
  return g_object_new (BEDSIDE_TYPE_BUBBLE_POPOVER, NULL);
}

/**
 * bedside_bubble_popover_set_session:
 * @self: a popover
 * @session: (nullable): whose conversations it lists
 *
 * Sets the session.
 */
void
bedside_bubble_popover_set_session (BedsideBubblePopover *self,
                                    BedsideSession       *session)
{
  g_return_if_fail (BEDSIDE_IS_BUBBLE_POPOVER (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (self->session == session)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  set_listed (self, NULL);
  if (self->question != NULL)
    gtk_window_destroy (self->question);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_set_object (&self->session, session);
}

/**
 * bedside_bubble_popover_set_preferences:
 * @self: a popover
 * @preferences: (nullable): whether texts may be shown
 *
 * Sets what is shown of a conversation. It counts from the next time on that the popover is shown.
 */
void
bedside_bubble_popover_set_preferences (BedsideBubblePopover *self,
                                        BedsidePreferences   *preferences)
{
  g_return_if_fail (BEDSIDE_IS_BUBBLE_POPOVER (self));
  g_return_if_fail (preferences == NULL || BEDSIDE_IS_PREFERENCES (preferences));

  g_set_object (&self->preferences, preferences);
}

/**
 * bedside_bubble_popover_begin:
 * @self: a popover that is about to be shown
 *
 * Lists what is new now.
 */
void
bedside_bubble_popover_begin (BedsideBubblePopover *self)
{
  g_return_if_fail (BEDSIDE_IS_BUBBLE_POPOVER (self));

  g_clear_weak_pointer (&self->origin);
  set_listed (self, self->session != NULL ? bedside_session_get_new_messages (self->session) : NULL);
}

/**
 * bedside_bubble_popover_set_origin:
 * @self: a popover
 * @origin: (nullable): what had the focus before it was shown; %NULL: the button
 *
 * Sets what gets the focus back, this time.
 */
void
bedside_bubble_popover_set_origin (BedsideBubblePopover *self,
                                   GtkWidget            *origin)
{
  g_return_if_fail (BEDSIDE_IS_BUBBLE_POPOVER (self));
  g_return_if_fail (origin == NULL || GTK_IS_WIDGET (origin));

  g_set_weak_pointer (&self->origin, origin);
}
