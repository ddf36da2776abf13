// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package csc

import (
	"context"
	"encoding/base64"

	"pratica/internal/problem"
)

// SendOTP lets the service send the person a one-time code.
func (c *Client) SendOTP(ctx context.Context, token, credential string) error {
	return c.call(ctx, token, "credentials/sendOTP", map[string]any{"credentialID": credential}, nil)
}

// Proof is how a person authorises signatures.
type Proof struct{ PIN, OTP string }

// Sign authorises hashes (SHA-256) together, and signs them. The values come in
// the order of the hashes.
func (c *Client) Sign(ctx context.Context, token string, k Credential, p Proof, hashes [][]byte) ([][]byte, error) {
	if len(hashes) > k.Most {
		return nil, problem.New(problem.Invalid, codeTooMany, "most", k.Most)
	}
	encoded := make([]string, len(hashes))
	for i, h := range hashes {
		encoded[i] = base64.StdEncoding.EncodeToString(h)
	}
	activation, err := c.authorize(ctx, token, k, p, encoded)
	if err != nil {
		return nil, err
	}
	return c.signHash(ctx, token, k, activation, encoded)
}

// authorize asks for the activation data of exactly these hashes.
func (c *Client) authorize(ctx context.Context, token string, k Credential, p Proof, hashes []string) (string, error) {
	question := map[string]any{"credentialID": k.ID, "numSignatures": len(hashes)}
	if c.Version == V2 {
		question["hashes"], question["hashAlgorithmOID"] = hashes, sha256OID
		var data []map[string]string
		if k.WantsPIN {
			data = append(data, map[string]string{"id": "PIN", "value": p.PIN})
		}
		if k.WantsOTP {
			data = append(data, map[string]string{"id": "OTP", "value": p.OTP})
		}
		question["authData"] = data
	} else {
		question["hash"] = hashes
		if k.WantsPIN {
			question["PIN"] = p.PIN
		}
		if k.WantsOTP {
			question["OTP"] = p.OTP
		}
	}
	var answer struct {
		Data string `json:"SAD"`
	}
	if err := c.call(ctx, token, "credentials/authorize", question, &answer); err != nil {
		return "", err
	}
	if answer.Data == "" {
		return "", problem.New(problem.Unavailable, codeUnexpected)
	}
	return answer.Data, nil
}

func (c *Client) signHash(ctx context.Context, token string, k Credential, activation string, hashes []string) ([][]byte, error) {
	question := map[string]any{"credentialID": k.ID, "SAD": activation, "signAlgo": k.Algorithm}
	if c.Version == V2 {
		question["hashes"], question["hashAlgorithmOID"] = hashes, sha256OID
	} else {
		question["hash"], question["hashAlgo"] = hashes, sha256OID
	}
	var answer struct {
		Values []string `json:"signatures"`
	}
	if err := c.call(ctx, token, "signatures/signHash", question, &answer); err != nil {
		return nil, err
	}
	if len(answer.Values) != len(hashes) {
		return nil, problem.New(problem.Unavailable, codeUnexpected)
	}
	values := make([][]byte, len(hashes))
	for i, text := range answer.Values {
		value, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, problem.New(problem.Unavailable, codeUnexpected)
		}
		values[i] = value
	}
	return values, nil
}
