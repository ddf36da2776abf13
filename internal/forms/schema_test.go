// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"pratica/definitions"
)

//go:generate go test -run ^TestSchema$ . -update

var update = flag.Bool("update", false, "write docs/procedure-schema.json")

const schemaFile = "../../docs/procedure-schema.json"

// TestSchema holds the published schema to the package: editors and authors read
// it, so it must know every key and type that Parse knows, and no other. What is
// under the key "workflow" is written by a test of package casework/workflow.
func TestSchema(t *testing.T) {
	published, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	want := encoded(t, withWorkflow(t, publishedSchema(), published))
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("docs/procedure-schema.json is not what the package says (%v): run go generate ./internal/forms", err)
	}
	schema := compiled(t, want)
	for _, file := range []string{"legal-aid-civil.yaml", "access-to-documents.yaml"} {
		source, err := fs.ReadFile(definitions.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document(t, source)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, change := range [][2]string{{"type: email", "type: mail"}, {"max_length: 100", "max_lenght: 100"}, {"proof: scan", "proof: photo"}, {"  slug:", "  slugg:"}} {
			broken := strings.Replace(string(source), change[0], change[1], 1)
			if schema.Validate(document(t, []byte(broken))) == nil {
				t.Errorf("%s: %s is accepted", file, change[1])
			}
		}
	}
}

