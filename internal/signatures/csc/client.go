// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package csc

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"pratica/internal/problem"
)

// Version is that of the API.
type Version string

// The versions.
const (
	V1 Version = "v1" // 1.0.4
	V2 Version = "v2"
)

// Client speaks with one service. Its fields are set once.
type Client struct {
	Base    string // address before /csc/v1
	OAuth   string // address before /oauth2; "": Base
	Version Version
	ID      string // of the body, at the service
	Secret  string
	Return  string // where people come back to after they signed in there
	HTTP    *http.Client
}

// Problems of this package.
const (
	codeAway       = "signing.away"
	codeWrongCode  = "signing.wrong_code"
	codeRefused    = "signing.refused"
	codeConnect    = "signing.connect"
	codeUnusable   = "signing.unusable"
	codeTooMany    = "signing.too_many"
	codeUnexpected = "signing.unexpected"
)

const maxAnswer = 4 << 20

// failure is how the service says that it does not do something (CSC 1.0.4 §11.1).
type failure struct {
	Code string `json:"error"`
	Text string `json:"error_description"`
}

// call sends one request of the API, and reads its answer.
func (c *Client) call(ctx context.Context, token, method string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Base+"/csc/"+string(c.Version)+"/"+method, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return c.send(r, answer)
}

// send reads an answer. Texts of the service are not repeated: they may hold what
// was sent.
func (c *Client) send(r *http.Request, answer any) error {
	said, err := c.HTTP.Do(r)
	if err != nil {
		return problem.New(problem.Unavailable, codeAway).Because(hideURL(err))
	}
	defer said.Body.Close()
	body, err := io.ReadAll(io.LimitReader(said.Body, maxAnswer))
	if err != nil {
		return problem.New(problem.Unavailable, codeAway).Because(hideURL(err))
	}
	switch {
	case said.StatusCode >= http.StatusInternalServerError:
		return problem.New(problem.Unavailable, codeAway)
	case said.StatusCode >= http.StatusBadRequest:
		var f failure
		_ = json.Unmarshal(body, &f) // without a code it is refused without a reason
		return f.problem(said.StatusCode)
	case answer == nil:
		return nil
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return problem.New(problem.Unavailable, codeUnexpected)
	}
	return nil
}

// problem puts a refusal into words of ours.
func (f failure) problem(status int) error {
	switch f.Code {
	case "invalid_otp", "invalid_pin":
		return problem.New(problem.Invalid, codeWrongCode)
	case "invalid_token", "access_denied":
		return problem.New(problem.Forbidden, codeConnect)
	}
	if status == http.StatusUnauthorized {
		return problem.New(problem.Forbidden, codeConnect)
	}
	return problem.New(problem.Invalid, codeRefused, "code", known(f.Code))
}

// known is a code that the API lists, or "?": a service may put anything there.
func known(code string) string {
	switch code {
	case "invalid_request", "unsupported_response_type", "invalid_client", "invalid_grant", "unsupported_grant_type", "invalid_scope",
		"hash_and_sad_mismatch", "server_error", "temporarily_unavailable", "locked_credential", "expired_token":
		return code
	}
	return "?"
}
