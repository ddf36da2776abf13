// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"strings"

	"pratica/internal/web/kit"
)

// A mark is a word by which a browser or a system names itself. Order matters:
// most browsers also name those that they are built on.
type mark struct{ word, name string }

var browsers = []mark{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"},
	{"Chromium/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
}

var systems = []mark{
	{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
}

func nameIn(marks []mark, text string) string {
	for _, m := range marks {
		if strings.Contains(text, m.word) {
			return m.name
		}
	}
	return ""
}

// agent says in two words what a browser calls itself in many, so that people
// recognise their sessions.
func agent(page kit.Page, header string) string {
	browser, system := nameIn(browsers, header), nameIn(systems, header)
	switch {
	case browser != "" && system != "":
		return page.T("account.own.agent", "browser", browser, "system", system)
	case browser+system != "":
		return browser + system
	}
	return page.T("account.own.agent_unknown")
}
