import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Drives veraPDF's engine, whose jar comes without a command line.
 *
 * <p>{@code java VeraCheck ua1,2a FILE...} prints one line for each file and flavour: {@code pass} or
 * {@code FAIL}, the flavour, the number of checks, the file, and the failed clauses. It exits with 1 if any
 * file fails, and with 2 if a file could not be judged: an exception is never taken for a pass.
 */
public class VeraCheck {
    public static void main(String[] args) {
        if (args.length < 2) {
            System.err.println("usage: VeraCheck FLAVOUR[,FLAVOUR] FILE...");
            System.exit(2);
        }
        VeraGreenfieldFoundryProvider.initialise();
        int status = 0;
        for (int index = 1; index < args.length; index++) {
            for (String id : args[0].split(",")) {
                status = Math.max(status, judge(args[index], id));
            }
        }
        System.exit(status);
    }

    private static int judge(String path, String id) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            System.out.println("FAIL\t" + id + "\t0\t" + path + "\tthere is no such flavour");
            return 2;
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> failed = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failed.merge(rule + " " + assertion.getMessage(), 1, Integer::sum);
                }
            }
            boolean passed = result.isCompliant() && result.getTotalAssertions() > 0;
            String rules = failed.entrySet().stream()
                    .map(rule -> rule.getKey() + " (" + rule.getValue() + ")")
                    .collect(Collectors.joining("; "));
            System.out.println((passed ? "pass" : "FAIL") + "\t" + id + "\t" + result.getTotalAssertions()
                    + "\t" + path + "\t" + rules);
            return passed ? 0 : 1;
        } catch (Throwable problem) {
            System.out.println("FAIL\t" + id + "\t0\t" + path + "\tnot judged: " + problem);
            return 2;
        }
    }
}
