/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sidebar"

#include "bedside-sidebar.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-side.h"
#include "bedside-team-invitations.h"

/* With the other pane's 349 and the line between, a window below 640 is too narrow for both. */
#define MINIMUM_WIDTH 290
#define NATURAL_WIDTH 360

struct _BedsideSidebar
{
  AdwBin                   parent_instance;

  BedsideConversationList *list;          /* (owned): the pane's */
  BedsideSession          *session;       /* (owned) (nullable) */
  BedsideTeamInvitations  *invitations;   /* (nullable): a child of box, made when the team is shown */

  /* template */
  BedsideSidebarHeader    *header;
  GtkToggleButton         *patients;
  GtkToggleButton         *team;
  GtkSearchEntry          *search;
  GtkButton               *sort;
  GtkToggleButton         *hide_inactive;
  GtkBox                  *box;
  GtkWidget               *controls;
  AdwBin                  *notices;
  BedsideConversationPane *pane;
};

typedef enum {
  PROP_CONVERSATIONS = 1,
  PROP_CONVERSATION,
  PROP_TITLE,
  PROP_CONTENTS,
  PROP_OLDEST_FIRST,
  PROP_HIDE_INACTIVE,
} BedsideSidebarProperty;

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_HIDE_INACTIVE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideSidebar, bedside_sidebar, ADW_TYPE_BIN)

/* --- controls --- */

static void
show_invitations (BedsideSidebar *self,
                  gboolean        shown)
{
  if (self->invitations == NULL && shown)
    {
      self->invitations = BEDSIDE_TEAM_INVITATIONS (bedside_team_invitations_new ());
      bedside_team_invitations_set_session (self->invitations, self->session);
      gtk_box_insert_child_after (self->box, GTK_WIDGET (self->invitations), self->controls);
    }
  if (self->invitations != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->invitations), shown);
}

static void
on_tab_toggled (BedsideSidebar *self)
{
  const BedsideConversationKind kind = bedside_sidebar_get_kind (self);

  bedside_conversation_pane_prepare_anew (self->pane);
  bedside_conversation_list_set_kind (self->list, kind);
  bedside_side_mark (GTK_WIDGET (self), kind);
  show_invitations (self, kind == BEDSIDE_CONVERSATION_KIND_TEAM);
  bedside_conversation_pane_begin_anew (self->pane);
}

static void
on_search_changed (BedsideSidebar *self)
{
  bedside_conversation_pane_prepare_anew (self->pane);
  bedside_conversation_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  bedside_conversation_pane_begin_anew (self->pane);
}

static void
on_search_stopped (BedsideSidebar *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    bedside_sidebar_focus_list (self);
}

static void
on_search_activated (BedsideSidebar *self)
{
  bedside_sidebar_focus_list (self);
}

static void
on_sort_clicked (BedsideSidebar *self)
{
  bedside_conversation_pane_prepare_anew (self->pane);
  bedside_sidebar_set_oldest_first (self, !bedside_sidebar_get_oldest_first (self));
  bedside_conversation_pane_begin_anew (self->pane);
}

static void
on_hide_inactive_toggled (BedsideSidebar *self)
{
  bedside_sidebar_set_hide_inactive (self, gtk_toggle_button_get_active (self->hide_inactive));
}

static void
on_conversation (BedsideSidebar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

static void
on_contents (BedsideSidebar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENTS]);
}

