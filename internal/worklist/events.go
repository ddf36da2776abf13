// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"

	"pratica/internal/casework"
	"pratica/internal/events"
)

// Subscribe keeps the list up to date with what happens to cases. An event that
// comes twice, or late, changes nothing.
func (s *Service) Subscribe(bus *events.Bus) {
	events.On(bus, "worklist", func(ctx context.Context, e events.Envelope[casework.Opened]) error {
		return s.Refresh(ctx, e.Event.Case, e.Finish)
	})
	events.On(bus, "worklist", func(ctx context.Context, e events.Envelope[casework.Changed]) error {
		return s.Refresh(ctx, e.Event.Case, e.Finish)
	})
}
