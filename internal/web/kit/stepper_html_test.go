// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

// The page of a draft is none of its steps: it does not say "step 0".
func TestStepperSaysWhereOnlyOnAStep(t *testing.T) {
	k := kittest.New(t, fstest.MapFS{"page/test/steps.html": {Data: []byte(`{{define "main"}}{{template "stepper" .}}{{end}}`)}})
	tpl, err := k.Template("test/steps", "it")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		state kit.StepState
		says  bool
	}{{kit.StepCurrent, true}, {kit.StepDone, false}} {
		drawn := main(t, tpl, kit.Stepper{Steps: []kit.Step{{Name: "Chi chiede", State: tt.state}}})
		if got := strings.Contains(drawn, "Passo"); got != tt.says {
			t.Errorf("%s: says where: %t\n%s", tt.state, got, drawn)
		}
	}
}
