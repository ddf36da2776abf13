-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What people report about the accessibility of the pages (L. 4/2004 art. 3-quater).
-- The body answers by due_on at the address that who wrote has left; it is blanked
-- once the answer is on its way.
CREATE TABLE office_feedback (
    id          TEXT PRIMARY KEY,
    at          TIMESTAMPTZ NOT NULL,
    due_on      TEXT NOT NULL,
    place       TEXT NOT NULL,
    report      TEXT NOT NULL,
    email       TEXT NOT NULL,
    lang        TEXT NOT NULL,
    answer      TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TIMESTAMPTZ
);
CREATE INDEX office_feedback_at ON office_feedback (at, id);
