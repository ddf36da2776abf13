// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keySize is that of AES-256 and of HMAC-SHA-256.
const keySize = 32

// key reads the key of a file, and makes it at the first start. Two processes
// that start at once agree: the file is linked into place, never replaced.
func key(file string) ([]byte, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(file); err != nil {
			return nil, fmt.Errorf("app: make the key %s: %w", filepath.Base(file), err)
		}
		b, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	if len(b) != keySize {
		return nil, fmt.Errorf("app: the key file %s must hold %d bytes, it holds %d: restore it from the backup", filepath.Base(file), keySize, len(b))
	}
	return b, nil
}

func makeKey(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".key-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	b := make([]byte, keySize)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the process instead
	if err := errors.Join(write(temp, b), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Link(temp.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func write(f *os.File, b []byte) error {
	_, err := f.Write(b)
	return err
}
