-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The order in which the holders of a role take turns. Who has no row comes after
-- those who have one, by the day on which they got the role.
CREATE TABLE office_roll (
    role       TEXT NOT NULL,
    account_id TEXT NOT NULL,
    place      BIGINT NOT NULL,
    PRIMARY KEY (role, account_id)
);
