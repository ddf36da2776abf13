// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"pratica/internal/i18n"
)

const flashName = "flash"

// flash travels in the browser's own cookie from the answer that did something to the page shown next. It holds a key of
// the catalogue, so a forged one can only show a text of ours; its arguments are escaped as all others are.
type flash struct {
	Kind AlertKind `json:"k"`
	Key  string    `json:"t"`
	Args []any     `json:"a,omitempty"`
}

// Flash leaves a message for the next page: key is one of the catalogue, args alternate name and value.
// Arguments must not be personal data: the cookie is not encrypted.
func (k *Kit) Flash(w http.ResponseWriter, kind AlertKind, key string, args ...any) {
	raw, err := json.Marshal(flash{Kind: kind, Key: key, Args: args})
	if err != nil {
		return // an argument that JSON cannot hold loses the message, not the act
	}
	http.SetCookie(w, k.cookie(flashName, base64.RawURLEncoding.EncodeToString(raw), 120))
}

func (k *Kit) flashes(r *http.Request, p *i18n.Printer) []Alert {
	c, err := r.Cookie(flashName)
	if err != nil {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return nil
	}
	var f flash
	if json.Unmarshal(raw, &f) != nil || f.Key == "" {
		return nil
	}
	for i, v := range f.Args {
		if n, ok := v.(float64); ok {
			f.Args[i] = int(n) // JSON knows no whole numbers, plural texts do
		}
	}
	return []Alert{{Kind: f.Kind, Text: p.T(f.Key, f.Args...)}}
}

// clearFlash is called by the page that shows the message.
func (k *Kit) clearFlash(w http.ResponseWriter, r *http.Request) {
	if _, err := r.Cookie(flashName); err == nil {
		http.SetCookie(w, k.cookie(flashName, "", -1))
	}
}
