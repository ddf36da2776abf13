-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The page of failures looks for the few lost messages among all that were ever sent.
CREATE INDEX delivery_message_lost ON delivery_message (id) WHERE state IN ('failed', 'bounced');
