// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A figure is as wide as a small laptop's window; longer pages are cut, for a
// manual shows where to look and not the whole page.
const (
	figureWidth     = 1024
	figureHeight    = 1400
	figureMinHeight = 400
)

// Figure takes the picture of this page that the manuals show, when figures are
// asked for: <folder>/<name>.webp. That each picture is shown in a manual, and
// each one shown is taken here, is tested at the root.
func (p *Person) Figure(name string) {
	p.t.Helper()
	if *figures == "" || p.Attribute("html", "lang") != "it" { // the manuals are in Italian
		return
	}
	p.Resize(figureWidth, figureMinHeight)
	height, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64]("document.documentElement.scrollHeight"))
	p.must("figure", err)
	quality := int64(70)
	shot, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format:  page.CaptureScreenshotFormatWebp,
		Quality: &quality,
		Clip:    &page.Viewport{Width: figureWidth, Height: min(height, figureHeight), Scale: 1},
		// The part below the window is drawn too.
		CaptureBeyondViewport: new(true),
	})
	p.must("figure", err)
	p.must("figure", os.MkdirAll(*figures, 0o755))
	p.must("figure", os.WriteFile(filepath.Join(*figures, name+".webp"), shot.Data, 0o644))
	p.Resize(1280, 900)
}
