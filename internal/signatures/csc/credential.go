// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package csc

import (
	"context"
	"encoding/base64"
	"slices"

	"pratica/internal/problem"
	"pratica/internal/signatures/certificate"
)

// Credential is a person's key in the service.
type Credential struct {
	ID        string
	Chain     [][]byte // certificates in DER, the person's first
	Holder    *certificate.Certificate
	Algorithm string // OID by which it signs
	Most      int    // hashes in one authorisation
	WantsPIN  bool
	WantsOTP  bool
	SendsOTP  bool // the code is sent when it is asked for
}

// Limits of what is read.
const (
	maxCredentials = 20
	maxPages       = 5
)

// Credentials are the keys with which a person can sign. Those that cannot be
// used are left out.
func (c *Client) Credentials(ctx context.Context, token string) (all []Credential, err error) {
	var ids []string
	page := ""
	for range maxPages {
		var answer struct {
			IDs  []string `json:"credentialIDs"`
			Next string   `json:"nextPageToken"`
		}
		question := map[string]any{"maxResults": maxCredentials}
		if page != "" {
			question["pageToken"] = page
		}
		if err := c.call(ctx, token, "credentials/list", question, &answer); err != nil {
			return nil, err
		}
		ids = append(ids, answer.IDs...)
		if page = answer.Next; page == "" || len(ids) >= maxCredentials {
			break
		}
	}
	for _, id := range ids[:min(len(ids), maxCredentials)] {
		found, err := c.Credential(ctx, token, id)
		if problem.Is(err, codeUnusable) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, found)
	}
	return all, nil
}

// described is the answer of credentials/info, in either version.
type described struct {
	Key struct {
		Status string   `json:"status"`
		Algo   []string `json:"algo"`
		Length int      `json:"len"`
	} `json:"key"`
	Cert struct {
		Status       string   `json:"status"`
		Certificates []string `json:"certificates"`
	} `json:"cert"`
	Mode  string   `json:"authMode"` // v1
	PIN   needed   `json:"PIN"`
	OTP   needed   `json:"OTP"`
	Multi int      `json:"multisign"`
	Auth  struct { // v2
		Mode    string `json:"mode"`
		Objects []struct {
			Type      string `json:"type"`
			ID        string `json:"id"`
			Generator string `json:"generator"`
		} `json:"objects"`
	} `json:"auth"`
}

type needed struct {
	Presence any    `json:"presence"` // "true", "optional" or true
	Type     string `json:"type"`     // offline, online
}

func (n needed) is() bool {
	return n.Presence == true || n.Presence == "true" || n.Presence == "optional"
}

// Credential describes one key.
func (c *Client) Credential(ctx context.Context, token, id string) (Credential, error) {
	var d described
	question := map[string]any{"credentialID": id, "certificates": "chain", "certInfo": false, "authInfo": true}
	if err := c.call(ctx, token, "credentials/info", question, &d); err != nil {
		return Credential{}, err
	}
	found := Credential{ID: id, Most: max(1, d.Multi), WantsPIN: d.PIN.is(), WantsOTP: d.OTP.is(), SendsOTP: d.OTP.is() && d.OTP.Type == "online"}
	for _, o := range d.Auth.Objects {
		switch {
		case o.Type == "Password" || o.ID == "PIN":
			found.WantsPIN = true
		case o.Type != "":
			found.WantsOTP = true
			found.SendsOTP = o.Generator == "" || o.Generator == "online" || o.Type == "OTPonline"
		}
	}
	for _, text := range d.Cert.Certificates {
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return Credential{}, problem.New(problem.Invalid, codeUnusable)
		}
		found.Chain = append(found.Chain, der)
	}
	mode := d.Mode + d.Auth.Mode
	if len(found.Chain) == 0 || mode != "explicit" || d.Key.Status == "disabled" || slices.Contains([]string{"revoked", "expired", "suspended"}, d.Cert.Status) {
		return Credential{}, problem.New(problem.Invalid, codeUnusable)
	}
	var err error
	if found.Holder, err = certificate.Parse(found.Chain[0]); err != nil {
		return Credential{}, problem.New(problem.Invalid, codeUnusable)
	}
	found.Algorithm = preferred(d.Key.Algo)
	return found, nil
}

// The algorithms by which we let a key sign; the hash is SHA-256 in each.
const (
	RSAWithSHA256   = "1.2.840.113549.1.1.11"
	ECDSAWithSHA256 = "1.2.840.10045.4.3.2"

	rsaKey    = "1.2.840.113549.1.1.1"
	sha256OID = "2.16.840.1.101.3.4.2.1"
)

func preferred(offered []string) string {
	switch {
	case slices.Contains(offered, RSAWithSHA256), slices.Contains(offered, rsaKey):
		return RSAWithSHA256
	case slices.Contains(offered, ECDSAWithSHA256):
		return ECDSAWithSHA256
	case len(offered) > 0:
		return offered[0]
	}
	return RSAWithSHA256
}
