/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-line"

#include "bedside-line.h"

#include "bedside-compat.h"

/* As wide as a text wants to be at most, and what it can do with. */
#define MOST_CHARS 30
#define LEAST_CHARS 3

struct _BedsideLine
{
  GtkWidget    parent_instance;

  char        *text;    /* (owned) */
  PangoLayout *layout;  /* (owned) (nullable) */
  int          width;   /* as allocated; -1 before */
  int          height;  /* of the text in that width */
};

typedef enum {
  PROP_TEXT = 1,
} BedsideLineProperty;

static GParamSpec *properties[PROP_TEXT + 1];

G_DEFINE_FINAL_TYPE (BedsideLine, bedside_line, GTK_TYPE_WIDGET)

static PangoLayout *
get_layout (BedsideLine *self,
            int          width)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
      if (gtk_widget_has_css_class (GTK_WIDGET (self), "numeric"))
        {
          g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

          pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
          pango_layout_set_attributes (self->layout, attributes);
        }
    }
  pango_layout_set_width (self->layout, width < 0 ? -1 : width * PANGO_SCALE);

  return self->layout;
}

static int
get_height (BedsideLine *self,
            int          width)
{
  int height;

  pango_layout_get_pixel_size (get_layout (self, width), NULL, &height);

  return height;
}

static int
get_char_width (BedsideLine *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                         pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);

  return PANGO_PIXELS_CEIL (width);
}

static void
bedside_line_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  BedsideLine *self = BEDSIDE_LINE (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = get_height (self, for_size);
      return;
    }

  pango_layout_get_pixel_size (get_layout (self, -1), natural, NULL);
  *natural = MIN (*natural, MOST_CHARS * get_char_width (self));
  *minimum = MIN (*natural, LEAST_CHARS * get_char_width (self));
}

static void
bedside_line_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  BedsideLine *self = BEDSIDE_LINE (widget);

  self->width = width;
  self->height = get_height (self, width);
}

static GtkSizeRequestMode
bedside_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bedside_line_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  BedsideLine *self = BEDSIDE_LINE (widget);

  BEDSIDE_BEGIN_OLD_API
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (widget), 0, 0,
                              get_layout (self, self->width));
  BEDSIDE_END_OLD_API
}

static void
bedside_line_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bedside_line_parent_class)->css_changed (widget, change);

  /* Another font. */
  g_clear_object (&BEDSIDE_LINE (widget)->layout);
}

static void
bedside_line_system_setting_changed (GtkWidget        *widget,
                                     GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (bedside_line_parent_class)->system_setting_changed (widget, setting);

  g_clear_object (&BEDSIDE_LINE (widget)->layout);
}

static void
bedside_line_direction_changed (GtkWidget        *widget,
                                GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (bedside_line_parent_class)->direction_changed (widget, previous);

  g_clear_object (&BEDSIDE_LINE (widget)->layout);
}

static void
bedside_line_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((BedsideLineProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, bedside_line_get_text (BEDSIDE_LINE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_line_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch ((BedsideLineProperty) prop_id)
    {
    case PROP_TEXT:
      bedside_line_set_text (BEDSIDE_LINE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_line_finalize (GObject *object)
{
  BedsideLine *self = BEDSIDE_LINE (object);

  g_free (self->text);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (bedside_line_parent_class)->finalize (object);
}

static void
bedside_line_class_init (BedsideLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_line_get_property;
  object_class->set_property = bedside_line_set_property;
  object_class->finalize = bedside_line_finalize;
  widget_class->measure = bedside_line_measure;
  widget_class->size_allocate = bedside_line_size_allocate;
  widget_class->get_request_mode = bedside_line_get_request_mode;
  widget_class->snapshot = bedside_line_snapshot;
  widget_class->css_changed = bedside_line_css_changed;
  widget_class->system_setting_changed = bedside_line_system_setting_changed;
  widget_class->direction_changed = bedside_line_direction_changed;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "",
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
bedside_line_init (BedsideLine *self)
{
  self->text = g_strdup ("");
  self->width = -1;
}

/**
 * bedside_line_get_text:
 * @self: a line
 *
 * Returns: what it shows
 */
const char *
bedside_line_get_text (BedsideLine *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LINE (self), NULL);

  return self->text;
}

/**
 * bedside_line_set_text:
 * @self: a line
 * @text: what to show
 */
void
bedside_line_set_text (BedsideLine *self,
                       const char  *text)
{
  char *copy;

  g_return_if_fail (BEDSIDE_IS_LINE (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (self->text, text))
    return;

  copy = g_strdup (text);
  g_free (self->text);
  self->text = copy;
  g_clear_object (&self->layout);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (self->width >= 0 && get_height (self, self->width) == self->height)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
