// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is the program serving a body.
type process struct {
	*exec.Cmd
	url    string
	client *http.Client
	said   *output
	ended  chan struct{} // closed when it is gone; err is set before
	err    error
}

// output keeps what a process says; it is read while the process runs.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// serve starts the program on the body and waits until it is ready.
func serve(t *testing.T, b body) *process {
	t.Helper()
	p := start(t, b)
	p.waitReady(t, false)
	return p
}

// start starts the program without waiting.
func start(t *testing.T, b body, more ...string) *process {
	t.Helper()
	address := freeAddress(t)
	p := &process{
		Cmd: exec.Command(programs.pratica, "serve"), url: "http://" + address, said: &output{}, ended: make(chan struct{}),
		client: &http.Client{
			Transport:     &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       time.Minute,
		},
	}
	p.Env = b.env(append([]string{"PRATICA_LISTEN=" + address}, more...)...)
	p.Stdout, p.Stderr = p.said, p.said
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.Wait()
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	return p
}

// waitReady waits until the program says that it is ready, or, with mayRefuse, that it runs and is not ready.
func (p *process) waitReady(t *testing.T, mayRefuse bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for {
		select {
		case <-p.ended:
			t.Fatalf("the program ended before it was ready: %v\n%s", p.err, p.said)
		case <-late:
			t.Fatalf("the program is not ready after 30 seconds:\n%s", p.said)
		case <-tick.C:
			if status := p.readiness(); status == http.StatusOK || status == http.StatusServiceUnavailable && mayRefuse {
				return
			}
		}
	}
}

// readiness is what the program says of itself; 0 while it says nothing.
func (p *process) readiness() int {
	answer, err := p.client.Get(p.url + "/readyz")
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0
	}
	return answer.StatusCode
}

// kill is SIGKILL: the program learns nothing of it.
func (p *process) kill() {
	_ = p.Process.Kill() // it may be gone already
	<-p.ended
	p.client.CloseIdleConnections()
}

// stop asks the program to end and expects that it does so in order.
func (p *process) stop(t *testing.T) {
	t.Helper()
	p.client.CloseIdleConnections() // one that never asked anything would be waited for
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	select {
	case <-p.ended:
		if p.err != nil {
			t.Errorf("the program stopped with %v:\n%s", p.err, p.said)
		}
	case <-time.After(30 * time.Second):
		t.Errorf("the program did not stop:\n%s", p.said)
	}
}

// verify runs "pratica verify", which must find no fault.
func verify(t *testing.T, b body) {
	t.Helper()
	command := exec.CommandContext(t.Context(), programs.pratica, "verify")
	command.Env = b.env()
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("pratica verify: %v\n%s", err, said)
	}
}

// file asks for one filing. An answer that was not read to its end is an error.
func (p *process) file(w waiting) (status int, page string, err error) {
	return p.ask(http.MethodPost, "/domanda/"+w.ID+"/invia", w)
}

func (p *process) receipt(w waiting) (status int, page string, err error) {
	return p.ask(http.MethodGet, "/domanda/"+w.ID+"/ricevuta", w)
}

func (p *process) ask(method, path string, w waiting) (int, string, error) {
	r, err := http.NewRequest(method, p.url+path, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Cookie", w.Cookie)
	r.Header.Set("X-Forwarded-For", w.Address)
	r.Header.Set("Accept-Language", "it")
	answer, err := p.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return 0, "", err
	}
	return answer.StatusCode, string(body), nil
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
