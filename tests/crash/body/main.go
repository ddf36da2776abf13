// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Command body makes bodies (enti) full of applications that only wait to be filed, and runs what the crash tests and the
// benchmarks need beside the program itself. Like the program it takes its settings from PRATICA_* in the environment.
//
//	body ready PROCEDURE N SESSIONS   compile, freeze and sign N applications; their list goes to ready.json in the data folder
//	body grow BYTES                   fill the data folder with drafts and files
//	body serve [PROFILE]              serve like "pratica serve", writing a CPU profile of the time between start and SIGTERM
//	body alone                        serve the same pages, but write each filing in a transaction of its own
//	body search N ROUNDS              index N cases, and print what each way of looking for something took
//	body worklist N ROUNDS            write N cases into the officials' list, and print what each way of asking for it took
//	body year N                       play a year of N applications, and print at the end of each month what the list took
//	body table N                      make a council with N cases in its list, and print the cookie of a secretary
//	body plain ADDRESS BYTES          serve a bare html/template page of 40 fields and so many bytes
//	body open FILE                    open an SQLite file, read its schema, and end
//	body sql SERVER STATEMENT         run one statement on a PostgreSQL server
//	body signed FILE BYTES            write a document of so many bytes, and a signature around it (FILE.p7m)
//	body verifications N              verify a small file N times, and print the microseconds of one and of its bare RSA verification
//	body list FILE N                  read and verify a trusted list N times, and print the seconds of one
//	body receipts N                   write N receipts, and print the microseconds of one, and its bytes
//	body lock FILE                    hold the write lock of an SQLite file until standard input ends
//
// It is a program, not a package, because each of these must be a process of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "body:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: body ready|grow|serve|alone|search|worklist|year|table|plain|open|sql|signed|verifications|list|receipts|lock …; see its package comment")

func run(ctx context.Context, args []string) error {
	at := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	switch at(0) {
	case "ready":
		return ready(ctx, at(1), number(at(2)), number(at(3)))
	case "grow":
		return grow(ctx, number(at(1)))
	case "serve":
		return serve(ctx, at(1))
	case "alone":
		return alone(ctx)
	case "search":
		return searches(ctx, os.Stdout, number(at(1)), number(at(2)))
	case "worklist":
		return lists(ctx, os.Stdout, number(at(1)), number(at(2)))
	case "year":
		return year(ctx, os.Stdout, number(at(1)))
	case "table":
		return table(ctx, os.Stdout, number(at(1)))
	case "plain":
		return plain(ctx, at(1), number(at(2)))
	case "open":
		return open(ctx, at(1))
	case "sql":
		return statement(ctx, at(1), at(2))
	case "signed":
		return signed(at(1), number(at(2)))
	case "verifications":
		return verifications(ctx, os.Stdout, number(at(1)))
	case "list":
		return trustedList(os.Stdout, at(1), number(at(2)))
	case "receipts":
		return receipts(ctx, os.Stdout, number(at(1)))
	case "lock":
		return lock(ctx, at(1))
	}
	return errUsage
}

// number reads a count; what is not one is 0, which every command refuses.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
