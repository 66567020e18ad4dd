/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-letter-print"

#include "bedside-letter-print.h"

#include "config.h"

#include <glib/gi18n.h>

static void
on_begin_print (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                BedsideLetter     *letter)
{
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  const guint n_pages = bedside_letter_paginate (letter, pango, gtk_print_context_get_width (context),
                                                 gtk_print_context_get_height (context));

  g_object_unref (pango);
  gtk_print_operation_set_n_pages (operation, (int) n_pages);
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              BedsideLetter     *letter)
{
  bedside_letter_draw_page (letter, gtk_print_context_get_cairo_context (context), (guint) page);
}

/* The operation may live longer than who has begun it. */
static void
release_letter (gpointer  letter,
                GClosure *closure)
{
  g_object_unref (letter);
}

/**
 * bedside_letter_print_new:
 * @letter: what to print; it is laid out anew
 * @paper: how large a page is, until the person chooses another one
 *
 * Returns: (transfer full): an operation to be run
 */
GtkPrintOperation *
bedside_letter_print_new (BedsideLetter *letter,
                          GtkPaperSize  *paper)
{
  GtkPrintOperation *operation;
  g_autoptr(GtkPageSetup) setup = NULL;

  g_return_val_if_fail (BEDSIDE_IS_LETTER (letter), NULL);
  g_return_val_if_fail (paper != NULL, NULL);

  operation = gtk_print_operation_new ();
  setup = gtk_page_setup_new ();
  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  /* The letter has margins of its own. */
  gtk_print_operation_set_use_full_page (operation, TRUE);
  /* In the list of jobs it is seen by others: it names nobody. */
  gtk_print_operation_set_job_name (operation, _("Invitation to the portal"));
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (on_begin_print), g_object_ref (letter), release_letter,
                         0);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), g_object_ref (letter), release_letter, 0);

  return operation;
}
