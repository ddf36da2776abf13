// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"pratica/internal/problem"
)

// inspectPDF wants the mark that ends a PDF (ISO 32000-1 §7.5.5), without which
// a file was cut, and that it opens without a password. Many documents of public
// bodies are encrypted so that they cannot be changed, and open for everyone:
// those are taken.
func inspectPDF(r io.ReaderAt, size int64) error {
	end, err := tail(r, size)
	if err != nil {
		return err
	}
	if !bytes.Contains(end, []byte("%%EOF")) {
		return damaged(errCut)
	}
	if lock, ok := findLock(r, size, end); ok && !lock.opensWith(nil) {
		return problem.New(problem.Invalid, "documents.protected")
	}
	return nil
}

// lock is the standard security handler of a PDF (ISO 32000-1 §7.6.3, ISO
// 32000-2 §7.6.4).
type lock struct {
	revision, bits int
	owner, user    []byte // O and U
	id             []byte // first half of the file identifier
	permissions    int32
	clearMetadata  bool
}

var (
	encryptRef  = regexp.MustCompile(`/Encrypt\s+(\d+)\s+(\d+)\s+R`)
	firstID     = regexp.MustCompile(`/ID\s*\[\s*(<[0-9A-Fa-f\s]*>|\()`)
	numberKeys  = regexp.MustCompile(`/(R|P|Length)\s+(-?\d+)`)
	stringKeys  = regexp.MustCompile(`/(O|U)\s*(<[0-9A-Fa-f\s]*>|\()`)
	metadataOff = regexp.MustCompile(`/EncryptMetadata\s+false`)
)

// lockBytes is how much of the start is read beside the end: linearized files
// have their first trailer there.
const lockBytes = 64 << 10

// findLock looks for the dictionary that the trailer names. It is never in a
// compressed part of the file (§7.5.7). Where it cannot be found or read, nobody
// says that a password is needed.
func findLock(r io.ReaderAt, size int64, end []byte) (lock, bool) {
	ref := encryptRef.FindSubmatch(end)
	trailer := end
	if ref == nil {
		start := make([]byte, min(size, lockBytes))
		if n, _ := r.ReadAt(start, 0); n < len(start) {
			return lock{}, false
		}
		ref, trailer = encryptRef.FindSubmatch(start), start
	}
	if ref == nil {
		return lock{}, false
	}
	object, ok := findObject(r, size, fmt.Sprintf("%s %s obj", ref[1], ref[2]))
	if !ok {
		return lock{}, false
	}
	l, ok := parseLock(object)
	if at := firstID.FindSubmatchIndex(trailer); at != nil {
		l.id = pdfString(trailer[at[2]:])
	}
	return l, ok
}

const objectBytes = 4096

// findObject reads the file in pieces that overlap, up to the object's heading.
func findObject(r io.ReaderAt, size int64, heading string) ([]byte, bool) {
	want := []byte("\n" + heading)
	alike := []byte("\r" + heading)
	piece := make([]byte, 256<<10)
	for at := int64(0); at < size; at += int64(len(piece)) - objectBytes {
		n, err := r.ReadAt(piece, at)
		b := piece[:n]
		for _, w := range [][]byte{want, alike} {
			if i := bytes.Index(b, w); i >= 0 && (i+objectBytes <= n || at+int64(n) >= size) {
				return bytes.Clone(b[i:min(n, i+objectBytes)]), true
			}
		}
		if err != nil {
			break
		}
	}
	return nil, false
}

func parseLock(object []byte) (lock, bool) {
	if before, _, ok := bytes.Cut(object, []byte("endobj")); ok {
		object = before
	}
	l := lock{bits: 40, clearMetadata: metadataOff.Match(object)}
	for _, m := range numberKeys.FindAllSubmatch(object, -1) {
		n, err := strconv.ParseInt(string(m[2]), 10, 64)
		switch {
		case err != nil:
		case string(m[1]) == "R":
			l.revision = int(n)
		case string(m[1]) == "P":
			l.permissions = int32(n) // some programs write it without sign
		case n >= 40: // a crypt filter may tell it in bytes
			l.bits = int(n)
		}
	}
	for _, m := range stringKeys.FindAllSubmatchIndex(object, -1) {
		value := pdfString(object[m[4]:])
		if object[m[2]] == 'O' {
			l.owner = value
		} else {
			l.user = value
		}
	}
	if l.revision >= 4 && l.bits < 128 {
		l.bits = 128
	}
	isWhole := l.revision >= 2 && l.revision <= 6 && len(l.owner) >= 32 && len(l.user) >= 32 && l.bits <= 128
	return l, isWhole || l.revision >= 5 && len(l.user) >= 48
}

