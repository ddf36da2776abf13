// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"strings"

	"pratica/internal/identity"
	"pratica/internal/web/account"
)

// urls makes the addresses that leave the site, in mails and codes.
type urls struct{ base string }

func newURLs(public string) urls { return urls{strings.TrimRight(public, "/")} }

func (u urls) open(token string) string { return u.base + "/apri/" + token }

func (u urls) account(purpose identity.Purpose, token string) string {
	return u.base + account.Path(purpose, token)
}
