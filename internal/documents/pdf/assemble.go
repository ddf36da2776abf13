// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"fmt"
	"strings"
)

// logoResource is the name of the logo among the resources of a page.
const logoResource = "Logo"

// file writes what was set: the catalog says what the file claims to be (ISO
// 19005-2 6, ISO 14289-1 7), the pages hang under it.
func (s *sheet) file(profile []byte) ([]byte, error) {
	f, properties := &file{}, s.properties()
	catalog := f.reserve()
	info := f.add(properties.info())
	metadata := f.stream("/Type/Metadata/Subtype/XML", properties.xmp()) // in clear, for programs that only look for it
	attachments, err := writeAttachments(f, s.doc.Data, s.doc.Created)
	if err != nil {
		return nil, err
	}
	resources, err := s.writeResources(f)
	if err != nil {
		return nil, err
	}
	tree, pages := s.writePages(f, resources)
	intent := f.add(fmt.Appendf(nil, "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%[1]s/Info%[1]s/RegistryName(http://www.color.org)/DestOutputProfile %[2]s>>",
		textString(colorSpace), f.stream("/N 3/Filter/FlateDecode", profile)))
	f.set(catalog, fmt.Appendf(nil, "<</Type/Catalog/Pages %s/Lang%s/MarkInfo<</Marked true>>/StructTreeRoot %s/ViewerPreferences<</DisplayDocTitle true>>/Metadata %s/OutputIntents[%s]%s>>",
		pages, textString(s.lang), tree, metadata, intent, attachments))
	return f.close(catalog, info), nil
}

// writeResources adds the fonts that were used, and the logo.
func (s *sheet) writeResources(f *file) (ref, error) {
	var fonts strings.Builder
	for i := range s.types {
		t := &s.types[i]
		if !t.isUsed {
			continue
		}
		font, err := t.write(f)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(&fonts, "/%s %s", t.resource, font)
	}
	b := fmt.Appendf(nil, "<</Font<<%s>>", fonts.String())
	if s.logo != nil {
		b = fmt.Appendf(b, "/XObject<</%s %s>>", logoResource, s.logo.write(f))
	}
	return f.add(append(b, ">>"...)), nil
}

// writePages adds the pages and the structure; the numbers under which a page
// finds its elements are those of the pages.
func (s *sheet) writePages(f *file, resources ref) (structure, tree ref) {
	tree = f.reserve()
	refs := make([]ref, len(s.pages))
	var kids strings.Builder
	for i, p := range s.pages {
		content := f.packed("", p.ops)
		refs[i] = f.add(fmt.Appendf(nil, "<</Type/Page/Parent %s/MediaBox[0 0 595.28 841.89]/Resources %s/Contents %s/StructParents %d/Tabs/S>>", tree, resources, content, p.number))
		fmt.Fprintf(&kids, "%s ", refs[i])
	}
	f.set(tree, fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", len(refs), strings.TrimSpace(kids.String())))
	return writeStructure(f, s.root, s.pages, refs), tree
}
