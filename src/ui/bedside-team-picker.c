/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-team-picker"

#include "bedside-team-picker.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-colleague-row.h"
#include "bedside-reason-text.h"
#include "bedside-start-frame.h"
#include "bedside-wording.h"

struct _BedsideTeamPicker
{
  AdwBin              parent_instance;

  BedsideSession     *session;          /* (owned) (nullable) */
  GSignalGroup       *session_signals;  /* (owned) */
  GSignalGroup       *practice_signals; /* (owned) */
  GSignalGroup       *people_signals;   /* (owned) */
  GtkFilterListModel *found;            /* (owned) */
  GtkSortListModel   *sorted;           /* (owned) */
  GHashTable         *chosen;           /* (owned) (element-type BedsidePractitioner): set */
  char               *query;            /* (owned) */
  GCancellable       *starting;         /* (owned) (nullable) */

  /* template */
  BedsideStartFrame  *frame;
  GtkSearchEntry     *search;
  GtkWidget          *scroller;
  GtkListBox         *list;
  GtkWidget          *nothing;
  GtkEntry           *title;
};

typedef enum {
  PROP_SESSION = 1,
} BedsideTeamPickerProperty;

enum {
  SIGNAL_STARTED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_SESSION + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideTeamPicker, bedside_team_picker, ADW_TYPE_BIN)

static BedsidePractice *
get_practice (BedsideTeamPicker *self)
{
  return self->session != NULL ? bedside_session_get_practice (self->session) : NULL;
}

/* --- models --- */

static gboolean
match (gpointer item,
       gpointer user_data)
{
  BedsideTeamPicker *self = user_data;

  return !bedside_practitioner_is_self (item)
         && (self->query[0] == '\0' || bedside_practitioner_matches (item, self->query));
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  BedsidePractitioner *one = (BedsidePractitioner *) a;
  BedsidePractitioner *two = (BedsidePractitioner *) b;
  int order = g_utf8_collate (bedside_practitioner_get_name (one), bedside_practitioner_get_name (two));

  if (order == 0)
    order = strcmp (bedside_practitioner_get_user_id (one), bedside_practitioner_get_user_id (two));

  return order;
}

static gboolean
is_alone (BedsidePractice *practice)
{
  GListModel *people = bedside_practice_get_people (practice);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr(BedsidePractitioner) person = g_list_model_get_item (people, i);

      if (!bedside_practitioner_is_self (person))
        return FALSE;
    }

  return TRUE;
}

/* Those who can be written to now, in the order of the list: somebody may have left since he was chosen. */
static GPtrArray *
get_chosen (BedsideTeamPicker *self)
{
  BedsidePractice *practice = get_practice (self);
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *people = practice != NULL ? bedside_practice_get_people (practice) : NULL;

  for (guint i = 0; people != NULL && i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr(BedsidePractitioner) person = g_list_model_get_item (people, i);

      if (g_hash_table_contains (self->chosen, person) && !bedside_practitioner_get_invited (person))
        g_ptr_array_add (chosen, g_steal_pointer (&person));
    }

  return chosen;
}

/* --- what can be done --- */

static void
update_choice (BedsideTeamPicker *self)
{
  g_autoptr(GPtrArray) chosen = get_chosen (self);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < chosen->len; i++)
    {
      g_autofree char *name = bedside_wording_isolate (bedside_practitioner_get_name (g_ptr_array_index (chosen, i)));

      bedside_wording_append (names, name);
    }
  bedside_start_frame_set_chosen (self->frame, names->str);
  bedside_start_frame_set_button (self->frame, _("Start Chat"), chosen->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->title), chosen->len > 1);
}

static void
update_page (BedsideTeamPicker *self)
{
  BedsidePractice *practice = get_practice (self);
  g_autofree char *closed = bedside_reason_text_dup_practice (practice, BEDSIDE_CONVERSATION_KIND_TEAM);
  const gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;

  gtk_widget_set_visible (self->scroller, found);
  gtk_widget_set_visible (self->nothing, !found);
  if (practice == NULL)
    bedside_start_frame_show_empty (self->frame, "system-users-symbolic", _("No practice"),
                                    _("You are not a member of a practice yet."), NULL, NULL);
  else if (closed != NULL)
    bedside_start_frame_show_empty (self->frame, "changes-prevent-symbolic", _("Chat is not possible"), closed,
                                    _("Practice settings"), "win.practice-settings");
  else if (is_alone (practice))
    bedside_start_frame_show_empty (self->frame, "system-users-symbolic", _("No colleagues yet"),
                                    _("Colleagues are invited in the practice settings."),
                                    _("Practice settings"), "win.practice-settings");
  else
    bedside_start_frame_show_choice (self->frame);
}

