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
	received     = regexp.MustCompile(`^(?:recvfrom\(|<\.\.\. recvfrom resumed>)`)
	commitAsked  = `"Q\0\0\0\vcommit\0"`
	commitDone   = `COMMIT\0`
)

// logKind is how a database's write-ahead log is recognised.
type logKind struct {
	is func(file string) bool
	// server: a process of the database's own writes the log, and cuts it into blocks without regard to records, so that a
	// content may lie in two writes. There it is told by what that process was asked.
	server bool
}

// content is how strace shows what only the event of a filing holds.
func content(id string) string { return `\"application\":\"` + id + `\",\"procedure\"` }

// judgment follows filings that were made one after the other: between the reading of each request and the writing of
// its answer its content must be written to the log, and after that a sync of the log must begin and return. A server
// writes it when it is asked to commit, by the process that was given the content; it must not say that it committed
// before the sync returned.
type judgment struct {
	log     logKind
	current string            // the filing that was asked for last
	holder  string            // process of the server that was given its content
	commits bool              // and then was asked to commit
	written bool              // its content is in the log
	synced  bool              // and on disk
	lied    bool              // the server said so too early
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
		*j = judgment{log: j.log, current: id[1], begun: j.begun, answered: j.answered, early: j.early}
	}
	if j.current == "" {
		return
	}
	j.served(pid, call)
	if file := logWritten.FindStringSubmatch(call); file != nil && j.log.is(file[1]) {
		j.written = j.written || j.commits || !j.log.server && strings.Contains(call, content(j.current))
	}
	if file := syncCalled.FindStringSubmatch(call); file != nil && j.log.is(file[1]) && j.written {
		j.begun[pid] = j.current
		j.synced = j.synced || strings.HasSuffix(call, "= 0")
	}
	if syncReturned.MatchString(call) && j.begun[pid] == j.current {
		j.synced = true
	}
	if acknowledged.MatchString(call) {
		j.answer()
	}
}

// served follows what a server's process is asked and answers.
func (j *judgment) served(pid, call string) {
	switch {
	case !j.log.server:
	case received.MatchString(call) && strings.Contains(call, content(j.current)):
		j.holder = pid
	case received.MatchString(call) && pid == j.holder && strings.Contains(call, commitAsked):
		j.commits = true
	case pid == j.holder && j.commits && !j.synced && strings.HasPrefix(call, "sendto(") && strings.Contains(call, commitDone):
		j.lied = true
	}
}

func (j *judgment) answer() {
	j.answered = append(j.answered, j.current)
	if !j.synced || j.lied {
		j.early = append(j.early, j.current)
	}
	j.current = ""
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
var sqliteLog = logKind{is: func(file string) bool { return strings.HasSuffix(file, "/pratica.db-wal") }}

var postgresLog = logKind{is: func(file string) bool { return strings.Contains(file, "/pg_wal/") }, server: true}

func TestJudgeTraceOfAServer(t *testing.T) {
	const (
		ask    = `7 10:00:00.1 read(9<TCP:[1]>, "POST /domanda/a/invia HTTP/1.1\r"..., 4096) = 300`
		give   = `8 10:00:00.2 recvfrom(7<TCP:[2]>, "B\0\0\0{\"application\":\"a\",\"procedure\":\"x\"}", 8192, 0, NULL, NULL) = 90`
		given  = `8 10:00:00.2 <... recvfrom resumed>"B\0\0\0{\"application\":\"a\",\"procedure\":\"x\"}", 8192, 0, NULL, NULL) = 90`
		commit = `8 10:00:00.2 recvfrom(7<TCP:[2]>, "Q\0\0\0\vcommit\0", 8192, 0, NULL, NULL) = 12`
		others = `6 10:00:00.2 recvfrom(7<TCP:[3]>, "Q\0\0\0\vcommit\0", 8192, 0, NULL, NULL) = 12`
		put    = `8 10:00:00.2 pwrite64(5</data/pg_wal/000000010000000000000001>, "\0\0", 8192, 32) = 8192`
		sync   = `8 10:00:00.2 fdatasync(5</data/pg_wal/000000010000000000000001>) = 0`
		begins = `8 10:00:00.2 fdatasync(5</data/pg_wal/000000010000000000000001> <unfinished ...>`
		ends   = `8 10:00:00.3 <... fdatasync resumed>) = 0`
		done   = `8 10:00:00.3 sendto(7<TCP:[2]>, "C\0\0\0\vCOMMIT\0Z\0\0\0\5I", 18, 0, NULL, 0) = 18`
		write  = `7 10:00:00.4 write(9<TCP:[1]>, "HTTP/1.1 303 See Other\r\nCache-Con"..., 400) = 400`
	)
	for name, test := range map[string]struct {
		lines []string
		early string
	}{
		"synced by the commit":                 {[]string{ask, give, commit, put, sync, done, write}, ""},
		"in two lines":                         {[]string{ask, given, commit, put, begins, ends, done, write}, ""},
		"no sync":                              {[]string{ask, give, commit, put, done, write}, "a"},
		"the sync was for another transaction": {[]string{ask, others, put, sync, give, commit, done, write}, "a"},
		"another process commits":              {[]string{ask, give, others, put, sync, write}, "a"},
		"synced before the commit":             {[]string{ask, give, put, sync, commit, done, write}, "a"},
		"sync of what was written before":      {[]string{ask, give, put, commit, sync, done, write}, "a"},
		"the server answers before the sync":   {[]string{ask, give, commit, put, begins, done, ends, write}, "a"},
		"never given to the server":            {[]string{ask, commit, put, sync, done, write}, "a"},
	} {
		answered, early := judgeTrace(strings.Join(test.lines, "\n"), postgresLog)
		if got := strings.Join(early, " "); got != test.early || len(answered) != 1 {
			t.Errorf("%s: answered %v, too early %q, want %q", name, answered, got, test.early)
		}
	}
}
