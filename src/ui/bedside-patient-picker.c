/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-picker"

#include "bedside-patient-picker.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-list-bin.h"
#include "bedside-patient-list.h"
#include "bedside-patient-row.h"
#include "bedside-patient-text.h"
#include "bedside-reason-text.h"
#include "bedside-screenful.h"
#include "bedside-start-frame.h"

/* More than there is room for. */
#define FIRST_ROWS 12

struct _BedsidePatientPicker
{
  AdwBin               parent_instance;

  BedsideSession      *session;          /* (owned) (nullable) */
  GSignalGroup        *session_signals;  /* (owned) */
  GSignalGroup        *practice_signals; /* (owned) */
  GSignalGroup        *list_signals;     /* (owned): of the conversations */
  GSignalGroup        *patient_signals;  /* (owned): of who is selected */
  BedsidePatientList  *patients;         /* (owned) */
  GtkSingleSelection  *selection;        /* (owned) */
  BedsideScreenful    *screenful;        /* (owned): of the list */
  GCancellable        *starting;         /* (owned) (nullable) */

  /* template */
  BedsideStartFrame   *frame;
  GtkSearchEntry      *search;
  GtkWidget           *scroller;
  GtkScrolledWindow   *scrolled;
  GtkListView         *list;
  GtkWidget           *nothing;
};

typedef enum {
  PROP_SESSION = 1,
} BedsidePatientPickerProperty;

enum {
  SIGNAL_STARTED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_SESSION + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsidePatientPicker, bedside_patient_picker, ADW_TYPE_BIN)

static BedsidePractice *
get_practice (BedsidePatientPicker *self)
{
  return self->session != NULL ? bedside_session_get_practice (self->session) : NULL;
}

/* --- what can be done --- */

static void
explain_choice (BedsidePatientPicker *self,
                BedsidePatient       *patient,
                BedsideStart          start)
{
  g_autofree char *identity = bedside_patient_text_dup_identity (patient);
  const char *reason = bedside_reason_text_get_start (start);
  g_autofree char *note = NULL;

  if (reason != NULL)
    /* Translators: why no conversation with a patient can be started: "Not possible: portal not activated yet" */
    note = g_strdup_printf (_("Not possible: %s"), reason);
  else if (start == BEDSIDE_START_ENABLE)
    note = bedside_reason_text_dup_disabled (get_practice (self), patient);
  bedside_start_frame_set_chosen (self->frame, identity);
  bedside_start_frame_set_note (self->frame, note);
  bedside_start_frame_set_button (self->frame,
                                  start == BEDSIDE_START_ENABLE ? _("Enable and Start Chat") : _("Start Chat"),
                                  reason == NULL);
}

/* Never by the selection alone: assistive technology selects what the list itself would not. */
static void
update_choice (BedsidePatientPicker *self)
{
  BedsidePatient *patient = gtk_single_selection_get_selected_item (self->selection);

  if (self->session != NULL && patient != NULL)
    {
      explain_choice (self, patient, bedside_session_get_start (self->session, patient));
      return;
    }
  bedside_start_frame_set_chosen (self->frame, NULL);
  bedside_start_frame_set_note (self->frame, NULL);
  bedside_start_frame_set_button (self->frame, _("Start Chat"), FALSE);
}

/* Conversations are shown before the directory has come, and it may take a while, or fail: until then nobody knows
 * that there are no patients. */
static gboolean
is_directory_awaited (BedsidePatientPicker *self,
                      BedsidePractice      *practice)
{
  return g_list_model_get_n_items (bedside_practice_get_patients (practice)) == 0 &&
         !bedside_session_get_loaded (self->session);
}

