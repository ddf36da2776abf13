// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// colorSpace names what the numbers of a colour mean (IEC 61966-2-1).
const colorSpace = "sRGB IEC61966-2.1"

// colorProfile is sRGB as an ICC profile (ISO 15076-1, version 4): three
// primaries and one curve, which is all that a screen's colours need. It is
// built here because those in circulation come with licences, or with kilobytes
// that say the same.
func colorProfile() []byte {
	curve := parametricCurve(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	return iccProfile([]iccTag{
		{"desc", localized(colorSpace)},
		{"cprt", localized("CC0")},
		{"wtpt", iccXYZ(0.9642, 1, 0.8249)}, // D50, to which all is adapted
		{"chad", append([]byte("sf32\x00\x00\x00\x00"), fixed16(1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)...)},
		{"rXYZ", iccXYZ(0.43607, 0.22249, 0.01392)},
		{"gXYZ", iccXYZ(0.38515, 0.71687, 0.09708)},
		{"bXYZ", iccXYZ(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	})
}

type iccTag struct {
	signature string
	data      []byte
}

// iccProfile puts the header before the tags; what is the same in several stands once.
func iccProfile(tags []iccTag) []byte {
	const header = 128
	index := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	places := map[string]int{}
	start := header + 4 + 12*len(tags)
	for _, t := range tags {
		at, known := places[string(t.data)]
		if !known {
			at = start + len(body)
			places[string(t.data)] = at
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		index = append(index, t.signature...)
		index = binary.BigEndian.AppendUint32(index, uint32(at))
		index = binary.BigEndian.AppendUint32(index, uint32(len(t.data)))
	}
	out := make([]byte, header, start+len(body))
	binary.BigEndian.PutUint32(out, uint32(start+len(body)))
	binary.BigEndian.PutUint32(out[8:], 0x04200000)
	copy(out[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1} { // when the profile was made; not the document
		binary.BigEndian.PutUint16(out[24+2*i:], v)
	}
	copy(out[36:], "acsp")
	copy(out[68:], fixed16(0.9642, 1, 0.8249))
	return append(append(out, index...), body...)
}

func fixed16(values ...float64) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func iccXYZ(x, y, z float64) []byte {
	return append([]byte("XYZ \x00\x00\x00\x00"), fixed16(x, y, z)...)
}

// parametricCurve is function 3: a power, and a straight line near black.
func parametricCurve(parameters ...float64) []byte {
	return append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), fixed16(parameters...)...)
}

func localized(s string) []byte {
	units := utf16.Encode([]rune(s))
	b := append([]byte("mluc\x00\x00\x00\x00"), 0, 0, 0, 1, 0, 0, 0, 12, 'e', 'n', 'U', 'S')
	b = binary.BigEndian.AppendUint32(b, uint32(2*len(units)))
	b = binary.BigEndian.AppendUint32(b, 28)
	for _, u := range units {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}
