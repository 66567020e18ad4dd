-- SPDX-FileCopyrightText: The Bedside authors
-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE things ADD COLUMN size INTEGER;
INSERT INTO nothing VALUES (1);
