// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKill is the promise of the intake: whatever was acknowledged is there once, nothing is half there, and who asks
// again gets what he had.
func TestKill(t *testing.T) {
	each(t, count(applications, applicationsShort), func(t *testing.T, s *store) {
		var all tally
		for round := range count(rounds, roundsShort) {
			one := killRound(t, s)
			all.add(one)
			t.Logf("round %d: acknowledged %d, stored but not answered %d, not stored %d", round+1, one.acknowledged, one.unanswered, one.absent)
		}
		t.Logf("in all: acknowledged %d, stored but not answered %d, not stored %d", all.acknowledged, all.unanswered, all.absent)
	})
}

type tally struct{ acknowledged, unanswered, absent int }

func (t *tally) add(o tally) {
	t.acknowledged += o.acknowledged
	t.unanswered += o.unanswered
	t.absent += o.absent
}

// killRound kills one process while everybody files, and looks at what it left; then everybody files again.
func killRound(t *testing.T, s *store) tally {
	b := s.copy(t)
	acknowledged := fileAndKill(t, serve(t, b), b.ready)
	verify(t, b)
	before := inspect(t, b)
	found := judge(t, b, acknowledged, before)

	p := serve(t, b)
	fileAll(p, b.ready, func(w waiting, status int, err error) {
		if err != nil || status != http.StatusSeeOther {
			t.Errorf("filing %s again: status %d, %v", w.ID, status, err)
		}
	})
	after := inspectAfter(t, b, p)
	for id, filed := range before {
		if filed.number != 0 && filed.number != after[id].number {
			t.Errorf("%s had number %d and has %d after filing again", id, filed.number, after[id].number)
		}
	}
	gapless(t, after)
	return found
}

// judge compares what clients were told with what is there.
func judge(t *testing.T, b body, acknowledged map[string]bool, stored map[string]filed) tally {
	t.Helper()
	var found tally
	for _, w := range b.ready {
		is := stored[w.ID].number != 0
		switch {
		case acknowledged[w.ID] && !is:
			t.Errorf("%s was acknowledged and is not there", w.ID)
		case acknowledged[w.ID]:
			found.acknowledged++
		case is:
			found.unanswered++
		default:
			found.absent++
		}
	}
	return found
}

// fileAndKill files everything at once and kills the process at an instant between the first acknowledgement and the
// last. It returns whose acknowledgement was read to its end.
func fileAndKill(t *testing.T, p *process, ready []waiting) map[string]bool {
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	at := 1 + rand.N(len(ready)*9/10) // at least one is acknowledged, and, as answers come by the batch, hardly ever all
	reached := make(chan struct{})
	killed := make(chan struct{})
	go func() {
		defer close(killed)
		<-reached
		<-time.After(rand.N(3 * time.Millisecond)) // commits take milliseconds: strike anywhere in one
		p.kill()
	}()
	fileAll(p, ready, func(w waiting, status int, err error) {
		if err != nil { // the process is gone: nobody was told anything
			return
		}
		if status != http.StatusSeeOther {
			t.Errorf("filing %s: status %d", w.ID, status)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		acknowledged[w.ID] = true
		if len(acknowledged) == at {
			close(reached)
		}
	})
	if len(acknowledged) < at {
		t.Fatalf("only %d of %d were acknowledged:\n%s", len(acknowledged), len(ready), p.said)
	}
	<-killed
	return acknowledged
}

// fileAll files every application at the same time; answered is called from many goroutines.
func fileAll(p *process, ready []waiting, answered func(w waiting, status int, err error)) {
	var all sync.WaitGroup
	for _, w := range ready {
		all.Go(func() {
			status, _, err := p.file(w)
			answered(w, status, err)
		})
	}
	all.Wait()
}

// inspectAfter stops the process and looks again; what some people read on their receipts must be what is stored.
func inspectAfter(t *testing.T, b body, p *process) map[string]filed {
	t.Helper()
	pages := map[string]string{}
	for range 10 {
		w := b.ready[rand.N(len(b.ready))]
		status, page, err := p.receipt(w)
		if err != nil || status != http.StatusOK {
			t.Errorf("receipt of %s: status %d, %v", w.ID, status, err)
		}
		pages[w.ID] = page
	}
	p.stop(t)
	verify(t, b)
	after := inspect(t, b)
	for id, page := range pages {
		if want := after[id].label(); !strings.Contains(page, want) {
			t.Errorf("the receipt page of %s does not show %s", id, want)
		}
	}
	return after
}

func gapless(t *testing.T, all map[string]filed) {
	t.Helper()
	seen := map[int64]string{}
	for id, f := range all {
		if f.number < 1 || f.number > int64(len(all)) {
			t.Errorf("%s has number %d of %d", id, f.number, len(all))
		}
		if other := seen[f.number]; other != "" {
			t.Errorf("%s and %s have both number %d", id, other, f.number)
		}
		seen[f.number] = id
	}
}
