// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"pratica/tools/bench/load"
)

// What is promised of signatures and documents.
const (
	envelopeSize    = 50_000_000
	envelopeTimes   = 1.2   // the time of openssl dgst for the same bytes
	envelopeMore    = 0.050 // seconds, on top
	envelopeMemory  = 24    // MB more than for a small file
	verificationsMS = 0.5   // 2,000 a second
	bareTimes       = 4
	trustedTimes    = 3
	typstShare      = 1 / 1.5
	receiptSize     = 40 // kB
)

// signatures measures our verifier beside openssl and xmlsec1, and our documents beside Typst.
func (o *our) signatures(ctx context.Context) ([]load.Figure, error) {
	file := filepath.Join(o.folder, "document")
	if err := o.bodySays(ctx, nil, "signed", file, fmt.Sprint(envelopeSize)); err != nil {
		return nil, err
	}
	figures, err := o.envelope(ctx, file)
	if err != nil {
		return nil, err
	}
	for _, more := range []measure{o.small, o.list, o.receipts} {
		found, err := more(ctx)
		if err != nil {
			return figures, err
		}
		figures = append(figures, found...)
	}
	return figures, nil
}

// bodySays runs our helper and reads the numbers that it prints.
func (o *our) bodySays(ctx context.Context, numbers []any, args ...string) error {
	c := exec.CommandContext(ctx, o.body, args...)
	c.Env = append(os.Environ(), "GOMAXPROCS=1")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err == nil && len(numbers) > 0 {
		_, err = fmt.Sscan(string(out), numbers...)
	}
	if err != nil {
		return fmt.Errorf("body %s: %w", args[0], err)
	}
	return nil
}

// envelope verifies 50 MB in a BER envelope, beside the hash of the same bytes and beside openssl on the envelope.
func (o *our) envelope(ctx context.Context, file string) ([]load.Figure, error) {
	took := load.Figure{Name: "verifying a .p7m of 50 MB", Unit: "s"}
	against := load.Figure{Name: "the same, beside openssl cms -verify", Unit: "×", AtMost: 1}
	memory := load.Figure{Name: "memory for it, beyond that for a small file", Unit: "MB", AtMost: envelopeMemory, How: "peak resident"}
	small := file + ".small"
	if err := o.bodySays(ctx, nil, "signed", small, "1000"); err != nil {
		return nil, err
	}
	var hashed, openssl []float64
	for range o.rounds {
		hash, err := seconds(exec.CommandContext(ctx, "openssl", "dgst", "-sha256", file).Run)
		if err != nil {
			return nil, fmt.Errorf("openssl dgst: %w", err)
		}
		other, err := seconds(exec.CommandContext(ctx, "openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-in", file+".p7m", "-out", os.DevNull).Run)
		if err != nil {
			return nil, fmt.Errorf("openssl cms: %w", err)
		}
		ours, held, err := o.inspect(ctx, file+".p7m")
		if err != nil {
			return nil, err
		}
		_, base, err := o.inspect(ctx, small+".p7m")
		if err != nil {
			return nil, err
		}
		hashed, openssl = append(hashed, hash), append(openssl, other)
		took.Found, against.Found, memory.Found = append(took.Found, ours), append(against.Found, ours/other), append(memory.Found, held-base)
	}
	hash := load.Figure{Found: hashed}.Median()
	took.AtMost = envelopeTimes*hash + envelopeMore
	took.How = fmt.Sprintf("pratica inspect as a process; openssl dgst -sha256 needs %.3f s for the document", hash)
	against.How = fmt.Sprintf("openssl needs %.3f s for the envelope", load.Figure{Found: openssl}.Median())
	return []load.Figure{took, against, memory}, nil
}

