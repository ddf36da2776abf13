// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/delivery"
	"pratica/internal/delivery/deliverytest"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/testpeers/smtpsim"
)

func TestSendRecordsWhatWasSaid(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		box := &deliverytest.Box{}
		h := newHouse(t, db, box)
		id := h.send(receipt())
		queued := h.wantState(id, delivery.StateQueued, "", 0)
		if !strings.Contains(queued.Body, "/d/very-secret-token") || len(box.All("")) != 0 {
			t.Fatal("the message must wait, whole, for its job")
		}
		h.clock.Advance(time.Second)
		h.drain()

		sent := h.wantState(id, delivery.StateSent, "", 1)
		if got, want := sent.SentAt, h.clock.Now(); !got.Equal(want) {
			t.Errorf("sent at %s, want %s", got, want)
		}
		mail := box.Last(t, reader)
		if diff := cmp.Diff(queued.Body, mail.Text); diff != "" {
			t.Errorf("sent text differs from the recorded one:\n%s", diff)
		}
		if link := deliverytest.Link(t, mail.Text); link != "https://sportello.example.it/d/very-secret-token" {
			t.Errorf("link %q", link)
		}
		if strings.Contains(sent.Body, "secret") || !strings.Contains(sent.Body, "Numero: 12/2026") {
			t.Errorf("the record must lose the link and nothing else:\n%s", sent.Body)
		}
		want := []delivery.Delivered{{Message: id, Owner: "application-1", Kind: delivery.Receipt, At: h.clock.Now()}}
		if diff := cmp.Diff(want, h.delivered); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

func TestSendBelongsToTheTransaction(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		box := &deliverytest.Box{}
		h := newHouse(t, db, box)
		undo := errors.New("undo")
		err := db.Update(t.Context(), func(tx *database.Tx) error {
			if _, err := h.service.Send(t.Context(), tx, receipt()); err != nil {
				return err
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		h.drain()
		records := must[[]delivery.Record](t)(h.service.List(t.Context(), "application-1"))
		if len(records) != 0 || len(box.All("")) != 0 {
			t.Errorf("%d records and %d mails of an act that never happened", len(records), len(box.All("")))
		}
	})
}

func TestSendRefuses(t *testing.T) {
	db := databasetest.SQLite(t)
	h := newHouse(t, db, &deliverytest.Box{})
	for name, test := range map[string]struct {
		change func(*delivery.Message)
		kind   problem.Kind
	}{
		"wrong address":   {func(m *delivery.Message) { m.To = "anna@example" }, problem.Invalid},
		"second address":  {func(m *delivery.Message) { m.To = "anna@example.org, bob@example.org" }, problem.Invalid},
		"missing value":   {func(m *delivery.Message) { delete(m.Args, "link") }, problem.Internal},
		"unknown channel": {func(m *delivery.Message) { m.Via = "pigeon" }, problem.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			m := receipt()
			test.change(&m)
			err := db.Update(t.Context(), func(tx *database.Tx) error {
				_, err := h.service.Send(t.Context(), tx, m)
				return err
			})
			if err == nil || problem.KindOf(err) != test.kind {
				t.Errorf("error %v, want kind %s", err, test.kind)
			}
			if err != nil && strings.Contains(err.Error(), "anna") {
				t.Error("the error names a person")
			}
		})
	}
}

func TestTemporaryFailureIsTriedAgainAndThenGivenUp(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		box := &deliverytest.Box{}
		box.Fail(&delivery.Failure{Code: 451, Text: "4.3.0 try later"})
		h := newHouse(t, db, box)
		id := h.send(receipt())
		for attempt := 1; attempt < jobs.DefaultMaxAttempts; attempt++ {
			h.drainFailing()
			h.wantState(id, delivery.StateDeferred, "451 4.3.0 try later", attempt)
			h.clock.Advance(24 * time.Hour)
		}
		h.drain()
		r := h.wantState(id, delivery.StateFailed, "451 4.3.0 try later", jobs.DefaultMaxAttempts)
		if strings.Contains(r.Body, "secret") {
			t.Error("a message given up keeps its link")
		}
		want := []delivery.Bounced{{Message: id, Owner: "application-1", Kind: delivery.Receipt, State: delivery.StateFailed, At: h.clock.Now()}}
		if diff := cmp.Diff(want, h.bounced); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// stopping is a channel during whose work the node is told to stop.
type stopping struct{ stop context.CancelFunc }

func (stopping) Name() string { return delivery.EMail }

func (s stopping) Send(ctx context.Context, _ delivery.Mail) error {
	s.stop()
	<-ctx.Done()
	return ctx.Err()
}

func TestStopOfTheNodeIsNoAttempt(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		h := newHouse(t, db, stopping{cancel})
		id := h.send(receipt())
		if err := h.queue.Drain(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		h.wantState(id, delivery.StateQueued, "", 0)
	})
}

func TestErrorOfOursIsNotShown(t *testing.T) {
	h := newHouse(t, databasetest.SQLite(t), failing("dial tcp 10.1.2.3:25: anna@example.org"))
	id := h.send(receipt())
	h.drainFailing()
	h.wantState(id, delivery.StateDeferred, "no answer", 1)
}

func failing(text string) delivery.Channel {
	box := &deliverytest.Box{}
	box.Fail(errors.New(text))
	return box
}

func TestDemoReachesNobody(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		h := build(t, db, delivery.NewDemo)
		m := receipt()
		m.Via = delivery.EMail // what a real body would say changes nothing
		id := h.send(m)
		h.drain()
		r := h.wantState(id, delivery.StateSent, "", 1)
		if r.Channel != delivery.OutboxName {
			t.Errorf("channel %q", r.Channel)
		}
		last := deliverytest.LastRecord(t, h.service, reader)
		if link := deliverytest.Link(t, last.Body); link != "https://sportello.example.it/d/very-secret-token" {
			t.Errorf("the page of the outbox must keep its links, has %q", link)
		}
	})
}

