// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects_test

import (
	"testing"

	"pratica/internal/objects"
	"pratica/internal/objects/objectstest"
)

func TestDisk(t *testing.T) {
	objectstest.Run(t, func(t *testing.T) objects.Store { return objectstest.New(t) })
}
