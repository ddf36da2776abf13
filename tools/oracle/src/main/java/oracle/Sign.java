// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package oracle;

import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.http.commons.CommonsDataLoader;
import eu.europa.esig.dss.service.http.commons.OCSPDataLoader;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.tsl.TrustedListsCertificateSource;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.TimeZone;

/** Judges the signatures of each file, and prints one line a signature. */
public final class Sign {
    private TrustedListsCertificateSource trusted; // null: nobody is trusted, and nobody is asked
    private Date at = new Date();

    public static void main(String[] args) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        var sign = new Sign();
        int i = 0;
        for (; i < args.length && args[i].startsWith("--"); i++) {
            switch (args[i]) {
                case "--lists" -> sign.trusted = Lists.load(args[++i], args[++i]);
                case "--at" -> sign.at = Date.from(Instant.parse(args[++i]));
                default -> throw new IllegalArgumentException(args[i]);
            }
        }
        for (; i < args.length; i++) {
            sign.file(args[i]);
        }
    }

    private void file(String file) {
        String name = Path.of(file).getFileName().toString();
        try {
            var validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
            validator.setCertificateVerifier(verifier());
            validator.setValidationTime(at);
            var reports = validator.validateDocument();
            int n = 0;
            for (SignatureWrapper s : reports.getDiagnosticData().getSignatures()) {
                print(name, ++n, s, reports);
            }
            if (n == 0) {
                System.out.println(name + "\t0\tno signature");
            }
        } catch (Exception e) {
            System.out.println(name + "\t0\tunreadable: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    private CommonCertificateVerifier verifier() {
        var verifier = new CommonCertificateVerifier();
        verifier.setAlertOnMissingRevocationData(new SilentOnStatusAlert());
        if (trusted != null) {
            verifier.setTrustedCertSources(trusted);
            verifier.setOcspSource(new OnlineOCSPSource(new OCSPDataLoader()));
            verifier.setCrlSource(new OnlineCRLSource(new CommonsDataLoader()));
        }
        return verifier;
    }

    private static void print(String name, int n, SignatureWrapper s, Reports reports) {
        var simple = reports.getSimpleReport();
        String signer = s.getSigningCertificate() == null ? "" : s.getSigningCertificate().getReadableCertificateName();
        boolean whole = s.isSignatureIntact() && s.getDigestMatchers().stream().allMatch(m -> m.isDataFound() && m.isDataIntact());
        System.out.println(String.join("\t", name, String.valueOf(n), String.valueOf(s.getSignatureFormat()), signer, whole ? "intact" : "broken",
                simple.getIndication(s.getId()).name().replace('_', '-'), Objects.toString(simple.getSubIndication(s.getId()), ""),
                simple.getSignatureQualification(s.getId()).getReadable(), String.valueOf(simple.getBestSignatureTime(s.getId()).toInstant())));
    }
}
