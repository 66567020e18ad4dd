-- SPDX-FileCopyrightText: The Bedside authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE things (name TEXT);
INSERT INTO things VALUES ('one');
