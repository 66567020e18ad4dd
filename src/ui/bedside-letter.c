/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-letter"

#include "bedside-letter.h"

#include "config.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>
#include <pango/pangocairo.h>

#include "bedside-wording.h"

/* In points: 2 cm. */
#define MARGIN 57.0

typedef enum {
  STYLE_SENDER,
  STYLE_DATE,
  STYLE_RECIPIENT,
  STYLE_TITLE,
  STYLE_TEXT,
  STYLE_STEP,
  STYLE_FACT,
  STYLE_SMALL,
} Style;

/* Of each style; what is not said is as in the text. */
static const struct {
  double         size;
  PangoWeight    weight;
  PangoAlignment alignment;
  double         indent;
  double         before;     /* space above */
  double         after;      /* space below */
} styles[] = {
  [STYLE_SENDER] = { 16, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0, 0, 4 },
  [STYLE_DATE] = { 11, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_RIGHT, 0, 0, 26 },
  [STYLE_RECIPIENT] = { 12, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0, 0, 20 },
  [STYLE_TITLE] = { 14, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0, 12, 10 },
  [STYLE_TEXT] = { 11.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0, 2, 8 },
  [STYLE_STEP] = { 11.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 22, 0, 6 },
  [STYLE_FACT] = { 13, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 22, 0, 8 },
  [STYLE_SMALL] = { 9.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0, 14, 0 },
};

typedef struct {
  Style  style;
  char  *text;   /* (owned) */
  char  *label;  /* (owned) (nullable): to the left of the text: the number of a step */
} Paragraph;

/* A line of text at its place. */
typedef struct {
  PangoLayoutLine *line;  /* (owned) */
  guint            page;
  double           x;
  double           baseline;
} Line;

struct _BedsideLetter
{
  GObject     parent_instance;

  GPtrArray  *paragraphs;  /* (owned) (element-type Paragraph) */
  GArray     *lines;       /* (owned) (element-type Line): of the last pagination */
  GPtrArray  *layouts;     /* (owned) (element-type PangoLayout): the lines' */
};

G_DEFINE_FINAL_TYPE (BedsideLetter, bedside_letter, G_TYPE_OBJECT)

static void
paragraph_free (gpointer data)
{
  Paragraph *self = data;

  g_free (self->text);
  g_free (self->label);
  g_free (self);
}

static void
line_clear (gpointer data)
{
  Line *self = data;

  pango_layout_line_unref (self->line);
}

static void
bedside_letter_finalize (GObject *object)
{
  BedsideLetter *self = BEDSIDE_LETTER (object);

  g_array_unref (self->lines);
  g_ptr_array_unref (self->layouts);
  g_ptr_array_unref (self->paragraphs);

  G_OBJECT_CLASS (bedside_letter_parent_class)->finalize (object);
}

static void
bedside_letter_class_init (BedsideLetterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_letter_finalize;
}

static void
bedside_letter_init (BedsideLetter *self)
{
  self->paragraphs = g_ptr_array_new_with_free_func (paragraph_free);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
}

/* --- what it says --- */

/* @text: taken. */
static void
add (BedsideLetter *self,
     Style          style,
     const char    *label,
     char          *text)
{
  Paragraph *paragraph = g_new0 (Paragraph, 1);

  paragraph->style = style;
  paragraph->label = g_strdup (label);
  paragraph->text = text;
  g_ptr_array_add (self->paragraphs, paragraph);
}

static void
add_head (BedsideLetter  *self,
          const char     *practice,
          BedsidePatient *patient)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  const char *birth_date = bedside_patient_get_birth_date (patient);
  const char *name = bedside_patient_get_name (patient);

  add (self, STYLE_SENDER, NULL, g_strdup (practice));
  /* Translators: date of a letter, "3 March 2026"; the directives are those of strftime() */
  add (self, STYLE_DATE, NULL, g_date_time_format (now, _("%-d %B %Y")));
  if (*birth_date != '\0')
    /* Translators: in the head of a letter: the patient's name and, in a line of its own, date of birth */
    add (self, STYLE_RECIPIENT, NULL, g_strdup_printf (_("%s\nborn on %s"), name, birth_date));
  else
    add (self, STYLE_RECIPIENT, NULL, g_strdup (name));
}

