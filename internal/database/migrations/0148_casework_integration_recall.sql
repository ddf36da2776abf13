-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A request that the office took back: its state says "lapsed", as the releases before can read, and this says when and that it was
-- no lapse.
ALTER TABLE casework_integration ADD COLUMN recalled_at TIMESTAMPTZ;
