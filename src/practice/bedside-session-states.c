/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-states"

#include "bedside-session.h"

G_DEFINE_ENUM_TYPE (BedsideConnection, bedside_connection,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_SERVER_PROBLEM, "server-problem"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_BAD_CERTIFICATE, "bad-certificate"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CONNECTION_STOPPED, "stopped"))
G_DEFINE_ENUM_TYPE (BedsideCacheState, bedside_cache_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CACHE_STATE_SEALED, "sealed"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CACHE_STATE_REBUILT, "rebuilt"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CACHE_STATE_NO_KEYRING, "no-keyring"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CACHE_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CACHE_STATE_FULL, "full"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CACHE_STATE_FAILED, "failed"))
