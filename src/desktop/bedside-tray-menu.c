/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tray-menu"

#include "bedside-tray-menu.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bedside-conversation.h"
#include "bedside-notification-text.h"
#include "bedside-wording.h"

/* A menu that covers the screen helps nobody: what is beyond is in the window. */
#define MOST_CONVERSATIONS 5
#define MOST_CHARACTERS 40

struct _BedsideTrayMenu
{
  GObject             parent_instance;

  BedsidePreferences *preferences;   /* (owned) */
  BedsideLock        *lock;          /* (owned) (nullable) */
  GListModel         *new_messages;  /* (owned) (nullable) */
  GMenu              *menu;          /* (owned) */
  GMenu              *section;       /* (owned): of the conversations */
  GPtrArray          *named;         /* (owned): those whose names are in it, to follow them */
  guint               update;        /* while something has changed that is not in the menu yet */
};

G_DEFINE_FINAL_TYPE (BedsideTrayMenu, bedside_tray_menu, G_TYPE_OBJECT)

static void queue_update (BedsideTrayMenu *self);

/* --- what stands in it --- */

/* A name of any length and with anything in it as a label: one line, and no character of it is a mnemonic. The birth
 * date stays whole: there may be two patients of one name. */
static char *
write_label (BedsideConversation *conversation)
{
  g_autofree char *clean =
    bedside_notification_text_clean (bedside_conversation_get_title (conversation), MOST_CHARACTERS);
  g_autofree char *name = bedside_wording_isolate (clean);
  g_autoptr(GString) label = g_string_new (name);

  g_string_replace (label, "_", "__", 0);
  bedside_wording_append (label, bedside_conversation_get_subtitle (conversation));

  return g_string_free (g_steal_pointer (&label), FALSE);
}

static void
add_conversations (BedsideTrayMenu *self,
                   GMenu           *section,
                   guint            number)
{
  guint named = MIN (number, MOST_CONVERSATIONS);

  for (guint i = 0; i < named; i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (self->new_messages, i);
      g_autofree char *label = write_label (conversation);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.open-conversation", "s",
                                         bedside_conversation_get_room_id (conversation));
      g_menu_append_item (section, item);
      g_signal_connect_object (conversation, "notify::title", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (conversation, "notify::subtitle", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->named, g_steal_pointer (&conversation));
    }

  if (number > named)
    {
      g_autofree char *label =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more conversation with new messages",
                                      "%u more conversations with new messages", number - named), number - named);

      g_menu_append (section, label, "app.new-messages");
    }
}

static void
add_number (GMenu *section,
            guint  number)
{
  g_autofree char *label = bedside_wording_new_messages (number);

  if (number > 0)
    g_menu_append (section, label, "app.new-messages");
}

/* --- following --- */

static void
forget_named (BedsideTrayMenu *self)
{
  for (guint i = 0; i < self->named->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->named, i), queue_update, self);
  g_ptr_array_set_size (self->named, 0);
}

static gboolean
are_alike (GMenu *one,
           GMenu *other)
{
  static const char *const attributes[] = { G_MENU_ATTRIBUTE_LABEL, G_MENU_ATTRIBUTE_ACTION, G_MENU_ATTRIBUTE_TARGET };
  int number = g_menu_model_get_n_items (G_MENU_MODEL (one));

  if (number != g_menu_model_get_n_items (G_MENU_MODEL (other)))
    return FALSE;

  for (int i = 0; i < number; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (attributes); j++)
        {
          g_autoptr(GVariant) mine = g_menu_model_get_item_attribute_value (G_MENU_MODEL (one), i, attributes[j], NULL);
          g_autoptr(GVariant) theirs =
            g_menu_model_get_item_attribute_value (G_MENU_MODEL (other), i, attributes[j], NULL);

          if (mine == NULL || theirs == NULL ? mine != theirs : !g_variant_equal (mine, theirs))
            return FALSE;
        }
    }

  return TRUE;
}

static BedsidePrivacy
get_privacy (BedsideTrayMenu *self)
{
  return self->lock != NULL ? bedside_lock_get_privacy (self->lock)
                            : bedside_preferences_get_privacy (self->preferences);
}

static void
update_now (BedsideTrayMenu *self)
{
  guint number = self->new_messages != NULL ? g_list_model_get_n_items (self->new_messages) : 0;
  g_autoptr(GMenu) section = g_menu_new ();
  g_autoptr(GMenuItem) item = NULL;

  forget_named (self);
  if (get_privacy (self) == BEDSIDE_PRIVACY_NOTHING)
    add_number (section, number);
  else
    add_conversations (self, section, number);
  if (are_alike (section, self->section))
    return;

  /* As a whole: who follows the menu sees one change. */
  g_set_object (&self->section, section);
  item = g_menu_item_new_section (NULL, G_MENU_MODEL (section));
  g_menu_remove (self->menu, 1);
  g_menu_insert_item (self->menu, 1, item);
}

