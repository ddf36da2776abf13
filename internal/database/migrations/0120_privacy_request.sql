-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What people ask under GDPR art. 15. The register is the proof of the answer in time
-- (art. 5 para. 2, art. 12 para. 3); the copy itself goes once it was given.
CREATE TABLE privacy_request (
    id          TEXT PRIMARY KEY,
    year        BIGINT NOT NULL,
    number      BIGINT NOT NULL,
    name        TEXT NOT NULL,
    tax_code    TEXT NOT NULL,
    email       TEXT NOT NULL,
    asked_on    TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    extended    TEXT NOT NULL,   -- reason of the two more months; '' when there are none
    with_files  BOOLEAN NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('preparing', 'ready', 'answered')),
    total       BIGINT NOT NULL, -- applications to go through
    done        BIGINT NOT NULL,
    file        TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMPTZ NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TIMESTAMPTZ,
    UNIQUE (year, number),
    CHECK ((state = 'answered') = (answered_at IS NOT NULL))
);
CREATE INDEX casework_case_email ON casework_case (email);
