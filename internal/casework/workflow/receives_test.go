// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
)

// Whoever moves a case on from its first state receives what arrives; a board that
// only marks an urgency there does not.
func TestReceives(t *testing.T) {
	for _, tt := range []struct {
		file string
		want []string
	}{
		{"legal-aid-civil.yaml", []string{"secretary"}},
		{"access-to-documents.yaml", []string{"desk"}},
	} {
		source, err := os.ReadFile("../../../definitions/" + tt.file)
		if err != nil {
			t.Fatal(err)
		}
		def, err := workflow.Parse(source, actions.Schemas())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, def.Receives()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.file, diff)
		}
	}
}
