// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// How far the clock may be from another. What is filed bears its time to the
// second, and terms end at midnight.
const (
	clockWarning = 2 * time.Second
	clockFailure = 30 * time.Second
)

func (d *doctor) clock(ctx context.Context) []Finding {
	var findings []Finding
	if d.app != nil {
		before := d.now()
		at, other, err := d.app.DB.Clock(ctx)
		switch {
		case err != nil:
			findings = append(findings, failure("database.failed", "error", err.Error()))
		case other:
			findings = append(findings, offset("clock.database", at.Time, before, d.now(), 0))
		}
	}
	if source := d.c.Doctor.TimeSource; source != "" {
		findings = append(findings, d.source(ctx, source))
	}
	if len(findings) == 0 {
		findings = append(findings, fine("clock.alone"))
	}
	return findings
}

// offset compares an instant that another clock showed between two of ours;
// grain is how coarse the other is.
func offset(code string, other, before, after time.Time, grain time.Duration) Finding {
	middle := before.Add(after.Sub(before) / 2)
	off := other.Add(grain / 2).Sub(middle)
	doubt := after.Sub(before)/2 + grain/2
	args := []any{"seconds", fmt.Sprintf("%.1f", off.Seconds())}
	switch away := off.Abs() - doubt; {
	case away > clockFailure:
		return failure(code+"_wrong", args...)
	case away > clockWarning:
		return warning(code+"_off", args...)
	}
	return fine(code+"_ok", args...)
}

func (d *doctor) source(ctx context.Context, source string) Finding {
	u, err := url.Parse(source)
	if err != nil {
		return warning("clock.source_failed", "source", source, "error", err.Error())
	}
	ask, grain := d.httpDate, time.Second
	if u.Scheme == "ntp" {
		ask, grain = d.ntpTime, 0
	}
	before := d.now()
	at, err := ask(ctx, u)
	if err != nil {
		return warning("clock.source_failed", "source", source, "error", err.Error())
	}
	return offset("clock.source", at, before, d.now(), grain)
}

// httpDate is the Date of an answer (RFC 9110 §6.6.1), whatever the answer is.
func (d *doctor) httpDate(ctx context.Context, u *url.URL) (time.Time, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, u.String(), nil)
	if err != nil {
		return time.Time{}, err
	}
	client := &http.Client{Timeout: doctorTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		return time.Time{}, err
	}
	answer.Body.Close()
	return http.ParseTime(answer.Header.Get("Date"))
}

// ntpEpoch is 1 January 1900 in seconds before 1970 (RFC 5905 §6).
const ntpEpoch = 2208988800

// ntpTime asks once, as a client of SNTP does (RFC 4330).
func (d *doctor) ntpTime(ctx context.Context, u *url.URL) (time.Time, error) {
	port := u.Port()
	if port == "" {
		port = "123"
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return time.Time{}, err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return time.Time{}, err
		}
	}
	question := make([]byte, 48)
	question[0] = 4<<3 | 3 // version 4, client
	binary.BigEndian.PutUint64(question[40:], uint64(d.now().UnixNano()))
	if _, err := conn.Write(question); err != nil {
		return time.Time{}, err
	}
	answer := make([]byte, 48)
	if _, err := conn.Read(answer); err != nil {
		return time.Time{}, err
	}
	return ntpAnswer(question, answer)
}

// ntpAnswer reads when the server sent its answer. One that does not repeat our
// question's time answers somebody else's.
func ntpAnswer(question, answer []byte) (time.Time, error) {
	mode, stratum := answer[0]&7, answer[1]
	if mode != 4 || stratum == 0 || stratum > 15 || string(answer[24:32]) != string(question[40:48]) {
		return time.Time{}, errors.New("the server's answer is no time")
	}
	seconds := int64(binary.BigEndian.Uint32(answer[40:44])) - ntpEpoch
	if seconds < 0 { // after 2036 the count begins again
		seconds += 1 << 32
	}
	fraction := int64(binary.BigEndian.Uint32(answer[44:48])) * int64(time.Second) >> 32
	return time.Unix(seconds, fraction), nil
}