static void
update_all (BedsideTeamPicker *self)
{
  update_choice (self);
  update_page (self);
}

static void
on_toggled (BedsideTeamPicker   *self,
            BedsideColleagueRow *row)
{
  BedsidePractitioner *person = bedside_colleague_row_get_person (row);

  if (bedside_colleague_row_get_chosen (row))
    g_hash_table_add (self->chosen, g_object_ref (person));
  else
    g_hash_table_remove (self->chosen, person);
  bedside_start_frame_set_error (self->frame, NULL);
  update_choice (self);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  BedsideTeamPicker *self = user_data;
  GtkWidget *row = bedside_colleague_row_new (item);

  bedside_colleague_row_set_chosen (BEDSIDE_COLLEAGUE_ROW (row), g_hash_table_contains (self->chosen, item));
  g_signal_connect_object (row, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);

  return row;
}

/* --- starting --- */

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideTeamPicker) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideConversation) conversation =
    bedside_session_start_team_finish (BEDSIDE_SESSION (source), result, &error);

  /* Whoever has left does not want to be taken anywhere. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->starting);
  bedside_start_frame_set_busy (self->frame, FALSE);
  if (conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_STARTED], 0, conversation);
  else
    bedside_start_frame_set_error (self->frame, error->message);
  update_choice (self);
}

static void
on_start (BedsideTeamPicker *self)
{
  g_autoptr(GPtrArray) chosen = get_chosen (self);
  g_autoptr(GPtrArray) user_ids = g_ptr_array_new ();
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title))));

  if (self->session == NULL || chosen->len == 0 || self->starting != NULL)
    return;

  for (guint i = 0; i < chosen->len; i++)
    g_ptr_array_add (user_ids, (char *) bedside_practitioner_get_user_id (g_ptr_array_index (chosen, i)));
  g_ptr_array_add (user_ids, NULL);
  self->starting = g_cancellable_new ();
  bedside_start_frame_set_error (self->frame, NULL);
  bedside_start_frame_set_busy (self->frame, TRUE);
  bedside_session_start_team_async (self->session, (const char * const *) user_ids->pdata,
                                    chosen->len > 1 && title[0] != '\0' ? title : NULL,
                                    self->starting, on_started, g_object_ref (self));
}

/* --- entries --- */

static void
on_search_changed (BedsideTeamPicker *self)
{
  g_free (self->query);
  self->query = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->found), GTK_FILTER_CHANGE_DIFFERENT);
  update_page (self);
}

static void
on_stop_search (BedsideTeamPicker *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* Enter chooses the only one who is found; the next one is then searched for. */
static void
on_search_activate (BedsideTeamPicker *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first == NULL)
    return;
  if (gtk_list_box_get_row_at_index (self->list, 1) == NULL && gtk_widget_get_sensitive (GTK_WIDGET (first)))
    {
      BedsideColleagueRow *row = BEDSIDE_COLLEAGUE_ROW (gtk_list_box_row_get_child (first));

      bedside_colleague_row_set_chosen (row, !bedside_colleague_row_get_chosen (row));
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    }
  else
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* Down goes from the search to the list, as in the list of patients; GTK's own way ends between them. */
static gboolean
on_search_key (BedsideTeamPicker *self,
               guint              keyval,
               guint              keycode,
               GdkModifierType    state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
      || focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search)))
    return FALSE;

  return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
on_title_activate (BedsideTeamPicker *self)
{
  bedside_start_frame_press (self->frame);
}

/* --- session --- */

static void
on_practice (BedsideTeamPicker *self)
{
  BedsidePractice *practice = get_practice (self);
  GListModel *people = practice != NULL ? bedside_practice_get_people (practice) : NULL;

  g_hash_table_remove_all (self->chosen);
  g_signal_group_set_target (self->practice_signals, practice);
  g_signal_group_set_target (self->people_signals, people);
  gtk_filter_list_model_set_model (self->found, people);
  update_all (self);
}

/* --- GObject --- */

