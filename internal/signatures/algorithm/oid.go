// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import "strconv"

const maxOID = 128 // octets: longer ones are nobody's

// dotted writes the body of an OBJECT IDENTIFIER with dots (X.690 8.19).
func dotted(body []byte) (string, bool) {
	if len(body) == 0 || len(body) > maxOID || body[len(body)-1]&0x80 != 0 {
		return "", false
	}
	text := make([]byte, 0, 32)
	arc := uint64(0)
	for _, c := range body {
		if arc > 1<<56 {
			return "", false
		}
		arc = arc<<7 | uint64(c&0x7F)
		if c&0x80 != 0 {
			continue
		}
		if len(text) == 0 {
			first := min(arc/40, 2)
			text = strconv.AppendUint(text, first, 10)
			arc -= first * 40
		}
		text = strconv.AppendUint(append(text, '.'), arc, 10)
		arc = 0
	}
	return string(text), true
}
