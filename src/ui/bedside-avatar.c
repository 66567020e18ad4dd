/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-avatar"

#include "bedside-avatar.h"

#include <string.h>

#define DEFAULT_SIZE 40

/* What fits into the disc, with a margin, as a part of its size. */
#define ROOM 0.68

/* Of libadwaita's style classes "color1" and following. */
#define N_COLORS 14

struct _BedsideAvatar
{
  GtkWidget    parent_instance;

  int          size;
  char        *name;    /* (owned) (nullable) */
  GtkWidget   *image;   /* (nullable): the icon, instead of initials */
  PangoLayout *layout;  /* (owned) (nullable): the initials */
  guint        color;   /* from 1 on; 0: none yet */
};

typedef enum {
  PROP_SIZE = 1,
} BedsideAvatarProperty;

static GParamSpec *properties[PROP_SIZE + 1];

G_DEFINE_FINAL_TYPE (BedsideAvatar, bedside_avatar, GTK_TYPE_WIDGET)

/* The first letter of the first and of the last word. */
static char *
dup_initials (const char *name)
{
  g_autofree char *upper = g_utf8_strup (name, -1);
  g_autofree char *normalized = g_utf8_normalize (g_strstrip (upper), -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autoptr(GString) initials = g_string_new (NULL);
  const char *last = normalized != NULL ? strrchr (normalized, ' ') : NULL;

  if (normalized != NULL && *normalized != '\0')
    g_string_append_unichar (initials, g_utf8_get_char (normalized));
  if (last != NULL)
    g_string_append_unichar (initials, g_utf8_get_char (last + 1));

  return g_string_free (g_steal_pointer (&initials), FALSE);
}

static void
set_color (BedsideAvatar *self,
           guint          color)
{
  char name[sizeof "color00"];

  if (self->color == color)
    return;

  if (self->color > 0)
    {
      g_snprintf (name, sizeof name, "color%u", self->color);
      gtk_widget_remove_css_class (GTK_WIDGET (self), name);
    }
  self->color = color;
  g_snprintf (name, sizeof name, "color%u", color);
  gtk_widget_add_css_class (GTK_WIDGET (self), name);
}

static void
ensure_layout (BedsideAvatar *self)
{
  g_autofree char *initials = NULL;

  if (self->layout != NULL)
    return;

  initials = dup_initials (self->name);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), initials);
}

static void
bedside_avatar_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  BedsideAvatar *self = BEDSIDE_AVATAR (widget);

  if (self->image != NULL)
    gtk_widget_measure (self->image, orientation, for_size, NULL, NULL, NULL, NULL);
  *minimum = *natural = self->size;
}

static void
bedside_avatar_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  BedsideAvatar *self = BEDSIDE_AVATAR (widget);

  if (self->image != NULL)
    gtk_widget_allocate (self->image, width, height, -1, NULL);
}

/* Where text is large the initials are made to fit. */
static void
bedside_avatar_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  BedsideAvatar *self = BEDSIDE_AVATAR (widget);
  PangoRectangle extents;
  /* Whole pixels, or the text is blurred. */
  int center = self->size / 2, left, top;
  GdkRGBA color;
  float scale;

  GTK_WIDGET_CLASS (bedside_avatar_parent_class)->snapshot (widget, snapshot);
  if (self->image != NULL || self->name == NULL)
    return;

  ensure_layout (self);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  scale = MIN (1, ROOM * self->size / MAX (1, MAX (extents.width, extents.height)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (center, center));
  if (scale < 1)
    gtk_snapshot_scale (snapshot, scale, scale);
  left = -extents.width / 2 - extents.x;
  top = -extents.height / 2;
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left, top));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
bedside_avatar_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bedside_avatar_parent_class)->css_changed (widget, change);

  /* Another font. */
  g_clear_object (&BEDSIDE_AVATAR (widget)->layout);
}

static void
bedside_avatar_system_setting_changed (GtkWidget        *widget,
                                       GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (bedside_avatar_parent_class)->system_setting_changed (widget, setting);

  g_clear_object (&BEDSIDE_AVATAR (widget)->layout);
}

static void
bedside_avatar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch ((BedsideAvatarProperty) prop_id)
    {
    case PROP_SIZE:
      g_value_set_int (value, BEDSIDE_AVATAR (object)->size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_avatar_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch ((BedsideAvatarProperty) prop_id)
    {
    case PROP_SIZE:
      BEDSIDE_AVATAR (object)->size = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_avatar_dispose (GObject *object)
{
  BedsideAvatar *self = BEDSIDE_AVATAR (object);

  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (bedside_avatar_parent_class)->dispose (object);
}

static void
bedside_avatar_finalize (GObject *object)
{
  g_free (BEDSIDE_AVATAR (object)->name);

  G_OBJECT_CLASS (bedside_avatar_parent_class)->finalize (object);
}

static void
bedside_avatar_class_init (BedsideAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_avatar_get_property;
  object_class->set_property = bedside_avatar_set_property;
  object_class->dispose = bedside_avatar_dispose;
  object_class->finalize = bedside_avatar_finalize;
  widget_class->measure = bedside_avatar_measure;
  widget_class->size_allocate = bedside_avatar_size_allocate;
  widget_class->snapshot = bedside_avatar_snapshot;
  widget_class->css_changed = bedside_avatar_css_changed;
  widget_class->system_setting_changed = bedside_avatar_system_setting_changed;

  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 1, G_MAXINT, DEFAULT_SIZE,
                                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "avatar");
  /* The name stands beside it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bedside_avatar_init (BedsideAvatar *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * bedside_avatar_new:
 *
 * Returns: (transfer floating): a disc of nobody
 */
GtkWidget *
bedside_avatar_new (void)
{
  return g_object_new (BEDSIDE_TYPE_AVATAR, NULL);
}

/**
 * bedside_avatar_show:
 * @self: a disc
 * @name: whose it is
 * @icon_name: (nullable): what to show instead of the initials
 *
 * Sets what it shows.
 */
void
bedside_avatar_show (BedsideAvatar *self,
                     const char    *name,
                     const char    *icon_name)
{
  char *copy;

  g_return_if_fail (BEDSIDE_IS_AVATAR (self));
  g_return_if_fail (name != NULL);

  if (icon_name == NULL)
    g_clear_pointer (&self->image, gtk_widget_unparent);
  else if (self->image == NULL)
    {
      self->image = gtk_image_new ();
      gtk_image_set_pixel_size (GTK_IMAGE (self->image), self->size / 2);
      gtk_widget_set_parent (self->image, GTK_WIDGET (self));
    }
  if (self->image != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->image), icon_name);

  if (g_strcmp0 (self->name, name) == 0)
    return;

  copy = g_strdup (name);
  g_free (self->name);
  self->name = copy;
  g_clear_object (&self->layout);
  set_color (self, g_str_hash (name) % N_COLORS + 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
