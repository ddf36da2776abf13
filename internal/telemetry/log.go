// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
)

// LogOptions choose the form of the log.
type LogOptions struct {
	Level  string // debug, info, warn, error; anything else counts as info
	Format string // "json", or text
	// Open adds keys under which text is written as it is. A key belongs here only when its values never say
	// anything about a person.
	Open []string
}

// openKeys are the keys of codes, identifiers of ours, and names of parts of the program.
var openKeys = []string{
	"address", "application", "attempt", "bucket", "build", "case", "chain", "check", "code", "component", "database", "definition",
	"digest", "error", "event", "field", "file", "form", "format", "from_state", "host", "id", "job", "kind", "lang", "lease", "level",
	"method", "migration", "mode", "node", "office", "operation", "outcome", "panic", "procedure", "protocol", "reason", "request",
	"role", "route", "setting", "stack", "state", "status", "step", "subscriber", "template", "term", "version", "worker",
}

// NewLogger is a logger that writes to w, one line per record, without personal data.
func NewLogger(w io.Writer, o LogOptions) *slog.Logger {
	return slog.New(NewHandler(formatted(w, o), o.Open...))
}

func formatted(w io.Writer, o LogOptions) slog.Handler {
	var level slog.Level
	if level.UnmarshalText([]byte(o.Level)) != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if o.Format == "json" {
		return slog.NewJSONHandler(w, options)
	}
	return slog.NewTextHandler(w, options)
}

// NewHandler cleans records before next sees them, and adds the request's id from the context.
func NewHandler(next slog.Handler, open ...string) slog.Handler {
	set := make(map[string]bool, len(openKeys)+len(open))
	for _, key := range slices.Concat(openKeys, open) {
		set[key] = true
	}
	return handler{next: next, open: set}
}

// handler is the slog.Handler that lets no personal data through.
type handler struct {
	next slog.Handler
	open map[string]bool
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, Redact(r.Message), r.PC)
	if id := RequestID(ctx); id != "" {
		clean.AddAttrs(slog.String("request", id))
	}
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.clean(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	cleaned := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		cleaned[i] = h.clean(a)
	}
	return handler{h.next.WithAttrs(cleaned), h.open}
}

func (h handler) WithGroup(name string) slog.Handler {
	return handler{h.next.WithGroup(name), h.open}
}

// hidden stands where a value was not written.
const hidden = "[hidden]"

// clean decides by the type of the value first, then by the key.
func (h handler) clean(a slog.Attr) slog.Attr {
	value := a.Value.Resolve()
	switch value.Kind() {
	case slog.KindBool, slog.KindDuration, slog.KindFloat64, slog.KindInt64, slog.KindUint64, slog.KindTime:
		return slog.Attr{Key: a.Key, Value: value}
	case slog.KindGroup:
		members := make([]slog.Attr, 0, len(value.Group()))
		for _, member := range value.Group() {
			members = append(members, h.clean(member))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(members...)}
	case slog.KindString:
		return slog.String(a.Key, h.text(a.Key, value.String()))
	}
	switch v := value.Any().(type) {
	case nil:
		return slog.Attr{Key: a.Key, Value: value}
	case error:
		return slog.String(a.Key, Redact(v.Error()))
	case fmt.Stringer:
		return slog.String(a.Key, h.text(a.Key, v.String()))
	}
	return slog.String(a.Key, hidden)
}

func (h handler) text(key, value string) string {
	if !h.open[key] {
		return hidden
	}
	return Redact(value)
}