// pdfString reads a literal or hexadecimal string (§7.3.4).
func pdfString(b []byte) []byte {
	if len(b) > 0 && b[0] == '<' {
		digits, _, _ := bytes.Cut(b[1:], []byte(">"))
		digits = bytes.Join(bytes.Fields(digits), nil)
		value := make([]byte, len(digits)/2)
		if _, err := hex.Decode(value, digits[:len(digits)/2*2]); err != nil {
			return nil
		}
		return value
	}
	return literal(b)
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func literal(b []byte) []byte {
	var value []byte
	depth := 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				return value
			}
		case '\\':
			if i++; i == len(b) {
				return value
			}
			c, i = escaped(b, i)
		}
		value = append(value, c)
	}
	return value
}

// escaped is the byte after a backslash; the index of its last character.
func escaped(b []byte, i int) (byte, int) {
	if plain, ok := escapes[b[i]]; ok {
		return plain, i
	}
	if b[i] < '0' || b[i] > '7' {
		return b[i], i
	}
	end := i
	n := 0
	for end < len(b) && end < i+3 && b[end] >= '0' && b[end] <= '7' {
		n = n*8 + int(b[end]-'0')
		end++
	}
	return byte(n), end - 1
}

// padding completes short passwords (algorithm 2, step a).
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// opensWith tries a user password.
func (l lock) opensWith(password []byte) bool {
	switch {
	case l.revision == 5:
		sum := sha256.Sum256(append(bytes.Clone(password), l.user[32:40]...))
		return bytes.Equal(sum[:], l.user[:32])
	case l.revision >= 6:
		return bytes.Equal(hardened(password, l.user[32:40]), l.user[:32])
	}
	return l.opensOld(password)
}

// opensOld is algorithms 2, 4 and 5: revisions 2 to 4.
func (l lock) opensOld(password []byte) bool {
	h := md5.New()
	h.Write(append(bytes.Clone(password), padding...)[:32])
	h.Write(l.owner[:32])
	_ = binary.Write(h, binary.LittleEndian, l.permissions) // a hash never fails
	h.Write(l.id)
	if l.revision >= 4 && l.clearMetadata {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	key := h.Sum(nil)
	if l.revision == 2 {
		return bytes.Equal(rc4With(key[:5], 0, padding), l.user[:32])
	}
	n := l.bits / 8
	for range 50 {
		sum := md5.Sum(key[:n])
		key = sum[:]
	}
	sum := md5.Sum(append(bytes.Clone(padding), l.id...))
	value := sum[:]
	for i := range 20 {
		value = rc4With(key[:n], byte(i), value)
	}
	return bytes.Equal(value, l.user[:16])
}

// rc4With is one pass, with each byte of the key altered by i.
func rc4With(key []byte, i byte, value []byte) []byte {
	altered := bytes.Clone(key)
	for k := range altered {
		altered[k] ^= i
	}
	out := make([]byte, len(value))
	if c, err := rc4.NewCipher(altered); err == nil {
		c.XORKeyStream(out, value)
	}
	return out
}

// hardened is algorithm 2.B of ISO 32000-2, for a user password.
func hardened(password, salt []byte) []byte {
	sum := sha256.Sum256(append(bytes.Clone(password), salt...))
	k := sum[:]
	for round := 0; ; round++ {
		block := bytes.Repeat(append(bytes.Clone(password), k...), 64)
		c, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(c, k[16:32]).CryptBlocks(block, block)
		remainder := 0
		for _, b := range block[:16] {
			remainder += int(b) // 256 is 1 modulo 3, so the digits add up
		}
		k = digest(remainder%3, block)
		if round >= 63 && int(block[len(block)-1]) <= round-32 {
			return k[:32]
		}
	}
}

func digest(which int, block []byte) []byte {
	switch which {
	case 0:
		sum := sha256.Sum256(block)
		return sum[:]
	case 1:
		sum := sha512.Sum384(block)
		return sum[:]
	}
	sum := sha512.Sum512(block)
	return sum[:]
}
