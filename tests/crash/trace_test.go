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
// stands in the first, what it returned in the second.
var (
	traceLine    = regexp.MustCompile(`^(?:\[pid +)?(\d+)\]? +[0-9:.]+ (.*)$`)
	asked        = regexp.MustCompile(`"POST /domanda/([0-9a-f-]+)/invia`)
	acknowledged = regexp.MustCompile(`^(?:write|writev|sendto)\(.*"HTTP/1\.1 303 `)
	syncCalled   = regexp.MustCompile(`^f(?:data)?sync\(\d+<([^>]*)>`)
	syncReturned = regexp.MustCompile(`^<\.\.\. f(?:data)?sync resumed>.*= 0$`)
)

// judgeTrace follows filings that were made one after the other: between the reading of each request and the writing
// of its answer a sync of the write-ahead log must have begun and returned. It says which were answered, and which of
// them too early.
func judgeTrace(trace string, isLog func(file string) bool) (answered, early []string) {
	begun := map[string]string{} // process → filing during which its sync of the log began
	current, synced := "", false
	for line := range strings.Lines(trace) {
		m := traceLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			continue
		}
		pid, call := m[1], m[2]
		if id := asked.FindStringSubmatch(call); id != nil {
			current, synced = id[1], false
		}
		if file := syncCalled.FindStringSubmatch(call); file != nil && isLog(file[1]) {
			begun[pid] = current
			synced = synced || strings.HasSuffix(call, "= 0")
		}
		if syncReturned.MatchString(call) && begun[pid] == current {
			synced = true
		}
		if acknowledged.MatchString(call) && current != "" {
			answered = append(answered, current)
			if !synced {
				early = append(early, current)
			}
			current = ""
		}
	}
	return answered, early
}

func TestJudgeTrace(t *testing.T) {
	const (
		ask    = `7 10:00:00.1 read(9<TCP:[1]>, "POST /domanda/%s/invia HTTP/1.1\r"..., 4096) = 300`
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
		"synced before the answer":            {[]string{a, sync, write}, ""},
		"in two lines":                        {[]string{a, begins, ends, write}, ""},
		"no sync":                             {[]string{a, write}, "a"},
		"sync after the answer":               {[]string{a, write, sync}, "a"},
		"answer while the sync goes on":       {[]string{a, begins, write, ends}, "a"},
		"another file":                        {[]string{a, other, write}, "a"},
		"the sync failed":                     {[]string{a, failed, write}, "a"},
		"only the sync of the filing before":  {[]string{a, sync, write, b, write}, "b"},
		"a sync that began before the filing": {[]string{a, sync, write, begins, b, ends, write}, "b"},
	} {
		_, early := judgeTrace(strings.Join(test.lines, "\n"), isSQLiteLog)
		if got := strings.Join(early, " "); got != test.early {
			t.Errorf("%s: too early %q, want %q", name, got, test.early)
		}
	}
}

func isSQLiteLog(file string) bool { return strings.HasSuffix(file, "/pratica.db-wal") }

func isPostgresLog(file string) bool { return strings.Contains(file, "/pg_wal/") }
