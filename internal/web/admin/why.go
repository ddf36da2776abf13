// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"regexp"

	"pratica/internal/delivery"
)

// answer is the reply of a mail system: its code, and the enhanced one of
// RFC 3463 where there is one.
var answer = regexp.MustCompile(`\b[245]\d\d\b(?:[ -]+[245]\.(\d{1,3}\.\d{1,3}))?|\b[245]\.(\d{1,3}\.\d{1,3})\b`)

// whys are the reasons that an administrator can do something about, by subject
// and detail of RFC 3463 section 3.
var whys = map[string]string{
	"1.1": "no_address", "1.2": "no_address", "1.3": "no_address", "1.6": "no_address", "1.10": "no_address", "4.4": "no_address",
	"2.1": "no_mailbox", "2.2": "full", "2.3": "too_large", "3.4": "too_large",
	"7.0": "refused", "7.1": "refused", "7.26": "refused", "7.27": "refused", "7.23": "refused",
	"4.1": "unreachable", "4.2": "unreachable", "4.7": "unreachable",
}

// plain are the codes of RFC 5321 section 4.2.3 that say as much by themselves.
var plain = map[string]string{"550": "no_address", "551": "no_address", "553": "no_address", "552": "full", "554": "refused", "421": "unreachable"}

// whyLost names the reason for which a message did not arrive, for a text.
func whyLost(m delivery.Record) string {
	found := answer.FindStringSubmatch(m.Reason)
	if found == nil {
		return "unknown"
	}
	if why := whys[found[1]+found[2]]; why != "" {
		return why
	}
	if why := plain[found[0][:3]]; why != "" && found[1]+found[2] == "" {
		return why
	}
	return "unknown"
}
