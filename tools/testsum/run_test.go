// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"strings"
	"testing"
)

const passing = `{"Action":"start","Package":"pratica/a"}
{"Action":"run","Package":"pratica/a","Test":"TestOne"}
{"Action":"output","Package":"pratica/a","Test":"TestOne","Output":"noise of a test that passed\n"}
{"Action":"pass","Package":"pratica/a","Test":"TestOne","Elapsed":0}
{"Action":"output","Package":"pratica/a","Test":"TestTwo","Output":"    a_test.go:7: no conformance data in /x\n"}
{"Action":"output","Package":"pratica/a","Test":"TestTwo","Output":"--- SKIP: TestTwo (0.00s)\n"}
{"Action":"skip","Package":"pratica/a","Test":"TestTwo","Elapsed":0}
{"Action":"output","Package":"pratica/a","Output":"ok  \tpratica/a\t0.01s\n"}
{"Action":"pass","Package":"pratica/a","Elapsed":0.01}
`

const failing = `{"Action":"output","Package":"pratica/b","Test":"TestBad","Output":"    b_test.go:9: got 1, want 2\n"}
{"Action":"fail","Package":"pratica/b","Test":"TestBad","Elapsed":0}
{"Action":"output","Package":"pratica/b","Output":"FAIL\tpratica/b\t0.02s\n"}
{"Action":"fail","Package":"pratica/b","Elapsed":0.02}
`

const broken = `{"ImportPath":"pratica/c","Action":"build-output","Output":"c.go:1:1: expected 'package'\n"}
{"ImportPath":"pratica/c","Action":"build-fail"}
{"Action":"output","Package":"pratica/c","Output":"FAIL\tpratica/c [build failed]\n"}
{"Action":"fail","Package":"pratica/c","FailedBuild":"pratica/c"}
`

const crashed = `{"Action":"output","Package":"pratica/d","Test":"TestEnds","Output":"panic: out of range\n"}
{"Action":"output","Package":"pratica/d","Output":"FAIL\tpratica/d\t0.02s\n"}
{"Action":"fail","Package":"pratica/d","Elapsed":0.02}
`

func TestRun(t *testing.T) {
	tests := []struct {
		name, input  string
		good         bool
		shows, hides []string
	}{
		{"all passed", passing, true,
			[]string{"ok  \tpratica/a\t0.01s", "1 × no conformance data in /x (pratica/a.TestTwo)", "1 passed, 0 failed, 1 skipped"},
			[]string{"noise"}},
		{"one failed", passing + failing, false,
			[]string{"b_test.go:9: got 1, want 2", "FAIL\tpratica/b\t0.02s", "1 passed, 1 failed, 1 skipped"}, []string{"noise"}},
		{"did not build", passing + broken, false,
			[]string{"c.go:1:1: expected 'package'", "FAIL\tpratica/c [build failed]", "1 passed, 1 failed"}, nil},
		{"crashed in the middle of a test", passing + crashed, false,
			[]string{"panic: out of range", "1 passed, 1 failed"}, nil},
		{"nothing ran", "", false, []string{"0 passed, 0 failed, 0 skipped"}, nil},
		{"a word of the go command", passing + "go: downloading x v1\n", true, []string{"go: downloading x v1"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			r := newRun(&out)
			if err := r.read(strings.NewReader(test.input)); err != nil {
				t.Fatal(err)
			}
			if good := r.finish(); good != test.good {
				t.Errorf("good = %v, want %v", good, test.good)
			}
			for _, want := range test.shows {
				if !strings.Contains(out.String(), want) {
					t.Errorf("output lacks %q:\n%s", want, out.String())
				}
			}
			for _, unwanted := range test.hides {
				if strings.Contains(out.String(), unwanted) {
					t.Errorf("output shows %q:\n%s", unwanted, out.String())
				}
			}
		})
	}
}
