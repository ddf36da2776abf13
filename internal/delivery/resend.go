// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"errors"
	"strings"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// LostLink says whether the message held a link that opens something and that was blanked when the message ended: to say the
// same again, a new link is needed.
func (r Record) LostLink() bool { return strings.Contains(r.Body, blank) }

// Lost returns up to n messages that did not arrive and were not said again since, newest first.
func (s *Service) Lost(ctx context.Context, n int) (records []Record, err error) {
	defer problem.Wrap(&err, "delivery.Lost")
	err = s.deps.DB.View(ctx, func(tx *database.Tx) error {
		records, err = lost(ctx, tx, n)
		return err
	})
	return records, err
}

// Resend says a lost message again, as a new one: the old row stays what it was. link takes the place of the link that was blanked;
// without one such a message is the problem "delivery.link_gone". A message that is not lost is "delivery.not_lost".
func (s *Service) Resend(ctx context.Context, tx *database.Tx, id, link string) (again string, err error) {
	defer problem.Wrap(&err, "delivery.Resend(%s)", id)
	old, err := byID(ctx, tx, id)
	switch {
	case errors.Is(err, database.ErrNotFound):
		return "", problem.New(problem.NotFound, "delivery.unknown_message").Because(err)
	case err != nil:
		return "", err
	case !old.State.IsLost():
		return "", problem.New(problem.Conflict, "delivery.not_lost")
	case old.LostLink() && link == "":
		return "", problem.New(problem.Conflict, "delivery.link_gone")
	}
	record, err := s.anew(old, link)
	if err != nil {
		return "", err
	}
	if err := insert(ctx, tx, record); err != nil {
		return "", err
	}
	return record.ID, s.deps.Queue.Enqueue(ctx, tx, jobs.Insert{Kind: sendKind, Payload: sendJob{Message: record.ID}, Unique: record.ID})
}

// anew is the message as if it had just been composed, under a Message-ID of its own: a report about the old one must not hit it.
func (s *Service) anew(old Record, link string) (Record, error) {
	via := old.Channel
	if s.channels[via] == nil {
		via = "" // that channel is not configured any more
	}
	channel, err := s.route(via)
	if err != nil {
		return Record{}, err
	}
	id, now := ids.New(), database.T(s.deps.Now()).Time
	r := Record{
		ID: id, Owner: old.Owner, Kind: old.Kind, Lang: old.Lang, Channel: channel, To: old.To, MessageID: "<" + id + "@" + s.deps.Domain + ">",
		Subject: old.Subject, Body: old.Body, State: StateQueued, CreatedAt: now, ChangedAt: now, secrets: []string{},
	}
	if old.LostLink() {
		r.Body = strings.ReplaceAll(old.Body, blank, link)
		if !s.outbox {
			r.secrets = []string{link}
		}
	}
	return r, nil
}
