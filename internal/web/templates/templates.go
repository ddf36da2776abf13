// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package templates

import "embed"

// Files is the tree described above.
//
//go:embed layout component all:page
var Files embed.FS
