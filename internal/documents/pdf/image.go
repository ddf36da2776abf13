// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/png"
	"sync"
)

// The place of the logo, in millimetres, and the dots that it gets at most: 250
// an inch, beyond which a file grows and paper does not show it.
const (
	logoWidth, logoHeight = 34.0, 15.0
	logoColumns, logoRows = 340, 150
	maxPixels             = 16 << 20 // of a picture that is accepted
	logoGap               = 5.0
	shortestLogo          = 1.0 // however wide it is
)

// picture is an image ready for the file: opaque, and compressed.
type picture struct {
	width, height int // in dots
	data          []byte
}

// place is its size on paper, inside the place of the logo.
func (p picture) place() (width, height float64) {
	scale := min(logoWidth/float64(p.width), logoHeight/float64(p.height))
	return float64(p.width) * scale, max(shortestLogo, float64(p.height)*scale)
}

// write adds the picture to a file as an image object (ISO 32000-1 8.9.5).
func (p picture) write(f *file) ref {
	return f.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode", p.width, p.height), p.data)
}

// pictures keeps the last picture: a body has one logo, and to decode and to
// compress it costs more than the rest of a page.
type pictures struct {
	mu     sync.Mutex
	digest [sha256.Size]byte
	last   picture
}

func (c *pictures) of(img Image) (picture, error) {
	digest := sha256.Sum256(img.PNG)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last.data != nil && c.digest == digest {
		return c.last, nil
	}
	p, err := readPicture(img.PNG)
	if err != nil {
		return picture{}, err
	}
	c.digest, c.last = digest, p
	return p, nil
}

func readPicture(b []byte) (picture, error) {
	shape, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return picture{}, fmt.Errorf("pdf: logo: %w", err)
	}
	if shape.Width > maxPixels/shape.Height {
		return picture{}, errors.New("pdf: logo: the picture is too large")
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return picture{}, fmt.Errorf("pdf: logo: %w", err)
	}
	return flatten(img), nil
}

// flatten lays a picture on white, so that the file needs no transparency, and
// makes it smaller by a whole number: the mean of each square, in integers, is
// the same on every machine.
func flatten(img image.Image) picture {
	bounds := img.Bounds()
	side := max(1, (bounds.Dx()+logoColumns-1)/logoColumns, (bounds.Dy()+logoRows-1)/logoRows)
	p := picture{width: (bounds.Dx() + side - 1) / side, height: (bounds.Dy() + side - 1) / side}
	dots := make([]byte, 0, 3*p.width*p.height)
	for y := range p.height {
		for x := range p.width {
			square := image.Rect(x*side, y*side, (x+1)*side, (y+1)*side).Add(bounds.Min).Intersect(bounds)
			dots = append(dots, mean(img, square)...)
		}
	}
	p.data = compress(dots)
	return p
}

func mean(img image.Image, square image.Rectangle) []byte {
	var sum [3]uint64
	for y := square.Min.Y; y < square.Max.Y; y++ {
		for x := square.Min.X; x < square.Max.X; x++ {
			r, g, b, a := img.At(x, y).RGBA()
			paper := uint64(0xFFFF - a)
			sum[0] += uint64(r) + paper
			sum[1] += uint64(g) + paper
			sum[2] += uint64(b) + paper
		}
	}
	n := uint64(square.Dx() * square.Dy())
	return []byte{byte(sum[0] / n >> 8), byte(sum[1] / n >> 8), byte(sum[2] / n >> 8)}
}
