// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"

	"pratica/internal/database"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// Restore makes a body from a set. Everything it writes to must be empty.
type Restore struct {
	Shelf      objects.Shelf
	Identities []age.Identity
	DB         *database.DB
	Objects    objects.Store
	// Keep writes a kept file into the new data folder.
	Keep func(Kept) error
	// Tell says how far it is; may be nil.
	Tell func(what string, n int64)
}

// Restored is what was made, and what is not as it should be.
type Restored struct {
	Index  Index
	Tables int
	Rows   int64
	Files  int64
	// Forged: the index does not bear the seal of the body in the set.
	Forged bool
}

// ReadIdentities reads a file of private keys, as age writes it.
func ReadIdentities(file string) ([]age.Identity, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	list, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		return nil, problem.New(problem.Invalid, "backup.bad_identity").Because(err)
	}
	return list, nil
}

// NewIdentity makes a private key and its public half. The text is what goes in
// the file that the operator keeps away from the server.
func NewIdentity() (text, recipient string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	recipient = identity.Recipient().String()
	return "# public key: " + recipient + "\n" + identity.String() + "\n", recipient, nil
}

// Prove finds a set by its name on the shelf, compares its file with its index
// and tries the key, before anything is written: what was cut or changed, or
// opens with another key, is refused here.
func (r Restore) Prove(ctx context.Context, name string) (x Index, err error) {
	defer problem.Wrap(&err, "backup.Prove")
	if x, err = readIndex(ctx, r.Shelf, name); err != nil {
		return x, err
	}
	if err := r.proveSet(ctx, x); err != nil {
		return x, err
	}
	set, err := r.Shelf.Open(ctx, setsFolder+name+setSuffix)
	if err != nil {
		return x, err
	}
	defer set.Close()
	_, err = decrypted(set, r.Identities)
	return x, err
}

// Run restores a set that was proved.
//
//  1. the schema is made as it was, and filled; keys and texts are written
//  2. each file is decrypted, and kept only if it is what its digest says
//  3. every table is read again and compared with the sums in the set
//
// After an error what was written is of no use: begin again in a new folder.
func (r Restore) Run(ctx context.Context, x Index) (done Restored, err error) {
	defer problem.Wrap(&err, "backup.Restore")
	set, err := r.Shelf.Open(ctx, setsFolder+x.Name+setSuffix)
	if err != nil {
		return done, err
	}
	defer set.Close()
	into := &restoring{Restore: r, ctx: ctx, sums: map[string]*summer{}}
	if err := unpack(set, r.Identities, into); err != nil {
		return done, err
	}
	done = Restored{Index: x, Tables: len(into.sums), Rows: into.closing.rows(), Files: into.files, Forged: !into.isSealed(x)}
	return done, into.proveTables()
}

