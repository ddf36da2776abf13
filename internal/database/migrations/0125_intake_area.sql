-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- In whose area a draft is: an account beside the mailed link. "started_by" is who began it or brought it there; a row
-- with "removed_at" is in the bin. What was filed stays here as history, and opens nothing.
CREATE TABLE intake_area (
  application TEXT PRIMARY KEY REFERENCES intake_application (id) ON DELETE CASCADE,
  account     TEXT NOT NULL,
  started_by  TEXT NOT NULL,
  kept_at     TIMESTAMPTZ NOT NULL,
  removed_at  TIMESTAMPTZ
);
CREATE INDEX intake_area_account ON intake_area (account, application);
CREATE INDEX intake_area_removed ON intake_area (removed_at) WHERE removed_at IS NOT NULL;
