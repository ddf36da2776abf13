// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

// checkDrafts leaves the applicant time to go on.
func checkDrafts(c *Config) Problems {
	if d := c.Drafts; d.WarnDays < 1 || d.KeepDays <= d.WarnDays {
		return Problems{{"drafts.keep_days", "warn_days must be at least 1, and keep_days more than warn_days"}}
	}
	return nil
}