// TestDemoTakesNoChannel proves it by type: there is no value by which a demo could be given a real channel, before or after.
func TestDemoTakesNoChannel(t *testing.T) {
	channel := reflect.TypeFor[delivery.Channel]()
	constructor := reflect.TypeOf(delivery.NewDemo)
	if constructor.NumIn() != 1 || constructor.IsVariadic() {
		t.Error("NewDemo takes more than its Deps")
	}
	deps := reflect.TypeFor[delivery.Deps]()
	for field := range deps.Fields() {
		if field.Type.Implements(channel) || field.Type == channel {
			t.Errorf("Deps.%s can hold a channel", field.Name)
		}
	}
	service := reflect.TypeFor[*delivery.Service]()
	for field := range service.Elem().Fields() {
		if field.IsExported() {
			t.Errorf("Service.%s can be set from outside", field.Name)
		}
	}
	for method := range service.Methods() {
		for in := range method.Type.Ins() {
			if in == channel {
				t.Errorf("Service.%s takes a channel", method.Name)
			}
		}
	}
}

// TestDemoIgnoresWhatARealServiceLeft covers a database in which real messages wait: the demo has no channel for them.
func TestDemoIgnoresWhatARealServiceLeft(t *testing.T) {
	db := databasetest.SQLite(t)
	server := must[*smtpsim.Server](t)(smtpsim.New(smtpsim.Options{}))
	defer server.Stop()
	id := newHouse(t, db, plainSMTP(t, server)).send(receipt())
	demo := build(t, db, delivery.NewDemo)
	demo.drainFailing()
	demo.wantState(id, delivery.StateQueued, "", 0)
	if n := len(server.Mails()); n != 0 {
		t.Errorf("%d mails left a demo", n)
	}
}

func TestListAndPage(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, &deliverytest.Box{})
		var ids []string
		for _, owner := range []string{"a", "b", "a", "c"} {
			m := receipt()
			m.Owner = owner
			ids = append(ids, h.send(m))
		}
		list := must[[]delivery.Record](t)(h.service.List(t.Context(), "a"))
		if diff := cmp.Diff([]string{ids[2], ids[0]}, recordIDs(list)); diff != "" {
			t.Errorf("list (-want +got):\n%s", diff)
		}
		first := must[[]delivery.Record](t)(h.service.Page(t.Context(), "", 3))
		second := must[[]delivery.Record](t)(h.service.Page(t.Context(), first[2].ID, 3))
		if diff := cmp.Diff([]string{ids[3], ids[2], ids[1], ids[0]}, recordIDs(append(first, second...))); diff != "" {
			t.Errorf("pages (-want +got):\n%s", diff)
		}
		if _, err := h.service.Get(t.Context(), "nothing"); !problem.Is(err, "delivery.unknown_message") {
			t.Errorf("error %v", err)
		}
	})
}

func recordIDs(records []delivery.Record) []string {
	var all []string
	for _, r := range records {
		all = append(all, r.ID)
	}
	return all
}

func TestNewRefuses(t *testing.T) {
	db := databasetest.SQLite(t)
	now := time.Now
	deps := delivery.Deps{DB: db, Queue: jobs.New(db, jobs.Options{Now: now}), Now: now, Domain: "example.it"}
	if _, err := delivery.New(deps, &deliverytest.Box{}, &deliverytest.Box{}); err == nil {
		t.Error("two channels of one name")
	}
	for _, domain := range []string{"", "a b", "x@example.it", "example.it>\r\nBcc: x"} {
		deps.Domain = domain
		if _, err := delivery.New(deps); err == nil {
			t.Errorf("domain %q", domain)
		}
	}
}
