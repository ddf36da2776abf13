// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"pratica/tests/e2e"
)

// account is somebody who signs in with a password and a phone.
type account struct {
	*e2e.Person
	t               *testing.T
	house           *house
	email, password string
	secret          string // in the phone
}

// join opens the link of an invitation, chooses a password, connects the phone and
// keeps the recovery codes. In the end the person is at their desk.
func (h *house) join(name, email, link string) *account {
	h.t.Helper()
	a := &account{Person: h.window(name), t: h.t, house: h, email: email, password: "un cavallo beve al fiume di " + name}
	say := h.say
	a.Goto(link)
	a.Fill(say.T("account.password_new"), a.password)
	a.Fill(say.T("account.password_again"), a.password)
	a.Click(say.T("account.continue"))
	a.secret = bare(a.Text("code.p-secret"))
	a.Fill(say.T("account.code.label"), a.code())
	a.Click(say.T("account.enrol.submit"))
	a.See(say.T("account.codes.title"))
	a.Click(say.T("account.codes.saved"))
	return a
}

// bare is a secret without the blanks between its groups.
func bare(secret string) string { return strings.ReplaceAll(secret, " ", "") }

// code is what the phone shows next: each code is good once.
func (a *account) code() string {
	a.t.Helper()
	a.house.wait(30 * time.Second)
	code, err := totp.GenerateCode(a.secret, a.house.now())
	a.house.must("phone", err)
	return code
}

// signOut leaves by the menu.
func (a *account) signOut(name string) {
	a.t.Helper()
	a.Press(name)
	a.Click(a.house.say.T("kit.user.sign_out"))
	a.See(a.house.say.T("account.signed_out"))
}

// signIn goes through both steps.
func (a *account) signIn() {
	a.t.Helper()
	a.Goto("/accesso")
	a.first(a.password)
	a.second(a.code())
}

func (a *account) first(password string) {
	a.t.Helper()
	say := a.house.say
	a.Fill(say.T("account.email"), a.email)
	a.Fill(say.T("account.password"), password)
	a.Click(say.T("account.continue"))
}

func (a *account) second(code string) {
	a.t.Helper()
	say := a.house.say
	a.Fill(say.T("account.code.label"), code)
	a.Click(say.T("account.sign_in.submit"))
}

// signInAfterMistakes shows that neither a wrong password gets in, nor a code that
// was used.
func (a *account) signInAfterMistakes(name string) {
	a.t.Helper()
	say := a.house.say
	a.Goto("/accesso")
	a.first(a.password + "!")
	a.See(say.T("problem.identity.wrong_credentials"))
	a.first(a.password)
	code := a.code()
	a.second(code)
	a.signOut(name)
	a.Goto("/accesso")
	a.first(a.password)
	a.second(code)
	a.See(say.T("problem.identity.code_wrong"))
	a.second(a.code())
}
