// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// Deps are what the service needs. All but Body are required.
type Deps struct {
	DB     *database.DB
	Queue  *jobs.Queue
	Bus    *events.Bus
	Audit  *audit.Log
	Texts  *Texts
	Sender Sender
	// Body says what the body is called and writes at the end of each message now;
	// nil: what Sender says.
	Body   func(ctx context.Context, tx *database.Tx, from Sender) (Sender, error)
	Domain string // right part of each Message-ID: the domain of the sender's address
	Now    func() time.Time
}

// Service sends messages and knows what became of them. It is safe for concurrent use.
type Service struct {
	deps     Deps
	channels map[string]Channel
	outbox   bool // whatever channel is asked for, the message stays here
}

// New returns the service of a real body, with its channels, and registers its work with the queue. Which channel a message
// takes is said by Message.Via.
func New(d Deps, channels ...Channel) (*Service, error) {
	s := &Service{deps: d, channels: map[string]Channel{}}
	for _, channel := range channels {
		if _, twice := s.channels[channel.Name()]; twice {
			return nil, fmt.Errorf("delivery: two channels are named %q", channel.Name())
		}
		s.channels[channel.Name()] = channel
	}
	return s, s.start()
}

// NewDemo returns the service of a demo or of training. It takes no channel, so nothing it is told can reach anybody: each message
// ends in the outbox, where a page shows it with its links.
func NewDemo(d Deps) (*Service, error) {
	s := &Service{deps: d, outbox: true, channels: map[string]Channel{OutboxName: Outbox{}}}
	return s, s.start()
}

func (s *Service) start() error {
	domain := s.deps.Domain
	if domain == "" || strings.ContainsFunc(domain, isBlankOrControl) || strings.ContainsAny(domain, "<>@") {
		return fmt.Errorf("delivery: %q is not a domain", domain)
	}
	jobs.Handle(s.deps.Queue, sendKind, s.send)
	return nil
}

// Send records a message in the caller's transaction; it leaves after the commit, or not at all if there is none. It returns the
// message's id. A wrong address is the problem "delivery.address_invalid"; a wrong or missing value of the text is a fault of ours.
func (s *Service) Send(ctx context.Context, tx *database.Tx, m Message) (id string, err error) {
	defer problem.Wrap(&err, "delivery.Send(%s)", m.Template)
	record, err := s.compose(ctx, tx, m)
	if err != nil {
		return "", err
	}
	if err := insert(ctx, tx, record); err != nil {
		return "", err
	}
	return record.ID, s.deps.Queue.Enqueue(ctx, tx, jobs.Insert{Kind: sendKind, Payload: sendJob{Message: record.ID}, Unique: record.ID})
}

func (s *Service) compose(ctx context.Context, tx *database.Tx, m Message) (Record, error) {
	channel, err := s.route(m.Via)
	if err != nil {
		return Record{}, err
	}
	to, err := ParseAddress(m.To)
	if err != nil {
		return Record{}, err
	}
	from := s.deps.Sender
	if s.deps.Body != nil {
		if from, err = s.deps.Body(ctx, tx, from); err != nil {
			return Record{}, err
		}
	}
	rendered, err := s.deps.Texts.Render(m, from)
	if err != nil {
		return Record{}, err
	}
	id, now := ids.New(), database.T(s.deps.Now()).Time
	return Record{
		ID: id, Owner: m.Owner, Kind: m.Template, Lang: rendered.Lang, Channel: channel, To: to, MessageID: "<" + id + "@" + s.deps.Domain + ">",
		Subject: rendered.Subject, Body: rendered.Body, State: StateQueued, CreatedAt: now, ChangedAt: now, secrets: s.secretsOf(m),
	}, nil
}

func (s *Service) route(via string) (string, error) {
	if s.outbox {
		return OutboxName, nil
	}
	if via == "" {
		via = EMail
	}
	if s.channels[via] == nil {
		return "", fmt.Errorf("no channel is named %q", via)
	}
	return via, nil
}

// secretsOf lists the parts of the text that open something. The outbox keeps them in sight: its page is the only reader.
func (s *Service) secretsOf(m Message) []string {
	secrets := []string{} // never nil: the column holds a list
	if s.outbox {
		return secrets
	}
	known, _ := fieldsOf(m.Template)
	for _, name := range known.secret {
		if value := tidyValue(name, m.Args[name]); value != "" {
			secrets = append(secrets, value)
		}
	}
	return secrets
}

