-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- From which day a case goes before others; 9999-12-31 when it never does. "urgent" follows it, day by day.
ALTER TABLE worklist_item ADD COLUMN urgent_from TEXT NOT NULL DEFAULT '9999-12-31';

CREATE INDEX worklist_item_urgent ON worklist_item (hearing_on, urgent) WHERE hearing_on <> '9999-12-31';
