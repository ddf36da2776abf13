// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import "time"

// Opened tells that a filed application became a case.
type Opened struct {
	Case      string    `json:"case"`
	Procedure string    `json:"procedure"`
	State     string    `json:"state"`
	At        time.Time `json:"at"`
}

// EventKind implements events.Event.
func (Opened) EventKind() string { return "casework.opened" }

// Changed tells that an act was done on a case, whether or not its state moved.
type Changed struct {
	Case    string    `json:"case"`
	Action  string    `json:"action"`
	From    string    `json:"from"`
	State   string    `json:"state"`
	Version int64     `json:"version"`
	At      time.Time `json:"at"`
}

// EventKind implements events.Event.
func (Changed) EventKind() string { return "casework.changed" }

// IntegrationRequested tells that the applicant was asked for something.
type IntegrationRequested struct {
	Case        string   `json:"case"`
	Integration string   `json:"integration"`
	Points      []string `json:"points"`
	Due         string   `json:"due"`
}

// EventKind implements events.Event.
func (IntegrationRequested) EventKind() string { return "casework.integration_requested" }

// Decided tells that a case was decided.
type Decided struct {
	Case    string    `json:"case"`
	Outcome string    `json:"outcome"`
	File    string    `json:"file,omitempty"`
	At      time.Time `json:"at"`
}

// EventKind implements events.Event.
func (Decided) EventKind() string { return "casework.decided" }

// CounselConfirmed tells that a lawyer may see the case from now on.
type CounselConfirmed struct {
	Case    string `json:"case"`
	Counsel string `json:"counsel"` // tax code
}

// EventKind implements events.Event.
func (CounselConfirmed) EventKind() string { return "casework.counsel_confirmed" }