static void
add_access (BedsideLetter *self,
            const char    *server,
            const char    *user_name)
{
  const gboolean known = user_name != NULL && *user_name != '\0';

  add (self, STYLE_TITLE, NULL, g_strdup (_("What you need")));
  /* Translators: address of a server */
  add (self, STYLE_FACT, NULL, g_strdup_printf (_("Server: %s"), server));
  /* Translators: the patient's user name, or a line to write it on */
  add (self, STYLE_FACT, NULL, g_strdup_printf (_("User name: %s"), known ? user_name : "______________________"));
  add (self, STYLE_TEXT, NULL, g_strdup (_("Your password is not in this letter. We tell it to you in person. Nobody "
                                           "of the practice will ever ask you for it.")));
}

static void
add_steps (BedsideLetter *self)
{
  const char *const steps[] = {
    _("Install an app for Matrix on your phone or computer, for instance Element."),
    _("Choose “Sign in” in the app, and as server or homeserver the one named above."),
    _("Enter your user name and your password."),
    _("That is all. We can see now that your portal is activated, and will write to you first. Then you can answer."),
  };

  add (self, STYLE_TITLE, NULL, g_strdup (_("What to do")));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *label = g_strdup_printf ("%u.", i + 1);

      add (self, STYLE_STEP, label, g_strdup (steps[i]));
    }
}

/**
 * bedside_letter_new:
 * @practice: the practice's name
 * @server: what the patient enters as server
 * @patient: who is invited
 * @user_name: (nullable): the patient's user name; %NULL leaves room to write it
 *
 * Returns: (transfer full): a letter
 */
BedsideLetter *
bedside_letter_new (const char     *practice,
                    const char     *server,
                    BedsidePatient *patient,
                    const char     *user_name)
{
  g_return_val_if_fail (practice != NULL, NULL);
  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  BedsideLetter *self = g_object_new (BEDSIDE_TYPE_LETTER, NULL);
  g_autofree char *name = bedside_wording_isolate (bedside_patient_get_name (patient));
  g_autofree char *place = bedside_wording_isolate (practice);

  add_head (self, practice, patient);
  add (self, STYLE_TITLE, NULL, g_strdup (_("Your invitation to our patient portal")));
  /* Translators: %s is a patient's name */
  add (self, STYLE_TEXT, NULL, g_strdup_printf (_("Dear %s,"), name));
  /* Translators: %s is the name of a practice */
  add (self, STYLE_TEXT, NULL, g_strdup_printf (_("between your appointments at %s, we can write to each other in the "
                                                  "patient portal. We begin each conversation; you can answer "
                                                  "whenever you like."), place));
  add_access (self, server, user_name);
  add_steps (self);
  add (self, STYLE_TEXT, NULL, g_strdup (_("Messages are not read around the clock. In an emergency, call the "
                                           "emergency number or come to us; do not use the portal.")));
  add (self, STYLE_SMALL, NULL, g_strdup_printf (_("This letter is meant for %s only. If it has reached you by "
                                                   "mistake, please give it back to the practice."), name));

  return self;
}

/**
 * bedside_letter_dup_text:
 * @self: a letter
 *
 * Returns: (transfer full): what it says, a line for each paragraph; for screen readers
 */
