// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"

	"pratica/internal/casework"
	"pratica/internal/problem"
)

// Export hands over every row of a list, page by page, so that memory does not
// grow with it. That it was exported is recorded before the first row leaves.
func (s *Service) Export(ctx context.Context, actor casework.Actor, q Query, format string, row func(Row) error) (err error) {
	defer problem.Wrap(&err, "worklist.Export")
	if err := s.record(ctx, actor, "worklist.export", exportDetail(q, format)); err != nil {
		return err
	}
	q.After, q.Limit = "", maxRows
	for {
		page, err := s.list(ctx, actor, q)
		if err != nil {
			return err
		}
		for _, r := range page.Rows {
			if err := row(r); err != nil {
				return err
			}
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// exportDetail says what was exported, but not the text that was looked for: it
// may be a name.
func exportDetail(q Query, format string) map[string]string {
	v := q.Values()
	detail := map[string]string{"format": format}
	for _, name := range []string{"scope", "state", "assignee", "urgent", "due_from", "due_to", "filed_from", "filed_to"} {
		if value := v.Get(name); value != "" {
			detail[name] = value
		}
	}
	if q.Text != "" {
		detail["text"] = "yes"
	}
	return detail
}
