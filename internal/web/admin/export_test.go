// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"pratica/internal/office"
	"pratica/internal/web/kit"
)

// Routes lets a test ask every action there is.
func (f *Face) Routes() map[office.Verb][]kit.Route { return f.routes() }

// Actions are those that the register offers to look for.
var Actions = actions

// WhyLost names the reason of a lost message.
var WhyLost = whyLost
