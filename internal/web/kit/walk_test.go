// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit_test

import (
	"io/fs"
	"os"
	"path/filepath"
)

// fsWalk shows every file under a folder.
func fsWalk(root string, show func(file, text string)) error {
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".html" {
			return err
		}
		text, err := os.ReadFile(file)
		if err == nil {
			show(file, string(text))
		}
		return err
	})
}
