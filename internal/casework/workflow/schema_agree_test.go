// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
)

// shape are the faults of the parser that need nothing but the place itself to
// be seen: the schema must see them too. The others need the whole definition.
var shape = []string{
	"unknown_field", "want_text", "want_mapping", "want_languages", "want_length", "no_text", "no_norm", "no_value", "no_role", "no_from",
	"term_without_ends", "no_param", "unknown_param", "bad_choice", "unknown_kind", "bad_name",
}

// TestSchemaAndParserAgree spoils every key that the shipped procedures have, in
// three ways, and asks schema and parser. What the schema refuses, the parser
// refuses; what the parser refuses for its shape, the schema refuses.
func TestSchemaAndParserAgree(t *testing.T) {
	ours := workflowSchema(t)
	seen := map[string]bool{}
	sources := definitions(t)
	sources["small, with the rest"] = []byte(strings.NewReplacer(rest...).Replace(small))
	for file, source := range sources {
		flow := plain(t, source)["workflow"].(obj)
		spoil(flow, workflow.Raw, "workflow", func(place string) {
			if seen[place] {
				return
			}
			seen[place] = true
			valid := ours.Validate(reread(t, flow))
			faults := parsed(t, obj{"workflow": flow})
			if valid != nil && len(faults) == 0 {
				t.Errorf("%s: %s: the schema refuses what the parser accepts: %v", file, place, valid)
			}
			if i := slices.IndexFunc(faults, func(f string) bool { return slices.Contains(shape, f) }); i >= 0 && valid == nil {
				t.Errorf("%s: %s: the schema accepts what the parser refuses: %s", file, place, faults[i])
			}
		})
	}
	for _, path := range keys(workflow.Raw, "workflow") {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(place string) bool {
			return strings.HasPrefix(place, path+":") || strings.HasPrefix(place, path+" of ")
		}) {
			t.Errorf("%s was not tried: add it to rest", path)
		}
	}
}

// TestSchemaAndParserAgreeBesideTheWay does the same to the keys that stand beside
// the way of a case: lots and statistics.
func TestSchemaAndParserAgreeBesideTheWay(t *testing.T) {
	for key, raw := range map[string]reflect.Type{"lots": workflow.RawLots, "statistics": workflow.RawStatistics} {
		ours, seen := partSchema(t, "workflow_"+key), map[string]bool{}
		for file, source := range definitions(t) {
			whole := plain(t, source)
			part, there := whole[key].(obj)
			if !there {
				continue
			}
			for _, entry := range part {
				if _, there := entry.(obj)["norm"]; !there { // no shipped table of counts names one
					entry.(obj)["norm"] = "scelta dell'ufficio"
				}
			}
			spoil(part, raw, key, func(place string) {
				if seen[place] {
					return
				}
				seen[place] = true
				valid, faults := ours.Validate(reread(t, part)), parsed(t, obj{"workflow": whole["workflow"], key: part})
				if valid != nil && len(faults) == 0 {
					t.Errorf("%s: %s: the schema refuses what the parser accepts: %v", file, place, valid)
				}
				if i := slices.IndexFunc(faults, func(f string) bool { return slices.Contains(shape, f) }); i >= 0 && valid == nil {
					t.Errorf("%s: %s: the schema accepts what the parser refuses: %s", file, place, faults[i])
				}
			})
		}
		for _, path := range keys(raw, key) {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(place string) bool { return strings.HasPrefix(place, path+":") }) {
				t.Errorf("%s was not tried: no shipped procedure has it", path)
			}
		}
	}
}

// rest adds to the small definition what no shipped procedure has.
var rest = []string{
	"      end: finish\n", `      end: finish
      procedural: true
      summer: true
      patron: true
      stops:
        inquiry: {norm: L. 241/1990 art. 2 c. 7, effect: suspend, cap: 30 days, after: 10 days, max: 1, by: ask}
`,
	"en: Reasons}}\n", "en: Reasons}, optional: true}\n",
	"  actions:\n", `  actions:
    ask: {kind: note, label: {it: Chiedi, en: Ask}, from: open, by: desk}
`,
}

// keys lists the paths of all keys that the parser knows.
func keys(t reflect.Type, path string) []string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if workflow.Leaf(t) != "" {
		return nil
	}
	if item := workflow.Entries(t); item != nil {
		return keys(item, path)
	}
	if t.Kind() == reflect.Slice {
		return keys(t.Elem(), path)
	}
	var all []string
	for i := range t.NumField() {
		key := path + "." + t.Field(i).Tag.Get("yaml")
		all = append(append(all, key), keys(t.Field(i).Type, key)...)
	}
	return all
}

// workflowSchema is the published part under the key "workflow".
func workflowSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return partSchema(t, "workflow")
}

// partSchema is one definition of the published schema.
func partSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var published obj
	if err := json.Unmarshal(b, &published); err != nil {
		t.Fatal(err)
	}
	return compiled(t, written(t, obj{"$schema": published["$schema"], "$ref": "#/$defs/" + name, "$defs": published["$defs"]}))
}

// plain reads YAML as the JSON that it stands for, with every alias in full.
func plain(t *testing.T, source []byte) obj {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(source, &v); err != nil {
		t.Fatal(err)
	}
	var tree obj
	if err := json.Unmarshal(written(t, v), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func document(t *testing.T, source []byte) any { return reread(t, plain(t, source)) }

func reread(t *testing.T, v any) any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, v)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// parsed are the codes of what the parser finds; JSON is YAML.
func parsed(t *testing.T, definition obj) []string {
	t.Helper()
	_, err := workflow.Parse(written(t, definition), actions.Schemas())
	var codes []string
	for _, fault := range faultsOf(t, err) {
		codes = append(codes, fault[strings.Index(fault, " ")+1:])
	}
	return codes
}

// spoil goes through the mappings of a tree beside the type that the parser
// decodes them into, changes one key at a time, calls try, and puts it back.
func spoil(node any, t reflect.Type, path string, try func(place string)) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if item := workflow.Entries(t); item != nil {
		mapping := node.(obj)
		for _, name := range slices.Sorted(maps.Keys(mapping)) {
			if workflow.Leaf(t) == "with" { // each parameter counts
				change(mapping, name, path+"."+name, try)
				continue
			}
			change(mapping, name, path+".*", try)
			spoil(mapping[name], item, path, try)
		}
		return
	}
	if list, ok := node.([]any); ok && t.Kind() == reflect.Slice && workflow.Leaf(t) == "" {
		for _, item := range list {
			spoil(item, t.Elem(), path, try)
		}
		return
	}
	mapping, ok := node.(obj)
	if !ok || t.Kind() != reflect.Struct || workflow.Leaf(t) != "" {
		return
	}
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("yaml")
		if value, there := mapping[key]; there {
			change(mapping, key, path+"."+key, try)
			spoil(value, t.Field(i).Type, path+"."+key, try)
		}
	}
}

func change(mapping obj, key, path string, try func(place string)) {
	kind, _ := mapping["kind"].(string)
	if strings.HasPrefix(path, "workflow.actions.") && kind != "" {
		path += " of " + kind
	}
	value := mapping[key]
	delete(mapping, key)
	try(path + ": missing")
	mapping[key+"X"] = value
	try(path + ": misspelt")
	delete(mapping, key+"X")
	for name, other := range map[string]any{"a list of lists": []any{[]any{}}, "a mapping": obj{"it": obj{}}} {
		mapping[key] = other
		try(path + ": " + name)
	}
	mapping[key] = value
}