static void
update_page (BedsidePatientPicker *self)
{
  BedsidePractice *practice = get_practice (self);
  g_autofree char *closed = bedside_reason_text_dup_practice (practice, BEDSIDE_CONVERSATION_KIND_PATIENT);
  const gboolean found = g_list_model_get_n_items (bedside_patient_list_get_model (self->patients)) > 0;

  gtk_widget_set_visible (self->scroller, found);
  gtk_widget_set_visible (self->nothing, !found);
  if (practice == NULL)
    bedside_start_frame_show_empty (self->frame, "system-users-symbolic", _("No practice"),
                                    _("You are not a member of a practice yet."), NULL, NULL);
  else if (closed != NULL)
    bedside_start_frame_show_empty (self->frame, "changes-prevent-symbolic", _("Chat is not possible"), closed,
                                    _("Practice settings"), "win.practice-settings");
  else if (is_directory_awaited (self, practice))
    bedside_start_frame_show_empty (self->frame, "content-loading-symbolic", _("Loading conversations"), NULL, NULL,
                                    NULL);
  else if (g_list_model_get_n_items (bedside_practice_get_patients (practice)) == 0)
    bedside_start_frame_show_empty (self->frame, "system-users-symbolic", _("No patients yet"),
                                    _("Patients are added in the patient directory."),
                                    _("Patient directory"), "win.patient-directory");
  else
    bedside_start_frame_show_choice (self->frame);
}

static void
update_rows (BedsidePatientPicker *self)
{
  /* What is not seen is put right when it is shown. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (BEDSIDE_IS_PATIENT_ROW (row))
        bedside_patient_row_update (BEDSIDE_PATIENT_ROW (row));
    }
}

static void
update_all (BedsidePatientPicker *self)
{
  update_rows (self);
  update_choice (self);
  update_page (self);
}

static void
on_selected (BedsidePatientPicker *self)
{
  bedside_start_frame_set_error (self->frame, NULL);
  g_signal_group_set_target (self->patient_signals, gtk_single_selection_get_selected_item (self->selection));
  update_choice (self);
}

/* --- starting --- */

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsidePatientPicker) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideConversation) conversation =
    bedside_session_start_conversation_finish (BEDSIDE_SESSION (source), result, &error);

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
on_start (BedsidePatientPicker *self)
{
  BedsidePatient *patient = gtk_single_selection_get_selected_item (self->selection);

  if (self->session == NULL || patient == NULL || self->starting != NULL
      || !bedside_start_is_possible (bedside_session_get_start (self->session, patient)))
    return;

  self->starting = g_cancellable_new ();
  bedside_start_frame_set_error (self->frame, NULL);
  bedside_start_frame_set_busy (self->frame, TRUE);
  bedside_session_start_conversation_async (self->session, patient, self->starting, on_started, g_object_ref (self));
}

/* --- search and list --- */

static void
on_search_changed (BedsidePatientPicker *self)
{
  bedside_screenful_begin (self->screenful);
  bedside_patient_list_set_query (self->patients, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  bedside_screenful_end (self->screenful);
}

static void
on_stop_search (BedsidePatientPicker *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
select_possible (BedsidePatientPicker *self,
                 guint                 position)
{
  g_autoptr(BedsidePatient) patient = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (patient == NULL || self->session == NULL
      || !bedside_start_is_possible (bedside_session_get_start (self->session, patient)))
    return FALSE;

  gtk_single_selection_set_selected (self->selection, position);

  return TRUE;
}

/* For the screenful. */
static GObject *
get_row_patient (GtkWidget *child,
                 gpointer   user_data)
{
  GtkWidget *row = gtk_widget_get_first_child (child);

  return BEDSIDE_IS_PATIENT_ROW (row) ? (GObject *) bedside_patient_row_get_patient (BEDSIDE_PATIENT_ROW (row)) : NULL;
}

/* The child of the list that shows @patient; %NULL: there is none. */
static GtkWidget *
find_row (BedsidePatientPicker *self,
          BedsidePatient       *patient)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  while (child != NULL && (patient == NULL || get_row_patient (child, self) != (GObject *) patient))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/* Whoever types there goes on, and Enter is for whom it says below, if anybody. */
static void
on_focus_lost (BedsidePatientPicker *self)
{
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
}

static void
go_to_list (BedsidePatientPicker *self)
{
  GtkWidget *row;

  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    select_possible (self, 0);
  /* Enter is for who has the focus: it goes to who is chosen, and not where it was. */
  row = find_row (self, gtk_single_selection_get_selected_item (self->selection));
  if (row == NULL || !gtk_widget_grab_focus (row))
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* Enter starts what is selected, or selects the only one who is found: nobody is written to unseen. */
static void
on_search_activate (BedsidePatientPicker *self)
{
  if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    bedside_start_frame_press (self->frame);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) != 1 || !select_possible (self, 0))
    go_to_list (self);
}

static gboolean
on_search_key (BedsidePatientPicker *self,
               guint                 keyval,
               guint                 keycode,
               GdkModifierType       state)
{
  GtkWidget *focus;

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return FALSE;
  /* Keys that are pressed in the list come here, too. */
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search)))
    return FALSE;

  go_to_list (self);

  return TRUE;
}

