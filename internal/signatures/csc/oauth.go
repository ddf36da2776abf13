// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package csc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pratica/internal/problem"
)

// Visit is what is remembered while a person signs in at the service: the state
// comes back with him, the verifier proves that it was we who sent him (RFC 7636).
type Visit struct{ State, Verifier string }

// NewVisit draws the two secrets.
func NewVisit() Visit { return Visit{rand.Text(), rand.Text() + rand.Text()} }

func (c *Client) oauth() string {
	if c.OAuth != "" {
		return c.OAuth
	}
	return c.Base
}

// AuthorizeURL is where a person signs in, and lets us use the service for him
// (CSC 1.0.4 §8.3.2).
func (c *Client) AuthorizeURL(v Visit) string {
	challenge := sha256.Sum256([]byte(v.Verifier))
	q := url.Values{
		"response_type": {"code"}, "client_id": {c.ID}, "redirect_uri": {c.Return}, "scope": {"service"}, "state": {v.State},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	return c.oauth() + "/oauth2/authorize?" + q.Encode()
}

// Token lets us use the service for a person, until it ends.
type Token struct {
	Value string
	Ends  time.Time
}

// Exchange turns the code with which a person came back into a token.
func (c *Client) Exchange(ctx context.Context, v Visit, code string, now time.Time) (Token, error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "client_id": {c.ID}, "client_secret": {c.Secret},
		"redirect_uri": {c.Return}, "code_verifier": {v.Verifier},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.oauth()+"/oauth2/token", strings.NewReader(form.Encode()))
	if err != nil {
		return Token{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		Token   string `json:"access_token"`
		Seconds int64  `json:"expires_in"`
	}
	if err := c.send(r, &answer); err != nil {
		return Token{}, err
	}
	if answer.Token == "" {
		return Token{}, problem.New(problem.Unavailable, codeUnexpected)
	}
	const unsaid, longest = 3600, 24 * 3600
	if answer.Seconds <= 0 || answer.Seconds > longest {
		answer.Seconds = unsaid
	}
	return Token{answer.Token, now.Add(time.Duration(answer.Seconds) * time.Second)}, nil
}

// hideURL leaves out the address of a failed request.
func hideURL(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
