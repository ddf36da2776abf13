// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"runtime/debug"
	"testing"
)

func TestGoModules(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.8", Deps: []*debug.Module{
		{Path: "example.org/kept", Version: "v1.2.3"},
		{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/new", Version: "v2.0.0+incompatible"}},
	}}
	want := []string{"pkg:golang/std@1.26.8", "pkg:golang/example.org/kept@v1.2.3", "pkg:golang/example.org/new@v2.0.0+incompatible"}
	got := goModules(info)
	if len(got) != len(want) {
		t.Fatalf("%d modules, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].PURL != want[i] {
			t.Errorf("module %d: %s, want %s", i, got[i].PURL, want[i])
		}
	}
}

func TestNPMPackages(t *testing.T) {
	lock := `{"lockfileVersion":3,"packages":{
	  "":{"name":"frontend","version":"1.0.0"},
	  "node_modules/bootstrap-italia":{"version":"2.0.0","license":"BSD-3-Clause","integrity":"sha512-AAEC"},
	  "node_modules/a/node_modules/@types/x":{"version":"1.0.0","dev":true}}}`
	parts, err := npmPackages([]byte(lock))
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]component{}
	for _, part := range parts {
		by[part.PURL] = part
	}
	used := by["pkg:npm/bootstrap-italia@2.0.0"]
	if used.Scope != "required" || used.Licenses[0].Expression != "BSD-3-Clause" || used.Hashes[0] != (hash{"SHA-512", "000102"}) {
		t.Errorf("bootstrap-italia: %+v", used)
	}
	if dev := by["pkg:npm/%40types/x@1.0.0"]; dev.Scope != "excluded" || dev.Name != "@types/x" {
		t.Errorf("@types/x: %+v", dev)
	}
	if len(parts) != 2 {
		t.Errorf("%d packages, want 2", len(parts))
	}
}

func TestNPMPackagesOfAnOldLockFile(t *testing.T) {
	if _, err := npmPackages([]byte(`{"lockfileVersion":1}`)); err == nil {
		t.Error("a version 1 lock file, which has no list of packages, was accepted")
	}
}

func TestBillIsReproducible(t *testing.T) {
	parts := func() []component { return []component{golang("b", "v1.0.0"), golang("a", "v1.0.0")} }
	first, err := encode(newBill("pratica", "v0.1.0", parts()))
	if err != nil {
		t.Fatal(err)
	}
	second, _ := encode(newBill("pratica", "v0.1.0", parts()))
	if string(first) != string(second) {
		t.Error("two bills of the same parts differ")
	}
	var read bill
	if err := json.Unmarshal(first, &read); err != nil || read.Components[0].Name != "a" {
		t.Errorf("components are not in order: %v %s", err, first)
	}
}
