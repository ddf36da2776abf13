// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"runtime/debug"
	"sort"
	"strings"
)

// The subset of CycloneDX 1.6 that we fill; field names are those of the specification.
type bill struct {
	Schema      string      `json:"$schema"`
	BOMFormat   string      `json:"bomFormat"`
	SpecVersion string      `json:"specVersion"`
	Version     int         `json:"version"`
	Metadata    metadata    `json:"metadata"`
	Components  []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type     string    `json:"type"`
	Ref      string    `json:"bom-ref"`
	Name     string    `json:"name"`
	Version  string    `json:"version,omitempty"`
	Scope    string    `json:"scope,omitempty"`
	Hashes   []hash    `json:"hashes,omitempty"`
	Licenses []license `json:"licenses,omitempty"`
	PURL     string    `json:"purl,omitempty"`
}

type hash struct {
	Alg     string `json:"alg"`
	Content string `json:"content"`
}

// license holds either a list expression ("MIT OR Apache-2.0") or one identifier; both are expressions in SPDX.
type license struct {
	Expression string `json:"expression"`
}

func newBill(module, version string, parts []component) bill {
	sort.Slice(parts, func(i, j int) bool { return parts[i].PURL < parts[j].PURL })
	return bill{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", BOMFormat: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{Component: component{
			Type: "application", Ref: module, Name: module, Version: version, Licenses: []license{{"EUPL-1.2"}},
		}},
		Components: parts,
	}
}

func encode(b bill) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(b)
	return text.Bytes(), err
}

// goModules lists what the binary was linked from, the standard library included. A module's h1 sum is a SHA-256
// over its file list (golang.org/x/mod/sumdb/dirhash), which CycloneDX has no name for: it is not given as a hash.
func goModules(info *debug.BuildInfo) []component {
	std := strings.TrimPrefix(info.GoVersion, "go")
	parts := []component{golang("std", std)}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		parts = append(parts, golang(module.Path, module.Version))
	}
	return parts
}

func golang(path, version string) component {
	purl := "pkg:golang/" + path + "@" + url.PathEscape(version)
	return component{Type: "library", Ref: purl, Name: path, Version: version, Scope: "required", PURL: purl}
}

// lockFile is npm's lock file, version 2 or 3.
type lockFile struct {
	LockfileVersion int                    `json:"lockfileVersion"`
	Packages        map[string]lockPackage `json:"packages"`
}

type lockPackage struct {
	Name, Version, Integrity string
	License                  json.RawMessage
	Dev, Link                bool
}

// npmPackages lists the packages of a lock file. The ones used only while building or testing are "excluded": they
// are not in what people receive.
func npmPackages(data []byte) ([]component, error) {
	var lock lockFile
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, err
	}
	if lock.LockfileVersion < 2 {
		return nil, fmt.Errorf("lock file version %d, 2 or 3 expected", lock.LockfileVersion)
	}
	seen := map[string]component{}
	for path, p := range lock.Packages {
		if path == "" || p.Link || p.Version == "" {
			continue
		}
		part := npm(path, p)
		if old, ok := seen[part.PURL]; ok && old.Scope == "required" {
			continue
		}
		seen[part.PURL] = part
	}
	parts := make([]component, 0, len(seen))
	for _, part := range seen {
		parts = append(parts, part)
	}
	return parts, nil
}

func npm(path string, p lockPackage) component {
	name := p.Name
	if name == "" {
		name = path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):]
	}
	scope := "required"
	if p.Dev {
		scope = "excluded"
	}
	purl := "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + url.PathEscape(p.Version)
	part := component{Type: "library", Ref: purl, Name: name, Version: p.Version, Scope: scope, PURL: purl}
	part.Hashes = integrity(p.Integrity)
	var text string
	if json.Unmarshal(p.License, &text) == nil && text != "" {
		part.Licenses = []license{{text}}
	}
	return part
}

// integrity turns a subresource integrity string ("sha512-…", base64) into a hash in hex.
func integrity(text string) []hash {
	first, _, _ := strings.Cut(text, " ")
	alg, sum, _ := strings.Cut(first, "-")
	raw, err := base64.StdEncoding.DecodeString(sum)
	names := map[string]string{"sha512": "SHA-512", "sha384": "SHA-384", "sha256": "SHA-256", "sha1": "SHA-1"}
	if err != nil || names[alg] == "" {
		return nil
	}
	return []hash{{Alg: names[alg], Content: hex.EncodeToString(raw)}}
}
