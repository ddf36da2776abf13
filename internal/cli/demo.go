// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"errors"
	"fmt"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/config"
)

type demoCommand struct {
	Folder string `default:"demo" help:"Folder of the demonstration; made at the first start."`
	Listen string `default:"127.0.0.1:8080" help:"Address and port."`
}

// Run implements kong's command. Whatever the configuration says of channels,
// a demonstration has none.
func (c *demoCommand) Run(s *session) error {
	settings := config.Default()
	settings.Mode, settings.Data, settings.Listen = config.Demo, c.Folder, c.Listen
	settings.PublicURL, settings.Log.Level = "http://"+visible(c.Listen), "warn"
	log := s.log(settings)
	progress := func(what string) { fmt.Fprintln(s.err, "making the demonstration:", what) }
	if err := demo.Ensure(s.ctx, settings, log, time.Now(), progress); err != nil {
		return err
	}
	a, err := app.Open(s.ctx, settings, log, time.Now)
	if err != nil {
		return err
	}
	a.Cast = demo.Cast{Folder: c.Folder}
	fmt.Fprintf(s.out, "The demonstration is at %s/demo\n", settings.PublicURL)
	return errors.Join(a.Serve(s.ctx), a.Close())
}

// visible is the address that a browser on this machine uses.
func visible(listen string) string {
	if len(listen) > 0 && listen[0] == ':' {
		return "localhost" + listen
	}
	return listen
}
