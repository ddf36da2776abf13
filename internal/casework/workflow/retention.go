// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

// Retention is how long a case is kept after its last act, once it is closed.
type Retention struct {
	Years int    // 0: for ever
	Norm  string // the plan or norm that says so
}

type rawRetention struct {
	Years int  `yaml:"years"`
	Norm  text `yaml:"norm"`
}

// MaxRetention is more years than a plan of conservation gives; longer is for ever.
const MaxRetention = 150

func (b *builder) retention() {
	raw := b.raw.Retention
	if raw == nil {
		return
	}
	if raw.Norm.value == "" {
		b.fault(raw.Norm.pos, "no_retention_norm")
	}
	if raw.Years < 0 || raw.Years > MaxRetention {
		b.fault(raw.Norm.pos, "bad_retention", "most", MaxRetention)
	}
	b.d.Retention = &Retention{Years: raw.Years, Norm: raw.Norm.value}
}