static void
on_activated (BedsideSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* The button is named after what is shown now (R16). */
static void
update_sort (BedsideSidebar *self)
{
  const gboolean oldest_first = bedside_conversation_list_get_oldest_first (self->list);
  const char *name = oldest_first ? _("Sort: oldest first") : _("Sort: newest first");

  gtk_button_set_icon_name (self->sort, oldest_first ? "bedside-sort-oldest-symbolic"
                                                     : "bedside-sort-newest-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sort), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sort), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* --- GtkWidget --- */

/* The pane is as wide with long names and notices as it is without. */
static void
bedside_sidebar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (*minimum, MINIMUM_WIDTH);
      *natural = MAX (*minimum, NATURAL_WIDTH);
    }
}

static void
bedside_sidebar_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

/* --- GObject --- */

static void
bedside_sidebar_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideSidebar *self = BEDSIDE_SIDEBAR (object);

  switch ((BedsideSidebarProperty) prop_id)
    {
    case PROP_CONVERSATIONS:
      g_value_set_object (value, bedside_sidebar_get_conversations (self));
      break;
    case PROP_CONVERSATION:
      g_value_set_object (value, bedside_sidebar_get_conversation (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, bedside_sidebar_get_title (self));
      break;
    case PROP_CONTENTS:
      g_value_set_enum (value, bedside_sidebar_get_contents (self));
      break;
    case PROP_OLDEST_FIRST:
      g_value_set_boolean (value, bedside_sidebar_get_oldest_first (self));
      break;
    case PROP_HIDE_INACTIVE:
      g_value_set_boolean (value, bedside_sidebar_get_hide_inactive (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_sidebar_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BedsideSidebar *self = BEDSIDE_SIDEBAR (object);

  switch ((BedsideSidebarProperty) prop_id)
    {
    case PROP_CONVERSATIONS:
      bedside_sidebar_set_conversations (self, g_value_get_object (value));
      break;
    case PROP_CONVERSATION:
      bedside_sidebar_set_conversation (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      bedside_sidebar_set_title (self, g_value_get_string (value));
      break;
    case PROP_CONTENTS:
      bedside_sidebar_set_contents (self, g_value_get_enum (value));
      break;
    case PROP_OLDEST_FIRST:
      bedside_sidebar_set_oldest_first (self, g_value_get_boolean (value));
      break;
    case PROP_HIDE_INACTIVE:
      bedside_sidebar_set_hide_inactive (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_sidebar_dispose (GObject *object)
{
  BedsideSidebar *self = BEDSIDE_SIDEBAR (object);

  g_clear_object (&self->list);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_sidebar_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_CONVERSATIONS] = g_param_spec_object ("conversations", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_CONTENTS] = g_param_spec_enum ("contents", NULL, NULL, BEDSIDE_TYPE_PANE_CONTENTS,
                                                 BEDSIDE_PANE_CONTENTS_LOADING, flags);
  properties[PROP_OLDEST_FIRST] = g_param_spec_boolean ("oldest-first", NULL, NULL, FALSE, flags);
  properties[PROP_HIDE_INACTIVE] = g_param_spec_boolean ("hide-inactive", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_css_name (widget_class, "sidebar");
  g_type_ensure (BEDSIDE_TYPE_CONVERSATION_PANE);
  g_type_ensure (BEDSIDE_TYPE_SIDEBAR_HEADER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, patients);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, team);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, sort);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, hide_inactive);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, controls);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, notices);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_contents);
  gtk_widget_class_bind_template_callback (widget_class, on_conversation);
  gtk_widget_class_bind_template_callback (widget_class, on_tab_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_hide_inactive_toggled);
}

static void
bedside_sidebar_class_init (BedsideSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_sidebar_get_property;
  object_class->set_property = bedside_sidebar_set_property;
  object_class->dispose = bedside_sidebar_dispose;
  GTK_WIDGET_CLASS (klass)->measure = bedside_sidebar_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = bedside_sidebar_size_allocate;
  install_properties (object_class);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BEDSIDE_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_sidebar_init (BedsideSidebar *self)
{
  /* AdwBin's would measure in our place. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = g_object_ref (bedside_conversation_pane_get_list (self->pane));
  gtk_search_entry_set_key_capture_widget (self->search, NULL);
  bedside_side_mark (GTK_WIDGET (self), BEDSIDE_CONVERSATION_KIND_PATIENT);
  update_sort (self);
}

/**
 * bedside_sidebar_new:
 *
 * Returns: (transfer floating): a sidebar without conversations
 */
GtkWidget *
bedside_sidebar_new (void)
{
  return g_object_new (BEDSIDE_TYPE_SIDEBAR, NULL);
}

/**
 * bedside_sidebar_get_conversations:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): all conversations, as they were given
 */
GListModel *
bedside_sidebar_get_conversations (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return self->list != NULL ? bedside_conversation_list_get_source (self->list) : NULL;
}

/**
 * bedside_sidebar_set_conversations:
 * @self: a sidebar
 * @conversations: (nullable): (element-type BedsideConversation): all conversations in any order
 *
 * Sets what is listed. The open conversation is closed.
 */
void
bedside_sidebar_set_conversations (BedsideSidebar *self,
                                   GListModel     *conversations)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));
  g_return_if_fail (conversations == NULL || G_IS_LIST_MODEL (conversations));

  if (bedside_sidebar_get_conversations (self) == conversations)
    return;

  bedside_conversation_pane_set_conversations (self->pane, conversations);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATIONS]);
}

