/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation-row"

#include "bedside-conversation-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-conversation-card.h"
#include "bedside-format.h"
#include "bedside-wording.h"

#define AVATAR_SIZE 40
/* In sizes of the font. */
#define CARD_HEIGHT 3.0

struct _BedsideConversationRow
{
  GtkWidget            parent_instance;

  BedsideConversation *conversation; /* (owned) (nullable) */
  gulong               notify_id;
  char                *practice;     /* (owned) (nullable): whose conversation it is, where that is to be said */
  gboolean             discreet;

  /* A list makes rows by the hundred and shows a dozen: what is seen is made when it is. */
  GtkWidget           *card;         /* (nullable) */
};

typedef enum {
  PROP_CONVERSATION = 1,
} BedsideConversationRowProperty;

static GParamSpec *properties[PROP_CONVERSATION + 1];

G_DEFINE_FINAL_TYPE (BedsideConversationRow, bedside_conversation_row, GTK_TYPE_WIDGET)

static gboolean
is_chat_disabled (BedsideConversation *conversation)
{
  BedsidePatient *patient = bedside_conversation_get_patient (conversation);

  /* While chat is off for the whole practice, that is the reason; the patient is disabled all the same. */
  return bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_CHAT_DISABLED
         || (patient != NULL && bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED);
}

static char *
dup_newest (BedsideConversation *conversation)
{
  g_autofree char *text = NULL;
  g_autofree char *isolated = NULL;

  if (bedside_conversation_get_last_timestamp (conversation) == 0)
    return g_strdup ("");

  switch (bedside_conversation_get_preview_kind (conversation))
    {
    case BEDSIDE_MESSAGE_KIND_REMOVED:
      text = g_strdup (_("Message removed"));
      break;
    case BEDSIDE_MESSAGE_KIND_ENCRYPTED:
      text = g_strdup (_("Encrypted message"));
      break;
    case BEDSIDE_MESSAGE_KIND_TEXT:
    case BEDSIDE_MESSAGE_KIND_UNSUPPORTED:
    default:
      text = bedside_format_single_line (bedside_conversation_get_preview (conversation));
    }

  if (!bedside_conversation_get_preview_own (conversation))
    return g_steal_pointer (&text);
  /* Not sent, and not said: it is there for what has been typed. */
  if (text[0] == '\0')
    return g_strdup (_("Draft"));

  isolated = bedside_wording_isolate (text);
  /* Translators: the newest message of a conversation, when the practitioner wrote it */
  return g_strdup_printf (_("You: %s"), isolated);
}

static char *
dup_preview (BedsideConversationRow *self)
{
  g_autofree char *text = self->discreet ? g_strdup ("") : dup_newest (self->conversation);
  g_autofree char *practice = NULL;
  g_autofree char *isolated = NULL;

  if (self->practice == NULL)
    return g_steal_pointer (&text);
  if (text[0] == '\0')
    return g_strdup (self->practice);

  practice = bedside_wording_isolate (self->practice);
  if (!bedside_conversation_get_preview_own (self->conversation))
    isolated = bedside_wording_isolate (text);

  /* Translators: the name of a practice and the newest message of a conversation, in one line */
  return g_strdup_printf (_("%1$s · %2$s"), practice, isolated != NULL ? isolated : text);
}

/* The name is a contract with black-box tests and with those who listen to it: who comes first, then what waits. */
static char *
dup_accessible_label (BedsideConversation *conversation,
                      const char          *practice)
{
  g_autoptr(GString) label = g_string_new (bedside_conversation_get_title (conversation));
  guint unread = bedside_conversation_get_unread (conversation);

  bedside_wording_append (label, bedside_conversation_get_subtitle (conversation));
  if (unread > 0)
    {
      g_autofree char *text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u unread", "%u unread", unread), unread);

      bedside_wording_append (label, text);
    }
  if (is_chat_disabled (conversation))
    bedside_wording_append (label, _("chat disabled"));
  if (bedside_conversation_get_not_sent (conversation) > 0)
    bedside_wording_append (label, _("not sent"));
  bedside_wording_append (label, practice);

  return g_string_free (g_steal_pointer (&label), FALSE);
}

