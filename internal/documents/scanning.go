// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/documents/scan"
	"pratica/internal/jobs"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// ScanState is what the malware scanner said of a file.
type ScanState string

// The scan states. Only an infected file is withheld: what a scanner has not
// seen is told, and whoever opens it decides.
const (
	NotAsked     ScanState = ""          // no scanner was there when it came, or the house made the file
	Waiting      ScanState = "waiting"   // its turn comes
	Clean        ScanState = "clean"     //
	Infected     ScanState = "infected"  // quarantined: nobody can open it
	ScanTooLarge ScanState = "too_large" // not looked at
	ScannerAway  ScanState = "away"      // not yet looked at: asked again until it answers
)

// Scan is the verdict on the bytes of a file.
type Scan struct {
	State  ScanState
	Threat string // the scanner's name for what it found
}

// Key names the state's text in the catalogue; "" where there is none to show.
func (s Scan) Key() string {
	if s.State == NotAsked {
		return ""
	}
	return "documents.scan." + string(s.State)
}

const scanKind = "documents.scan"

// awayPause is how long a scanner that is away is left alone. The file is asked
// about until it answers: attempts are not counted.
const awayPause = time.Minute

type scanPayload struct {
	Digest string `json:"digest"`
}

// Register tells the queue what this package does in the background.
func (s *Service) Register() {
	s.Jobs.Every("documents.collect", time.Hour, s.Collect, jobs.Timeout(10*time.Minute))
	if s.Scanner == nil {
		return
	}
	jobs.Handle(s.Jobs, scanKind, s.scanJob, jobs.Timeout(5*time.Minute), jobs.MaxBackoff(10*time.Minute))
	s.Jobs.Every("documents.unscanned", time.Hour, s.AskForUnscanned)
}

// askScan asks about bytes that nobody asked about yet, in the caller's
// transaction.
func (s *Service) askScan(ctx context.Context, tx *database.Tx, digest string) error {
	if s.Scanner == nil {
		return nil
	}
	isNew, err := insertScan(ctx, tx, digest, s.Now())
	if err != nil || !isNew {
		return err
	}
	return s.Jobs.Enqueue(ctx, tx, jobs.Insert{Kind: scanKind, Payload: scanPayload{digest}, Unique: digest})
}

// AskForUnscanned asks about files that came while there was no scanner.
func (s *Service) AskForUnscanned(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "documents.AskForUnscanned")
	for {
		asked := 0
		err := s.DB.Update(ctx, func(tx *database.Tx) error {
			page, err := unscanned(ctx, tx, 200)
			asked = len(page)
			for _, digest := range page {
				if err := s.askScan(ctx, tx, digest); err != nil {
					return err
				}
			}
			return err
		})
		if err != nil || asked == 0 {
			return err
		}
	}
}

// scanJob looks at the bytes of a digest and writes down what was found.
func (s *Service) scanJob(ctx context.Context, job jobs.Job[scanPayload]) error {
	digest := job.Payload.Digest
	threat, err := s.look(ctx, digest)
	found := Scan{State: Clean}
	switch {
	case errors.Is(err, scan.ErrAway):
		return errors.Join(s.noteAway(ctx, digest), jobs.Snooze(awayPause))
	case errors.Is(err, scan.ErrTooLarge):
		found.State = ScanTooLarge
	case err != nil:
		return err
	case threat != "":
		found = Scan{State: Infected, Threat: threat}
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := setScan(ctx, tx, digest, found, s.Now()); err != nil {
			return err
		}
		if found.State == Infected {
			if err := s.tellInfected(ctx, tx, digest); err != nil {
				return err
			}
		}
		return job.Finish(ctx, tx)
	})
}

func (s *Service) tellInfected(ctx context.Context, tx *database.Tx, digest string) error {
	if s.Infected == nil {
		return nil
	}
	files, err := filesOf(ctx, tx, digest)
	for _, f := range files {
		if err == nil {
			err = s.Infected(ctx, tx, f)
		}
	}
	return err
}

func (s *Service) noteAway(ctx context.Context, digest string) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		return setScan(ctx, tx, digest, Scan{State: ScannerAway}, s.Now())
	})
}

func (s *Service) look(ctx context.Context, digest string) (string, error) {
	r, object, err := s.Objects.Open(ctx, digest)
	if errors.Is(err, objects.ErrNotFound) {
		return "", jobs.Cancel(err)
	}
	if err != nil {
		return "", err
	}
	defer r.Close()
	return s.Scanner.Scan(ctx, r, object.Size)
}

// withScans adds to files what the scanner said of them.
func withScans(ctx context.Context, tx *database.Tx, files []File) error {
	if len(files) == 0 {
		return nil
	}
	said, err := scansOf(ctx, tx, files)
	for i := range files {
		if files[i].Actor != "system" {
			files[i].Scan = said[files[i].Digest]
		}
	}
	return err
}
