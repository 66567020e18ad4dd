/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-letter-preview"

#include "bedside-letter-preview.h"

#define MIN_WIDTH 200
#define MAX_WIDTH 420
#define GAP 12

struct _BedsideLetterPreview
{
  GtkWidget      parent_instance;

  BedsideLetter *letter;   /* (owned) (nullable) */
  double         width;    /* of a page, in points */
  double         height;
  guint          n_pages;
};

G_DEFINE_FINAL_TYPE (BedsideLetterPreview, bedside_letter_preview, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
bedside_letter_preview_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_page_height (BedsideLetterPreview *self,
                 int                   width)
{
  return self->width > 0 ? (int) (width * self->height / self->width) : 0;
}

static void
bedside_letter_preview_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  BedsideLetterPreview *self = BEDSIDE_LETTER_PREVIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = MAX_WIDTH;
      return;
    }

  const int width = for_size < 0 ? MAX_WIDTH : MIN (for_size, MAX_WIDTH);
  *minimum = *natural = (int) self->n_pages * (get_page_height (self, width) + GAP) - GAP;
}

/* Paper is white, whatever the colours of the desktop are. */
static void
draw_page (BedsideLetterPreview *self,
           cairo_t              *cr,
           guint                 page)
{
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.25);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  bedside_letter_draw_page (self->letter, cr, page);
}

static void
bedside_letter_preview_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  BedsideLetterPreview *self = BEDSIDE_LETTER_PREVIEW (widget);
  const int width = MIN (gtk_widget_get_width (widget), MAX_WIDTH);
  const int left = (gtk_widget_get_width (widget) - width) / 2;
  cairo_t *cr;

  if (self->letter == NULL || width <= 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                 (float) gtk_widget_get_height (widget)));
  for (guint page = 0; page < self->n_pages; page++)
    {
      cairo_save (cr);
      cairo_translate (cr, left, page * (guint) (get_page_height (self, width) + GAP));
      cairo_scale (cr, width / self->width, width / self->width);
      draw_page (self, cr, page);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
}

static void
bedside_letter_preview_dispose (GObject *object)
{
  BedsideLetterPreview *self = BEDSIDE_LETTER_PREVIEW (object);

  g_clear_object (&self->letter);

  G_OBJECT_CLASS (bedside_letter_preview_parent_class)->dispose (object);
}

static void
bedside_letter_preview_class_init (BedsideLetterPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_letter_preview_dispose;
  widget_class->get_request_mode = bedside_letter_preview_get_request_mode;
  widget_class->measure = bedside_letter_preview_measure;
  widget_class->snapshot = bedside_letter_preview_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bedside_letter_preview_init (BedsideLetterPreview *self)
{
}

/**
 * bedside_letter_preview_set_letter:
 * @self: a preview
 * @letter: the letter
 * @paper: how large a page is
 *
 * Sets what is shown. The preview lays the letter out for itself: who prints it has to do so again.
 */
void
bedside_letter_preview_set_letter (BedsideLetterPreview *self,
                                   BedsideLetter        *letter,
                                   GtkPaperSize         *paper)
{
  PangoContext *context;
  g_autofree char *text = NULL;

  g_return_if_fail (BEDSIDE_IS_LETTER_PREVIEW (self));
  g_return_if_fail (BEDSIDE_IS_LETTER (letter));
  g_return_if_fail (paper != NULL);

  g_set_object (&self->letter, letter);
  self->width = gtk_paper_size_get_width (paper, GTK_UNIT_POINTS);
  self->height = gtk_paper_size_get_height (paper, GTK_UNIT_POINTS);
  context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  self->n_pages = bedside_letter_paginate (letter, context, self->width, self->height);
  g_object_unref (context);
  text = bedside_letter_dup_text (letter);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
