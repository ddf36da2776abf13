// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Parts takes objects that arrive piece by piece. Between two pieces the bytes
// wait in the spool of this node, under a key that the caller chooses; after a
// restart they are still there. Its methods are safe for concurrent use.
type Parts interface {
	// Arrived says how many bytes of a key are here; zero for an unknown key.
	// Whoever still writes that key loses its turn: the one who asks goes on.
	Arrived(ctx context.Context, key string) (int64, error)
	// Append adds r at the offset and says how many bytes are here then, also
	// beside an error: what arrived before a cut stays. It answers ErrOffset
	// when the offset is not the number of bytes that are here, and then takes
	// nobody's turn; ErrTooLarge when there would be more than limit, and else as Put does.
	Append(ctx context.Context, key string, offset int64, r io.Reader, limit int64) (int64, error)
	// Settle makes what arrived an object, durably, as Put would. Repeated, it
	// answers the same object until Drop or a sweep.
	Settle(ctx context.Context, key string) (Object, error)
	// Drop forgets a key and its bytes. An object that was made of it stays.
	Drop(ctx context.Context, key string) error
}

// ErrOffset: a piece does not begin where the bytes before it end.
var ErrOffset = errors.New("objects: the piece does not follow what is here")

// errTurn: somebody else writes the key now.
var errTurn = fmt.Errorf("%w: another request goes on with it", ErrOffset)

const partPrefix = spoolPrefix + "part-"

// parts are the keys of one spool. The bytes are in files, so that they outlive
// the process; what is here saves reading them again.
type parts struct {
	spool  *spool
	settle func(ctx context.Context, path string, o Object) error // takes the file

	mu  sync.Mutex
	all map[string]*part
}

// part is one key. Its mutex is held while bytes are written, never while they
// are waited for: a request whose line is dead must not stop the next one.
type part struct {
	mu   sync.Mutex
	turn int       // who may write; each newcomer counts it up
	size int64     // bytes in the file that sum has seen
	sum  hash.Hash // nil until the file was looked at
	done *Object   // once settled
	idle bool      // nobody asked since the last sweep
	gone bool      // no longer in the table: take another
}

func newParts(s *spool, settle func(context.Context, string, Object) error) *parts {
	return &parts{spool: s, settle: settle, all: map[string]*part{}}
}

func (p *parts) path(key string) string { return filepath.Join(p.spool.dir, partPrefix+key) }

// isKey keeps keys from becoming paths.
func isKey(key string) bool {
	return key != "" && len(key) <= 200 && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// take gives a key with its lock taken, looking at what an earlier process left.
func (p *parts) take(ctx context.Context, key string) (*part, error) {
	if !isKey(key) {
		return nil, ErrNotFound
	}
	one := p.find(key)
	one.mu.Lock()
	for one.gone {
		one.mu.Unlock()
		one = p.find(key)
		one.mu.Lock()
	}
	one.idle = false
	if one.sum == nil {
		if err := one.recall(ctx, p.path(key)); err != nil {
			one.mu.Unlock()
			return nil, err
		}
	}
	return one, nil
}

func (p *parts) find(key string) *part {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.all[key]
	if one == nil {
		one = &part{}
		p.all[key] = one
	}
	return one
}

// recall reads what is in the file, and hashes it.
func (one *part) recall(ctx context.Context, path string) error {
	sum := sha256.New()
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		one.sum, one.size = sum, 0
		return nil
	}
	if err != nil {
		return fmt.Errorf("objects: parts: %w", err)
	}
	defer f.Close()
	n, err := io.Copy(sum, contextReader{ctx, f})
	if err != nil {
		return fmt.Errorf("objects: parts: %w", err)
	}
	one.sum, one.size = sum, n
	return nil
}

// Arrived implements Parts.
func (p *parts) Arrived(ctx context.Context, key string) (int64, error) {
	one, err := p.take(ctx, key)
	if err != nil {
		return 0, err
	}
	defer one.mu.Unlock()
	one.turn++
	return one.size, nil
}

// Append implements Parts.
func (p *parts) Append(ctx context.Context, key string, offset int64, r io.Reader, limit int64) (int64, error) {
	if err := p.spool.checkSpace(); err != nil {
		return 0, err
	}
	one, err := p.take(ctx, key)
	if err != nil {
		return 0, err
	}
	size := one.size
	if offset != size || one.done != nil {
		one.mu.Unlock()
		return size, ErrOffset // late or lost: whoever writes keeps its turn
	}
	one.turn++
	turn := one.turn
	one.mu.Unlock()
	if size == 0 {
		if err := p.makeRoom(ctx, key); err != nil {
			return 0, err
		}
	}
	f, err := os.OpenFile(p.path(key), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o640)
	if err != nil {
		return size, spaceError(err)
	}
	defer f.Close()
	return one.fill(ctx, f, turn, r, limit)
}

const pieceBytes = 64 << 10

