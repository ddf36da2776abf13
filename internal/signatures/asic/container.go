// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package asic

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"
)

// ErrUnreadable: this is no container that could be judged.
var ErrUnreadable = errors.New("asic: the container cannot be read")

// Limits against hostile files.
const (
	maxEntries = 2000
	maxEntry   = 256 << 20
	maxTotal   = 512 << 20
	maxGrowth  = 200 // times its packed size, beyond the first megabyte
	metaFolder = "META-INF/"
)

// container is an opened ZIP.
type container struct {
	files map[string]*zip.File
	names []string // documents and signatures, in their order
	spent int64
}

func open(r io.ReaderAt, size int64) (*container, error) {
	z, err := zip.NewReader(r, size)
	if err != nil || len(z.File) > maxEntries {
		return nil, ErrUnreadable
	}
	c := &container{files: map[string]*zip.File{}}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if c.files[f.Name] != nil {
			return nil, ErrUnreadable
		}
		c.files[f.Name] = f
		c.names = append(c.names, f.Name)
	}
	return c, nil
}

// read opens an entry; ok is false when there is none, or it is a bomb.
func (c *container) read(name string) ([]byte, bool) {
	f := c.files[name]
	if f == nil {
		return nil, false
	}
	size := int64(f.UncompressedSize64)
	if size > maxEntry || c.spent+size > maxTotal || size > 1<<20 && size > maxGrowth*int64(f.CompressedSize64) {
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		return nil, false
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, size+1))
	if err != nil || int64(len(content)) != size {
		return nil, false
	}
	c.spent += size
	return content, true
}

// mimetype is what the container says of itself.
func (c *container) mimetype() string {
	content, _ := c.read("mimetype")
	return strings.TrimSpace(string(content))
}

// documents are the entries that can be signed.
func (c *container) documents() (all []string) {
	for _, name := range c.names {
		if name != "mimetype" && !strings.HasPrefix(name, metaFolder) {
			all = append(all, name)
		}
	}
	return all
}

// signatures are the entries under META-INF whose name says so.
func (c *container) signatures(extension string) (all []string) {
	for _, name := range c.names {
		base := strings.ToLower(path.Base(name))
		if strings.HasPrefix(name, metaFolder) && strings.Contains(base, "signature") && path.Ext(base) == extension {
			all = append(all, name)
		}
	}
	return all
}
