// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

// der writes an element of BER, whose bytes these are, with definite and
// shortest lengths, and strings in one piece. What is so already stays as it
// is, byte for byte: certificates must.
func der(ber []byte) ([]byte, error) {
	if isDER(ber, 0) {
		return ber, nil
	}
	n := normaliser{left: 4 * len(ber)}
	out, rest, err := n.element(ber, 0)
	if err != nil || len(rest) > 0 {
		return nil, errOr(err, ErrMalformed)
	}
	return out, nil
}

// normaliser counts what it writes, so that nesting cannot multiply the work.
type normaliser struct{ left int }

// element rewrites the first element of in, and returns what follows it.
func (n *normaliser) element(in []byte, depth int) (out, rest []byte, err error) {
	h, ok := parseHeader(in)
	if !ok || depth > maxNesting {
		return nil, nil, ErrMalformed
	}
	body, rest := in[h.size:], []byte(nil)
	if !h.isIndefinite {
		if h.length > len(body) {
			return nil, nil, ErrMalformed
		}
		body, rest = body[:h.length], body[h.length:]
		if isDER(in[:h.size+h.length], 0) {
			return n.spend(in[:h.size+h.length]), rest, nil
		}
	}
	if h.tag[0]&constructedBit == 0 {
		if h.isIndefinite {
			return nil, nil, ErrMalformed
		}
		return n.wrap(h.tag, body), rest, nil
	}
	var children []byte
	isString := h.tag[0] == tagOctetString|constructedBit
	for {
		if len(body) == 0 {
			if h.isIndefinite {
				return nil, nil, ErrMalformed
			}
			break
		}
		if h.isIndefinite && len(body) >= 2 && body[0] == 0 && body[1] == 0 {
			rest = body[2:]
			break
		}
		var child []byte
		if child, body, err = n.element(body, depth+1); err != nil {
			return nil, nil, err
		}
		if isString {
			c, ok := parseHeader(child)
			if !ok || child[0] != tagOctetString {
				return nil, nil, ErrMalformed
			}
			child = child[c.size:]
		}
		children = append(children, child...)
		if n.left < 0 {
			return nil, nil, ErrMalformed
		}
	}
	tag := h.tag
	if isString {
		tag = []byte{tagOctetString}
	}
	return n.wrap(tag, children), rest, nil
}

func (n *normaliser) spend(b []byte) []byte {
	n.left -= len(b)
	return b
}

func (n *normaliser) wrap(tag, body []byte) []byte {
	out := append([]byte{}, tag...)
	out = append(out, derLength(len(body))...)
	return n.spend(append(out, body...))
}

// derLength writes length octets in their shortest form (X.690 10.1).
func derLength(n int) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	var digits []byte
	for ; n > 0; n >>= 8 {
		digits = append([]byte{byte(n)}, digits...)
	}
	return append([]byte{0x80 | byte(len(digits))}, digits...)
}

// header is the beginning of an element.
type header struct {
	tag          []byte
	size, length int // of the header, of the body
	isIndefinite bool
	isShortest   bool
}

func parseHeader(in []byte) (h header, ok bool) {
	if len(in) < 2 {
		return h, false
	}
	i := 1
	if in[0]&0x1F == 0x1F {
		for {
			if i >= len(in) || i > 6 {
				return h, false
			}
			i++
			if in[i-1]&0x80 == 0 {
				break
			}
		}
	}
	h.tag = in[:i]
	if i >= len(in) {
		return h, false
	}
	first := in[i]
	i++
	switch {
	case first == 0x80:
		h.isIndefinite = true
	case first < 0x80:
		h.length = int(first)
	default:
		for range int(first & 0x7F) {
			if i >= len(in) || h.length > 1<<40 {
				return h, false
			}
			h.length = h.length<<8 | int(in[i])
			i++
		}
	}
	h.size = i
	h.isShortest = h.isIndefinite || len(derLength(h.length)) == i-len(h.tag)
	return h, true
}

// isDER says whether an element needs no rewriting.
func isDER(in []byte, depth int) bool {
	h, ok := parseHeader(in)
	if !ok || depth > maxNesting || h.isIndefinite || !h.isShortest || h.length != len(in)-h.size {
		return false
	}
	if h.tag[0]&constructedBit == 0 {
		return true
	}
	if h.tag[0] == tagOctetString|constructedBit {
		return false
	}
	for body := in[h.size:]; len(body) > 0; {
		c, ok := parseHeader(body)
		if !ok || c.isIndefinite || c.length > len(body)-c.size || !isDER(body[:c.size+c.length], depth+1) {
			return false
		}
		body = body[c.size+c.length:]
	}
	return true
}
