// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// writeAttachments adds the files inside the file and gives the entries of the
// catalog that lead to them: associated with the whole document (ISO 19005-3
// 6.8) and listed by name (ISO 32000-1 7.11.4).
func writeAttachments(f *file, list []Attachment, at time.Time) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	list = slices.SortedFunc(slices.Values(list), func(a, b Attachment) int { return bytes.Compare(textBytes(a.Name), textBytes(b.Name)) })
	var associated, names []string
	for i, a := range list {
		if i > 0 && list[i-1].Name == a.Name {
			return "", errors.New("pdf: two attachments of the same name")
		}
		spec, err := a.write(f, at)
		if err != nil {
			return "", err
		}
		associated = append(associated, spec.String())
		names = append(names, textString(a.Name)+spec.String())
	}
	return fmt.Sprintf("/AF[%s]/Names<</EmbeddedFiles<</Names[%s]>>>>", strings.Join(associated, " "), strings.Join(names, " ")), nil
}

// longestName is as many bytes as a name object may have (ISO 19005-2 6.1.13).
const longestName = 127

var relationships = []Relationship{Data, Source, Alternative, Supplement, Unspecified}

func (a Attachment) write(f *file, at time.Time) (ref, error) {
	relationship := a.Relationship
	if relationship == "" {
		relationship = Unspecified
	}
	kind, subkind, isPair := strings.Cut(a.MediaType, "/")
	if !isPair || kind == "" || subkind == "" || len(a.MediaType) > longestName || a.Name == "" || !slices.Contains(relationships, relationship) {
		return 0, fmt.Errorf("pdf: an attachment wants a name, a media type and a known relationship, and has %q and %q", a.MediaType, relationship)
	}
	sum := md5.Sum(a.Content) // what the format asks for (ISO 32000-1 7.11.4.1); nothing relies on it
	content := f.packed(fmt.Sprintf("/Type/EmbeddedFile/Subtype%s/Params<</Size %d/ModDate%s/CheckSum<%X>>>",
		nameObject(a.MediaType), len(a.Content), textString(pdfDate(at)), sum), a.Content)
	return f.add(fmt.Appendf(nil, "<</Type/Filespec/F%[1]s/UF%[1]s/AFRelationship%[2]s/EF<</F %[3]s/UF %[3]s>>>>",
		textString(a.Name), nameObject(string(relationship)), content)), nil
}
