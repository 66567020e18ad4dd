/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-symbols"

#include "bedside-symbols.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

/**
 * BedsideSymbols:
 *
 * Names of functions, for the developer's log. dladdr() only knows what a module
 * exports, but nearly all callbacks are static: those of this program are looked
 * up in the symbol table of its file.
 */
struct _BedsideSymbols
{
  GMappedFile       *file;      /* (owned) (nullable): this program */
  const ElfW (Sym)  *table;     /* (nullable): in @file */
  gsize              n_table;
  const char        *names;     /* in @file */
  gsize              n_names;
  guintptr           base;      /* where the program was loaded */
};

static gboolean
is_inside (gsize size,
           gsize offset,
           gsize length)
{
  return offset <= size && length <= size - offset;
}

static void
find_table (BedsideSymbols *self)
{
  const char *data = g_mapped_file_get_contents (self->file);
  gsize size = g_mapped_file_get_length (self->file);
  const ElfW (Ehdr) *head = (const void *) data;

  if (size < sizeof *head || memcmp (head->e_ident, ELFMAG, SELFMAG) != 0 ||
      !is_inside (size, head->e_shoff, (gsize) head->e_shnum * sizeof (ElfW (Shdr))))
    return;

  const ElfW (Shdr) *sections = (const void *) (data + head->e_shoff);
  for (guint i = 0; i < head->e_shnum; i++)
    {
      const ElfW (Shdr) *symbols = &sections[i];

      if (symbols->sh_type != SHT_SYMTAB || symbols->sh_link >= head->e_shnum)
        continue;

      const ElfW (Shdr) *strings = &sections[symbols->sh_link];
      if (!is_inside (size, symbols->sh_offset, symbols->sh_size) ||
          !is_inside (size, strings->sh_offset, strings->sh_size))
        continue;

      self->table = (const void *) (data + symbols->sh_offset);
      self->n_table = symbols->sh_size / sizeof (ElfW (Sym));
      self->names = data + strings->sh_offset;
      self->n_names = strings->sh_size;
    }
}

/* The first object is the program itself. */
static int
take_base (struct dl_phdr_info *info,
           size_t               size,
           void                *data)
{
  *(guintptr *) data = info->dlpi_addr;
  return 1;
}

/**
 * bedside_symbols_new:
 *
 * Reads the symbol table of the running program, if it has one.
 *
 * Returns: (transfer full): the symbols
 */
BedsideSymbols *
bedside_symbols_new (void)
{
  BedsideSymbols *self = g_new0 (BedsideSymbols, 1);

  self->file = g_mapped_file_new ("/proc/self/exe", FALSE, NULL);
  if (self->file != NULL)
    find_table (self);
  dl_iterate_phdr (take_base, &self->base);

  return self;
}

/**
 * bedside_symbols_free:
 * @self: (transfer full): the symbols
 *
 * Frees @self.
 */
void
bedside_symbols_free (BedsideSymbols *self)
{
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

static const char *
find_static (BedsideSymbols *self,
             guintptr        address)
{
  guintptr value = address - self->base;

  for (gsize i = 0; i < self->n_table; i++)
    {
      const ElfW (Sym) *symbol = &self->table[i];

      /* The layout of st_info is the same in both classes of ELF. */
      if (ELF64_ST_TYPE (symbol->st_info) == STT_FUNC && symbol->st_name < self->n_names &&
          value >= symbol->st_value && value < symbol->st_value + symbol->st_size)
        return self->names + symbol->st_name;
    }

  return NULL;
}

/**
 * bedside_symbols_dup_name:
 * @self: the symbols
 * @address: an address in a function
 *
 * Returns: (transfer full): the name of the function, else module and offset, else the address
 */
char *
bedside_symbols_dup_name (BedsideSymbols *self,
                          const void     *address)
{
  g_return_val_if_fail (self != NULL, NULL);

  const char *name = find_static (self, (guintptr) address);
  Dl_info info = { 0 };

  if (name != NULL)
    return g_strdup (name);
  if (dladdr (address, &info) == 0 || info.dli_fname == NULL)
    return g_strdup_printf ("%p", address);
  if (info.dli_sname != NULL)
    return g_strdup (info.dli_sname);

  g_autofree char *module = g_path_get_basename (info.dli_fname);
  return g_strdup_printf ("%s+0x%zx", module, (gsize) ((guintptr) address - (guintptr) info.dli_fbase));
}
