// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package templates holds the HTML of every page, embedded in the binary.
//
// layout has the frame that all pages share, component the parts that pages are made of (one file for each, documented
// by the type of the same name in kit), and page/<area>/<name>.html the pages themselves. A page is named by its
// path without the ending: "applicant/summary". It defines "main" and may define further names of its own. What several pages
// of one face share stands in files that begin with an underscore: page/office/_case.html.
//
// The package has no logic: kit loads, checks and renders what stands here.
package templates
