// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"

	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// Newer says that the form was published anew after a draft was begun, and what
// is asked otherwise. The draft goes on with its own version.
type Newer struct {
	Sheet string // where one may begin with the new version
	Lines []string
}

// newer is nil when the draft's version is the published one, or when none is.
func (f *Face) newer(r *http.Request, page kit.Page, def *forms.Definition) (*Newer, error) {
	now, err := f.Forms.Published(r.Context(), def.Slug)
	if problem.KindOf(err) == problem.NotFound && err != nil {
		return nil, nil
	}
	if err != nil || now.Digest == def.Digest {
		return nil, err
	}
	n := &Newer{Sheet: "/servizi/" + def.Slug}
	news := def.News(now)
	for _, part := range []struct {
		key    string
		labels []i18n.Text
	}{{"applicant.newer.added", news.Added}, {"applicant.newer.changed", news.Changed}, {"applicant.newer.gone", news.Gone}} {
		for _, label := range part.labels {
			n.Lines = append(n.Lines, page.T(part.key, "label", label.In(page.Lang)))
		}
	}
	return n, nil
}
