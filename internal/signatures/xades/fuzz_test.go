// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package xades_test

import (
	"errors"
	"strings"
	"testing"

	"pratica/internal/signatures/xades"
)

const skeleton = `<a xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Signature Id="s"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
	`<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>` +
	`</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature></a>`

// What could make reading expensive is refused before it is read.
func TestHostileDocuments(t *testing.T) {
	for name, document := range map[string]string{
		"a document type": `<!DOCTYPE a [<!ENTITY b "c">]>` + skeleton,
		"too deep":        strings.Repeat("<a>", 500) + strings.Repeat("</a>", 500),
		"no XML":          "<a",
	} {
		if _, err := xades.Verify([]byte(document), nil); !errors.Is(err, xades.ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte(skeleton))
	f.Fuzz(func(_ *testing.T, document []byte) {
		_, _ = xades.Verify(document, func(string) ([]byte, bool) { return document, true })
	})
}
