// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

// Uncopied names the tables that no copy has, and why. Every other table is somebody's
// answer to HeldIn, HeldOf or HeldBy; a new table that is neither fails the test.
func Uncopied() map[string]string {
	const (
		setting = "what the body or the program sets; about nobody"
		counter = "counters and order; about nobody"
		secret  = "lets in: is given to nobody"
		derived = "made of what other tables have"
	)
	return map[string]string{
		"lease": counter, "job": "identifiers of what is to be done; done ones are removed", "job_periodic": counter,
		"audit_head": derived, "audit_seal": derived, "audit_seal_member": derived,
		"identity_recovery_code": secret, "identity_ticket": secret, "rate_limit": "hashes that expire within a day",
		"intake_counter": counter, "documents_owner": counter, "documents_scan": "verdicts on bytes", "documents_arrival": counter,
		"office_body": setting, "office_unit": setting, "office_guard": counter, "office_holiday": setting, "office_text": setting,
		"forms_version": setting, "forms_threshold": setting,
		"casework_sitting": setting, "casework_reason": setting,
		"worklist_seat": derived, "worklist_entry": derived, "worklist_stage": derived, "worklist_view": "filters that an official keeps",
		"worklist_run": "what an official did to many cases at once; each act stands in its case", "worklist_run_case": derived,
		"search_document": derived, "search_definition": derived,
		"lots_counter": counter, "lots_lot": "made of its items", "lots_sending": "how a lot was sent",
		"signatures_list": setting, "backup_run": counter, "backup_alarm": counter,
		"discard_rule": setting, "discard_list": setting,
		"privacy_request": "the register itself, which the person knows of",
	}
}
