// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"pratica/internal/problem"
)

// inspect looks for what makes a file of no use to the office, or a danger: one
// that does not open, that asks for a password, that holds a program, or that
// would become enormous. It reads a bounded part of the file.
func inspect(r io.ReaderAt, size int64, t Type) error {
	switch t.Token {
	case PDF.Token:
		return inspectPDF(r, size)
	case JPEG.Token:
		return inspectJPEG(r, size)
	case PNG.Token:
		return inspectPNG(r, size)
	case DOCX.Token, ODT.Token, ZIP.Token:
		return inspectArchive(r, size, t)
	}
	return nil
}

func damaged(err error) error {
	return problem.New(problem.Invalid, "documents.damaged").Because(err)
}

// tailBytes is where the end of a file is looked for: some programs add to it.
const tailBytes = 64 << 10

func tail(r io.ReaderAt, size int64) ([]byte, error) {
	b := make([]byte, min(size, tailBytes))
	n, err := r.ReadAt(b, size-int64(len(b)))
	if n == len(b) {
		return b, nil
	}
	return b[:n], err
}

var errCut = errors.New("documents: the end is missing")

// inspectJPEG wants a header that can be read and, in what remains of it, the
// mark that ends a picture.
func inspectJPEG(r io.ReaderAt, size int64) error {
	if _, err := jpeg.DecodeConfig(io.NewSectionReader(r, 0, size)); err != nil {
		return damaged(err)
	}
	return wantEnd(r, size, []byte{0xFF, 0xD9})
}

func inspectPNG(r io.ReaderAt, size int64) error {
	if _, err := png.DecodeConfig(io.NewSectionReader(r, 0, size)); err != nil {
		return damaged(err)
	}
	return wantEnd(r, size, []byte("IEND"))
}

func wantEnd(r io.ReaderAt, size int64, end []byte) error {
	b, err := tail(r, size)
	if err != nil {
		return err
	}
	if !bytes.Contains(b, end) {
		return damaged(errCut)
	}
	return nil
}

// What an archive may become when it is opened. Office documents shrink well,
// but not a thousand times.
const (
	maxUnpacked      = 4 << 30
	maxUnpackedTimes = 200
	harmless         = 100 << 20 // below this no ratio is a danger
)

func inspectArchive(r io.ReaderAt, size int64, t Type) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return damaged(err)
	}
	var unpacked uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 { // encrypted (APPNOTE 4.4.4)
			return problem.New(problem.Invalid, "documents.protected")
		}
		if t.Token != ZIP.Token && isMacro(f.Name) {
			return problem.New(problem.Invalid, "documents.macro")
		}
		if unpacked += f.UncompressedSize64; unpacked > maxUnpacked {
			break
		}
	}
	if unpacked > maxUnpacked || unpacked > harmless && unpacked > uint64(size)*maxUnpackedTimes {
		return problem.New(problem.Invalid, "documents.bomb")
	}
	if t.Token == ODT.Token && isEncryptedODT(z) {
		return problem.New(problem.Invalid, "documents.protected")
	}
	return nil
}

// isMacro knows where the office formats keep programs.
func isMacro(member string) bool {
	name := strings.ToLower(member)
	return strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "basic/") && !strings.HasSuffix(name, "/") ||
		strings.HasPrefix(name, "scripts/") && !strings.HasSuffix(name, "/")
}

// isEncryptedODT reads the manifest, which names the method of each encrypted
// member (ODF 1.3 part 2, §3.4).
func isEncryptedODT(z *zip.Reader) bool {
	f, err := z.Open("META-INF/manifest.xml")
	if err != nil {
		return false
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 1<<20))
	return err == nil && bytes.Contains(b, []byte("encryption-data"))
}

// isOLE says that bytes are a container of the older office formats. Newer
// documents with a password are kept in one too (MS-OFFCRYPTO §2.3.4.4).
func isOLE(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
}

// isLockedOffice finds the stream of an encrypted document by its name, which
// stands in the container in UTF-16.
func isLockedOffice(r io.ReaderAt, size int64) bool {
	name := bytes.Join(bytes.Split([]byte("EncryptedPackage"), nil), []byte{0})
	piece := make([]byte, tailBytes+len(name))
	for at := int64(0); at < min(size, 64<<20); at += tailBytes {
		n, err := r.ReadAt(piece[:min(int64(len(piece)), size-at)], at)
		if bytes.Contains(piece[:n], name) {
			return true
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return false
		}
	}
	return false
}

// maxDirectory bounds the list of members that is read into memory: some fifty
// thousand, far more than any document has.
const maxDirectory = 4 << 20

// hasVastDirectory looks at the end of an archive before the list is read.
func hasVastDirectory(r io.ReaderAt, size int64) bool {
	b, err := tail(r, size)
	if err != nil {
		return false
	}
	at := bytes.LastIndex(b, []byte("PK\x05\x06")) // end of central directory (APPNOTE 4.3.16)
	if at < 0 || len(b) < at+22 {
		return false
	}
	return binary.LittleEndian.Uint32(b[at+12:]) > maxDirectory // 0xFFFFFFFF stands for ZIP64
}
