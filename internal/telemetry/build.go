// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package telemetry

import (
	"runtime"
	"runtime/debug"
)

// version is set by the linker (see the Makefile).
var version string

// Version is this build's version: the one that the linker was told, else the module's, else "dev".
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

// GoVersion is the Go that built this program.
func GoVersion() string { return runtime.Version() }
