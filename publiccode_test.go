// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"os"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// publiccode is the part of the standard (version 0.7) that catalogues of public software insist on.
type publiccode struct {
	Version           string   `yaml:"publiccodeYmlVersion"`
	Name              string   `yaml:"name"`
	URL               string   `yaml:"url"`
	Platforms         []string `yaml:"platforms"`
	Categories        []string `yaml:"categories"`
	DevelopmentStatus string   `yaml:"developmentStatus"`
	SoftwareType      string   `yaml:"softwareType"`
	Description       map[string]struct {
		ShortDescription string   `yaml:"shortDescription"`
		LongDescription  string   `yaml:"longDescription"`
		Features         []string `yaml:"features"`
	} `yaml:"description"`
	Legal struct {
		License string `yaml:"license"`
	} `yaml:"legal"`
	Maintenance struct {
		Type     string `yaml:"type"`
		Contacts []struct {
			Name string `yaml:"name"`
		} `yaml:"contacts"`
	} `yaml:"maintenance"`
	Localisation struct {
		Ready     *bool    `yaml:"localisationReady"`
		Languages []string `yaml:"availableLanguages"`
	} `yaml:"localisation"`
}

// TestPubliccode checks what the catalogue of public software would refuse. Its own parser cannot be had as a
// module, so the mandatory part of the standard is repeated here.
func TestPubliccode(t *testing.T) {
	data, err := os.ReadFile("publiccode.yml")
	if err != nil {
		t.Fatal(err)
	}
	var p publiccode
	if err := yaml.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	rules := []struct {
		name string
		kept bool
	}{
		{"publiccodeYmlVersion is 0", p.Version == "0"},
		{"name, url, platforms and categories are given", p.Name != "" && p.URL != "" && len(p.Platforms) > 0 && len(p.Categories) > 0},
		{"developmentStatus is known", slices.Contains([]string{"concept", "development", "beta", "stable", "obsolete"}, p.DevelopmentStatus)},
		{"softwareType is ours", p.SoftwareType == "standalone/web"},
		{"license is the one of the sources", p.Legal.License == "EUPL-1.2"},
		{"a community or internal project names contacts", p.Maintenance.Type != "" && len(p.Maintenance.Contacts) > 0 && p.Maintenance.Contacts[0].Name != ""},
		{"localisation is given", p.Localisation.Ready != nil && slices.Contains(p.Localisation.Languages, "it") && slices.Contains(p.Localisation.Languages, "en")},
		{"there is an Italian and an English description", len(p.Description["it"].Features) > 0 && len(p.Description["en"].Features) > 0},
	}
	for _, rule := range rules {
		if !rule.kept {
			t.Errorf("publiccode.yml: not so: %s", rule.name)
		}
	}
	for lang, d := range p.Description {
		if n := utf8.RuneCountInString(d.ShortDescription); n == 0 || n > 150 {
			t.Errorf("publiccode.yml: short description in %s has %d characters, 1 to 150 allowed", lang, n)
		}
		if n := utf8.RuneCountInString(d.LongDescription); n < 150 || n > 10000 {
			t.Errorf("publiccode.yml: long description in %s has %d characters, 150 to 10000 allowed", lang, n)
		}
	}
}
