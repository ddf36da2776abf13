// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"rsc.io/qr"
)

// Parameters of RFC 6238 that every authenticator app knows.
const (
	totpPeriod = 30 // seconds
	totpSecret = 20 // bytes, the length of a SHA-1 tag (RFC 4226 §4 R6)
	totpSkew   = 1  // steps accepted before and after
)

// Enrolment is what the page shows to set up an authenticator app.
type Enrolment struct {
	Ticket string // names this enrolment in ConfirmEnrolment
	Secret string // for typing by hand, in groups of four
	URI    string // otpauth://
	SVG    string // the URI as a QR code, black on white with its quiet zone
}

func newSecret() []byte {
	secret := make([]byte, totpSecret)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the process instead
	return secret
}

func newEnrolment(ticket, issuer, email string, secret []byte) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: email, Secret: secret,
		Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	})
	if err != nil {
		return Enrolment{}, fmt.Errorf("identity: enrolment: %w", err)
	}
	svg, err := qrSVG(key.URL())
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Ticket: ticket, Secret: groups(key.Secret()), URI: key.URL(), SVG: svg}, nil
}

// groups parts a secret for reading aloud and typing.
func groups(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// matchCode returns the time step whose code was typed, among those accepted now. It does not stop at the first match, so that the
// time it takes tells nothing.
func matchCode(secret []byte, typed string, now time.Time) (step int64, ok bool) {
	typed = strings.Join(strings.Fields(typed), "")
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	current := now.Unix() / totpPeriod
	for s := current - totpSkew; s <= current+totpSkew; s++ {
		code, err := hotp.GenerateCodeCustom(encoded, uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// qrSVG draws a QR code with one path, four modules of quiet zone (ISO/IEC 18004 §9.1) and no fixed size: the page's style sheet
// sets it. Its text alternative is the secret written out, which the page shows beside it.
func qrSVG(text string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("identity: QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+4, y+4)
			}
		}
	}
	side := code.Size + 8
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-hidden="true" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, side, side, side, side, path.String()), nil
}
