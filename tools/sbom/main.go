// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Command sbom writes the bill of materials of a built binary as CycloneDX 1.6 JSON: the Go modules that the linker
// really put in it (as the binary itself records them) and the npm packages whose code is in the embedded pages.
//
//	sbom -binary bin/pratica -lock frontend/package-lock.json -out sbom.cdx.json
//
// The output depends on its input alone: no clock and no random serial number, so that two builds can be compared.
package main

import (
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
)

func main() {
	binary := flag.String("binary", "bin/pratica", "the built program")
	lock := flag.String("lock", "frontend/package-lock.json", "lock file of the pages' packages; may be absent")
	version := flag.String("version", "dev", "version of the program")
	out := flag.String("out", "sbom.cdx.json", "where to write")
	flag.Parse()
	if err := write(*binary, *lock, *version, *out); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func write(binary, lock, version, out string) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return fmt.Errorf("reading %s (is it built? try 'make build'): %w", binary, err)
	}
	parts := goModules(info)
	data, err := os.ReadFile(lock)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		packages, err := npmPackages(data)
		if err != nil {
			return fmt.Errorf("reading %s: %w", lock, err)
		}
		parts = append(parts, packages...)
	}
	text, err := encode(newBill(info.Main.Path, version, parts))
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, text, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d components\n", out, len(parts))
	return nil
}