// List returns the messages about an application or case, newest first.
func (s *Service) List(ctx context.Context, owner string) (records []Record, err error) {
	defer problem.Wrap(&err, "delivery.List(%s)", owner)
	err = s.deps.DB.View(ctx, func(tx *database.Tx) error {
		records, err = byOwner(ctx, tx, owner)
		return err
	})
	return records, err
}

// Page returns up to n messages of all owners that are older than the one named before, newest first; before "" begins with the newest.
// It is the outbox of a demo, and the view of an administrator.
func (s *Service) Page(ctx context.Context, before string, n int) (records []Record, err error) {
	defer problem.Wrap(&err, "delivery.Page")
	err = s.deps.DB.View(ctx, func(tx *database.Tx) error {
		records, err = page(ctx, tx, before, n)
		return err
	})
	return records, err
}

// Get returns one message. An unknown id is the problem "delivery.unknown_message".
func (s *Service) Get(ctx context.Context, id string) (r Record, err error) {
	defer problem.Wrap(&err, "delivery.Get(%s)", id)
	err = s.deps.DB.View(ctx, func(tx *database.Tx) error {
		r, err = byID(ctx, tx, id)
		return err
	})
	if errors.Is(err, database.ErrNotFound) {
		return Record{}, problem.New(problem.NotFound, "delivery.unknown_message").Because(err)
	}
	return r, err
}

// Bounce reads a report of non-delivery, as the mail server of the return address hands it over, marks the message that it speaks of, and
// tells the subscribers of Bounced. Reports of delay or success change nothing. What is no report is the problem
// "delivery.not_a_report"; a report about a message that is not ours is "delivery.report_unmatched". A report read twice counts once.
//
// Anybody can write to the return address. A report is believed because it names a Message-ID, which nobody can guess
// who has not got the message, and each message has one recipient.
func (s *Service) Bounce(ctx context.Context, r io.Reader) (err error) {
	defer problem.Wrap(&err, "delivery.Bounce")
	report, err := ParseDSN(r)
	if err != nil {
		return problem.New(problem.Invalid, "delivery.not_a_report").Because(err)
	}
	reason, failed := report.failure()
	if !failed {
		return nil
	}
	err = s.deps.DB.Update(ctx, func(tx *database.Tx) error {
		return s.bounced(ctx, tx, report.MessageID, reason)
	})
	if errors.Is(err, database.ErrNotFound) {
		return problem.New(problem.NotFound, "delivery.report_unmatched").Because(err)
	}
	return err
}

func (s *Service) bounced(ctx context.Context, tx *database.Tx, messageID, reason string) error {
	record, err := byMessageID(ctx, tx, messageID)
	if err != nil || record.State.IsLost() {
		return err
	}
	record.State, record.Reason = StateBounced, reason
	return s.conclude(ctx, tx, record)
}

// conclude writes the end of a message, with its line in the chain of its case, and tells it.
func (s *Service) conclude(ctx context.Context, tx *database.Tx, r Record) error {
	now := database.T(s.deps.Now()).Time
	r.ChangedAt = now
	if r.State == StateSent {
		r.SentAt = now
	}
	r.Body, r.secrets = r.redacted(), []string{}
	if err := update(ctx, tx, r); err != nil {
		return err
	}
	if err := s.deps.Audit.Record(ctx, tx, entryOf(r)); err != nil {
		return err
	}
	if r.State.IsLost() {
		return s.deps.Bus.Publish(ctx, tx, Bounced{Message: r.ID, Owner: r.Owner, Kind: r.Kind, State: r.State, At: now})
	}
	return s.deps.Bus.Publish(ctx, tx, Delivered{Message: r.ID, Owner: r.Owner, Kind: r.Kind, At: now})
}

// entryOf names the message and never its reader; the queueing itself is recorded by whoever caused it.
func entryOf(r Record) audit.Entry {
	chain := audit.AdminChain
	if r.Owner != "" {
		chain = audit.CaseChain(r.Owner)
	}
	return audit.Entry{
		Chain: chain, Actor: audit.Actor{Kind: audit.System, ID: "delivery"}, Action: "delivery." + string(r.State), Subject: r.ID,
		Detail: map[string]string{"kind": string(r.Kind), "channel": r.Channel}, At: r.ChangedAt,
	}
}
