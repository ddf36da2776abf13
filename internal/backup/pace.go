// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"io"
	"time"
)

// pace keeps a run below so many bytes a second, because people work meanwhile.
// The time that the work itself takes is not counted, so it errs on the slow side.
type pace struct {
	rate int64 // bytes a second; zero for no bound
	debt time.Duration
}

// rest is the shortest pause worth making.
const rest = 20 * time.Millisecond

// spend waits for as long as n bytes may take.
func (p *pace) spend(ctx context.Context, n int) error {
	if p.rate <= 0 {
		return ctx.Err()
	}
	p.debt += time.Duration(float64(n) / float64(p.rate) * float64(time.Second))
	if p.debt < rest {
		return nil
	}
	timer := time.NewTimer(p.debt)
	defer timer.Stop()
	p.debt = 0
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reader slows a reader down.
func (p *pace) reader(ctx context.Context, r io.Reader) io.Reader { return pacedReader{ctx, p, r} }

type pacedReader struct {
	ctx  context.Context
	pace *pace
	r    io.Reader
}

func (r pacedReader) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	if wait := r.pace.spend(r.ctx, n); wait != nil {
		return n, wait
	}
	return n, err
}
