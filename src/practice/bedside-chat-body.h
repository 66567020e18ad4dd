/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What binds a conversation: room id of the practice, key and account of the patient, account of the practitioner. */
typedef struct {
  const char *practice;
  const char *patient_key;
  const char *patient;
  const char *practitioner;
} BedsideChatBinding;

JsonObject *bedside_chat_body_new (const BedsideChatBinding *binding);

G_END_DECLS