/**
 * bedside_sidebar_set_practices:
 * @self: a sidebar
 * @practices: (nullable) (element-type BedsidePractice): what the main menu lets choose from
 *
 * Sets the practices of the switcher.
 */
void
bedside_sidebar_set_practices (BedsideSidebar *self,
                               GListModel     *practices)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  bedside_sidebar_header_set_practices (self->header, practices);
}

/**
 * bedside_sidebar_set_session:
 * @self: a sidebar
 * @session: (nullable): whose invitations to team conversations are shown
 *
 * Sets the session.
 */
void
bedside_sidebar_set_session (BedsideSidebar *self,
                             BedsideSession *session)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  g_set_object (&self->session, session);
  if (self->invitations != NULL)
    bedside_team_invitations_set_session (self->invitations, session);
}

/**
 * bedside_sidebar_get_kind:
 * @self: a sidebar
 *
 * Returns: which tab is shown
 */
BedsideConversationKind
bedside_sidebar_get_kind (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), BEDSIDE_CONVERSATION_KIND_PATIENT);

  return gtk_toggle_button_get_active (self->team) ? BEDSIDE_CONVERSATION_KIND_TEAM
                                                   : BEDSIDE_CONVERSATION_KIND_PATIENT;
}

/**
 * bedside_sidebar_set_kind:
 * @self: a sidebar
 * @kind: patients or team (R11)
 *
 * Goes to a tab.
 */
void
bedside_sidebar_set_kind (BedsideSidebar          *self,
                          BedsideConversationKind  kind)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  gtk_toggle_button_set_active (kind == BEDSIDE_CONVERSATION_KIND_TEAM ? self->team : self->patients, TRUE);
}

/**
 * bedside_sidebar_get_new_chat:
 * @self: a sidebar
 *
 * Returns: (transfer none): the button for the popover of *New Chat*
 */
GtkMenuButton *
bedside_sidebar_get_new_chat (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return bedside_sidebar_header_get_new_chat (self->header);
}

/**
 * bedside_sidebar_get_bubble:
 * @self: a sidebar
 *
 * Returns: (transfer none): the speech bubble in its header bar
 */
BedsideBubble *
bedside_sidebar_get_bubble (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return bedside_sidebar_header_get_bubble (self->header);
}

/**
 * bedside_sidebar_get_conversation:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the open conversation, listed or not
 */
BedsideConversation *
bedside_sidebar_get_conversation (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return bedside_conversation_pane_get_conversation (self->pane);
}

/**
 * bedside_sidebar_set_conversation:
 * @self: a sidebar
 * @conversation: (nullable): the conversation to open
 *
 * Sets the open conversation and selects its row, if it is listed.
 */
void
bedside_sidebar_set_conversation (BedsideSidebar      *self,
                                  BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  bedside_conversation_pane_set_conversation (self->pane, conversation);
}

/**
 * bedside_sidebar_get_title:
 * @self: a sidebar
 *
 * Returns: what stands in the header bar
 */
const char *
bedside_sidebar_get_title (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return bedside_sidebar_header_get_title (self->header);
}