func compiled(t *testing.T, source []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("procedure-schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("procedure-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// document reads YAML as the JSON that it stands for.
func document(t *testing.T, source []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(source, &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

type obj = map[string]any

// closed is an object with these keys and no others.
func closed(required []string, properties obj) obj {
	o := obj{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

func oneOf(values ...string) obj { return obj{"enum": values} }
func listOf(item any) obj        { return obj{"type": "array", "items": item} }
func refTo(name string) obj      { return obj{"$ref": "#/$defs/" + name} }
func described(o obj, words string) obj {
	o = maps.Clone(o)
	o["description"] = words
	return o
}

// withWorkflow adds the definitions of the published file that are the
// workflow's.
func withWorkflow(t *testing.T, schema obj, published []byte) obj {
	t.Helper()
	var file struct {
		Defs map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(published, &file); err != nil {
		t.Fatal(err)
	}
	defs := schema["$defs"].(obj)
	for name, def := range file.Defs {
		if strings.HasPrefix(name, "workflow") {
			defs[name] = def
		}
	}
	return schema
}

func encoded(t *testing.T, schema obj) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func publishedSchema() obj {
	var (
		text = refTo("text")
		cel  = refTo("expression")
		str  = obj{"type": "string"}
		id   = obj{"type": "string", "pattern": idPattern.String()}
		num  = obj{"type": []string{"integer", "number", "string"}}
		n    = func(low, high int) obj {
			return obj{"type": "integer", "minimum": low, "maximum": high}
		}
		formats = listOf(oneOf(fileFormats...))
		size    = obj{"type": "string", "pattern": sizePattern.String()}
	)
	return obj{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "Procedure",
		"description": "One procedure: its form, attachments, ways of signing, and the way of its cases through the office. See authoring.md.",
		"type":        "object", "additionalProperties": false,
		"required": []string{"procedure", "form", "signing", "workflow"},
		"properties": obj{
			"procedure": refTo("procedure"), "form": refTo("form"),
			"attachments": listOf(refTo("attachment")), "signing": refTo("signing"),
			"workflow": refTo("workflow"), "texts": obj{"type": "object"}, "examples": listOf(exampleSchema()),
			"lots": refTo("workflow_lots"), "statistics": refTo("workflow_statistics"),
		},
		"$defs": obj{
			"text":       obj{"type": "object", "description": "Words in every language of the procedure.", "additionalProperties": str, "minProperties": 1},
			"expression": obj{"type": "string", "description": "An expression in CEL.", "maxLength": maxExpr},
			"required":   obj{"type": []string{"boolean", "string"}, "description": "true, false or an expression in CEL."},
			"procedure": closed([]string{"slug", "version", "title", "sheet"}, obj{
				"slug": obj{"type": "string", "pattern": slugPattern.String()}, "version": str, "languages": listOf(str),
				"title": text, "summary": text, "sheet": refTo("sheet"),
				"reserved_to": described(oneOf(lawyersOnly), "who alone begins an application; without it anybody does"),
				"opening":     closed(nil, obj{"from": described(str, "RFC 3339, with offset"), "to": described(str, "RFC 3339, with offset")}),
			}),
			"sheet": closed([]string{"who", "cost", "time_limit", "silence", "privacy", "office"}, obj{
				"who": text, "cost": text, "time_limit": text, "silence": text, "privacy": text, "office": text,
				"documents": listOf(text), "norm": listOf(text), "minutes": n(1, 600),
			}),
			"form": closed([]string{"pages"}, obj{
				"tables": obj{"type": "object", "propertyNames": id, "additionalProperties": refTo("table")},
				"pages":  listOf(refTo("page")), "checks": listOf(refTo("check")),
			}),
			"table": closed([]string{"type", "rows"}, obj{
				"title": text,
				"type":  oneOf("amount", "integer", "number", "text"),
				"rows":  listOf(closed([]string{"from", "value", "act"}, obj{"from": described(str, "first day in force, 2006-01-02"), "value": num, "act": str})),
			}),
			"page":       closed([]string{"id", "title", "sections"}, obj{"id": id, "title": text, "intro": text, "when": cel, "sections": listOf(refTo("section"))}),
			"section":    closed([]string{"id", "title", "fields"}, obj{"id": id, "title": text, "intro": text, "when": cel, "fields": listOf(refTo("field"))}),
			"field":      fieldSchema(),
			"option":     closed([]string{"value", "label"}, obj{"value": str, "label": text}),
			"check":      closed([]string{"id", "must", "field", "severity", "text"}, obj{"id": id, "each": id, "when": cel, "must": cel, "field": str, "severity": oneOf(string(blocking), string(warning)), "text": text}),
			"attachment": closed([]string{"id", "title", "why", "formats"}, obj{"id": id, "title": text, "why": text, "help": text, "each": id, "when": cel, "required": refTo("required"), "formats": formats, "max": n(1, maxItems), "max_size": size}),
			"signing":    closed([]string{"digital", "ways"}, obj{"digital": oneOf("optional", "required"), "ways": listOf(refTo("way"))}),
			"way":        closed([]string{"id", "by", "title", "ground", "files"}, obj{"id": id, "by": oneOf("applicant", "lawyer"), "title": text, "ground": text, "help": text, "when": cel, "attachments": listOf(id), "files": listOf(refTo("signed_file"))}),
			"signed_file": closed([]string{"id", "title", "proof", "formats"}, obj{"id": id, "title": text, "why": text, "proof": oneOf("digital", "scan", "either"),
				"contains": described(id, "application, or the id of an earlier file of the way"), "formats": formats, "max_size": size}),
		},
	}
}

// fieldSchema allows to each type of field the keys that the parser asks for.
func fieldSchema() obj {
	text, cel := refTo("text"), refTo("expression")
	bound := obj{"type": []string{"integer", "number", "string"}}
	properties := obj{
		"id": obj{"type": "string", "pattern": idPattern.String()}, "label": text, "help": text, "example": text,
		"autocomplete": obj{"type": "string"}, "when": cel, "computed": cel, "required": refTo("required"),
		"options": listOf(refTo("option")), "min": bound, "max": bound, "min_length": bound, "max_length": bound,
		"none": obj{"type": "boolean"}, "no_fixed": obj{"type": "boolean"}, "lookup": obj{"type": "boolean"}, "person": personSchema(),
		"why": text, "formats": listOf(oneOf(fileFormats...)), "max_size": obj{"type": "string", "pattern": sizePattern.String()},
		"card": text, "add": text, "fields": listOf(refTo("field")),
	}
	names := slices.Sorted(maps.Keys(kinds))
	var cases []any
	types := make([]string, len(names))
	for i, name := range names {
		types[i] = string(name)
		cases = append(cases, obj{
			"if":   obj{"properties": obj{"type": obj{"const": name}}},
			"then": obj{"propertyNames": obj{"enum": keysOf(name)}, "required": needsOf(name)},
		})
	}
	properties["type"] = oneOf(types...)
	o := closed([]string{"id", "type", "label"}, properties)
	o["allOf"] = cases
	return o
}

// exampleSchema describes a case that the author worked out.
func exampleSchema() obj {
	str, list, tree := obj{"type": "string"}, listOf(obj{"type": "string"}), obj{"type": "object"}
	expect := obj{"computed": described(tree, "path of a computed value → the value as people type it; null: none")}
	for _, key := range exampleLists {
		expect[key] = list
	}
	return closed([]string{"id", "title", "on", "answers", "expect"}, obj{
		"id": str, "title": refTo("text"), "on": described(str, "2006-01-02"), "answers": described(tree, "field → answer as people type it"),
		"files": described(tree, "slot → number of files"), "expect": closed(nil, expect),
		"walk": listOf(closed([]string{"do", "by", "on", "state"}, obj{
			"do": str, "by": str, "on": str, "outcome": str, "facts": tree, "state": str, "due": described(tree, "term → its last day"),
		})),
	})
}

// personSchema says which fields a fiscal code is compared with.
func personSchema() obj {
	one := obj{"type": []string{"string", "array"}, "items": obj{"type": "string"}, "description": "A field, or several of which the first answered counts."}
	parts := obj{}
	for _, part := range personParts {
		parts[part] = one
	}
	return closed(nil, parts)
}

// keysOf asks the parser itself which keys a field of this type may have.
func keysOf(t Type) []string {
	b := &build{reader: &reader{langs: []string{"it"}}, def: &Definition{top: map[string]*Field{}}, ids: map[string]bool{}}
	root := b.root([]byte("{id: x, type: " + string(t) + "}"))
	o := b.object(root)
	b.field(o, &Section{}, nil)
	return slices.Sorted(maps.Keys(o.asked))
}

func needsOf(t Type) []string {
	switch {
	case t == Repeated:
		return []string{"fields", "max", "card", "add"}
	case t == File:
		return []string{"why", "formats"}
	case kinds[t].options:
		return []string{"options"}
	}
	return []string{}
}
