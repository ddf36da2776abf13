// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signaturestest

import "fmt"

// Page is a PDF of one empty page.
func Page() []byte {
	var out []byte
	var places []int
	add := func(text string) {
		places = append(places, len(out))
		out = append(out, text...)
	}
	out = append(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	add("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
	add("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n")
	add("3 0 obj\n<< /Type /Page /Parent 2 0 R /Resources << >> /MediaBox [0 0 595 842] >>\nendobj\n")
	xref := len(out)
	out = append(out, "xref\n0 4\n0000000000 65535 f \n"...)
	for _, p := range places {
		out = fmt.Appendf(out, "%010d 00000 n \n", p)
	}
	return fmt.Appendf(out, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", xref)
}

// PageWithStream is the same page with a cross-reference stream, the catalog in an
// object stream, as newer programs write it.
func PageWithStream() []byte {
	out := []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	const catalog = "<< /Type /Catalog /Pages 2 0 R >> "
	index := fmt.Sprintf("1 0 2 %d ", len(catalog))
	objects, first := index+catalog+"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", len(index)
	container := len(out)
	out = fmt.Appendf(out, "4 0 obj\n<< /Type /ObjStm /N 2 /First %d /Length %d >>\nstream\n%s\nendstream\nendobj\n", first, len(objects), objects)
	page := len(out)
	out = append(out, "3 0 obj\n<< /Type /Page /Parent 2 0 R /Resources << >> /MediaBox [0 0 595 842] >>\nendobj\n"...)
	xref := len(out)
	rows := []byte{0, 0, 0, 0}
	rows = append(rows, 2, 0, 4, 0, 2, 0, 4, 1)
	for _, at := range []int{page, container, xref} {
		rows = append(rows, 1, byte(at>>8), byte(at), 0)
	}
	out = fmt.Appendf(out, "5 0 obj\n<< /Type /XRef /Size 6 /Root 1 0 R /W [1 2 1] /Length %d >>\nstream\n", len(rows))
	out = append(out, rows...)
	return fmt.Appendf(out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", xref)
}
