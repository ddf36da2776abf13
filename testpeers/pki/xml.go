// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"

// signXML adds an enveloped XAdES signature to a document (ETSI EN 319 132-1).
func signXML(document []byte, by *Person, at time.Time) ([]byte, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(document); err != nil {
		return nil, err
	}
	whole, err := canonical(doc.Root())
	if err != nil {
		return nil, err
	}
	fingerprint := sha256.Sum256(by.Certificate.Raw)
	properties := fmt.Sprintf(`<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="properties"><xades:SignedSignatureProperties><xades:SigningTime>%s</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">%s</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#whole"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>`,
		at.UTC().Format(time.RFC3339), base64.StdEncoding.EncodeToString(fingerprint[:]))
	info := fmt.Sprintf(`<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="%[1]s"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod><ds:Reference Id="whole" URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="%[1]s"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>%[2]s</ds:DigestValue></ds:Reference><ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"><ds:Transforms><ds:Transform Algorithm="%[1]s"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>%[3]s</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
		exclusive, digest(whole), digest([]byte(properties)))
	value, err := plainECDSA(by.key, []byte(info))
	if err != nil {
		return nil, err
	}
	signature := fmt.Sprintf(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="signature">%s<ds:SignatureValue>%s</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#signature">%s</xades:QualifyingProperties></ds:Object></ds:Signature>`,
		info, base64.StdEncoding.EncodeToString(value), base64.StdEncoding.EncodeToString(by.Certificate.Raw), properties)
	end := bytes.LastIndex(whole, []byte("</"))
	if end < 0 {
		return nil, errors.New("pki: the document has no end tag")
	}
	return append([]byte(`<?xml version="1.0" encoding="UTF-8"?>`+"\n"), bytes.Join([][]byte{whole[:end], []byte(signature), whole[end:]}, nil)...), nil
}

func canonical(e *etree.Element) ([]byte, error) {
	return dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("").Canonicalize(e)
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// plainECDSA signs as XML signatures are written: r and s one after the other
// (RFC 4050).
func plainECDSA(key crypto.Signer, data []byte) ([]byte, error) {
	if _, ok := key.Public().(*ecdsa.PublicKey); !ok {
		return nil, errors.New("pki: lists are signed with P-256")
	}
	value, err := sign(key, crypto.SHA256, false, data)
	if err != nil {
		return nil, err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(value, &pair); err != nil {
		return nil, err
	}
	plain := make([]byte, 64)
	pair.R.FillBytes(plain[:32])
	pair.S.FillBytes(plain[32:])
	return plain, nil
}
