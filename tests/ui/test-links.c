/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "bedside-links.h"

static void
assert_links (const char *text,
              const char *expected)
{
  g_autoptr(GArray) links = bedside_links_find (text);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      BedsideLink *link = &g_array_index (links, BedsideLink, i);

      g_assert_cmpuint (link->start, <, link->end);
      g_assert_cmpuint (link->end, <=, strlen (text));
      g_string_append_printf (found, "[%.*s]", (int) (link->end - link->start), text + link->start);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_found (void)
{
  assert_links ("", "");
  assert_links ("no link here, not even http or https:", "");
  assert_links ("https://example.org", "[https://example.org]");
  assert_links ("See http://example.org/a?b=c#d and https://example.org:8448/x_y~z",
                "[http://example.org/a?b=c#d][https://example.org:8448/x_y~z]");
  assert_links ("HTTPS://EXAMPLE.ORG/Path", "[HTTPS://EXAMPLE.ORG/Path]");
  assert_links ("mailto:praxis@example.org?", "[mailto:praxis@example.org]");
  assert_links ("https://[::1]:8008/", "[https://[::1]:8008/]");
  assert_links ("https://example.org/straße/日本語", "[https://example.org/straße/日本語]");
}

static void
test_ends_with_the_sentence (void)
{
  assert_links ("Is it https://example.org/a?", "[https://example.org/a]");
  assert_links ("(https://example.org/a)", "[https://example.org/a]");
  assert_links ("https://example.org/a_(b)", "[https://example.org/a_(b)]");
  assert_links ("https://example.org/a...", "[https://example.org/a]");
  assert_links ("„https://example.org“", "[https://example.org]");
  assert_links ("https://example.org\nhttps://example.com", "[https://example.org][https://example.com]");
}

static void
test_other_schemes (void)
{
  assert_links ("javascript:alert(1) file:///etc/passwd data:text/html,x ftp://example.org smb://x", "");
  assert_links ("matrix:u/ada:example.org tel:123 about:blank intent://x", "");
  assert_links ("xhttps://example.org", "");
  assert_links ("éhttps://example.org", "");
  assert_links ("www.example.org ada@example.org", "");
}

static void
test_deceiving (void)
{
  /* The host is what follows the @. */
  assert_links ("https://riverside.example@evil.example/", "");
  assert_links ("https://user:password@evil.example/", "");
  /* A Cyrillic letter in the host. */
  assert_links ("https://ex\u0430mple.org/", "");
  /* What turns the direction around, or is not seen, ends a link. */
  assert_links ("https://example.org/\u202egro.live", "[https://example.org/]");
  assert_links ("https://exam\u200bple.org/", "[https://exam]");
  assert_links ("https://a.example/\u05d0\u05d1/https://bank.example/", "");
  /* Names of servers in other scripts are shown as they are asked for, or are no link. */
  assert_links ("https://xn--exmple-4nf.org/", "[https://xn--exmple-4nf.org/]");
  assert_links ("https://\u043f\u0440\u0438\u043c\u0435\u0440.example/", "");
  /* What looks like a slash and is none, in front of another server. */
  assert_links ("https://bank.example\u2044login.evil.example/", "[https://bank.example]");
  assert_links ("https://bank.example\uff0f.evil.example/", "[https://bank.example]");
  /* Cut off, with the rest of the message. */
  assert_links ("https://bank.example…", "");
  assert_links ("https://bank.example… and so on", "[https://bank.example]");
  assert_links ("https://example.org/<b>", "[https://example.org/]");
  assert_links ("https://example.org/\"onclick=", "[https://example.org/]");
}

static void
test_malformed (void)
{
  assert_links ("https://", "");
  assert_links ("https:// example.org", "");
  assert_links ("https:///path", "");
  assert_links ("https://example.org:99999999/", "");
  assert_links ("https://%zz/", "");
  assert_links ("https://-", "");
  assert_links ("mailto:", "");
  assert_links ("mailto:@example.org", "");
  assert_links ("mailto:a@", "");
  assert_links ("mailto:a b@example.org", "");
}

static void
test_many (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GArray) links = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "https://example.org/%u ", i);
  links = bedside_links_find (text->str);
  g_assert_nonnull (links);
  g_assert_cmpuint (links->len, ==, 50);
}

static void
test_too_long (void)
{
  g_autofree char *path = g_strnfill (64 * 1024, 'a');
  g_autofree char *one = g_strconcat ("https://example.org/", path, NULL);
  g_autofree char *prefixes = g_strnfill (64 * 1024, 'h');

  assert_links (one, "");
  assert_links (prefixes, "");
}

static void
test_uri (void)
{
  const char *text = "x https://example.org/ö?ü";
  g_autoptr(GArray) links = bedside_links_find (text);
  g_autofree char *uri = NULL;

  g_assert_nonnull (links);
  uri = bedside_links_dup_uri (text, &g_array_index (links, BedsideLink, 0));
  g_assert_cmpstr (uri, ==, "https://example.org/%C3%B6?%C3%BC");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/links/found", test_found);
  g_test_add_func ("/ui/links/ends-with-the-sentence", test_ends_with_the_sentence);
  g_test_add_func ("/ui/links/other-schemes", test_other_schemes);
  g_test_add_func ("/ui/links/deceiving", test_deceiving);
  g_test_add_func ("/ui/links/malformed", test_malformed);
  g_test_add_func ("/ui/links/many", test_many);
  g_test_add_func ("/ui/links/too-long", test_too_long);
  g_test_add_func ("/ui/links/uri", test_uri);

  return g_test_run ();
}