// inspect runs our program on a file, and tells its seconds and its peak memory in MB.
func (o *our) inspect(ctx context.Context, file string) (took, held float64, err error) {
	c := exec.CommandContext(ctx, o.pratica, "inspect", "--offline", "--json", file)
	if took, err = seconds(c.Run); err != nil {
		return 0, 0, fmt.Errorf("pratica inspect: %w", err)
	}
	usage, _ := c.ProcessState.SysUsage().(*syscall.Rusage)
	if usage != nil {
		held = float64(usage.Maxrss) * 1024 / 1e6
	}
	return took, held, nil
}

// small verifies small files of a signer whose trust and revocation are known.
func (o *our) small(ctx context.Context) ([]load.Figure, error) {
	one := load.Figure{Name: "verifying a small .p7m, trust and revocation in memory", Unit: "ms", AtMost: verificationsMS, How: "on one core; 0.5 ms is 2,000 a second"}
	ratio := load.Figure{Name: "the same, beside the bare RSA verification of its value", Unit: "×", AtMost: bareTimes}
	for range o.rounds {
		var ours, bare float64
		if err := o.bodySays(ctx, []any{&ours, &bare}, "verifications", "20000"); err != nil {
			return nil, err
		}
		one.Found, ratio.Found = append(one.Found, ours/1000), append(ratio.Found, ours/bare)
		ratio.How = fmt.Sprintf("RSA of 2048 bits: %.0f µs, the file %.0f µs", bare, ours)
	}
	return []load.Figure{one, ratio}, nil
}

// list reads and verifies the Italian trusted list, where the samples of others are.
func (o *our) list(ctx context.Context) ([]load.Figure, error) {
	file := filepath.Join(os.Getenv("PRATICA_CONFORMANCE"), "signatures", "tsl", "IT.xml")
	if _, err := os.Stat(file); err != nil {
		return nil, nil
	}
	ratio := load.Figure{Name: "the Italian trusted list, beside xmlsec1 --verify", Unit: "×", AtMost: trustedTimes}
	for range o.rounds {
		other, err := seconds(exec.CommandContext(ctx, "xmlsec1", "--verify", "--insecure", file).Run)
		if err != nil {
			return nil, fmt.Errorf("xmlsec1: %w", err)
		}
		var ours float64
		if err := o.bodySays(ctx, []any{&ours}, "list", file, "10"); err != nil {
			return nil, err
		}
		ratio.Found = append(ratio.Found, ours/other)
		ratio.How = fmt.Sprintf("2 MB; xmlsec1 as a process %.3f s, ours in a process that runs %.3f s", other, ours)
	}
	return []load.Figure{ratio}, nil
}

// receipts writes receipts beside Typst, which writes the same words in the same standards.
func (o *our) receipts(ctx context.Context) ([]load.Figure, error) {
	python, err := exec.CommandContext(ctx, "scripts/ensure-yardsticks").Output()
	if err != nil {
		return nil, fmt.Errorf("ensure-yardsticks: %w", err)
	}
	ratio := load.Figure{Name: "a receipt as PDF/A-2a and PDF/UA-1, beside Typst 0.15", Unit: "×", AtMost: typstShare}
	size := load.Figure{Name: "size of a receipt", Unit: "kB", AtMost: receiptSize}
	for range o.rounds {
		c := exec.CommandContext(ctx, strings.TrimSpace(string(python)), "tools/bench/receipt.py", "tools/bench/receipt.typ", "200")
		c.Stderr = os.Stderr
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("typst: %w", err)
		}
		var theirs, theirBytes, ours, bytes float64
		if _, err := fmt.Sscan(string(out), &theirs, &theirBytes); err != nil {
			return nil, err
		}
		if err := o.bodySays(ctx, []any{&ours, &bytes}, "receipts", "500"); err != nil {
			return nil, err
		}
		ratio.Found, size.Found = append(ratio.Found, ours/theirs), append(size.Found, bytes/1000)
		ratio.How = fmt.Sprintf("each with another number; Typst in its process %.2f ms and %.0f kB, ours %.2f ms", theirs/1000, theirBytes/1000, ours/1000)
	}
	return []load.Figure{ratio, size}, nil
}