char *
bedside_letter_dup_text (BedsideLetter *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (BEDSIDE_IS_LETTER (self), NULL);

  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      const Paragraph *paragraph = g_ptr_array_index (self->paragraphs, i);

      g_string_append_printf (text, "%s%s%s\n", paragraph->label != NULL ? paragraph->label : "",
                              paragraph->label != NULL ? " " : "", paragraph->text);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- how it is laid out --- */

/* The letter is written in the language of the interface, whoever it is to: a name decides no side. */
static gboolean
is_right_to_left (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

static PangoAlignment
get_alignment (Style style)
{
  if (!is_right_to_left ())
    return styles[style].alignment;

  return styles[style].alignment == PANGO_ALIGN_LEFT ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static PangoLayout *
layout_new (PangoContext *context,
            Style         style,
            const char   *text,
            double        width)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_size (font, (int) (styles[style].size * PANGO_SCALE));
  pango_font_description_set_weight (font, styles[style].weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  /* A name without a space must not leave the page. */
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, get_alignment (style));
  pango_layout_set_line_spacing (layout, 1.2f);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

typedef struct {
  double width;
  double height;
  double y;       /* where the next line begins */
  guint  page;
} Pen;

static void
put_line (BedsideLetter   *self,
          const Pen       *pen,
          PangoLayoutLine *layout_line,
          double           x,
          double           baseline)
{
  const Line line = { pango_layout_line_ref (layout_line), pen->page, x, baseline };

  g_array_append_val (self->lines, line);
}

static void
put_label (BedsideLetter   *self,
           PangoContext    *context,
           const Paragraph *paragraph,
           const Pen       *pen,
           double           baseline)
{
  const double indent = styles[paragraph->style].indent;
  const double side = is_right_to_left () ? pen->width - MARGIN - indent : MARGIN;
  PangoLayout *layout = layout_new (context, paragraph->style, paragraph->label, indent);
  PangoRectangle rectangle;

  g_ptr_array_add (self->layouts, layout);
  pango_layout_get_extents (layout, NULL, &rectangle);
  put_line (self, pen, pango_layout_get_line_readonly (layout, 0), side + (double) rectangle.x / PANGO_SCALE, baseline);
}

static void
put_paragraph (BedsideLetter   *self,
               PangoContext    *context,
               const Paragraph *paragraph,
               Pen             *pen)
{
  const double indent = styles[paragraph->style].indent;
  const double side = MARGIN + (is_right_to_left () ? 0 : indent);
  const double bottom = pen->height - MARGIN;
  PangoLayout *layout = layout_new (context, paragraph->style, paragraph->text, pen->width - 2 * MARGIN - indent);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  gboolean first = TRUE;

  g_ptr_array_add (self->layouts, layout);
  if (pen->y > MARGIN)
    pen->y += styles[paragraph->style].before;
  do
    {
      PangoRectangle rectangle;
      double line_height, ascent;

      pango_layout_iter_get_line_extents (iter, NULL, &rectangle);
      line_height = (double) rectangle.height / PANGO_SCALE;
      ascent = (double) (pango_layout_iter_get_baseline (iter) - rectangle.y) / PANGO_SCALE;
      if (pen->y + line_height > bottom && pen->y > MARGIN)
        {
          pen->page++;
          pen->y = MARGIN;
        }
      if (first && paragraph->label != NULL)
        put_label (self, context, paragraph, pen, pen->y + ascent);
      put_line (self, pen, pango_layout_iter_get_line_readonly (iter),
                side + (double) rectangle.x / PANGO_SCALE, pen->y + ascent);
      pen->y += line_height;
      first = FALSE;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  pen->y += styles[paragraph->style].after;
}

/**
 * bedside_letter_paginate:
 * @self: a letter
 * @context: of the surface that it is drawn on
 * @width: of the paper
 * @height: of the paper
 *
 * Lays the letter out, for bedside_letter_draw_page().
 *
 * Returns: how many pages it has
 */
guint
bedside_letter_paginate (BedsideLetter *self,
                         PangoContext  *context,
                         double         width,
                         double         height)
{
  Pen pen = { width, height, MARGIN, 0 };

  g_return_val_if_fail (BEDSIDE_IS_LETTER (self), 0);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), 0);
  g_return_val_if_fail (width > 3 * MARGIN && height > 3 * MARGIN, 0);

  g_array_set_size (self->lines, 0);
  g_ptr_array_set_size (self->layouts, 0);
  pango_context_set_base_dir (context, is_right_to_left () ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  for (guint i = 0; i < self->paragraphs->len; i++)
    put_paragraph (self, context, g_ptr_array_index (self->paragraphs, i), &pen);

  return pen.page + 1;
}

/**
 * bedside_letter_draw_page:
 * @self: a letter that is laid out
 * @cr: what to draw on, in points
 * @page: from 0
 *
 * Draws one page.
 */
void
bedside_letter_draw_page (BedsideLetter *self,
                          cairo_t       *cr,
                          guint          page)
{
  g_return_if_fail (BEDSIDE_IS_LETTER (self));
  g_return_if_fail (cr != NULL);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->page != page)
        continue;
      cairo_move_to (cr, line->x, line->baseline);
      pango_cairo_show_layout_line (cr, line->line);
    }
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/**
 * bedside_letter_to_pdf:
 * @self: a letter
 * @paper: how large a page is
 * @error: return location for an error of %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a PDF document
 */
GBytes *
bedside_letter_to_pdf (BedsideLetter  *self,
                       GtkPaperSize   *paper,
                       GError        **error)
{
  g_return_val_if_fail (BEDSIDE_IS_LETTER (self), NULL);
  g_return_val_if_fail (paper != NULL, NULL);

  const double width = gtk_paper_size_get_width (paper, GTK_UNIT_POINTS);
  const double height = gtk_paper_size_get_height (paper, GTK_UNIT_POINTS);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_status_t status;
  guint n_pages;

  pango_cairo_context_set_resolution (context, 72);
  /* Lines are as on every screen and printer: not fitted to the pixels of this one. */
  pango_context_set_round_glyph_positions (context, FALSE);
  n_pages = bedside_letter_paginate (self, context, width, height);
  for (guint page = 0; page < n_pages; page++)
    {
      bedside_letter_draw_page (self, cr, page);
      cairo_show_page (cr);
    }
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
