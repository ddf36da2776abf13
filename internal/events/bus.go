// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package events

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// Event is a fact, as a struct that JSON can carry. EventKind is a constant of
// the type, such as "intake.submitted"; it must not read the receiver's fields.
type Event interface{ EventKind() string }

// Envelope is an event on its way to one subscriber.
type Envelope[E Event] struct {
	ID      string    // of the event, the same for all subscribers
	At      time.Time // when it was published
	Event   E
	Attempt int // of this subscriber, from 1

	job jobs.Job[message]
}

// Finish marks the event handled by this subscriber in its own transaction, so
// that effect and completion are one; see jobs.Job.Finish.
func (e Envelope[E]) Finish(ctx context.Context, tx *database.Tx) error { return e.job.Finish(ctx, tx) }

// message is the payload of a subscriber's job.
type message struct {
	ID    string          `json:"id"`
	At    time.Time       `json:"at"`
	Event json.RawMessage `json:"event"`
}

// Bus knows who wants to be told of what. Subscribers are added while the
// process is assembled; after that it is safe for concurrent use.
type Bus struct {
	q     *jobs.Queue
	now   func() time.Time
	kinds map[string]*subscription
}

// subscription is what is known of one kind of event.
type subscription struct {
	event reflect.Type
	jobs  []string // one kind of job per subscriber
}

// NewBus returns a bus without subscribers. Publishing to nobody is fine.
func NewBus(q *jobs.Queue) *Bus {
	return &Bus{q: q, now: q.Now, kinds: map[string]*subscription{}}
}

// On subscribes to the events of type E. The subscriber's name is stored in
// jobs and tells dead letters apart. A second subscriber of the same name for
// the same event, or a second type for a kind, is a mistake of the programmer,
// and panics.
func On[E Event](bus *Bus, subscriber string, do func(context.Context, Envelope[E]) error, options ...jobs.Option) {
	var zero E
	of := reflect.TypeFor[E]()
	if of.Kind() != reflect.Struct {
		panic(fmt.Sprintf("events: %s is not a struct", of))
	}
	kind := zero.EventKind()
	known := bus.kinds[kind]
	if known == nil {
		known = &subscription{event: of}
		bus.kinds[kind] = known
	}
	if known.event != of {
		panic(fmt.Sprintf("events: %q is the kind of both %s and %s", kind, known.event, of))
	}
	name := jobKind(kind, subscriber)
	jobs.Handle(bus.q, name, func(ctx context.Context, j jobs.Job[message]) error {
		envelope := Envelope[E]{ID: j.Payload.ID, At: j.Payload.At, Attempt: j.Attempt, job: j}
		if err := json.Unmarshal(j.Payload.Event, &envelope.Event); err != nil {
			return fmt.Errorf("event %s: %w", kind, err)
		}
		return do(ctx, envelope)
	}, options...)
	known.jobs = append(known.jobs, name)
}

func jobKind(event, subscriber string) string { return "event/" + event + "/" + subscriber }

// Publish tells the subscribers of each event, once the transaction commits. All
// events of one call go to the database together.
func (b *Bus) Publish(ctx context.Context, tx *database.Tx, events ...Event) (err error) {
	defer problem.Wrap(&err, "events.Publish")
	var inserts []jobs.Insert
	for _, e := range events {
		more, err := b.address(e)
		if err != nil {
			return err
		}
		inserts = append(inserts, more...)
	}
	return b.q.EnqueueAll(ctx, tx, inserts)
}

// address makes one job per subscriber of e.
func (b *Bus) address(e Event) ([]jobs.Insert, error) {
	known := b.kinds[e.EventKind()]
	if known == nil {
		return nil, nil
	}
	if got := reflect.TypeOf(e); got != known.event {
		return nil, fmt.Errorf("%s is published as %s, but its subscribers expect %s", e.EventKind(), got, known.event)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.EventKind(), err)
	}
	m := message{ID: ids.New(), At: b.now().UTC(), Event: body}
	inserts := make([]jobs.Insert, len(known.jobs))
	for i, kind := range known.jobs {
		inserts[i] = jobs.Insert{Kind: kind, Payload: m}
	}
	return inserts, nil
}
