/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* The push rules of every account, as far as they are of interest here: JSON as /pushrules/ has it. */

#define BEDSIDE_DEMO_PUSH_RULE(id, conditions, actions) \
        "{\"rule_id\":\"" id "\",\"default\":true,\"enabled\":true," \
        "\"conditions\":[" conditions "],\"actions\":[" actions "]}"
#define BEDSIDE_DEMO_PUSH_TYPE(pattern) \
        "{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"" pattern "\"}"

#define BEDSIDE_DEMO_PUSH_RULES \
        "{\"global\":{\"override\":[" \
        BEDSIDE_DEMO_PUSH_RULE (".m.rule.suppress_edits", \
                                "{\"kind\":\"event_property_is\",\"key\":\"content.m\\\\.relates_to.rel_type\"," \
                                "\"value\":\"m.replace\"}", "") "," \
        BEDSIDE_DEMO_PUSH_RULE (".m.rule.invite_for_me", \
                                BEDSIDE_DEMO_PUSH_TYPE ("m.room.member") "," \
                                "{\"kind\":\"event_match\",\"key\":\"content.membership\",\"pattern\":\"invite\"}", \
                                "\"notify\"") \
        "],\"content\":[],\"room\":[],\"sender\":[],\"underride\":[" \
        BEDSIDE_DEMO_PUSH_RULE (".m.rule.room_one_to_one", \
                                "{\"kind\":\"room_member_count\",\"is\":\"2\"}," \
                                BEDSIDE_DEMO_PUSH_TYPE ("m.room.message"), \
                                "\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"}") "," \
        BEDSIDE_DEMO_PUSH_RULE (".m.rule.message", BEDSIDE_DEMO_PUSH_TYPE ("m.room.message"), "\"notify\"") \
        "]}}"
