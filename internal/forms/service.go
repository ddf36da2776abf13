// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// State is where a version stands; the diagram is in the package's doc.
type State string

// The states of a version.
const (
	Imported  State = "draft"
	Published State = "published"
	Retired   State = "retired"
)

// Version is a stored definition.
type Version struct {
	Digest     string
	Slug       string
	Label      string
	State      State
	ImportedAt time.Time
	ChangedAt  time.Time
}

// Service keeps the versions of the procedures. All exported fields are
// required. It is safe for concurrent use.
type Service struct {
	DB    *database.DB
	Audit *audit.Log
	Now   func() time.Time

	compiled   sync.Map // digest → *Definition; a version never changes
	thresholds shelf
}

// Import stores a definition as a draft. The same bytes again change nothing.
func (s *Service) Import(ctx context.Context, by audit.Actor, name string, source []byte) (v Version, err error) {
	defer problem.Wrap(&err, "forms.Import(%s)", name)
	def, wrong := Parse(name, source)
	if len(wrong) > 0 {
		fields := make([]problem.Field, len(wrong))
		for i, w := range wrong {
			fields[i] = w.Field()
		}
		return Version{}, problem.New(problem.Invalid, "forms.bad_definition").With(fields...)
	}
	now := s.Now()
	v = Version{Digest: def.Digest, Slug: def.Slug, Label: def.Version, State: Imported, ImportedAt: now, ChangedAt: now}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if known, err := versionByDigest(ctx, tx, def.Digest); !errors.Is(err, database.ErrNotFound) {
			v = known
			return err
		}
		if err := insertVersion(ctx, tx, v, source); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "imported", v)
	})
	return v, err
}

// Publish opens a version to new applications; the one before it is retired.
// Applications under way keep theirs.
func (s *Service) Publish(ctx context.Context, by audit.Actor, digest string) (err error) {
	defer problem.Wrap(&err, "forms.Publish(%s)", digest)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		v, err := versionByDigest(ctx, tx, digest)
		if err != nil {
			return missingVersion(err)
		}
		if v.State == Published {
			return nil
		}
		if err := retirePublished(ctx, tx, v.Slug, s.Now()); err != nil {
			return err
		}
		if err := setVersionState(ctx, tx, digest, Published, s.Now()); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "published", v)
	})
}

// Retire closes a procedure to new applications.
func (s *Service) Retire(ctx context.Context, by audit.Actor, digest string) (err error) {
	defer problem.Wrap(&err, "forms.Retire(%s)", digest)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		v, err := versionByDigest(ctx, tx, digest)
		if err != nil {
			return missingVersion(err)
		}
		if err := setVersionState(ctx, tx, digest, Retired, s.Now()); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "retired", v)
	})
}

func (s *Service) record(ctx context.Context, tx *database.Tx, by audit.Actor, act string, v Version) error {
	return s.Audit.Record(ctx, tx, audit.Entry{
		Chain: audit.AdminChain, Actor: by, Action: "forms." + act, Subject: v.Digest, Detail: map[string]string{"slug": v.Slug, "version": v.Label}, At: s.Now(),
	})
}

// Published returns the version of a procedure that new applications get.
func (s *Service) Published(ctx context.Context, slug string) (d *Definition, err error) {
	defer problem.Wrap(&err, "forms.Published(%s)", slug)
	var digest string
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		digest, err = publishedDigest(ctx, tx, slug)
		return missingVersion(err)
	})
	if err != nil {
		return nil, err
	}
	return s.ByDigest(ctx, digest)
}

// ByDigest returns a version, compiled once and then kept, with the values that
// the office added to its tables.
func (s *Service) ByDigest(ctx context.Context, digest string) (d *Definition, err error) {
	defer problem.Wrap(&err, "forms.ByDigest(%s)", digest)
	if kept, ok := s.compiled.Load(digest); ok {
		return s.extended(ctx, kept.(*Definition))
	}
	def, err := s.compile(ctx, digest)
	if err != nil {
		return nil, err
	}
	s.compiled.Store(digest, def)
	return s.extended(ctx, def)
}

func (s *Service) compile(ctx context.Context, digest string) (*Definition, error) {
	var source []byte
	err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
		source, err = s.SourceIn(ctx, tx, digest)
		return err
	})
	if err != nil {
		return nil, err
	}
	def, wrong := Parse(digest, source)
	if len(wrong) > 0 {
		return nil, errors.New("a stored definition does not parse: " + wrong[0].Error())
	}
	return def, nil
}

// Versions lists every version, those of one procedure together, the newest first.
func (s *Service) Versions(ctx context.Context) (list []Version, err error) {
	defer problem.Wrap(&err, "forms.Versions")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = allVersions(ctx, tx)
		return err
	})
	return list, err
}

// Version tells where a version stands.
func (s *Service) Version(ctx context.Context, digest string) (v Version, err error) {
	defer problem.Wrap(&err, "forms.Version(%s)", digest)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		v, err = versionByDigest(ctx, tx, digest)
		return missingVersion(err)
	})
	return v, err
}

// Source returns the bytes of a version.
func (s *Service) Source(ctx context.Context, digest string) (source []byte, err error) {
	defer problem.Wrap(&err, "forms.Source(%s)", digest)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		source, err = s.SourceIn(ctx, tx, digest)
		return err
	})
	return source, err
}

// SourceIn returns the bytes of a version inside the caller's transaction.
func (s *Service) SourceIn(ctx context.Context, tx *database.Tx, digest string) ([]byte, error) {
	source, err := versionSource(ctx, tx, digest)
	return source, missingVersion(err)
}

// Catalogue lists the published procedures by title.
func (s *Service) Catalogue(ctx context.Context) (list []*Definition, err error) {
	defer problem.Wrap(&err, "forms.Catalogue")
	var digests []string
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		digests, err = publishedDigests(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, digest := range digests {
		d, err := s.ByDigest(ctx, digest)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *Definition) int { return compareText(a.Title.In("it"), b.Title.In("it")) })
	return list, nil
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func missingVersion(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return problem.New(problem.NotFound, "forms.no_procedure").Because(err)
	}
	return err
}
