/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-soft-breaks"

#include "bedside-soft-breaks.h"

/* Two characters that nobody writes one after the other: a word joiner and the end of a paragraph. */
#define SOFT_BREAK "\u2060\u2029"
#define PARAGRAPH_SEPARATOR "\u2029"
/* Of letters; others take longer to lay out. */
#define MAX_PARAGRAPH 4000
#define MAX_WORD 500
#define DEAR 8

/* How much there is since the last break and since the last blank. */
typedef struct {
  guint paragraph;
  guint word;
} Count;

static void
count (Count    *self,
       gunichar  c)
{
  const guint weight = (c >= ' ' && c < 0x300) || c == '\n' ? 1 : DEAR;

  self->paragraph += weight;
  self->word = g_unichar_isspace (c) && c != '\t' ? 0 : self->word + weight;
  if (c == '\n' || c == '\r' || c == 0x2029)
    *self = (Count) { 0, 0 }
  ;
}

/* Not before what belongs to the letter in front of it. */
static gboolean
is_due (const Count *self,
        gunichar     last,
        gunichar     c)
{
  if (self->paragraph > MAX_PARAGRAPH && self->word == 0)
    return TRUE;
  if (self->word <= MAX_WORD)
    return FALSE;

  /* In the end anywhere, or it would be too long all the same. */
  return self->word > 2 * MAX_WORD
         || (!g_unichar_ismark (c) && g_unichar_type (c) != G_UNICODE_FORMAT && last != 0x200d);
}

static char *
add_breaks (const char *text,
            gsize       length,
            Count       before)
{
  g_autoptr(GString) broken = g_string_sized_new (length + 64);
  gunichar last = 0;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* What comes back by *Redo* has some already. */
      if (strncmp (p, SOFT_BREAK, strlen (SOFT_BREAK)) == 0)
        {
          g_string_append (broken, SOFT_BREAK);
          before = (Count) { 0, 0 };
          p = g_utf8_next_char (p);
          last = 0;
          continue;
        }
      if (last != 0 && c != '\n' && c != 0x2029 && is_due (&before, last, c))
        {
          g_string_append (broken, SOFT_BREAK);
          before = (Count) { 0, 0 };
        }
      g_string_append_unichar (broken, c);
      count (&before, c);
      last = c;
    }

  return g_string_free (g_steal_pointer (&broken), FALSE);
}

/* Soft breaks go; what else ends a paragraph is what everybody understands. */
static char *
remove_breaks (const char *text)
{
  GString *plain = g_string_new (text);

  if (strstr (text, PARAGRAPH_SEPARATOR) == NULL)
    return g_string_free (plain, FALSE);
  g_string_replace (plain, SOFT_BREAK, "", 0);
  g_string_replace (plain, PARAGRAPH_SEPARATOR, "\n", 0);

  return g_string_free (plain, FALSE);
}

/* Of the paragraph that is inserted into. */
static Count
count_before (const GtkTextIter *iter)
{
  Count self = { 0, 0 };
  GtkTextIter p = *iter;

  gtk_text_iter_set_line_offset (&p, 0);
  for (; gtk_text_iter_compare (&p, iter) < 0; gtk_text_iter_forward_char (&p))
    count (&self, gtk_text_iter_get_char (&p));

  return self;
}

static void
insert_text_cb (GtkTextView   *view,
                GtkTextIter   *iter,
                const char    *text,
                int            length,
                GtkTextBuffer *buffer)
{
  g_autofree char *broken = add_breaks (text, length < 0 ? strlen (text) : (gsize) length, count_before (iter));

  if (length < 0 ? strcmp (broken, text) == 0 : strlen (broken) == (gsize) length)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  g_signal_handlers_block_by_func (buffer, insert_text_cb, view);
  gtk_text_buffer_insert (buffer, iter, broken, -1);
  g_signal_handlers_unblock_by_func (buffer, insert_text_cb, view);
}

static gboolean
copy (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree char *plain = NULL;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return FALSE;
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  plain = remove_breaks (text);
  if (strcmp (text, plain) == 0)
    return FALSE;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (view)), plain);

  return TRUE;
}

static void
copy_cb (GtkTextView *view)
{
  if (copy (view))
    g_signal_stop_emission_by_name (view, "copy-clipboard");
}

static void
cut_cb (GtkTextView *view)
{
  if (!copy (view))
    return;
  g_signal_stop_emission_by_name (view, "cut-clipboard");
  gtk_text_buffer_delete_selection (gtk_text_view_get_buffer (view), TRUE, gtk_text_view_get_editable (view));
}

/**
 * bedside_soft_breaks_follow:
 * @view: a text view that keeps its buffer
 *
 * Breaks what is too long for a text view, from now on; read it with bedside_soft_breaks_dup_text().
 */
void
bedside_soft_breaks_follow (GtkTextView *view)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_signal_connect_object (gtk_text_view_get_buffer (view), "insert-text", G_CALLBACK (insert_text_cb), view,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "copy-clipboard", G_CALLBACK (copy_cb), view, 0);
  g_signal_connect_object (view, "cut-clipboard", G_CALLBACK (cut_cb), view, 0);
}

/**
 * bedside_soft_breaks_dup_text:
 * @buffer: of a text view
 *
 * Returns: (transfer full): what was written into it
 */
char *
bedside_soft_breaks_dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);

  return remove_breaks (text);
}