/* The focus gets to those who cannot be chosen, too, so that the reason is read out; then nobody is selected. */
static gboolean
on_list_key (BedsidePatientPicker *self,
             guint                 keyval,
             guint                 keycode,
             GdkModifierType       state)
{
  const gboolean down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;
  const gboolean up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;
  GtkWidget *item = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  GtkWidget *row;

  if ((!down && !up) || item == NULL || (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  item = down ? gtk_widget_get_next_sibling (item) : gtk_widget_get_prev_sibling (item);
  row = item != NULL ? gtk_widget_get_first_child (item) : NULL;
  if (!BEDSIDE_IS_PATIENT_ROW (row) || !gtk_widget_grab_focus (item))
    return FALSE;

  if (!select_possible (self, bedside_patient_row_get_position (BEDSIDE_PATIENT_ROW (row))))
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);

  return TRUE;
}

static void
on_row_activated (BedsidePatientPicker *self,
                  guint                 position)
{
  if (select_possible (self, position))
    bedside_start_frame_press (self->frame);
}

static void
on_setup (BedsidePatientPicker *self,
          GtkListItem          *item)
{
  gtk_list_item_set_child (item, bedside_patient_row_new ());
}

static void
on_bind (BedsidePatientPicker *self,
         GtkListItem          *item)
{
  bedside_patient_row_bind (BEDSIDE_PATIENT_ROW (gtk_list_item_get_child (item)), item, self->session);
}

static void
on_unbind (BedsidePatientPicker *self,
           GtkListItem          *item)
{
  bedside_patient_row_bind (BEDSIDE_PATIENT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

/* --- session --- */

static void
on_patients (BedsidePatientPicker *self)
{
  BedsidePractice *practice = get_practice (self);

  bedside_patient_list_set_source (self->patients,
                                   practice != NULL ? bedside_practice_get_patients (practice) : NULL);
  update_all (self);
}

static void
on_practice (BedsidePatientPicker *self)
{
  g_signal_group_set_target (self->practice_signals, get_practice (self));
  on_patients (self);
}

/* --- GObject --- */

static void
bedside_patient_picker_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  BedsidePatientPicker *self = BEDSIDE_PATIENT_PICKER (object);

  switch ((BedsidePatientPickerProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_patient_picker_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  BedsidePatientPicker *self = BEDSIDE_PATIENT_PICKER (object);

  switch ((BedsidePatientPickerProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_patient_picker_set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_patient_picker_dispose (GObject *object)
{
  BedsidePatientPicker *self = BEDSIDE_PATIENT_PICKER (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->practice_signals);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->patient_signals);
  g_clear_object (&self->screenful);
  g_clear_object (&self->selection);
  g_clear_object (&self->patients);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_patient_picker_parent_class)->dispose (object);
}

static void
bedside_patient_picker_class_init (BedsidePatientPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_patient_picker_get_property;
  object_class->set_property = bedside_patient_picker_set_property;
  object_class->dispose = bedside_patient_picker_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_STARTED] = g_signal_new ("started", BEDSIDE_TYPE_PATIENT_PICKER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_CONVERSATION);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", BEDSIDE_TYPE_PATIENT_PICKER, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BEDSIDE_TYPE_LIST_BIN);
  g_type_ensure (BEDSIDE_TYPE_START_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-patient-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientPicker, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientPicker, search);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientPicker, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientPicker, scrolled);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientPicker, list);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientPicker, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_list_key);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static GSignalGroup *
watch (BedsidePatientPicker *self,
       GType                 type,
       const char           *signal,
       GCallback             callback)
{
  GSignalGroup *group = g_signal_group_new (type);

  g_signal_group_connect_object (group, signal, callback, self, G_CONNECT_SWAPPED);

  return group;
}

static void
bedside_patient_picker_init (BedsidePatientPicker *self)
{
  self->patients = bedside_patient_list_new ();
  /* Autoselect off before there is a model, or somebody is chosen whom nobody chose. */
  self->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION,
                                  "autoselect", FALSE,
                                  "can-unselect", TRUE,
                                  "model", bedside_patient_list_get_model (self->patients),
                                  NULL);
  self->session_signals = watch (self, BEDSIDE_TYPE_SESSION, "notify::practice", G_CALLBACK (on_practice));
  g_signal_group_connect_object (self->session_signals, "notify::loaded", G_CALLBACK (update_page), self,
                                 G_CONNECT_SWAPPED);
  self->practice_signals = watch (self, BEDSIDE_TYPE_PRACTICE, "notify::patients", G_CALLBACK (on_patients));
  g_signal_group_connect_object (self->practice_signals, "notify", G_CALLBACK (update_all), self, G_CONNECT_SWAPPED);
  self->list_signals = watch (self, G_TYPE_LIST_MODEL, "items-changed", G_CALLBACK (update_all));
  self->patient_signals = watch (self, BEDSIDE_TYPE_PATIENT, "notify", G_CALLBACK (update_choice));

  gtk_widget_init_template (GTK_WIDGET (self));
  self->screenful = bedside_screenful_new (self->list, gtk_scrolled_window_get_vadjustment (self->scrolled),
                                           GTK_SELECTION_MODEL (self->selection), FIRST_ROWS, get_row_patient,
                                           self);
  g_signal_connect_object (self->screenful, "focus-lost", G_CALLBACK (on_focus_lost), self, G_CONNECT_SWAPPED);
  /* Typing in the list goes on searching. */
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->list));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_all (self);
}

