// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// What strace -f -y writes. A call during which another process spoke is written in two lines; what a call was given
// stands in the first, what it returned in the second. The server may read the first letter of a request alone.
var (
	traceLine    = regexp.MustCompile(`^(?:\[pid +)?(\d+)\]? +[0-9:.]+ (.*)$`)
	asked        = regexp.MustCompile(`"P?OST /domanda/([0-9a-f-]+)/invia`)
	acknowledged = regexp.MustCompile(`^(?:write|writev|sendto)\(.*"HTTP/1\.1 303 `)
	logWritten   = regexp.MustCompile(`^p?write(?:64)?\(\d+<([^>]*)>`)
	syncCalled   = regexp.MustCompile(`^f(?:data)?sync\(\d+<([^>]*)>`)
	syncReturned = regexp.MustCompile(`^<\.\.\. f(?:data)?sync resumed>.*= 0$`)
)

// logKind is how a database's write-ahead log is recognised.
type logKind struct {
	is func(file string) bool
	// contains tells whether a write to the log holds the filing's content; nil where that cannot be told.
	contains func(call, id string) bool
}

// judgment follows filings that were made one after the other: between the reading of each request and the writing of
// its answer its content must be written to the log, and after that a sync of the log must begin and return.
type judgment struct {
	log     logKind
	current string            // the filing that was asked for last
	written bool              // its content is in the log
	synced  bool              // and on disk
	begun   map[string]string // process → filing for whose written content its sync began

	answered, early []string
}

func judgeTrace(trace string, log logKind) (answered, early []string) {
	j := &judgment{log: log, begun: map[string]string{}}
	for line := range strings.Lines(trace) {
		if m := traceLine.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			j.call(m[1], m[2])
		}
	}
	return j.answered, j.early
}

func (j *judgment) call(pid, call string) {
	if id := asked.FindStringSubmatch(call); id != nil {
		j.current, j.written, j.synced = id[1], j.log.contains == nil, false
	}
	if file := logWritten.FindStringSubmatch(call); file != nil && j.log.is(file[1]) {
		j.written = j.written || j.current != "" && j.log.contains(call, j.current)
	}
	if file := syncCalled.FindStringSubmatch(call); file != nil && j.log.is(file[1]) && j.written {
		j.begun[pid] = j.current
		j.synced = j.synced || strings.HasSuffix(call, "= 0")
	}
	if syncReturned.MatchString(call) && j.begun[pid] == j.current {
		j.synced = true
	}
	if acknowledged.MatchString(call) && j.current != "" {
		j.answered = append(j.answered, j.current)
		if !j.synced {
			j.early = append(j.early, j.current)
		}
		j.current = ""
	}
}

func TestJudgeTrace(t *testing.T) {
	const (
		ask    = `7 10:00:00.1 read(9<TCP:[1]>, "POST /domanda/%s/invia HTTP/1.1\r"..., 4096) = 300`
		rest   = `7 10:00:00.1 read(9<TCP:[1]>, "OST /domanda/a/invia HTTP/1.1\r"..., 4095) = 299`
		put    = `8 10:00:00.2 pwrite64(5</data/pratica.db-wal>, "\0{\"application\":\"a\",\"procedure\":\"x\"", 4096, 32) = 4096`
		job    = `8 10:00:00.2 pwrite64(5</data/pratica.db-wal>, "\0\0", 4096, 32) = 4096`
		write  = `7 10:00:00.4 write(9<TCP:[1]>, "HTTP/1.1 303 See Other\r\nCache-Con"..., 400) = 400`
		sync   = `8 10:00:00.2 fsync(5</data/pratica.db-wal>) = 0`
		other  = `8 10:00:00.2 fsync(5</data/pratica.db>) = 0`
		failed = `8 10:00:00.2 fsync(5</data/pratica.db-wal>) = -1 EIO (Input/output error)`
		begins = `8 10:00:00.2 fsync(5</data/pratica.db-wal> <unfinished ...>`
		ends   = `8 10:00:00.3 <... fsync resumed>) = 0`
	)
	a, b := fmt.Sprintf(ask, "a"), fmt.Sprintf(ask, "b")
	for name, test := range map[string]struct {
		lines []string
		early string
	}{
		"synced before the answer":            {[]string{a, put, sync, write}, ""},
		"in two lines":                        {[]string{a, put, begins, ends, write}, ""},
		"the first letter read alone":         {[]string{rest, put, sync, write}, ""},
		"the request's first letter, no sync": {[]string{rest, put, write}, "a"},
		"no sync":                             {[]string{a, put, write}, "a"},
		"sync after the answer":               {[]string{a, put, write, sync}, "a"},
		"answer while the sync goes on":       {[]string{a, put, begins, write, ends}, "a"},
		"another file":                        {[]string{a, put, other, write}, "a"},
		"the sync failed":                     {[]string{a, put, failed, write}, "a"},
		"sync of something else":              {[]string{a, job, sync, put, write}, "a"},
		"only the sync of the filing before":  {[]string{a, put, sync, write, b, write}, "b"},
		"a sync that began before the filing": {[]string{a, put, sync, write, begins, b, ends, write}, "b"},
	} {
		answered, early := judgeTrace(strings.Join(test.lines, "\n"), sqliteLog)
		if got := strings.Join(early, " "); got != test.early || len(answered) == 0 {
			t.Errorf("%s: answered %v, too early %q, want %q", name, answered, got, test.early)
		}
	}
}

// In SQLite's log whole pages are written, and the content of a small filing is on one of them.
var sqliteLog = logKind{
	is: func(file string) bool { return strings.HasSuffix(file, "/pratica.db-wal") },
	contains: func(call, id string) bool {
		return strings.Contains(call, `\"application\":\"`+id+`\",\"procedure\"`)
	},
}

// PostgreSQL cuts its log into blocks without regard to records, so that a content may lie in two writes.
var postgresLog = logKind{is: func(file string) bool { return strings.Contains(file, "/pg_wal/") }}
