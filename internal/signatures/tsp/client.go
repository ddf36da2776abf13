// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package tsp

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/problem"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/report"
)

// Client asks authorities for tokens. Its fields are set once.
type Client struct {
	Authorities    []string // addresses, asked in turn
	User, Password string   // where they ask for them
	HTTP           *http.Client
}

const (
	codeAway = "signing.stamp_away"

	maxAnswer = 64 << 10
)

// Stamp returns a token over a digest, in DER.
func (c *Client) Stamp(ctx context.Context, digest [sha256.Size]byte) ([]byte, error) {
	var failed error
	for _, address := range c.Authorities {
		token, err := c.ask(ctx, address, digest)
		if err == nil {
			return token, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, problem.New(problem.Unavailable, codeAway).Because(failed)
}

func (c *Client) ask(ctx context.Context, address string, digest [sha256.Size]byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(question(digest, nonce)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/timestamp-query")
	if c.User != "" {
		r.SetBasicAuth(c.User, c.Password)
	}
	said, err := c.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	defer said.Body.Close()
	if said.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("tsp: %s", said.Status)
	}
	body, err := io.ReadAll(io.LimitReader(said.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	return readAnswer(body, digest, nonce)
}

// question is a TimeStampReq (RFC 3161 §2.4.1) that asks for the certificate too.
func question(digest [sha256.Size]byte, nonce *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier([]int{2, 16, 840, 1, 101, 3, 4, 2, 1})
				b.AddASN1NULL()
			})
			b.AddASN1OctetString(digest[:])
		})
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	return b.BytesOrPanic()
}

// What an answer may be wrong in.
var (
	errMalformed = errors.New("tsp: the answer cannot be read")
	errRefused   = errors.New("tsp: the authority refused")
	errOther     = errors.New("tsp: the token is about something else")
	errSigner    = errors.New("tsp: the token is not signed as it must be")
)

// readAnswer takes the token out of a TimeStampResp (§2.4.2), and checks it.
func readAnswer(body []byte, digest [sha256.Size]byte, nonce *big.Int) ([]byte, error) {
	in := cryptobyte.String(body)
	var answer, status, token cryptobyte.String
	var code int
	if !in.ReadASN1(&answer, asn1.SEQUENCE) || !answer.ReadASN1(&status, asn1.SEQUENCE) || !status.ReadASN1Integer(&code) {
		return nil, errMalformed
	}
	if code != 0 && code != 1 { // granted, granted with changes
		return nil, fmt.Errorf("%w: status %d", errRefused, code)
	}
	if !answer.ReadASN1Element(&token, asn1.SEQUENCE) {
		return nil, errMalformed
	}
	t, err := cms.ReadToken(token)
	if err != nil {
		return nil, errMalformed
	}
	if t.Hash != crypto.SHA256 || !bytes.Equal(t.Imprint, digest[:]) || t.Nonce == nil || t.Nonce.Cmp(nonce) != 0 {
		return nil, errOther
	}
	v := t.Verify(nil)
	if len(t.Signers) != 1 || v.Integrity != report.Intact || v.Sub != report.NoCertificateChain || !v.Certificate.HasExtUsage(certificate.ForTimestamp) || !v.Certificate.IsValidAt(t.Time) {
		return nil, errSigner
	}
	return token, nil
}
