/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Environment variables that bring the secrets of a stored, invented profile to the program that opens it. */
#define BENCH_SIGN_IN   "BEDSIDE_BENCH_SIGN_IN"
#define BENCH_CACHE_KEY "BEDSIDE_BENCH_CACHE_KEY"