static gboolean
update_cb (gpointer user_data)
{
  BedsideTrayMenu *self = user_data;

  self->update = 0;
  update_now (self);

  return G_SOURCE_REMOVE;
}

static void
queue_update (BedsideTrayMenu *self)
{
  if (self->update == 0)
    self->update = g_idle_add (update_cb, self);
}

/* --- life --- */

static void
bedside_tray_menu_dispose (GObject *object)
{
  BedsideTrayMenu *self = BEDSIDE_TRAY_MENU (object);

  g_clear_handle_id (&self->update, g_source_remove);
  if (self->named != NULL)
    forget_named (self);
  if (self->new_messages != NULL)
    g_signal_handlers_disconnect_by_func (self->new_messages, queue_update, self);
  g_clear_object (&self->new_messages);
  g_clear_object (&self->lock);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_tray_menu_parent_class)->dispose (object);
}

static void
bedside_tray_menu_finalize (GObject *object)
{
  BedsideTrayMenu *self = BEDSIDE_TRAY_MENU (object);

  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_object (&self->section);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (bedside_tray_menu_parent_class)->finalize (object);
}

static void
bedside_tray_menu_class_init (BedsideTrayMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_tray_menu_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_tray_menu_finalize;
}

static void
bedside_tray_menu_init (BedsideTrayMenu *self)
{
  g_autoptr(GMenu) first = g_menu_new ();
  g_autoptr(GMenu) last = g_menu_new ();

  self->named = g_ptr_array_new_with_free_func (g_object_unref);
  self->menu = g_menu_new ();
  self->section = g_menu_new ();
  g_menu_append (first, _("_Open Bedside"), "app.show");
  g_menu_append (last, _("_Do not disturb"), "app.do-not-disturb");
  g_menu_append (last, _("_Quit"), "app.quit");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->section));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (last));
}

/**
 * bedside_tray_menu_new:
 * @preferences: says whether patients may be named
 *
 * Returns: (transfer full): the menu, without conversations
 */
BedsideTrayMenu *
bedside_tray_menu_new (BedsidePreferences *preferences)
{
  BedsideTrayMenu *self;

  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);

  self = g_object_new (BEDSIDE_TYPE_TRAY_MENU, NULL);
  self->preferences = g_object_ref (preferences);
  g_signal_connect_object (preferences, "notify::privacy", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);

  return self;
}

/* A menu that is open must not go on naming patients. */
static void
on_privacy_in_force (BedsideTrayMenu *self)
{
  g_clear_handle_id (&self->update, g_source_remove);
  update_now (self);
}

/**
 * bedside_tray_menu_set_lock:
 * @self: the menu
 * @lock: says whether patients may be named now; nothing is named while it is locked
 *
 * Sets that, once.
 */
void
bedside_tray_menu_set_lock (BedsideTrayMenu *self,
                            BedsideLock     *lock)
{
  g_return_if_fail (BEDSIDE_IS_TRAY_MENU (self));
  g_return_if_fail (BEDSIDE_IS_LOCK (lock));
  g_return_if_fail (self->lock == NULL);

  self->lock = g_object_ref (lock);
  g_signal_connect_object (lock, "notify::privacy", G_CALLBACK (on_privacy_in_force), self, G_CONNECT_SWAPPED);
  queue_update (self);
}

/**
 * bedside_tray_menu_get_model:
 * @self: the menu
 *
 * Returns: (transfer none): what to show; it changes with the conversations
 */
GMenuModel *
bedside_tray_menu_get_model (BedsideTrayMenu *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TRAY_MENU (self), NULL);

  return G_MENU_MODEL (self->menu);
}

/**
 * bedside_tray_menu_set_new_messages:
 * @self: the menu
 * @new_messages: (nullable): a list of #BedsideConversation, newest first
 *
 * Sets which conversations have new messages. Where names may be seen the newest are in the menu (actions
 * "app.open-conversation" with the room id as target), otherwise their number ("app.new-messages").
 */
void
bedside_tray_menu_set_new_messages (BedsideTrayMenu *self,
                                    GListModel      *new_messages)
{
  g_return_if_fail (BEDSIDE_IS_TRAY_MENU (self));
  g_return_if_fail (new_messages == NULL || G_IS_LIST_MODEL (new_messages));

  if (self->new_messages == new_messages)
    return;

  if (self->new_messages != NULL)
    g_signal_handlers_disconnect_by_func (self->new_messages, queue_update, self);
  g_set_object (&self->new_messages, new_messages);
  if (new_messages != NULL)
    g_signal_connect_object (new_messages, "items-changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  queue_update (self);
}
