// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package oracle;

import java.io.FileInputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Says of each file whether it conforms to a flavour of PDF/A or PDF/UA. */
public final class Pdfa {
    private final PDFAFlavour flavour;

    private Pdfa(PDFAFlavour flavour) {
        this.flavour = flavour;
    }

    public static void main(String[] args) {
        VeraGreenfieldFoundryProvider.initialise();
        var check = new Pdfa(PDFAFlavour.fromString(args[0]));
        boolean all = true;
        for (int i = 1; i < args.length; i++) {
            all &= check.file(args[i]);
        }
        System.exit(all ? 0 : 1);
    }

    private boolean file(String file) {
        var clauses = new TreeMap<String, Integer>();
        String verdict;
        try {
            verdict = conforms(file, clauses) ? "conforms" : "fails";
        } catch (Exception e) {
            verdict = "unreadable: " + e.getMessage();
        }
        System.out.println(String.join("\t", Path.of(file).getFileName().toString(), flavour.getId(), verdict, clauses.toString()));
        return verdict.equals("conforms");
    }

    private boolean conforms(String file, Map<String, Integer> clauses) throws Exception {
        try (var in = new FileInputStream(file);
                var parser = Foundries.defaultInstance().createParser(in, flavour);
                var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            var result = validator.validate(parser);
            for (TestAssertion a : result.getTestAssertions()) {
                if (a.getStatus() == TestAssertion.Status.FAILED) {
                    clauses.merge(a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber(), 1, Integer::sum);
                }
            }
            return result.isCompliant();
        }
    }
}
