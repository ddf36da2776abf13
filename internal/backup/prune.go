// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"strings"
	"time"

	"pratica/internal/objects"
	"pratica/internal/problem"
)

// grace is how long what no set names is left alone: a run that failed may have
// copied it, and the next one will name it.
const grace = 48 * time.Hour

// prune takes away the sets whose time is over, except the newest, and then the
// copies that no set names any more. Where an index cannot be read nothing of the
// copies goes: it may name them.
func (s *Service) prune(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "backup.prune")
	if s.KeepFor <= 0 {
		return nil
	}
	names, err := setNames(ctx, s.Shelf)
	if err != nil {
		return err
	}
	named, all := map[string]bool{}, true
	for i, name := range names {
		x, err := readIndex(ctx, s.Shelf, name)
		if err != nil {
			all = false
			continue
		}
		if i > 0 && s.Now().Sub(x.Started) > s.KeepFor {
			if err := s.removeSet(ctx, name); err != nil {
				return err
			}
			continue
		}
		for _, c := range x.Files {
			named[c.Name] = true
		}
	}
	if !all {
		return nil
	}
	if err := s.removeUnnamed(ctx, filesFolder, func(name string) bool { return named[name] }); err != nil {
		return err
	}
	return s.removeUnfinished(ctx)
}

// removeSet takes the index away first: a set without one counts as unfinished.
func (s *Service) removeSet(ctx context.Context, name string) error {
	for _, suffix := range []string{indexSuffix, setSuffix} {
		if err := s.Shelf.Remove(ctx, setsFolder+name+suffix); err != nil {
			return err
		}
	}
	return nil
}

// removeUnfinished takes away sets without an index: of runs that were cut, or of
// a removal that was.
func (s *Service) removeUnfinished(ctx context.Context) error {
	names, err := setNames(ctx, s.Shelf)
	if err != nil {
		return err
	}
	whole := map[string]bool{}
	for _, name := range names {
		whole[setsFolder+name+setSuffix], whole[setsFolder+name+indexSuffix] = true, true
	}
	return s.removeUnnamed(ctx, setsFolder, func(name string) bool { return whole[name] || !strings.HasSuffix(name, setSuffix) })
}

func (s *Service) removeUnnamed(ctx context.Context, folder string, isNamed func(string) bool) error {
	var gone []string
	err := s.Shelf.List(ctx, folder, func(e objects.Entry) error {
		if !isNamed(e.Name) && s.Now().Sub(e.At) > grace {
			gone = append(gone, e.Name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range gone {
		if err := s.Shelf.Remove(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
