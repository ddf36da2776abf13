// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import "pratica/internal/casework/workflow"

// All is the register of the step kinds.
func All() map[string]Kind {
	return map[string]Kind{
		"take_charge":         takeCharge(),
		"assign":              assign(),
		"checklist":           checklist(),
		"request_integration": requestIntegration(),
		"answer_integration":  answerIntegration(),
		"lapse_integration":   lapseIntegration(),
		"register_answer":     registerAnswer(),
		"withdraw_request":    withdrawIntegration(),
		"confirm_counsel":     confirmCounsel(),
		"propose":             propose(),
		"resolve":             resolve(),
		"decide":              decide(),
		"communicate":         communicate(),
		"close":               nothing(),
		"advance":             nothing(),
		"note":                note(),
		"declare_no_conflict": noConflict(),
		"abstain":             abstain(),
		"urgency":             urgency(),
		"annul":               annul(),
		"withdraw":            withdraw(),
		"keep_application":    keepApplication(),
		"end_withdrawal":      endWithdrawal(),
		"change_counsel":      changeCounsel(),
		"declare":             declare(),
	}
}

// Schemas is what a definition may name.
func Schemas() workflow.Kinds {
	kinds := workflow.Kinds{}
	for name, kind := range All() {
		kinds[name] = kind.Schema
	}
	return kinds
}
