// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"fmt"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Submit files a frozen and signed application and returns its receipt once it
// is on stable storage. Submitting what is filed returns the same receipt.
//
// Steps: 1 check, against the application as it is now; 2 join the pool; 3 the
// batch is written, if the version checked is still the current one; 4 answer.
// A crash before 3 ends leaves nothing; after it, a repeat finds the receipt.
func (s *Service) Submit(ctx context.Context, id string) (_ Receipt, err error) {
	defer problem.Wrap(&err, "intake.Submit(%s)", id)
	if err := s.space(ctx); err != nil {
		return Receipt{}, err
	}
	c, err := s.compiledNow(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	if c.State == Filed {
		return s.Receipt(ctx, id)
	}
	content, err := s.ready(ctx, c)
	if err != nil {
		return Receipt{}, err
	}
	return s.pool.file(ctx, &entry{id: id, version: c.Version, content: content})
}

// ready returns the bytes to file, or all that still hinders filing.
func (s *Service) ready(ctx context.Context, c compiled) ([]byte, error) {
	checked, err := s.check(ctx, c)
	if err != nil {
		return nil, err
	}
	if len(checked.Wrong) > 0 {
		return nil, problem.New(problem.Invalid, "intake.incomplete").With(checked.Wrong...)
	}
	content, err := c.content(checked.Effective)
	if err != nil {
		return nil, err
	}
	bytes := content.Bytes()
	if fingerprintOf(bytes) != c.Fingerprint {
		// Nothing was typed since, but the day has changed what counts, such as a
		// limit with a date: the document must be printed again.
		return nil, problem.New(problem.Conflict, "intake.freeze_again")
	}
	return bytes, nil
}

// Hindrances lists what an application lacks before it can be filed.
func (s *Service) Hindrances(ctx context.Context, id string) ([]problem.Field, error) {
	c, err := s.compiledNow(ctx, id)
	if err != nil {
		return nil, err
	}
	checked, err := s.check(ctx, c)
	return checked.Wrong, err
}

// check adds to what the form finds what intake itself asks.
func (s *Service) check(ctx context.Context, c compiled) (Checked, error) {
	checked, err := s.Form.Check(ctx, c.Application, c.Papers)
	if err != nil {
		return Checked{}, err
	}
	if !c.Verified {
		checked.Wrong = append(checked.Wrong, problem.Field{Path: "email", Code: "intake.email_not_verified"})
	}
	if c.State != Frozen {
		checked.Wrong = append(checked.Wrong, problem.Field{Path: "sign", Code: "intake.not_frozen"})
		return checked, nil
	}
	unsigned, err := s.Signing.Ready(ctx, c.Application, c.Papers)
	checked.Wrong = append(checked.Wrong, unsigned...)
	return checked, err
}

// commitTimeout bounds one batch, resolveTimeout the look at what became of it; requests have their own, shorter patience.
const (
	commitTimeout  = time.Minute
	resolveTimeout = 10 * time.Second
)

// commit writes a batch and gives each entry its outcome. When the transaction
// of many fails, each is tried alone. The requests' contexts play no part: what
// has joined the pool is decided.
func (s *Service) commit(batch []*entry) {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	err := s.fileAll(ctx, batch)
	if err == nil {
		return
	}
	if len(batch) == 1 {
		s.resolve(batch[0], err)
		return
	}
	for _, e := range batch {
		if err := s.fileAll(ctx, []*entry{e}); err != nil {
			s.resolve(e, err)
		}
	}
}

// resolve learns what became of a filing whose transaction reported an error: a
// lost connection at commit says nothing about the commit.
func (s *Service) resolve(e *entry, cause error) {
	ctx, cancel := context.WithTimeout(context.Background(), resolveTimeout) // that of the batch may be over
	defer cancel()
	var found map[string]Receipt
	err := s.DB.View(ctx, func(tx *database.Tx) error {
		var err error
		found, err = receiptsOf(ctx, tx, []string{e.id})
		return err
	})
	receipt, filed := found[e.id]
	switch {
	case err != nil:
		e.err = problem.New(problem.Unavailable, "intake.outcome_unknown").Because(fmt.Errorf("%w; then: %w", cause, err))
	case filed:
		e.receipt = receipt
	default:
		e.err = problem.New(problem.Unavailable, "intake.not_filed").Because(cause)
	}
}

// fileAll writes a batch in one transaction and sets outcomes after its commit.
func (s *Service) fileAll(ctx context.Context, batch []*entry) error {
	var b *filingBatch
	err := s.DB.Update(ctx, func(tx *database.Tx) error {
		b = &filingBatch{service: s, entries: batch} // anew at each attempt
		return b.write(ctx, tx)
	})
	if err != nil {
		return err
	}
	for i, e := range batch {
		e.receipt, e.err = b.receipts[i], b.errs[i]
	}
	return nil
}

// filingBatch is one attempt at writing a batch.
type filingBatch struct {
	service  *Service
	entries  []*entry
	receipts []Receipt // by index of entries
	errs     []error
	accepted []int         // indices, in order of arrival
	actors   []audit.Actor // by index of entries: who files
}

func (b *filingBatch) write(ctx context.Context, tx *database.Tx) error {
	if err := b.sort(ctx, tx); err != nil {
		return err
	}
	if len(b.accepted) == 0 {
		return nil
	}
	if err := b.number(ctx, tx); err != nil {
		return err
	}
	filings, entries, filed := b.rows()
	if err := markFiled(ctx, tx, b.acceptedIDs(), b.service.Now()); err != nil {
		return err
	}
	if err := insertFilings(ctx, tx, filings); err != nil {
		return err
	}
	if err := b.service.Audit.Record(ctx, tx, entries...); err != nil {
		return err
	}
	return b.service.tell(ctx, tx, filed)
}

// sort decides each entry: filed before, acceptable, or refused.
func (b *filingBatch) sort(ctx context.Context, tx *database.Tx) error {
	ids := make([]string, len(b.entries))
	for i, e := range b.entries {
		ids[i] = e.id
	}
	applications, err := applicationsToFile(ctx, tx, ids)
	if err != nil {
		return err
	}
	before, err := receiptsOf(ctx, tx, filedAmong(applications))
	if err != nil {
		return err
	}
	b.receipts, b.errs, b.actors = make([]Receipt, len(ids)), make([]error, len(ids)), make([]audit.Actor, len(ids))
	for i, e := range b.entries {
		a, known := applications[e.id]
		receipt, filed := before[e.id]
		switch {
		case filed:
			b.receipts[i] = receipt
		case !known:
			b.errs[i] = problem.New(problem.NotFound, "intake.not_found")
		case a.Version != e.version || a.State != Frozen:
			b.errs[i] = problem.New(problem.Conflict, "intake.changed_elsewhere", "at", a.ChangedAt)
		default:
			b.accept(i, a)
		}
	}
	return nil
}

func filedAmong(applications map[string]Application) (ids []string) {
	for id, a := range applications {
		if a.State == Filed {
			ids = append(ids, id)
		}
	}
	return ids
}

func (b *filingBatch) accept(i int, a Application) {
	b.accepted = append(b.accepted, i)
	b.actors[i] = a.Paper.actor(a.ID)
	b.receipts[i] = Receipt{
		Application: a.ID, Code: a.Code, FiledAt: b.entries[i].received.UTC().Truncate(time.Microsecond),
		Procedure: a.Procedure, Definition: a.Definition, Lang: a.Lang, Email: a.Email, Way: a.Way, Fingerprint: a.Fingerprint,
	}
}

// number gives the accepted their numbers, in order of arrival. A batch that
// spans midnight of New Year's Eve takes from both years.
func (b *filingBatch) number(ctx context.Context, tx *database.Tx) error {
	byYear := map[int][]int{}
	for _, i := range b.accepted {
		year := b.receipts[i].FiledAt.In(b.service.Zone).Year()
		byYear[year] = append(byYear[year], i)
	}
	for year, members := range byYear {
		first, err := takeNumbers(ctx, tx, year, len(members))
		if err != nil {
			return err
		}
		for k, i := range members {
			b.receipts[i].Year, b.receipts[i].Number = year, first+int64(k)
		}
	}
	return nil
}

// rows are the filings with their audit entries and events.
func (b *filingBatch) rows() ([]Filing, []audit.Entry, []FiledEvent) {
	filings := make([]Filing, len(b.accepted))
	entries := make([]audit.Entry, len(b.accepted))
	filed := make([]FiledEvent, len(b.accepted))
	for k, i := range b.accepted {
		r := b.receipts[i]
		filings[k] = Filing{Receipt: r, Content: b.entries[i].content}
		entries[k] = audit.Entry{
			Chain: Chain(r.Application), Actor: b.actors[i],
			Action: "application.filed", Subject: r.Application, At: r.FiledAt,
			Detail: map[string]string{"number": fmt.Sprintf("%d/%d", r.Number, r.Year), "fingerprint": r.Fingerprint},
		}
		filed[k] = FiledEvent{
			Application: r.Application, Code: r.Code, Year: r.Year, Number: r.Number, FiledAt: r.FiledAt,
			Procedure: r.Procedure, Definition: r.Definition, Lang: r.Lang, Email: r.Email,
		}
	}
	return filings, entries, filed
}

func (b *filingBatch) acceptedIDs() []string {
	ids := make([]string, len(b.accepted))
	for k, i := range b.accepted {
		ids[k] = b.entries[i].id
	}
	return ids
}
