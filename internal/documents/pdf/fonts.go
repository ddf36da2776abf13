// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"
)

// The fonts are those of module go-fonts/liberation, packed by the test of this
// package: as they are there they would be a fiftieth of the program.
var (
	//go:embed regular.ttf.gz
	packedRegular []byte
	//go:embed bold.ttf.gz
	packedBold []byte
)

// fonts are the two faces.
type fonts struct{ regular, bold []byte }

// readFonts unpacks them, once.
var readFonts = sync.OnceValues(func() (f fonts, err error) {
	if f.regular, err = unpack(packedRegular); err == nil {
		f.bold, err = unpack(packedBold)
	}
	return f, err
})

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("pdf: fonts: %w", err)
	}
	font, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("pdf: fonts: %w", err)
	}
	return font, nil
}
