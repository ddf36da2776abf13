// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
)

func TestTexts(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		if text, err := h.Text(ctx, office.HoursText); len(text) != 0 || err != nil {
			t.Errorf("before the first save: %v, error %v", text, err)
		}
		first := i18n.Text{"it": " Lunedì 9-12 \r\nMartedì 15-17\n", "en": "Monday 9-12"}
		code(t, "save", h.SaveText(ctx, admin, office.HoursText, first, 0), "")
		code(t, "save what is old", h.SaveText(ctx, admin, office.HoursText, first, 0), "office.text_changed")
		code(t, "save again", h.SaveText(ctx, admin, office.HoursText, i18n.Text{"it": "Chiuso", "en": "Closed"}, 1), "")
		list, err := h.TextHistory(ctx, admin, office.HoursText)
		code(t, "history", err, "")
		if len(list) != 2 || list[0].Version != 2 || list[1].Text["it"] != "Lunedì 9-12\nMartedì 15-17" || list[1].ChangedBy != "anna" {
			t.Fatalf("history %+v", list)
		}
		code(t, "undo", h.SaveText(ctx, admin, office.HoursText, list[1].Text, 2), "")
		text, err := h.Text(ctx, office.HoursText)
		code(t, "text", err, "")
		if diff := cmp.Diff(list[1].Text, text); diff != "" {
			t.Error(diff)
		}
		code(t, "no such text", h.SaveText(ctx, admin, "accessibility", first, 0), "office.no_text")
		h.Official("carla")
		code(t, "an official saves", h.SaveText(ctx, h.Actor(t, "carla"), office.HoursText, first, 3), "office.forbidden")
		_, err = h.TextHistory(ctx, h.Actor(t, "carla"), office.HoursText)
		code(t, "an official reads", err, "office.forbidden")
	})
}

func TestTextsThatAreRefused(t *testing.T) {
	long := strings.Repeat("parola ", 1500)
	for _, test := range []struct {
		name string
		of   office.TextName
		text i18n.Text
		want []string
	}{
		{"one language", office.HomeText, i18n.Text{"it": "Benvenuti"}, []string{"en"}},
		{"the other", office.HomeText, i18n.Text{"en": "Welcome"}, []string{"it"}},
		{"neither", office.HomeText, i18n.Text{}, nil},
		{"too long", office.PrivacyText, i18n.Text{"it": long, "en": "x"}, []string{"it"}},
		{"too many lines", office.LetterHead, i18n.Text{"it": "a\nb\nc\nd", "en": "a"}, []string{"it"}},
		{"a line too long", office.LetterFoot, i18n.Text{"it": "a", "en": long[:200]}, []string{"en"}},
	} {
		if _, err := office.CheckText(test.of, test.text); !slices.Equal(paths(err), test.want) {
			t.Errorf("%s: wrong are %q, want %q", test.name, paths(err), test.want)
		}
	}
}