/**
 * bedside_sidebar_set_title:
 * @self: a sidebar
 * @title: (nullable): the name of the practice; "" or %NULL if it is not known
 *
 * Sets what stands in the header bar.
 */
void
bedside_sidebar_set_title (BedsideSidebar *self,
                           const char     *title)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (bedside_sidebar_header_set_title (self->header, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * bedside_sidebar_get_contents:
 * @self: a sidebar
 *
 * Returns: what it means when nothing is listed
 */
BedsidePaneContents
bedside_sidebar_get_contents (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), BEDSIDE_PANE_CONTENTS_LOADING);

  return bedside_conversation_pane_get_contents (self->pane);
}

/**
 * bedside_sidebar_set_contents:
 * @self: a sidebar
 * @contents: what it means when nothing is listed
 *
 * Sets what is said when nothing is listed.
 */
void
bedside_sidebar_set_contents (BedsideSidebar      *self,
                              BedsidePaneContents  contents)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  bedside_conversation_pane_set_contents (self->pane, contents);
}

/**
 * bedside_sidebar_get_oldest_first:
 * @self: a sidebar
 *
 * Returns: whether the conversation with the oldest last message comes first
 */
gboolean
bedside_sidebar_get_oldest_first (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), FALSE);

  return self->list != NULL && bedside_conversation_list_get_oldest_first (self->list);
}

/**
 * bedside_sidebar_set_oldest_first:
 * @self: a sidebar
 * @oldest_first: %TRUE: oldest first
 *
 * Sets the order by last message (R16).
 */
void
bedside_sidebar_set_oldest_first (BedsideSidebar *self,
                                  gboolean        oldest_first)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (bedside_sidebar_get_oldest_first (self) == !!oldest_first)
    return;

  bedside_conversation_list_set_oldest_first (self->list, oldest_first);
  update_sort (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OLDEST_FIRST]);
}

/**
 * bedside_sidebar_get_hide_inactive:
 * @self: a sidebar
 *
 * Returns: whether inactive conversations are hidden
 */
gboolean
bedside_sidebar_get_hide_inactive (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), FALSE);

  return self->list != NULL && bedside_conversation_list_get_hide_inactive (self->list);
}

/**
 * bedside_sidebar_set_hide_inactive:
 * @self: a sidebar
 * @hide_inactive: whether to hide them
 *
 * Sets the funnel (R17).
 */
void
bedside_sidebar_set_hide_inactive (BedsideSidebar *self,
                                   gboolean        hide_inactive)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (bedside_sidebar_get_hide_inactive (self) == !!hide_inactive)
    return;

  bedside_conversation_list_set_hide_inactive (self->list, hide_inactive);
  gtk_toggle_button_set_active (self->hide_inactive, hide_inactive);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDE_INACTIVE]);
}

/**
 * bedside_sidebar_focus_search:
 * @self: a sidebar
 *
 * Lets the person type what to search for.
 */
void
bedside_sidebar_focus_search (BedsideSidebar *self)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

/**
 * bedside_sidebar_focus_list:
 * @self: a sidebar
 *
 * Moves the focus into the list.
 */
void
bedside_sidebar_focus_list (BedsideSidebar *self)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  bedside_conversation_pane_focus_list (self->pane);
}

/**
 * bedside_sidebar_set_notices:
 * @self: a sidebar
 * @notices: (nullable): what to show under the header bar
 *
 * Puts @notices under the header bar.
 */
void
bedside_sidebar_set_notices (BedsideSidebar *self,
                             GtkWidget      *notices)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));
  g_return_if_fail (notices == NULL || GTK_IS_WIDGET (notices));

  adw_bin_set_child (self->notices, notices);
}

/**
 * bedside_sidebar_set_alone:
 * @self: a sidebar
 * @alone: whether it is the only pane
 *
 * Shows the window's buttons, or leaves them to the pane beside.
 */
void
bedside_sidebar_set_alone (BedsideSidebar *self,
                           gboolean        alone)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  bedside_sidebar_header_set_alone (self->header, alone);
}
