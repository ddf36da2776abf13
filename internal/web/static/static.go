// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// Prefix is the path under which Handler must be mounted.
const Prefix = "/static/"

//go:embed all:dist plain
var embedded embed.FS

// A file is one embedded asset with its encodings, most compact first.
type file struct {
	contentType string
	plain       []byte
	brotli      []byte
	gzip        []byte
}

// Assets knows every asset of this binary. It is read-only after Load and safe for concurrent use.
type Assets struct {
	paths map[string]string // asset name -> public path
	files map[string]file   // file name in the public path -> content
	built bool
}

// Load reads the embedded assets: those that the front-end build made, or the plain ones.
func Load() (*Assets, error) {
	return load(embedded)
}

func load(root fs.FS) (*Assets, error) {
	manifest, err := fs.ReadFile(root, "dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return loadPlain(root)
	}
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	names := map[string]string{}
	if err := json.Unmarshal(manifest, &names); err != nil {
		return nil, fmt.Errorf("static: manifest.json: %w", err)
	}
	a := &Assets{paths: map[string]string{}, files: map[string]file{}, built: true}
	for name, hashed := range names {
		if err := a.add(root, "dist", name, hashed); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// loadPlain names the committed files by their digest, as the front-end build does with its own.
func loadPlain(root fs.FS) (*Assets, error) {
	a := &Assets{paths: map[string]string{}, files: map[string]file{}}
	entries, err := fs.ReadDir(root, "plain")
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	for _, e := range entries {
		content, err := fs.ReadFile(root, path.Join("plain", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("static: %w", err)
		}
		ext := path.Ext(e.Name())
		sum := sha256.Sum256(content)
		hashed := e.Name()[:len(e.Name())-len(ext)] + "-" + hex.EncodeToString(sum[:4]) + ext
		a.paths[e.Name()] = Prefix + hashed
		a.files[hashed] = file{contentType: contentType(hashed), plain: content}
	}
	return a, nil
}

func (a *Assets) add(root fs.FS, dir, name, hashed string) error {
	content, err := fs.ReadFile(root, path.Join(dir, hashed))
	if err != nil {
		return fmt.Errorf("static: %s: %w", name, err)
	}
	f := file{contentType: contentType(hashed), plain: content}
	f.brotli = readIfSmaller(root, path.Join(dir, hashed+".br"), content)
	f.gzip = readIfSmaller(root, path.Join(dir, hashed+".gz"), content)
	a.paths[name] = Prefix + hashed
	a.files[hashed] = f
	return nil
}

func readIfSmaller(root fs.FS, name string, content []byte) []byte {
	packed, err := fs.ReadFile(root, name)
	if err != nil || len(packed) >= len(content) {
		return nil
	}
	return bytes.Clone(packed)
}

// Path gives the public path of an asset, or "" when this binary has none of that name.
func (a *Assets) Path(name string) string {
	return a.paths[name]
}

// Built says whether the front-end build was embedded; when not, pages are plain.
func (a *Assets) Built() bool {
	return a.built
}
