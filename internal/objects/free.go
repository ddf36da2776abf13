// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

// Free says how many bytes this process may still write on the disk of a folder.
func Free(folder string) (int64, error) { return freeSpace(folder) }
