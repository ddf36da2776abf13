// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"strconv"
)

// More limits.
const (
	maxObjects  = 2 << 20
	maxUpdates  = 1000
	maxInflated = 32 << 20 // bytes of all streams that are opened
)

// entry is where an object lies.
type entry struct {
	offset    int // of the object, or of its object stream's
	container int // number of its object stream; 0: none
	index     int // in it
}

// file is a PDF as its last cross-reference section shows it.
type file struct {
	data      []byte
	entries   map[int]entry
	free      map[int]bool
	trailer   dict
	cache     map[int]object
	packed    map[int]map[int]object // object streams by number
	spent     *spent
	isDamaged bool // found by looking through the file: its sections lead nowhere
}

// spent is what was read so far, of a file and of its revisions together.
type spent struct{ steps, inflated int }

// parse reads the cross-reference sections of a file, the last first.
func parse(data []byte, so *spent) (*file, error) {
	f := &file{data: data, spent: so, entries: map[int]entry{}, free: map[int]bool{}, cache: map[int]object{}, packed: map[int]map[int]object{}}
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, ErrUnreadable
	}
	err := f.readSections()
	if err != nil || f.dict(f.trailer["Root"]) == nil {
		if err := f.lookThrough(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *file) lexer(at int) *lexer { return &lexer{f.data, at, &f.spent.steps} }

func (f *file) readSections() error {
	tail := bytes.LastIndex(f.data, []byte("startxref"))
	if tail < 0 {
		return ErrUnreadable
	}
	l := f.lexer(tail + len("startxref"))
	l.skip()
	at, err := strconv.Atoi(l.word())
	if err != nil {
		return ErrUnreadable
	}
	seen := map[int]bool{}
	for range maxUpdates {
		if at < 0 || at >= len(f.data) || seen[at] {
			return ErrUnreadable
		}
		seen[at] = true
		trailer, err := f.section(at, seen)
		if err != nil {
			return err
		}
		if f.trailer == nil {
			f.trailer = trailer
		}
		prev, ok := trailer["Prev"].(number)
		if !ok {
			return nil
		}
		at = int(prev)
	}
	return ErrUnreadable
}

// section reads a table or a stream. What a newer one said stays.
func (f *file) section(at int, seen map[int]bool) (dict, error) {
	l := f.lexer(at)
	if !l.keyword("xref") {
		return f.xrefStream(at)
	}
	for !l.keyword("trailer") {
		if err := f.subsection(l); err != nil {
			return nil, err
		}
	}
	o, err := l.object(0)
	trailer, ok := o.(dict)
	if err != nil || !ok {
		return nil, ErrUnreadable
	}
	if hybrid, ok := trailer["XRefStm"].(number); ok && !seen[int(hybrid)] && hybrid >= 0 && int(hybrid) < len(f.data) {
		seen[int(hybrid)] = true
		if _, err := f.xrefStream(int(hybrid)); err != nil {
			return nil, err
		}
	}
	return trailer, nil
}

func (f *file) subsection(l *lexer) error {
	l.skip()
	first, err1 := strconv.Atoi(l.word())
	l.skip()
	count, err2 := strconv.Atoi(l.word())
	if err1 != nil || err2 != nil || first < 0 || count < 0 || count > maxObjects {
		return ErrUnreadable
	}
	for i := range count {
		l.skip()
		offset, err := strconv.Atoi(l.word())
		l.skip()
		l.word()
		l.skip()
		kind := l.word()
		if f.spent.steps++; err != nil || f.spent.steps > maxSteps {
			return ErrUnreadable
		}
		f.add(first+i, kind == "n", entry{offset: offset})
	}
	return nil
}

func (f *file) add(num int, inUse bool, e entry) {
	if _, known := f.entries[num]; known || f.free[num] {
		return
	}
	if inUse {
		f.entries[num] = e
	} else {
		f.free[num] = true
	}
}

// xrefStream reads a cross-reference stream (ISO 32000-1 §7.5.8).
func (f *file) xrefStream(at int) (dict, error) {
	_, o, err := f.lexer(at).indirect()
	s, ok := o.(stream)
	if err != nil || !ok || s.dict["Type"] != name("XRef") {
		return nil, ErrUnreadable
	}
	rows, err := f.inflate(s)
	if err != nil {
		return nil, err
	}
	var w [3]int
	widths, _ := s.dict["W"].(array)
	for i := range min(len(widths), 3) {
		n, _ := widths[i].(number)
		w[i] = int(n)
		if w[i] < 0 || w[i] > 8 {
			return nil, ErrUnreadable
		}
	}
	size := w[0] + w[1] + w[2]
	index, ok := s.dict["Index"].(array)
	if !ok {
		index = array{number(0), s.dict["Size"]}
	}
	if size == 0 {
		return nil, ErrUnreadable
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, _ := index[i].(number)
		count, _ := index[i+1].(number)
		for n := range int(min(max(count, 0), maxObjects)) {
			if len(rows) < size {
				break
			}
			f.spent.steps++
			f.addRow(int(first)+n, rows[:size], w)
			rows = rows[size:]
		}
	}
	return s.dict, nil
}

func (f *file) addRow(num int, row []byte, w [3]int) {
	var v [3]int
	if w[0] == 0 {
		v[0] = 1
	}
	for i := range v {
		for _, c := range row[:w[i]] {
			v[i] = v[i]<<8 | int(c)
		}
		row = row[w[i]:]
	}
	switch v[0] {
	case 0:
		f.add(num, false, entry{})
	case 1:
		f.add(num, true, entry{offset: v[1]})
	case 2:
		f.add(num, true, entry{container: v[1], index: v[2]})
	}
}

// lookThrough finds objects by their beginnings where no section leads to them,
// as viewers do.
func (f *file) lookThrough() error {
	f.isDamaged = true
	f.entries, f.free, f.trailer = map[int]entry{}, map[int]bool{}, nil
	for at := 0; ; {
		i := bytes.Index(f.data[at:], []byte(" obj"))
		if i < 0 {
			break
		}
		end := at + i
		at = end + 4
		start := lineOf(f.data, end)
		var num, gen int
		if ok := scanHead(f.data[start:end], &num, &gen); ok && len(f.entries) < maxObjects {
			f.entries[num] = entry{offset: start}
		}
	}
	for at := len(f.data); at > 0 && f.trailer["Root"] == nil; {
		at = bytes.LastIndex(f.data[:at], []byte("trailer"))
		if at < 0 {
			break
		}
		if o, err := f.lexer(at + len("trailer")).object(0); err == nil {
			f.trailer, _ = o.(dict)
		}
	}
	if f.trailer["Root"] != nil {
		return nil
	}
	for num := range f.entries {
		if d := f.dict(ref{num, 0}); d != nil && d["Type"] == name("Catalog") {
			f.trailer = dict{"Root": ref{num, 0}}
			return nil
		}
	}
	return ErrUnreadable
}

// lineOf is where the two numbers before "obj" begin.
func lineOf(data []byte, end int) int {
	i := end
	for n := 0; n < 2; n++ {
		for i > 0 && isSpace(data[i-1]) {
			i--
		}
		for i > 0 && data[i-1] >= '0' && data[i-1] <= '9' {
			i--
		}
	}
	return i
}

func scanHead(head []byte, num, gen *int) bool {
	words := bytes.Fields(head)
	if len(words) != 2 {
		return false
	}
	var err1, err2 error
	*num, err1 = strconv.Atoi(string(words[0]))
	*gen, err2 = strconv.Atoi(string(words[1]))
	return err1 == nil && err2 == nil
}

// get is an object by its number; nil when it is not there.
func (f *file) get(num int) object {
	if o, known := f.cache[num]; known {
		return o
	}
	f.cache[num] = nil // while it is read: an object that leads to itself is nothing
	o := f.load(num)
	f.cache[num] = o
	return o
}

func (f *file) load(num int) object {
	e, ok := f.entries[num]
	if !ok || f.spent.steps > maxSteps {
		return nil
	}
	if e.container != 0 {
		return f.unpack(e.container)[num]
	}
	if e.offset < 0 || e.offset >= len(f.data) {
		return nil
	}
	found, o, err := f.lexer(e.offset).indirect()
	if err != nil || found != num {
		return nil
	}
	return o
}

// unpack reads the objects of an object stream (ISO 32000-1 §7.5.7).
func (f *file) unpack(container int) map[int]object {
	if all, known := f.packed[container]; known {
		return all
	}
	all := map[int]object{}
	f.packed[container] = all
	s, ok := f.get(container).(stream)
	if !ok || s.dict["Type"] != name("ObjStm") {
		return all
	}
	content, err := f.inflate(s)
	if err != nil {
		return all
	}
	n, _ := f.resolve(s.dict["N"]).(number)
	first, _ := f.resolve(s.dict["First"]).(number)
	head := &lexer{content, 0, &f.spent.steps}
	for range int(min(max(n, 0), maxObjects)) {
		head.skip()
		num, err1 := strconv.Atoi(head.word())
		head.skip()
		offset, err2 := strconv.Atoi(head.word())
		if at := int(first) + offset; err1 == nil && err2 == nil && at >= 0 && at < len(content) {
			if o, err := (&lexer{content, at, &f.spent.steps}).object(0); err == nil {
				all[num] = o
			}
		} else {
			break
		}
	}
	return all
}

// resolve follows a reference.
func (f *file) resolve(o object) object {
	for range 16 {
		r, ok := o.(ref)
		if !ok {
			return o
		}
		o = f.get(r.num)
	}
	return nil
}

// dict is a dictionary, or that of a stream; nil when it is neither.
func (f *file) dict(o object) dict {
	switch v := f.resolve(o).(type) {
	case dict:
		return v
	case stream:
		return v.dict
	}
	return nil
}

func (f *file) array(o object) array {
	a, _ := f.resolve(o).(array)
	return a
}

var errInflated = errors.New("pades: too much when opened")

// inflate is the content of a stream that is packed with Flate or not at all.
func (f *file) inflate(s stream) ([]byte, error) {
	length, ok := f.resolve(s.dict["Length"]).(number)
	end := s.from + int(length)
	if !ok || length < 0 || end > len(f.data) {
		i := bytes.Index(f.data[s.from:], []byte("endstream"))
		if i < 0 {
			return nil, ErrUnreadable
		}
		end = s.from + i
	}
	raw := f.data[s.from:end]
	filter := f.resolve(s.dict["Filter"])
	parms := f.resolve(s.dict["DecodeParms"])
	if a, ok := filter.(array); ok {
		if len(a) > 1 {
			return nil, ErrUnreadable
		}
		filter, parms = nil, f.resolve(first(f.array(parms)))
		if len(a) == 1 {
			filter = f.resolve(a[0])
		}
	}
	switch filter {
	case nil:
		return raw, nil
	case name("FlateDecode"), name("Fl"):
	default:
		return nil, ErrUnreadable
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, ErrUnreadable
	}
	content, err := io.ReadAll(io.LimitReader(z, int64(maxInflated-f.spent.inflated+1)))
	if f.spent.inflated += len(content); f.spent.inflated > maxInflated {
		return nil, errInflated
	}
	if err != nil && len(content) == 0 {
		return nil, ErrUnreadable
	}
	p, _ := parms.(dict)
	return unpredict(content, p)
}

func first(a array) object {
	if len(a) == 0 {
		return nil
	}
	return a[0]
}

// unpredict undoes the PNG predictors (ISO 32000-1 §7.4.4.4).
func unpredict(content []byte, parms dict) ([]byte, error) {
	predictor, _ := parms["Predictor"].(number)
	if predictor < 10 {
		return content, nil
	}
	columns := 1
	if n, ok := parms["Columns"].(number); ok {
		columns = int(n)
	}
	if columns < 1 || columns > 1<<16 || parms["Colors"] != nil || parms["BitsPerComponent"] != nil && parms["BitsPerComponent"] != number(8) {
		return nil, ErrUnreadable
	}
	above := make([]byte, columns)
	var out []byte
	for len(content) > columns {
		kind, row := content[0], bytes.Clone(content[1:1+columns])
		content = content[1+columns:]
		for i := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			}
		}
		out, above = append(out, row...), row
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
