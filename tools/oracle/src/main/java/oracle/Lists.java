// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package oracle;

import eu.europa.esig.dss.service.http.commons.CommonsDataLoader;
import eu.europa.esig.dss.service.http.commons.FileCacheDataLoader;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.tsl.TrustedListsCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.tsl.job.TLValidationJob;
import eu.europa.esig.dss.tsl.source.LOTLSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

/** Loads trusted lists: a list of lists, and those that it names. */
final class Lists {
    private Lists() {}

    static TrustedListsCertificateSource load(String url, String signer) throws IOException {
        var signers = new CommonTrustedCertificateSource();
        signers.addCertificate(DSSUtils.loadCertificate(new File(signer)));
        var index = new LOTLSource();
        index.setUrl(url);
        index.setCertificateSource(signers);
        index.setPivotSupport(false);
        var loader = new FileCacheDataLoader(new CommonsDataLoader());
        loader.setCacheExpirationTime(0);
        loader.setFileCacheDirectory(Files.createTempDirectory("lists").toFile());
        var trusted = new TrustedListsCertificateSource();
        var job = new TLValidationJob();
        job.setOnlineDataLoader(loader);
        job.setListOfTrustedListSources(index);
        job.setTrustedListCertificateSource(trusted);
        job.onlineRefresh();
        if (trusted.getNumberOfCertificates() == 0) {
            throw new IOException("the lists name no certificate");
        }
        return trusted;
    }
}
