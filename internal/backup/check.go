// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"errors"

	"pratica/internal/objects"
	"pratica/internal/problem"
)

// Checked is what Check looked at.
type Checked struct {
	Sets, Files int
	Bytes       int64 // that were read
	Faults      []Fault
}

// Fault is one thing that is not as the index says.
type Fault struct {
	Set  string
	Code string // text "backup.fault.<code>"
	Name string // of the file on the shelf
}

// Key is the text that says it.
func (f Fault) Key() string { return "backup.fault." + f.Code }

// The codes of faults.
const (
	faultIndex    = "index"     // unreadable
	faultSeal     = "seal"      // not written by this body, or changed since
	faultMissing  = "missing"   // not on the shelf
	faultCut      = "cut"       // another size
	faultAltered  = "altered"   // other bytes
	faultInMaking = "in_making" // files were damaged when the set was made
)

// Check compares the shelf with the indexes, without any private key: each file
// is there, at its size and, when deep, with its bytes. all looks at every set,
// otherwise at the newest.
func (s *Service) Check(ctx context.Context, all, deep bool) (c Checked, err error) {
	defer problem.Wrap(&err, "backup.Check")
	if s.Shelf == nil {
		return c, problem.New(problem.Invalid, "backup.no_place")
	}
	names, err := setNames(ctx, s.Shelf)
	if err != nil {
		return c, err
	}
	if len(names) == 0 {
		return c, problem.New(problem.NotFound, "backup.no_set")
	}
	if !all {
		names = names[:1]
	}
	there := map[string]int64{}
	err = s.Shelf.List(ctx, "", func(e objects.Entry) error { there[e.Name] = e.Size; return nil })
	if err != nil {
		return c, err
	}
	look := &checker{shelf: s.Shelf, there: there, deep: deep, seen: map[Copy]string{}}
	for _, name := range names {
		x, err := readIndex(ctx, s.Shelf, name)
		if err != nil {
			if problem.KindOf(err) != problem.Invalid {
				return c, err
			}
			look.fault(name, faultIndex, setsFolder+name+indexSuffix)
			continue
		}
		if !s.keys.isSealed(x) {
			look.fault(name, faultSeal, setsFolder+name+indexSuffix)
		}
		if err := look.set(ctx, x); err != nil {
			return c, err
		}
	}
	return look.Checked, nil
}

type checker struct {
	Checked
	shelf objects.Shelf
	there map[string]int64
	deep  bool
	seen  map[Copy]string // copies that stand in several sets are read once
}

func (c *checker) fault(set, code, name string) {
	c.Faults = append(c.Faults, Fault{Set: set, Code: code, Name: name})
}

func (c *checker) set(ctx context.Context, x Index) error {
	c.Sets++
	if x.Damaged > 0 {
		c.fault(x.Name, faultInMaking, setsFolder+x.Name+setSuffix)
	}
	of := append([]Copy{{setsFolder + x.Name + setSuffix, x.Size, x.Digest}}, x.Files...)
	for _, f := range of {
		code, looked := c.seen[f]
		if !looked {
			var err error
			if code, err = c.file(ctx, f); err != nil {
				return err
			}
			c.seen[f] = code
			c.Files++
		}
		if code != "" {
			c.fault(x.Name, code, f.Name)
		}
	}
	return nil
}

// file gives the code of what is wrong with a file on the shelf, or "".
func (c *checker) file(ctx context.Context, f Copy) (string, error) {
	size, ok := c.there[f.Name]
	switch {
	case !ok:
		return faultMissing, nil
	case size != f.Size:
		return faultCut, nil
	case !c.deep:
		return "", nil
	}
	return c.read(ctx, f)
}

func (c *checker) read(ctx context.Context, f Copy) (string, error) {
	r, err := c.shelf.Open(ctx, f.Name)
	if errors.Is(err, objects.ErrNotFound) {
		return faultMissing, nil
	}
	if err != nil {
		return "", err
	}
	defer r.Close()
	size, digest, err := sumOf((&pace{}).reader(ctx, r))
	c.Bytes += size
	switch {
	case err != nil:
		return "", err
	case size != f.Size:
		return faultCut, nil
	case digest != f.Digest:
		return faultAltered, nil
	}
	return "", nil
}
