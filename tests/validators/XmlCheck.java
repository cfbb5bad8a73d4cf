import java.io.File;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/**
 * Holds an XML file against an XML Schema.
 *
 * <p>{@code java XmlCheck.java SCHEMA.xsd FILE.xml} prints a line for each fault and exits with 1 if there is one,
 * and with 2 if the file could not be judged.
 */
public class XmlCheck {
    private static int faults = 0;

    public static void main(String[] args) {
        try {
            SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            Validator validator = schemas.newSchema(new File(args[0])).newValidator();
            validator.setErrorHandler(new ErrorHandler() {
                public void warning(SAXParseException fault) {
                    tell(fault);
                }

                public void error(SAXParseException fault) {
                    tell(fault);
                }

                public void fatalError(SAXParseException fault) {
                    tell(fault);
                }
            });
            validator.validate(new StreamSource(new File(args[1])));
        } catch (SAXParseException told) {
            // The handler has told it.
        } catch (Exception problem) {
            System.out.println("not judged: " + problem);
            System.exit(2);
        }
        System.exit(faults == 0 ? 0 : 1);
    }

    private static void tell(SAXParseException fault) {
        faults++;
        System.out.println(fault.getLineNumber() + ": " + fault.getMessage());
    }
}
