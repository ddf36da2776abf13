// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sessions

import (
	"encoding/json"
	"fmt"
	"time"
)

// compact implements scs.Codec. Each request decodes its session, and gob would
// learn the types anew each time; pages keep texts and numbers, and nothing else.
type compact struct{}

type encoded struct {
	Deadline int64             `json:"d"` // microseconds
	Texts    map[string]string `json:"t,omitempty"`
	Numbers  map[string]int64  `json:"n,omitempty"`
}

// Encode refuses what is neither a string nor an int64: a mistake of the programmer.
func (compact) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	e := encoded{Deadline: deadline.UnixMicro(), Texts: map[string]string{}, Numbers: map[string]int64{}}
	for key, value := range values {
		switch v := value.(type) {
		case string:
			e.Texts[key] = v
		case int64:
			e.Numbers[key] = v
		default:
			return nil, fmt.Errorf("sessions: %s is a %T; a session keeps strings and int64", key, value)
		}
	}
	return json.Marshal(e)
}

// Decode reads what Encode wrote.
func (compact) Decode(b []byte) (time.Time, map[string]any, error) {
	var e encoded
	if err := json.Unmarshal(b, &e); err != nil {
		return time.Time{}, nil, fmt.Errorf("sessions: %w", err)
	}
	values := make(map[string]any, len(e.Texts)+len(e.Numbers))
	for key, v := range e.Texts {
		values[key] = v
	}
	for key, v := range e.Numbers {
		values[key] = v
	}
	return time.UnixMicro(e.Deadline).UTC(), values, nil
}
