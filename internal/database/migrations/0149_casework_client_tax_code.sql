-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Who asks for their data is found by tax code among those who filed.
CREATE INDEX casework_client_tax_code ON casework_client (tax_code);