static char *
dup_time (BedsideConversation *conversation)
{
  return bedside_format_row_time (bedside_conversation_get_last_timestamp (conversation), g_get_real_time () / 1000);
}

/* The list item widget is the one that is focused and selected; it is not ours, but our parent once bound. */
static void
update_accessible (BedsideConversationRow *self,
                   const char             *preview,
                   const char             *time)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;
  g_autoptr(GString) description = g_string_new (preview);

  if (item == NULL)
    return;

  label = dup_accessible_label (self->conversation, self->practice);
  bedside_wording_append (description, time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description->str,
                                  -1);
}

static void
update (BedsideConversationRow *self)
{
  g_autofree char *preview = NULL;
  g_autofree char *time = NULL;

  if (self->conversation == NULL)
    return;

  preview = dup_preview (self);
  time = dup_time (self->conversation);
  if (bedside_conversation_get_unread (self->conversation) > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  if (self->card != NULL)
    bedside_conversation_card_show (BEDSIDE_CONVERSATION_CARD (self->card), self->conversation, preview, time,
                                    is_chat_disabled (self->conversation));
  update_accessible (self, preview, time);
}

static void
on_conversation_notify (BedsideConversationRow *self,
                        GParamSpec             *pspec)
{
  /* These three change often while the conversation is open, and are not shown here. */
  static const char *const other[] = { "draft", "timeline", "typing" };

  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    {
      if (strcmp (pspec->name, other[i]) == 0)
        return;
    }
  update (self);
}

/* Who it is must be readable, even where there is no room for it. */
static gboolean
bedside_conversation_row_query_tooltip (GtkWidget  *widget,
                                        int         x,
                                        int         y,
                                        gboolean    keyboard,
                                        GtkTooltip *tooltip)
{
  BedsideConversationRow *self = BEDSIDE_CONVERSATION_ROW (widget);
  g_autoptr(GString) text = NULL;

  if (self->conversation == NULL || self->card == NULL
      || (self->practice == NULL && !bedside_conversation_card_is_cut_off (BEDSIDE_CONVERSATION_CARD (self->card))))
    return FALSE;

  text = g_string_new (bedside_conversation_get_title (self->conversation));
  if (bedside_conversation_get_subtitle (self->conversation)[0] != '\0')
    g_string_append_printf (text, "\n%s", bedside_conversation_get_subtitle (self->conversation));
  if (self->practice != NULL)
    g_string_append_printf (text, "\n%s", self->practice);
  gtk_tooltip_set_text (tooltip, text->str);

  return TRUE;
}

/* As high as a card, nearly; a row is only put right when it is seen. Asking Pango how high lines are takes as long as
 * all else that is done for such a row. */
static int
estimate_height (BedsideConversationRow *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;

  return MAX ((int) (CARD_HEIGHT * size), AVATAR_SIZE);
}

static void
bedside_conversation_row_measure (GtkWidget      *widget,
                                  GtkOrientation  orientation,
                                  int             for_size,
                                  int            *minimum,
                                  int            *natural,
                                  int            *minimum_baseline,
                                  int            *natural_baseline)
{
  BedsideConversationRow *self = BEDSIDE_CONVERSATION_ROW (widget);

  if (self->card != NULL)
    gtk_widget_measure (self->card, orientation, for_size, minimum, natural, NULL, NULL);
  else
    *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? estimate_height (self) : 0;
}

/* The list gives room only to rows that are seen. */
static void
bedside_conversation_row_size_allocate (GtkWidget *widget,
                                        int        width,
                                        int        height,
                                        int        baseline)
{
  BedsideConversationRow *self = BEDSIDE_CONVERSATION_ROW (widget);

  if (self->card == NULL)
    {
      self->card = bedside_conversation_card_new ();
      gtk_widget_set_parent (self->card, widget);
      update (self);
      gtk_widget_measure (self->card, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    }
  gtk_widget_allocate (self->card, width, height, baseline, NULL);
}

static void
bedside_conversation_row_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  BedsideConversationRow *self = BEDSIDE_CONVERSATION_ROW (object);

  switch ((BedsideConversationRowProperty) prop_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_row_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  BedsideConversationRow *self = BEDSIDE_CONVERSATION_ROW (object);

  switch ((BedsideConversationRowProperty) prop_id)
    {
    case PROP_CONVERSATION:
      bedside_conversation_row_set_conversation (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_row_dispose (GObject *object)
{
  BedsideConversationRow *self = BEDSIDE_CONVERSATION_ROW (object);

  if (self->conversation != NULL)
    g_clear_signal_handler (&self->notify_id, self->conversation);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->practice, g_free);
  g_clear_pointer (&self->card, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_conversation_row_parent_class)->dispose (object);
}

static void
bedside_conversation_row_class_init (BedsideConversationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_conversation_row_get_property;
  object_class->set_property = bedside_conversation_row_set_property;
  object_class->dispose = bedside_conversation_row_dispose;
  widget_class->measure = bedside_conversation_row_measure;
  widget_class->size_allocate = bedside_conversation_row_size_allocate;
  widget_class->query_tooltip = bedside_conversation_row_query_tooltip;

  properties[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "conversation");
}

static void
bedside_conversation_row_init (BedsideConversationRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * bedside_conversation_row_new:
 *
 * Returns: (transfer floating): a row without conversation
 */
GtkWidget *
bedside_conversation_row_new (void)
{
  return g_object_new (BEDSIDE_TYPE_CONVERSATION_ROW, NULL);
}

/**
 * bedside_conversation_row_get_conversation:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the conversation that it shows
 */
BedsideConversation *
bedside_conversation_row_get_conversation (BedsideConversationRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_ROW (self), NULL);

  return self->conversation;
}

/**
 * bedside_conversation_row_set_conversation:
 * @self: a row
 * @conversation: (nullable): what to show
 *
 * To be called when the row is in its list item, which it names.
 */
void
bedside_conversation_row_set_conversation (BedsideConversationRow *self,
                                           BedsideConversation    *conversation)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_ROW (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    g_clear_signal_handler (&self->notify_id, self->conversation);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    /* lint: allow connect, because rows are bound by the hundred while the list scrolls, and dispose disconnects. */
    self->notify_id = g_signal_connect_swapped (conversation, "notify", G_CALLBACK (on_conversation_notify), self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * bedside_conversation_row_set_discreet:
 * @self: a row
 * @discreet: whether what was written is not to be seen
 *
 * Shows who has written, and not what.
 */
void
bedside_conversation_row_set_discreet (BedsideConversationRow *self,
                                       gboolean                discreet)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_ROW (self));

  discreet = !!discreet;
  if (self->discreet == discreet)
    return;

  self->discreet = discreet;
  update (self);
}

/**
 * bedside_conversation_row_set_practice:
 * @self: a row
 * @practice: (nullable): the name of the practice, to be shown
 *
 * Says whose conversation it is, in a list of those of several practices.
 */
void
bedside_conversation_row_set_practice (BedsideConversationRow *self,
                                       const char             *practice)
{
  char *copy;

  g_return_if_fail (BEDSIDE_IS_CONVERSATION_ROW (self));

  if (g_strcmp0 (self->practice, practice) == 0)
    return;

  copy = g_strdup (practice);
  g_free (self->practice);
  self->practice = copy;
  update (self);
}

/**
 * bedside_conversation_row_update_time:
 * @self: a row
 *
 * Writes the time of the newest message anew, as seen from now.
 */
void
bedside_conversation_row_update_time (BedsideConversationRow *self)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_ROW (self));

  update (self);
}
