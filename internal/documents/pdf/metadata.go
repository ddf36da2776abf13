// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// producer is written into each file.
const producer = "Pratica"

// properties of a document, which stand in the file twice: for old readers as a
// dictionary, and as XMP. The two must not differ (ISO 19005-2 6.6.3).
type properties struct {
	title, author, lang string
	at                  time.Time
	part                int // of ISO 19005
}

func (s *sheet) properties() properties {
	d := s.doc
	p := properties{
		title: s.oneLine(d.Title), author: s.oneLine(d.Author), lang: s.lang, at: d.Created.UTC(), part: 2,
	}
	if len(d.Data) > 0 {
		p.part = 3 // part 2 allows no other files inside
	}
	if p.title == "" { // a file must have one (ISO 14289-1 7.1); the program sets a title on all it makes
		var head string
		if len(d.Letterhead) > 0 {
			head = d.Letterhead[0]
		}
		p.title = cmp.Or(s.oneLine(d.Subtitle), s.oneLine(head), p.author, "–")
	}
	return p
}

// longestString is as many characters as a text in the file's own dictionaries
// may have, at two bytes each (ISO 19005-2 6.1.13 allows 32767 bytes).
const longestString = 16000

// oneLine is a text as it is shown, without breaks.
func (s *sheet) oneLine(text string) string {
	characters := []rune(strings.Join(strings.Fields(s.glyphs.visible(text)), " "))
	return string(characters[:min(len(characters), longestString)])
}

// info is the dictionary for old readers (ISO 32000-1 14.3.3).
func (p properties) info() []byte {
	at := textString(pdfDate(p.at))
	b := fmt.Appendf(nil, "<</Title%s", textString(p.title))
	if p.author != "" {
		b = fmt.Appendf(b, "/Author%s", textString(p.author))
	}
	return fmt.Appendf(b, "/Creator%s/Producer%s/CreationDate%s/ModDate%s>>", textString(producer), textString(producer), at, at)
}

func pdfDate(t time.Time) string { return t.UTC().Format("D:20060102150405Z") }

// xmp is the packet (ISO 16684-1) with the claims to be PDF/A and PDF/UA. PDF/A
// knows no pdfuaid, so that its schema is described (ISO 19005-2 6.6.2.3.3).
func (p properties) xmp() []byte {
	at := p.at.Format(time.RFC3339)
	creator := ""
	if p.author != "" {
		creator = "<dc:creator><rdf:Seq><rdf:li>" + escape(p.author) + "</rdf:li></rdf:Seq></dc:creator>\n"
	}
	return fmt.Appendf(nil, packet, p.part, escape(p.title), creator, p.lang, at, at, producer, producer)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}

const packet = `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>%d</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
%s<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate>
<xmp:ModifyDate>%s</xmp:ModifyDate>
<xmp:CreatorTool>%s</xmp:CreatorTool>
<pdf:Producer>%s</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`
