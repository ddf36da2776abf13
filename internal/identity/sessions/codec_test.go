// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sessions

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCompactRoundTrip(t *testing.T) {
	deadline := time.Date(2026, 11, 24, 9, 0, 0, 123000, time.UTC)
	values := map[string]any{"account": "a\x00\u00e0", "empty": "", "began": int64(1) << 62}
	b, err := compact{}.Encode(deadline, values)
	if err != nil {
		t.Fatal(err)
	}
	until, got, err := compact{}.Decode(b)
	if diff := cmp.Diff(values, got); err != nil || diff != "" || !until.Equal(deadline) {
		t.Errorf("%s, %v (-want +got):\n%s", until, err, diff)
	}
	if _, err := (compact{}).Encode(deadline, map[string]any{"list": []string{"a"}}); err == nil {
		t.Error("a list was taken")
	}
	if _, _, err := (compact{}).Decode([]byte("\x00")); err == nil {
		t.Error("what is no session was read")
	}
}
