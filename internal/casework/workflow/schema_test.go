// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
)

//go:generate go test -run ^TestSchema$ . -update

var update = flag.Bool("update", false, "write the part of docs/procedure-schema.json that is the workflow's")

const schemaFile = "../../../docs/procedure-schema.json"

// TestSchema holds the published schema to the parser. The file is shared with
// package forms: what begins with "workflow" among the definitions is ours.
func TestSchema(t *testing.T) {
	before, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var published obj
	if err := json.Unmarshal(before, &published); err != nil {
		t.Fatal(err)
	}
	defs := published["$defs"].(obj)
	maps.DeleteFunc(defs, func(name string, _ any) bool { return strings.HasPrefix(name, "workflow") })
	maps.Copy(defs, schema().defs)
	want := written(t, published)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(before, want) {
		t.Error("docs/procedure-schema.json is not what the parser reads: run go generate ./internal/casework/workflow")
	}
}

func written(t *testing.T, v any) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTheShippedProceduresFitTheSchema reads them as an editor would.
func TestTheShippedProceduresFitTheSchema(t *testing.T) {
	published, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	whole := compiled(t, published)
	for file, source := range definitions(t) {
		if err := whole.Validate(document(t, source)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestTheGuideNamesEverything keeps docs/authoring.md whole: every key, step
// kind, parameter and fact stands in its code.
func TestTheGuideNamesEverything(t *testing.T) {
	b, err := os.ReadFile("../../../docs/authoring.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for i, part := range strings.Split(string(b), "`") {
		if i%2 == 1 || strings.Contains(part, "\n  ") { // code, in a line or in a block
			for _, word := range regexp.MustCompile(`[a-z_]+`).FindAllString(part, -1) {
				named[word] = true
			}
		}
	}
	words := []string{"check", "integration", "counsel", "proposal", "resolution", "decision", "communicated"}
	all := slices.Concat(keys(workflow.Raw, "workflow"), keys(workflow.RawLots, "lots"), keys(workflow.RawStatistics, "statistics"))
	for _, path := range all {
		words = append(words, path[strings.LastIndex(path, ".")+1:])
	}
	for kind, schema := range actions.Schemas() {
		words = append(words, kind)
		for _, p := range schema.Params {
			words = append(words, p.Name)
		}
	}
	for _, word := range words {
		if !named[word] {
			t.Errorf("docs/authoring.md does not name %s", word)
		}
	}
}

func definitions(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../../../definitions/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("definitions: %v, %v", files, err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		if all[file], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return all
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
	s, err := c.Compile("procedure-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type obj = map[string]any

// generator writes a schema from the types that the parser decodes into.
type generator struct{ defs obj }

// schema makes the definitions whose names begin with "workflow".
func schema() generator {
	g := generator{defs: obj{
		"workflow_name":   obj{"type": "string", "pattern": workflow.NameText},
		"workflow_names":  obj{"description": "One name, or a list of names.", "oneOf": []any{ref("workflow_name"), obj{"type": "array", "items": ref("workflow_name")}}},
		"workflow_length": obj{"type": "string", "pattern": workflow.LengthText, "description": "A length of time: 10 days, 5 workdays, 2 months."},
		"workflow_expression": obj{"type": []string{"string", "boolean", "number"},
			"description": "An expression in CEL over answers, computed, shown, facts, filing, terms, state and input."},
	}}
	g.defs["workflow"] = g.object("workflow", workflow.Raw)
	g.defs["workflow_lots"] = g.key("lots", "lots", workflow.RawLots)
	g.defs["workflow_statistics"] = g.key("statistics", "statistics", workflow.RawStatistics)
	return g
}

func ref(name string) obj { return obj{"$ref": "#/$defs/" + name} }

// object describes a mapping with fixed keys.
func (g generator) object(path string, t reflect.Type) obj {
	properties := obj{}
	for i := range t.NumField() {
		field := t.Field(i)
		key := field.Tag.Get("yaml")
		properties[key] = g.key(path+"."+key, key, field.Type)
	}
	o := obj{"type": "object", "additionalProperties": false, "properties": properties}
	if needs := required[path]; len(needs) > 0 {
		o["required"] = needs
	}
	if path == "workflow.actions" {
		o["allOf"] = byKind()
	}
	return o
}

// key describes what stands under a key.
func (g generator) key(path, key string, t reflect.Type) obj {
	o := maps.Clone(g.value(path, t))
	if choices, ok := choices[path]; ok {
		o = obj{"enum": choices}
	}
	if words, ok := says[path]; ok {
		o["description"] = words
	}
	if slices.Contains(expressions, path) {
		o["$ref"] = "#/$defs/workflow_expression"
		delete(o, "type")
	}
	return o
}

func (g generator) value(path string, t reflect.Type) obj {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch leaf := workflow.Leaf(t); leaf {
	case "":
	case "words":
		return ref("text")
	case "names", "length":
		return ref("workflow_" + leaf)
	case "flag":
		return obj{"type": "boolean"}
	case "number":
		return obj{"type": "integer", "minimum": 0}
	case "target":
		return obj{"oneOf": []any{ref("workflow_name"), obj{"type": "object", "propertyNames": ref("workflow_name"), "additionalProperties": ref("workflow_name")}}}
	case "with":
		return obj{"type": "object"} // what it holds depends on the kind
	default:
		return obj{"type": "string"}
	}
	if item := workflow.Entries(t); item != nil {
		name := ref("workflow_name")
		if path == "workflow.terms.stops" {
			name = obj{} // a reason is not looked up
		}
		return obj{"type": "object", "propertyNames": name, "additionalProperties": g.object(path, item)}
	}
	if t.Kind() == reflect.Slice {
		return obj{"type": "array", "items": g.object(path, t.Elem())}
	}
	return g.object(path, t)
}

// byKind allows to the actions of each step kind its own parameters.
func byKind() []any {
	var cases []any
	kinds := actions.Schemas()
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		params, needs := obj{}, []string{}
		for _, p := range kinds[name].Params {
			params[p.Name] = param(p)
			if p.Required {
				needs = append(needs, p.Name)
			}
		}
		with := obj{"additionalProperties": false, "properties": params, "required": needs}
		then := obj{"properties": obj{"with": with}}
		if len(needs) > 0 {
			then["required"] = []string{"with"}
		}
		if !kinds[name].Decides {
			then["properties"].(obj)["to"] = obj{"type": "string"}
		}
		cases = append(cases, obj{"if": obj{"properties": obj{"kind": obj{"const": name}}, "required": []string{"kind"}}, "then": then})
	}
	return cases
}

func param(p workflow.Param) obj {
	switch p.Type {
	case workflow.FlagParam:
		return obj{"type": "boolean"}
	case workflow.OutcomesParam:
		return obj{"type": "array", "items": ref("workflow_name"), "minItems": 1}
	case workflow.ChoiceParam:
		return obj{"enum": p.Choices}
	case workflow.RoleParam, workflow.TermParam:
		return obj{"$ref": "#/$defs/workflow_name", "description": "The name of a " + string(p.Type) + "."}
	}
	return obj{"type": "string"}
}

// required are the keys whose absence the parser reports at once, by the path
// of their mapping. TestSchemaAndParserAgree holds the list to the parser.
var required = map[string][]string{
	"workflow":                {"start", "states"},
	"workflow.roles":          {"label"},
	"workflow.states":         {"public", "office"},
	"workflow.terms":          {"label", "norm", "length", "start", "end"},
	"workflow.terms.stops":    {"norm", "effect"},
	"workflow.checklist":      {"label", "text"},
	"workflow.outcomes":       {"label", "text"},
	"workflow.outcomes.data":  {"label"},
	"workflow.digest":         {"label"},
	"workflow.digest.rows":    {"label", "value"},
	"workflow.digest.compare": {"value", "limit", "norm", "within", "over"},
	"workflow.parties":        {"label", "who"},
	"workflow.urgent":         {"label", "on", "within"},
	"workflow.retention":      {"norm"},
	"workflow.actions":        {"kind", "label", "from", "by"},
	"workflow.actions.needs":  {"that", "text"},
	"workflow.actions.asks":   {"label"},
	"lots":                    {"label", "norm", "to", "every", "by", "file_name"},
	"lots.contents":           {"label", "value"},
	"statistics":              {"label", "by"},
	"statistics.counts":       {"label", "year"},
}

// choices are the keys with few values.
var choices = map[string]any{
	"workflow.roles.sees":         []string{"all", "assigned"},
	"workflow.terms.stops.effect": slices.Sorted(maps.Keys(workflow.Modes)),
	"workflow.outcomes.data.as":   workflow.Formats,
	"workflow.digest.rows.as":     workflow.Formats,
	"workflow.digest.compare.as":  workflow.Formats,
	"workflow.actions.asks.type":  workflow.QuestionTypes,
	"lots.every":                  workflow.Periods,
	"lots.contents.as":            workflow.Formats,
	"statistics.counts.year":      []string{"filed", "decided"},
	"workflow.actions.kind":       slices.Sorted(maps.Keys(actions.Schemas())),
}

var expressions = []string{
	"workflow.parties.who", "workflow.parties.tax_code", "workflow.parties.born", "workflow.urgent.on", "workflow.terms.when",
	"workflow.checklist.when", "workflow.outcomes.data.value", "workflow.digest.when", "workflow.digest.rows.value",
	"workflow.digest.compare.value", "workflow.digest.compare.limit", "workflow.actions.guard", "workflow.actions.needs.that",
	"lots.to", "lots.contents.value", "statistics.counts.when", "statistics.counts.split",
}

// says are the words that an editor shows at a key.
var says = map[string]string{
	"workflow.roles":               "Who of the office acts, by a name that administrators give to people.",
	"workflow.roles.sees":          "all: every case of the procedure; assigned: only the cases assigned to the person.",
	"workflow.roles.declares":      "Whoever has a case in this role reads it only after declaring that there is no conflict of interest.",
	"workflow.roles.turn":          "Whose turn it is when a case is assigned: the criteria, the first first.",
	"workflow.parties":             "The people of a case: by them it is recognised among others, and conflicts of interest are declared.",
	"workflow.parties.who":         "The name, or a list of names.",
	"workflow.parties.tax_code":    "The tax code, or a list in the same order.",
	"workflow.parties.seek":        "The same people are looked for in other cases, and shown before anybody acts.",
	"workflow.parties.born":        "The day of birth, or a list in the same order.",
	"workflow.urgent":              "The day that puts a case before others.",
	"workflow.urgent.on":           "The day, such as that of a hearing.",
	"workflow.urgent.within":       "How long before the day the case is urgent.",
	"workflow.retention":           "How long a closed case is kept after its last act.",
	"workflow.retention.years":     "How many years, up to 150. Without it the case is kept for ever.",
	"workflow.retention.norm":      "The plan or norm that says so.",
	"workflow.start":               "The state in which a filed application begins.",
	"workflow.main_term":           "The term that lists show and sort by.",
	"workflow.states":              "Where a case can stand. Each is reached from start; each is left again, unless it is final.",
	"workflow.states.public":       "What the applicant and counsel read.",
	"workflow.states.office":       "What officials read.",
	"workflow.states.explain":      "What happens next, for the applicant and counsel.",
	"workflow.states.final":        "The work is over: no action leads out.",
	"workflow.terms":               "Legal time limits. They are computed, never typed.",
	"workflow.terms.longest":       "Whoever starts the term may choose a length up to this one.",
	"workflow.terms.wait":          "How long after its start the term begins to run. A term that waits has no stops.",
	"workflow.terms.when":          "The term concerns the case only while this holds; otherwise nobody is shown it.",
	"workflow.terms.start":         "The actions that start the term; filing for the day of filing.",
	"workflow.terms.end":           "The actions that end the term.",
	"workflow.terms.public":        "Applicant and counsel see it.",
	"workflow.terms.procedural":    "A last day that is a Saturday is put off, as for acts in court (c.p.c. art. 155).",
	"workflow.terms.summer":        "Days from 1 to 31 August do not count (L. 742/1969).",
	"workflow.terms.patron":        "A last day that is the feast of the patron saint is put off.",
	"workflow.terms.stops":         "What holds the term, by reason.",
	"workflow.terms.stops.by":      "The actions that hold the term.",
	"workflow.terms.stops.effect":  "suspend: the days go on from where they stopped; interrupt: they begin again.",
	"workflow.terms.stops.while":   "The term whose end lets this one go at the latest.",
	"workflow.terms.stops.cap":     "The longest that the stop may last.",
	"workflow.terms.stops.after":   "How long the term still stands when an act ends the stop.",
	"workflow.terms.stops.max":     "How many times the term may be held; none is any number.",
	"workflow.checklist":           "What the office checks, point by point.",
	"workflow.checklist.when":      "The point is due only if this holds.",
	"workflow.checklist.text":      "Ready words for the request for integration.",
	"workflow.checklist.asks":      "The answers and attachments that the applicant may change in reply.",
	"workflow.outcomes":            "The ways in which a case may be decided.",
	"workflow.outcomes.text":       "Template of the decision: {name} is a datum.",
	"workflow.outcomes.notice":     "What is told with the decision, such as remedies.",
	"workflow.outcomes.data":       "The values of the template.",
	"workflow.outcomes.data.value": "Where the value comes from; without it, whoever decides types it.",
	"workflow.digest":              "What a rapporteur reads first: sections of rows.",
	"workflow.digest.compare":      "A value against a limit, with the words for both results.",
	"workflow.actions":             "What leads a case from one state to the next.",
	"workflow.actions.kind":        "What the action does besides moving the case.",
	"workflow.actions.from":        "The states in which it can be done; any is each that is not final.",
	"workflow.actions.to":          "The next state, or one for each outcome; none leaves the case where it is.",
	"workflow.actions.by":          "Roles; applicant, lawyer, and system (with on_due) follow from who acts.",
	"workflow.actions.assigned":    "Only the person to whom the case is assigned.",
	"workflow.actions.guard":       "The action is there only if this holds.",
	"workflow.actions.needs":       "What must hold for it to be done, each with the words that say what is missing.",
	"workflow.actions.done":        "What the timeline says once it was done; without it, the label.",
	"workflow.actions.asks":        "What who acts is asked besides what the kind asks.",
	"workflow.actions.notify":      "Who is told: applicant, lawyer, office.",
	"workflow.actions.on_due":      "The term at whose end the system does it.",
	"workflow.actions.quiet":       "The act is not on the public timeline.",
	"lots":                         "What other offices get of the decided cases, lot by lot.",
	"lots.outcomes":                "The outcomes that they are told of; none is every outcome.",
	"lots.to":                      "The name of the recipient of a case. Where it gives nothing, somebody of the office has to say it.",
	"lots.every":                   "How often a lot is due.",
	"lots.scheduled":               "The program closes the lot when its period is over; otherwise somebody does.",
	"lots.by":                      "The roles that read the lots and close them.",
	"lots.contents":                "What the list says of each case.",
	"lots.files":                   "The documents that go along, by slot: decision, or an attachment of the application.",
	"lots.file_name":               "The rule for their names: {position}, {code}, {slot} and the names of contents.",
	"statistics":                   "Tables of yearly counts.",
	"statistics.by":                "The roles that read the table.",
	"statistics.counts":            "The rows: how many cases of a year.",
	"statistics.counts.year":       "filed: in the year of filing; decided: in the year of the decision.",
	"statistics.counts.outcomes":   "Only the cases decided so.",
	"statistics.counts.when":       "Only the cases for which this holds.",
	"statistics.counts.split":      "One row for each value of this.",
}