static void
bedside_team_picker_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BedsideTeamPicker *self = BEDSIDE_TEAM_PICKER (object);

  switch ((BedsideTeamPickerProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_team_picker_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  BedsideTeamPicker *self = BEDSIDE_TEAM_PICKER (object);

  switch ((BedsideTeamPickerProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_team_picker_set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_team_picker_dispose (GObject *object)
{
  BedsideTeamPicker *self = BEDSIDE_TEAM_PICKER (object);

  g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->practice_signals);
  g_clear_object (&self->people_signals);
  if (self->found != NULL)
    {
      gtk_filter_list_model_set_filter (self->found, NULL);
      gtk_filter_list_model_set_model (self->found, NULL);
    }
  g_clear_object (&self->sorted);
  g_clear_object (&self->found);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_team_picker_parent_class)->dispose (object);
}

static void
bedside_team_picker_finalize (GObject *object)
{
  BedsideTeamPicker *self = BEDSIDE_TEAM_PICKER (object);

  g_hash_table_unref (self->chosen);
  g_free (self->query);

  G_OBJECT_CLASS (bedside_team_picker_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BEDSIDE_TYPE_START_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-team-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamPicker, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamPicker, search);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamPicker, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamPicker, list);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamPicker, nothing);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamPicker, title);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_title_activate);
}

static void
bedside_team_picker_class_init (BedsideTeamPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_team_picker_get_property;
  object_class->set_property = bedside_team_picker_set_property;
  object_class->dispose = bedside_team_picker_dispose;
  object_class->finalize = bedside_team_picker_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_STARTED] = g_signal_new ("started", BEDSIDE_TYPE_TEAM_PICKER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_CONVERSATION);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", BEDSIDE_TYPE_TEAM_PICKER, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_team_picker_init (BedsideTeamPicker *self)
{
  self->query = g_strdup ("");
  self->chosen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->found = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (match, self, NULL)));
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->found)),
                                          GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));
  self->session_signals = g_signal_group_new (BEDSIDE_TYPE_SESSION);
  g_signal_group_connect_object (self->session_signals, "notify::practice", G_CALLBACK (on_practice), self,
                                 G_CONNECT_SWAPPED);
  self->practice_signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  g_signal_group_connect_object (self->practice_signals, "notify", G_CALLBACK (update_all), self, G_CONNECT_SWAPPED);
  self->people_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->people_signals, "items-changed", G_CALLBACK (update_all), self,
                                 G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->sorted), create_row, self, NULL);
  update_all (self);
}

/**
 * bedside_team_picker_new:
 *
 * Returns: (transfer floating): a picker without colleagues
 */
GtkWidget *
bedside_team_picker_new (void)
{
  return g_object_new (BEDSIDE_TYPE_TEAM_PICKER, NULL);
}

/**
 * bedside_team_picker_get_session:
 * @self: a picker
 *
 * Returns: (transfer none) (nullable): where conversations are started
 */
BedsideSession *
bedside_team_picker_get_session (BedsideTeamPicker *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TEAM_PICKER (self), NULL);

  return self->session;
}

/**
 * bedside_team_picker_set_session:
 * @self: a picker
 * @session: (nullable): where conversations are started
 *
 * Sets whose colleagues are listed.
 */
void
bedside_team_picker_set_session (BedsideTeamPicker *self,
                                 BedsideSession    *session)
{
  g_return_if_fail (BEDSIDE_IS_TEAM_PICKER (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (self->session == session)
    return;

  bedside_team_picker_end (self);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  on_practice (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_team_picker_begin:
 * @self: a picker that is shown
 *
 * Begins anew, with the focus in the search entry.
 */
void
bedside_team_picker_begin (BedsideTeamPicker *self)
{
  g_return_if_fail (BEDSIDE_IS_TEAM_PICKER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_editable_set_text (GTK_EDITABLE (self->title), "");
  bedside_start_frame_set_error (self->frame, NULL);
  /* All rows are made anew, with nobody chosen, in the order that the names have now. */
  on_practice (self);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->sorted), create_row, self, NULL);
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  if (!bedside_start_frame_is_empty (self->frame))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * bedside_team_picker_end:
 * @self: a picker
 *
 * Does not wait for a conversation that is being started.
 */
void
bedside_team_picker_end (BedsideTeamPicker *self)
{
  g_return_if_fail (BEDSIDE_IS_TEAM_PICKER (self));

  if (self->starting == NULL)
    return;

  g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  bedside_start_frame_set_busy (self->frame, FALSE);
}
