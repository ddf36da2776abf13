// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// layered reads a file from the first source that has it. A nil source has nothing.
type layered []fs.FS

// read returns a text with "\n" line ends, without the comment lines at its head, which carry the licence, and without blank ends.
func (l layered) read(name string) (string, error) {
	for _, source := range l {
		if source == nil {
			continue
		}
		raw, err := fs.ReadFile(source, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		return tidy(string(raw)), nil
	}
	return "", fmt.Errorf("%s: this text is missing", name)
}

func tidy(raw string) string {
	raw = strings.TrimPrefix(raw, "\ufeff") // Windows editors write one
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	for strings.HasPrefix(raw, "#") {
		_, raw, _ = strings.Cut(raw, "\n")
	}
	return strings.TrimSpace(raw)
}

// langs returns the languages of all sources: their folders.
func (l layered) langs() []string {
	var langs []string
	for _, source := range l {
		if source == nil {
			continue
		}
		entries, _ := fs.ReadDir(source, ".") // a source that cannot be listed cannot be read either: read says so
		for _, entry := range entries {
			if entry.IsDir() && !slices.Contains(langs, entry.Name()) {
				langs = append(langs, entry.Name())
			}
		}
	}
	return langs
}

// checkNames refuses a text that would never be used, because its name is no kind: a typing error in a file name.
func (l layered) checkNames() error {
	var errs []error
	for _, source := range l {
		if source == nil {
			continue
		}
		names, err := fs.Glob(source, "*/*")
		errs = append(errs, err)
		for _, name := range names {
			base, isText := strings.CutSuffix(path.Base(name), ".txt")
			if _, known := fieldsOf(Kind(base)); !isText || !known && base != footerName {
				errs = append(errs, fmt.Errorf("%s: no message has this name", name))
			}
		}
	}
	return errors.Join(errs...)
}
