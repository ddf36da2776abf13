// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"

	"pratica/tools/bench/load"
)

// answers is the content of one filing, about 2 kB, as both sides receive it.
const answers = `{"applicant":{"name":"Persona","surname":"Inventata","born":"1980-01-31","place":"Esempio","street":"Via di Prova 1","zip":"00100"},
"household":[{"name":"Persona Due","relation":"spouse","income":"8500.00"},{"name":"Persona Tre","relation":"child","income":"0.00"}],
"opponents":[{"name":"Controparte Inventata","address":"Piazza di Prova 2, Esempio"}],
"matter":"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.",
"evidence":"Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, totam rem aperiam, eaque ipsa quae ab illo inventore veritatis et quasi architecto beatae vitae dicta sunt explicabo. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt."}`

// ours starts our servers and lists what they are compared in. stop ends the servers.
func ours(_ context.Context, _ settings, _, _ string) (comparisons []load.Comparison, stop func(), err error) {
	return nil, func() {}, nil
}
