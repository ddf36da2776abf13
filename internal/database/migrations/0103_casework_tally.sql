-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- For each case, the counts of yearly statistics that it is in. "value" is that
-- by which the count is split, empty when it is not. The rows can be made again
-- from the cases at any time.
CREATE TABLE casework_tally (
  case_id   TEXT NOT NULL REFERENCES casework_case (id),
  statistic TEXT NOT NULL,
  count     TEXT NOT NULL,
  procedure TEXT NOT NULL,
  year      BIGINT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (case_id, statistic, count)
);

CREATE INDEX casework_tally_year ON casework_tally (procedure, statistic, year, count, value);
