// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pratica/internal/config"
)

// A data folder is made for one mode and keeps it: invented people and real
// ones never meet, and the one-click entry of the demonstration cannot be
// opened on real data.
//
// markFile holds the mode; it is written before anything else.
const markFile = "mode"

// ErrOtherMode says that a folder belongs to another mode.
var ErrOtherMode = errors.New("app: the data folder was made for another mode")

// mark claims a data folder for a mode, or checks that it has it already.
func mark(dir string, mode config.Mode) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("app: data folder: %w", err)
	}
	file := filepath.Join(dir, markFile)
	b, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return markNew(dir, file, mode)
	case err != nil:
		return fmt.Errorf("app: data folder: %w", err)
	}
	if found := strings.TrimSpace(string(b)); found != string(mode) {
		return fmt.Errorf("%w: it is %q, asked for is %q", ErrOtherMode, found, mode)
	}
	return nil
}

// markNew refuses to turn a folder that has data into a demonstration.
func markNew(dir, file string, mode config.Mode) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("app: data folder: %w", err)
	}
	if mode != config.Ordinary {
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".db") || e.Name() == "objects" {
				return fmt.Errorf("%w: it has data of an ordinary body", ErrOtherMode)
			}
		}
	}
	if err := os.WriteFile(file, []byte(string(mode)+"\n"), 0o600); err != nil {
		return fmt.Errorf("app: data folder: %w", err)
	}
	return nil
}
