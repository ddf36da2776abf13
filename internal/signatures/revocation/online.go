// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package revocation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"pratica/internal/signatures/certificate"
)

// Online asks the addresses that are written in a certificate: first those that
// answer about it, then lists. What was said is remembered until it grows old.
type Online struct {
	Client   *http.Client
	Now      func() time.Time
	Patience time.Duration // for all questions about one certificate

	mu       sync.Mutex
	remember map[string]remembered
}

// remembered is an answer, or that there was none.
type remembered struct {
	statement Statement
	until     time.Time
}

// Limits of what is read and remembered.
const (
	maxAnswer     = 1 << 20
	maxList       = 64 << 20
	maxRemembered = 4096
	longest       = 6 * time.Hour    // that an answer is believed without being asked again
	afterSilence  = 30 * time.Second // before somebody who was silent is asked again
)

// Statements implements Source.
func (o *Online) Statements(ctx context.Context, c, issuer *certificate.Certificate) ([]Statement, error) {
	ctx, cancel := context.WithTimeout(ctx, o.Patience)
	defer cancel()
	for _, address := range c.OCSP {
		key := address + "\x00" + string(c.RawIssuer) + "\x00" + c.Serial.String()
		if s := o.recall(ctx, key, c, issuer, func() ([]byte, error) { return o.ask(ctx, address, Question(c, issuer)) }); s != nil {
			return []Statement{s}, nil
		}
	}
	for _, address := range c.CRLs {
		if s := o.recall(ctx, address, c, issuer, func() ([]byte, error) { return o.fetch(ctx, address) }); s != nil {
			return []Statement{s}, nil
		}
	}
	return nil, ErrAway
}

// recall returns what is remembered under a key while it holds, otherwise what
// is said now; nil when nothing is said of the certificate.
func (o *Online) recall(ctx context.Context, key string, c, issuer *certificate.Certificate, get func() ([]byte, error)) Statement {
	now := o.Now()
	o.mu.Lock()
	known, ok := o.remember[key]
	o.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.statement
	}
	found := remembered{until: now.Add(afterSilence)}
	if raw, err := get(); err == nil {
		if s, err := Read(raw); err == nil {
			if status, ok := s.About(c, issuer); ok && status.State != Unknown && !(!status.NextUpdate.IsZero() && status.NextUpdate.Before(now)) {
				found = remembered{s, untilNext(now, status)}
			}
		}
	}
	if ctx.Err() == nil {
		o.keep(key, found)
	}
	return found.statement
}

func untilNext(now time.Time, s Status) time.Time {
	until := now.Add(longest)
	if !s.NextUpdate.IsZero() && s.NextUpdate.Before(until) {
		return s.NextUpdate
	}
	return until
}

func (o *Online) keep(key string, r remembered) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.remember == nil || len(o.remember) >= maxRemembered {
		o.remember = map[string]remembered{}
	}
	o.remember[key] = r
}

func (o *Online) ask(ctx context.Context, address string, question []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/ocsp-request")
	r.Header.Set("Accept", "application/ocsp-response")
	return o.send(r, maxAnswer)
}

func (o *Online) fetch(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	return o.send(r, maxList)
}

func (o *Online) send(r *http.Request, most int64) ([]byte, error) {
	if !strings.HasPrefix(r.URL.Scheme, "http") {
		return nil, fmt.Errorf("revocation: %s is not asked", r.URL.Scheme)
	}
	answer, err := o.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("revocation: %s", answer.Status)
	}
	raw, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err == nil && int64(len(raw)) > most {
		err = errors.New("revocation: the answer is too long")
	}
	return raw, err
}
