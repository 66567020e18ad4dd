/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-unpack"

#include "bedside-unpack.h"

#define STEP (64 * 1024)

/**
 * bedside_unpack:
 * @packed: gzip
 * @max_size: how large what is in it may be
 * @error: return location for an error; %G_IO_ERROR_NO_SPACE if it is larger
 *
 * Unpacks to memory, and never more than @max_size: a thousand times as much can be in it. Takes time in proportion to
 * what is in it: call it in a thread.
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GByteArray *
bedside_unpack (GByteArray  *packed,
                gsize        max_size,
                GError     **error)
{
  g_return_val_if_fail (packed != NULL, NULL);

  g_autoptr(GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr(GByteArray) unpacked = g_byte_array_new ();
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize from = 0, to = 0;

  while (result != G_CONVERTER_FINISHED)
    {
      gsize taken = 0, given = 0;

      g_byte_array_set_size (unpacked, (guint) (to + STEP));
      result = g_converter_convert (G_CONVERTER (decompressor), packed->data + from, packed->len - from,
                                    unpacked->data + to, STEP, G_CONVERTER_INPUT_AT_END, &taken, &given, error);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      from += taken;
      to += given;
      if (to > max_size)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "There is too much in it");
          return NULL;
        }
      /* It says so itself when the input ends too early; not, perhaps, in another version. */
      if (taken == 0 && given == 0 && result == G_CONVERTER_CONVERTED)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "It goes on nowhere");
          return NULL;
        }
    }
  g_byte_array_set_size (unpacked, (guint) to);

  return g_steal_pointer (&unpacked);
}
