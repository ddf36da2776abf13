-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- An index for every filter and pair of filters, in every order: (seat, open, what is equal, the order, filing). Sorting by
-- urgency needs none for the urgent alone: they are its beginning.
CREATE INDEX worklist_entry_all_due_on ON worklist_entry (seat, open, due_on, filing);
CREATE INDEX worklist_entry_procedure_due_on ON worklist_entry (seat, open, procedure, due_on, filing);
CREATE INDEX worklist_entry_stage_due_on ON worklist_entry (seat, open, stage, due_on, filing);
CREATE INDEX worklist_entry_urgent_due_on ON worklist_entry (seat, open, urgent, due_on, filing);
CREATE INDEX worklist_entry_procedure_urgent_due_on ON worklist_entry (seat, open, procedure, urgent, due_on, filing);
CREATE INDEX worklist_entry_stage_urgent_due_on ON worklist_entry (seat, open, stage, urgent, due_on, filing);
CREATE INDEX worklist_entry_all_filed_on ON worklist_entry (seat, open, filed_on, filing);
CREATE INDEX worklist_entry_procedure_filed_on ON worklist_entry (seat, open, procedure, filed_on, filing);
CREATE INDEX worklist_entry_stage_filed_on ON worklist_entry (seat, open, stage, filed_on, filing);
CREATE INDEX worklist_entry_urgent_filed_on ON worklist_entry (seat, open, urgent, filed_on, filing);
CREATE INDEX worklist_entry_procedure_urgent_filed_on ON worklist_entry (seat, open, procedure, urgent, filed_on, filing);
CREATE INDEX worklist_entry_stage_urgent_filed_on ON worklist_entry (seat, open, stage, urgent, filed_on, filing);
CREATE INDEX worklist_entry_all_folded ON worklist_entry (seat, open, folded, filing);
CREATE INDEX worklist_entry_procedure_folded ON worklist_entry (seat, open, procedure, folded, filing);
CREATE INDEX worklist_entry_stage_folded ON worklist_entry (seat, open, stage, folded, filing);
CREATE INDEX worklist_entry_urgent_folded ON worklist_entry (seat, open, urgent, folded, filing);
CREATE INDEX worklist_entry_procedure_urgent_folded ON worklist_entry (seat, open, procedure, urgent, folded, filing);
CREATE INDEX worklist_entry_stage_urgent_folded ON worklist_entry (seat, open, stage, urgent, folded, filing);
CREATE INDEX worklist_entry_all_urgency ON worklist_entry (seat, open, urgency, filing);
CREATE INDEX worklist_entry_procedure_urgency ON worklist_entry (seat, open, procedure, urgency, filing);
CREATE INDEX worklist_entry_stage_urgency ON worklist_entry (seat, open, stage, urgency, filing);

-- For replacing the entries of one case.
CREATE INDEX worklist_entry_filing ON worklist_entry (filing);
