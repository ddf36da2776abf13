-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one message to one address: what was said, to whom, and what became of it.
-- While the message is on its way `secrets` lists the parts of the body that open something
-- (links with a token); when it has left they are blanked in `body` and forgotten here.
CREATE TABLE delivery_message (
  id         TEXT PRIMARY KEY,
  owner      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  lang       TEXT NOT NULL,
  channel    TEXT NOT NULL,
  recipient  TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  subject    TEXT NOT NULL,
  body       TEXT NOT NULL,
  secrets    JSONB NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'deferred', 'sent', 'failed', 'bounced')),
  reason     TEXT NOT NULL,
  attempts   BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  sent_at    TIMESTAMPTZ,
  CHECK (state <> 'sent' OR sent_at IS NOT NULL),
  CHECK (state NOT IN ('failed', 'bounced') OR reason <> '')
);

CREATE INDEX delivery_message_owner ON delivery_message (owner, id);
