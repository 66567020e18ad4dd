-- SPDX-FileCopyrightText: The Bedside authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A sum over all rows of each table, sealed: shows that no record is missing or older than it should be.

CREATE TABLE sums (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  sealed BLOB    NOT NULL
);