/**
 * bedside_patient_picker_new:
 *
 * Returns: (transfer floating): a picker without patients
 */
GtkWidget *
bedside_patient_picker_new (void)
{
  return g_object_new (BEDSIDE_TYPE_PATIENT_PICKER, NULL);
}

/**
 * bedside_patient_picker_get_session:
 * @self: a picker
 *
 * Returns: (transfer none) (nullable): where conversations are started
 */
BedsideSession *
bedside_patient_picker_get_session (BedsidePatientPicker *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT_PICKER (self), NULL);

  return self->session;
}

/**
 * bedside_patient_picker_set_session:
 * @self: a picker
 * @session: (nullable): where conversations are started
 *
 * Sets whose patients are listed.
 */
void
bedside_patient_picker_set_session (BedsidePatientPicker *self,
                                    BedsideSession       *session)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT_PICKER (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (self->session == session)
    return;

  bedside_patient_picker_end (self);
  /* The rows ask the session that their patients are of. */
  bedside_patient_list_set_source (self->patients, NULL);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->list_signals,
                             session != NULL ? bedside_session_get_conversations (session) : NULL);
  on_practice (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_patient_picker_begin:
 * @self: a picker that is shown
 *
 * Begins anew, with the focus in the search entry.
 */
void
bedside_patient_picker_begin (BedsidePatientPicker *self)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT_PICKER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  bedside_start_frame_set_error (self->frame, NULL);
  update_all (self);
  if (!bedside_start_frame_is_empty (self->frame))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * bedside_patient_picker_end:
 * @self: a picker
 *
 * Does not wait for a conversation that is being started.
 */
void
bedside_patient_picker_end (BedsidePatientPicker *self)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT_PICKER (self));

  if (self->starting == NULL)
    return;

  g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  bedside_start_frame_set_busy (self->frame, FALSE);
}