// fill copies r to the file while the turn lasts.
func (one *part) fill(ctx context.Context, f *os.File, turn int, r io.Reader, limit int64) (int64, error) {
	buffer := make([]byte, pieceBytes)
	for {
		n, errRead := contextReader{ctx, r}.Read(buffer)
		size, err := one.write(f, turn, buffer[:n], limit)
		switch {
		case err != nil:
			return size, err
		case errors.Is(errRead, io.EOF):
			return size, nil
		case errRead != nil:
			return size, &ReadError{Err: errRead}
		}
	}
}

// write adds bytes and their hash, both or neither: a write that fails half way
// is cut back, so that the file never has bytes that the sum has not seen.
func (one *part) write(f *os.File, turn int, b []byte, limit int64) (int64, error) {
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.turn != turn {
		return one.size, errTurn
	}
	if one.size+int64(len(b)) > limit {
		return one.size, ErrTooLarge
	}
	if _, err := f.Write(b); err != nil {
		one.sum = nil // to be read again, should the cut fail too
		if errCut := f.Truncate(one.size); errCut != nil {
			err = errors.Join(err, errCut)
		}
		return one.size, spaceError(err)
	}
	one.sum.Write(b)
	one.size += int64(len(b))
	return one.size, nil
}

// Settle implements Parts. A crash between the two steps leaves the spool file,
// and the next Settle does both again.
//
//  1. the bytes synced
//  2. the file made an object
func (p *parts) Settle(ctx context.Context, key string) (Object, error) {
	one, err := p.take(ctx, key)
	if err != nil {
		return Object{}, err
	}
	defer one.mu.Unlock()
	one.turn++
	if one.done != nil {
		return *one.done, nil
	}
	if err := syncFile(p.path(key)); err != nil {
		return Object{}, err
	}
	o := Object{Digest: hex.EncodeToString(one.sum.Sum(nil)), Size: one.size}
	if err := p.settle(ctx, p.path(key), o); err != nil {
		return Object{}, err
	}
	one.done = &o
	return o, nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: nothing arrived", ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("objects: parts: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return spaceError(err)
	}
	return nil
}

// Drop implements Parts.
func (p *parts) Drop(ctx context.Context, key string) error {
	one, err := p.take(ctx, key)
	if err != nil {
		return err
	}
	defer one.mu.Unlock()
	one.turn++
	err = os.Remove(p.path(key))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("objects: parts: %w", err)
	}
	one.sum, one.size, one.done = nil, 0, nil
	return nil
}

// together is how many keys of one owner may wait at once; an owner is what
// stands before the last hyphen of a key. One more takes the place of the one
// that was written longest ago.
const together = 16

// makeRoom is asked before a key begins.
func (p *parts) makeRoom(ctx context.Context, key string) error {
	owner := key[:strings.LastIndexByte(key, '-')+1]
	waiting, err := p.waiting(owner)
	if err != nil {
		return err
	}
	slices.SortFunc(waiting, func(a, b waitingPart) int { return a.written.Compare(b.written) })
	for len(waiting) >= together {
		if err := p.Drop(ctx, waiting[0].key); err != nil {
			return err
		}
		waiting = waiting[1:]
	}
	return nil
}

type waitingPart struct {
	key     string
	written time.Time
}

func (p *parts) waiting(prefix string) ([]waitingPart, error) {
	entries, err := os.ReadDir(p.spool.dir)
	if err != nil {
		return nil, fmt.Errorf("objects: parts: %w", err)
	}
	var list []waitingPart
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), partPrefix+prefix)
		info, err := e.Info()
		if ok && err == nil { // else another's, or gone meanwhile
			list = append(list, waitingPart{prefix + rest, info.ModTime()})
		}
	}
	return list, nil
}

// sweepAll sweeps the pieces and the rest of a spool.
func (s *spool) sweepAll(ctx context.Context, p *parts, before time.Time) (int, error) {
	pieces, err := p.sweep(ctx, before)
	if err != nil {
		return pieces, err
	}
	rest, err := s.sweep(before)
	return pieces + rest, err
}

// sweep drops keys that nobody has written since the given instant, and forgets
// those that were settled and not asked for between two sweeps.
func (p *parts) sweep(ctx context.Context, before time.Time) (int, error) {
	waiting, err := p.waiting("")
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, w := range waiting {
		if !w.written.Before(before) || !isKey(w.key) {
			continue
		}
		if err := p.Drop(ctx, w.key); err != nil {
			return removed, err
		}
		removed++
	}
	p.forget()
	return removed, nil
}

func (p *parts) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, one := range p.all {
		if !one.mu.TryLock() {
			continue // in use
		}
		switch {
		case one.done == nil && one.size > 0: // its file waits
		case !one.idle:
			one.idle = true
		default:
			one.gone = true
			delete(p.all, key)
		}
		one.mu.Unlock()
	}
}
