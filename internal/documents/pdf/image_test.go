// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"
)

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func dots(t *testing.T, p picture) []byte {
	t.Helper()
	r, err := zlib.NewReader(bytes.NewReader(p.data))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPictureIsLaidOnWhite(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 3, 1))
	img.SetNRGBA(1, 0, color.NRGBA{R: 255, A: 255})
	img.SetNRGBA(2, 0, color.NRGBA{A: 128})
	p, err := readPicture(encode(t, img))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := dots(t, p), []byte{255, 255, 255, 255, 0, 0, 127, 127, 127}; !bytes.Equal(got, want) {
		t.Errorf("dots %v, want %v", got, want)
	}
}

func TestPictureIsMadeSmaller(t *testing.T) {
	p, err := readPicture(encode(t, image.NewGray(image.Rect(0, 0, 2001, 500))))
	if err != nil {
		t.Fatal(err)
	}
	if p.width > logoColumns || p.height > logoRows || len(dots(t, p)) != 3*p.width*p.height {
		t.Errorf("%d × %d dots", p.width, p.height)
	}
	if w, h := p.place(); w > logoWidth+0.01 || h > logoHeight+0.01 {
		t.Errorf("%.1f × %.1f mm", w, h)
	}
}

func TestLogoThatIsNone(t *testing.T) {
	for name, content := range map[string][]byte{
		"nothing": nil, "a text": []byte("logo"), "cut": encode(t, image.NewGray(image.Rect(0, 0, 50, 50)))[:60],
		"beyond measure": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x00\x00\x00\x00\x93\x0b\x2a\x4f"),
	} {
		_, err := newTypesetter(t).Write(t.Context(), Document{Created: instant, Logo: &Image{PNG: content}})
		if err == nil || !strings.Contains(err.Error(), "logo") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// A writer that set another body's document in between forgets nothing of it.
func TestLogosAreNotMixedUp(t *testing.T) {
	w := newTypesetter(t)
	a, b := receipt(t), receipt(t)
	b.Logo = &Image{PNG: emblem(t, 90, 90), Alt: "Altro"}
	first, err := w.Write(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []Document{b, a} {
		got, err := w.Write(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if same := bytes.Equal(got, first); same != (d.Logo == a.Logo) {
			t.Errorf("logo %q: the file is the same: %v", d.Logo.Alt, same)
		}
	}
}
