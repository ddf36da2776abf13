// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import "time"

// FiledEvent tells that an application was filed. It is published by a job that
// the transaction of the filing enqueued.
type FiledEvent struct {
	Application string    `json:"application"`
	Code        string    `json:"code"`
	Year        int       `json:"year"`
	Number      int64     `json:"number"`
	FiledAt     time.Time `json:"filed_at"`
	Procedure   string    `json:"procedure"`
	Definition  string    `json:"definition"`
	Lang        string    `json:"lang"`
	Email       string    `json:"email"`
}

// EventKind implements events.Event.
func (FiledEvent) EventKind() string { return "intake.filed" }
