-- SPDX-FileCopyrightText: The Bedside authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The last statement may lack its semicolon.
UPDATE things SET size = 1 WHERE size IS NULL