// proveSet compares the set's file with what the index says of it.
func (r Restore) proveSet(ctx context.Context, x Index) error {
	file, err := r.Shelf.Open(ctx, setsFolder+x.Name+setSuffix)
	if errors.Is(err, objects.ErrNotFound) {
		return problem.New(problem.NotFound, "backup.no_such_set", "name", x.Name).Because(err)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	size, digest, err := sumOf((&pace{}).reader(ctx, file))
	switch {
	case err != nil:
		return err
	case size < x.Size:
		return problem.New(problem.Invalid, "backup.cut", "have", size, "want", x.Size)
	case digest != x.Digest:
		return problem.New(problem.Invalid, "backup.altered")
	}
	return nil
}

// restoring is one restore under way; it implements receiver.
type restoring struct {
	Restore
	ctx     context.Context // of Run, which calls back
	current database.Table
	sums    map[string]*summer
	secret  []byte // the session key of the set
	files   int64
	closing end
}

func (r *restoring) tell(what string, n int64) {
	if r.Tell != nil {
		r.Tell(what, n)
	}
}

func (r *restoring) manifest(m manifest) error {
	if m.Format > format {
		return problem.New(problem.Invalid, "backup.newer_format", "name", m.Name)
	}
	err := r.DB.MigrateTo(r.ctx, database.Dialect(m.Dialect), m.Applied)
	switch {
	case errors.Is(err, database.ErrNotEmpty):
		return problem.New(problem.Conflict, "backup.database_not_empty").Because(err)
	case errors.Is(err, database.ErrOlder):
		return problem.New(problem.Invalid, "backup.other_database", "release", m.Release, "database", m.Dialect).Because(err)
	case errors.Is(err, database.ErrNewer):
		return problem.New(problem.Invalid, "backup.newer_release", "release", m.Release).Because(err)
	}
	return err
}

// SessionKey is the name under which a set keeps the key that all nodes share.
const SessionKey = "session.key"

func (r *restoring) kept(name string, content []byte) error {
	if name == SessionKey {
		r.secret = content
	}
	return r.Keep(Kept{name, content})
}

func (r *restoring) table(t database.Table) error {
	r.current = t
	r.sums[t.Name] = &summer{table: t}
	r.tell(t.Name, 0)
	return r.DB.Update(r.ctx, func(tx *database.Tx) error { return tx.Clear(r.ctx, t.Name) })
}

func (r *restoring) rows(rows [][]any) error {
	return r.DB.Update(r.ctx, func(tx *database.Tx) error { return tx.Fill(r.ctx, r.current, rows) })
}

// file decrypts one copy into the new store.
func (r *restoring) file(f listed) (err error) {
	defer problem.Wrap(&err, "file %s", f.Digest)
	sealed, err := r.Shelf.Open(r.ctx, f.Copy)
	if errors.Is(err, objects.ErrNotFound) {
		return problem.New(problem.NotFound, "backup.copy_missing", "name", f.Copy).Because(err)
	}
	if err != nil {
		return err
	}
	defer sealed.Close()
	plain, err := age.Decrypt(sealed, r.Identities...)
	if err != nil {
		return problem.New(problem.Invalid, "backup.copy_altered", "name", f.Copy).Because(err)
	}
	h := sha256.New()
	_, err = r.Objects.Put(r.ctx, &proving{r: plain, sum: h.Sum, write: h.Write, digest: f.Digest}, 1<<50)
	var read *objects.ReadError
	if errors.As(err, &read) {
		return problem.New(problem.Invalid, "backup.copy_altered", "name", f.Copy).Because(err)
	}
	if err == nil {
		r.files++
		r.tell("files", r.files)
	}
	return err
}

// proving fails at the end of the bytes when they are not those of the digest,
// so that the store keeps nothing of them.
type proving struct {
	r      io.Reader
	write  func([]byte) (int, error)
	sum    func([]byte) []byte
	digest string
}

// Read implements io.Reader.
func (p *proving) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	_, _ = p.write(b[:n])
	if err == io.EOF && hex.EncodeToString(p.sum(nil)) != p.digest {
		return n, objects.ErrDamaged
	}
	return n, err
}

func (r *restoring) end(e end) error {
	r.closing = e
	return nil
}

func (r *restoring) isSealed(x Index) bool {
	k, err := deriveKeys(r.secret)
	return err == nil && k.isSealed(x)
}

// proveTables reads back what was written and compares it with what the set was
// closed with.
func (r *restoring) proveTables() error {
	if r.files != r.closing.Files || len(r.sums) != len(r.closing.Tables) {
		return altered(fmt.Errorf("%d files and %d tables, not %d and %d", r.files, len(r.sums), r.closing.Files, len(r.closing.Tables)))
	}
	var wrong []string
	for name, sum := range r.sums {
		if err := sumTable(r.ctx, r.DB, sum); err != nil {
			return err
		}
		if sum.Sum != r.closing.Tables[name] {
			wrong = append(wrong, name)
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return problem.New(problem.Internal, "backup.not_equal", "tables", strings.Join(wrong, ", "))
	}
	return nil
}

func sumTable(ctx context.Context, db *database.DB, s *summer) error {
	return db.View(ctx, func(tx *database.Tx) error {
		return tx.Rows(ctx, s.table, func(values []any) error {
			_, err := s.add(values)
			return err
		})
	})
}
