// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/i18n"
)

// FirstAdministrator invites the first administrator and returns the link.
func (a *App) FirstAdministrator(ctx context.Context, email, name string) (string, error) {
	return a.Identity.FirstAdministrator(ctx, email, name)
}

// roleNames are the roles of the published procedures.
type roleNames App

// Roles implements office.Roles.
func (r *roleNames) Roles(ctx context.Context) ([]string, error) {
	list, err := r.Forms.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, d := range list {
		way, err := r.Casework.Definition(ctx, d.Digest)
		if err != nil {
			return nil, err
		}
		for _, role := range way.Roles {
			names = append(names, role.Name)
		}
	}
	return names, nil
}

// RoleLabels names the roles of the published procedures for a reader.
func (r *roleNames) RoleLabels(ctx context.Context) (map[string]i18n.Text, error) {
	list, err := r.Forms.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	labels := map[string]i18n.Text{}
	for _, d := range list {
		way, err := r.Casework.Definition(ctx, d.Digest)
		if err != nil {
			return nil, err
		}
		for _, role := range way.Roles {
			labels[role.Name] = role.Label
		}
	}
	return labels, nil
}
