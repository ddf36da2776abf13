// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

//go:build linux || darwin || freebsd

package objects

import "golang.org/x/sys/unix"

// freeSpace is what an unprivileged process may still write (the blocks kept
// for root do not count).
func freeSpace(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
