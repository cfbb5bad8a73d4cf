//! A message for the book trade (ONIX for Books 3.0, reference tags), made from the metadata of a publication.
//!
//! The order of elements is that of the schema; codes are from the code lists of EDItEUR, issue 75, and each
//! stands beside the number of its list.

mod codes;

use uuid::Uuid;

use crate::epub::{Element, Metadata, Node, xml};

/// A form in which the publication is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Printed, bound in some way.
    Print,
    /// Printed and glued (Klebebindung).
    Glued,
    /// Printed and stapled (Rückstichheftung).
    Stapled,
    /// Printed, held by a wire (Drahtkammbindung).
    Spiral,
    /// The PDF for the screen.
    Pdf,
    /// The EPUB.
    Epub,
}

impl Form {
    fn is_digital(self) -> bool {
        matches!(self, Self::Pdf | Self::Epub)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Print | Self::Glued | Self::Stapled | Self::Spiral => "print",
            Self::Pdf => "screen",
            Self::Epub => "epub",
        }
    }
}

/// One product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its form.
    pub form: Form,
    /// Its ISBN. A product without one is for libraries only.
    pub isbn: Option<String>,
    /// The price in cents with tax; `None` where nothing is said.
    pub price: Option<u64>,
}

/// All that a message says.
pub struct Message<'a> {
    /// Title, contributors and the like.
    pub metadata: &'a Metadata,
    /// The day of the message, `YYYYMMDD`: that of the publication, since satz asks no clock.
    pub sent: String,
    /// How many pages the printed copy has.
    pub pages: usize,
    /// Whether the EPUB has formulas.
    pub has_formulas: bool,
    /// The products.
    pub products: &'a [Product],
}

impl Message<'_> {
    /// The message as XML.
    pub fn to_xml(&self) -> Vec<u8> {
        let sender = Element::new("Sender").containing([field("SenderName", self.publisher())]);
        let header = Element::new("Header").containing([sender.into(), field("SentDateTime", &self.sent)]);
        let products = self.products.iter().map(|product| self.product(product));
        let message = Element::new("ONIXMessage")
            .with("xmlns", "http://ns.editeur.org/onix/3.0/reference")
            .with("release", "3.0")
            .containing([header.into()])
            .containing(products);
        xml(&message).into_bytes()
    }

    fn publisher(&self) -> &str {
        self.metadata.publisher.as_ref().map_or("", |publisher| publisher.name.as_str())
    }

    fn product(&self, product: &Product) -> Node {
        // List 1: 03, notification confirmed on publication.
        let mut nodes =
            vec![field("RecordReference", &self.reference(product.form)), field("NotificationType", "03")];
        nodes.extend(self.identifiers(product));
        nodes.push(self.description(product));
        nodes.extend(self.collateral());
        nodes.push(self.publishing());
        nodes.extend(self.related(product));
        nodes.push(self.supply(product));
        Element::new("Product").containing(nodes).into()
    }

    /// The same in every message about this product, and no other's.
    fn reference(&self, form: Form) -> String {
        let satz = Uuid::new_v5(&Uuid::NAMESPACE_OID, b"satz");
        Uuid::new_v5(&satz, format!("onix {} {}", self.metadata.name, form.word()).as_bytes()).to_string()
    }

    /// List 5: 15 is ISBN-13, 06 DOI, 22 URN, 01 a scheme of the sender's own.
    fn identifiers(&self, product: &Product) -> Vec<Node> {
        let identifier = |kind: &str, value: &str| {
            let mut nodes = vec![field("ProductIDType", kind)];
            if kind == "01" {
                nodes.push(field("IDTypeName", "UUID"));
            }
            nodes.push(field("IDValue", value));
            Element::new("ProductIdentifier").containing(nodes).into()
        };
        let mut nodes: Vec<Node> = Vec::new();
        match &product.isbn {
            Some(isbn) => nodes.push(identifier("15", &figures(isbn))),
            None => nodes.push(identifier("01", &self.reference(product.form))),
        }
        if product.form.is_digital() {
            nodes.extend(self.metadata.doi.iter().map(|doi| identifier("06", doi)));
            nodes.extend(self.metadata.urn.iter().map(|urn| identifier("22", urn)));
        }
        nodes
    }

    fn description(&self, product: &Product) -> Node {
        let (form, details) = codes::form(product.form);
        // List 2: 00, one product.
        let mut nodes = vec![field("ProductComposition", "00"), field("ProductForm", form)];
        nodes.extend(details.iter().map(|detail| field("ProductFormDetail", detail)));
        nodes.extend(self.accessibility(product.form));
        // List 81: 10, text to be read.
        nodes.push(field("PrimaryContentType", "10"));
        if product.form.is_digital() {
            // List 144: 00, no protection.
            nodes.push(field("EpubTechnicalProtection", "00"));
        }
        nodes.push(self.collection());
        nodes.push(self.title());
        nodes.extend(self.contributors());
        nodes.extend(self.metadata.edition.iter().map(|edition| field("EditionStatement", edition)));
        // List 22: 01, language of the text.
        nodes.push(group(
            "Language",
            [("LanguageRole", "01"), ("LanguageCode", codes::language(&self.metadata.language))],
        ));
        // List 23: 00 is the pages of a printed copy, 10 those that an EPUB stands for; list 24: 03, pages.
        let kind = if product.form == Form::Epub { "10" } else { "00" };
        let pages = self.pages.to_string();
        nodes.push(group("Extent", [("ExtentType", kind), ("ExtentValue", &pages), ("ExtentUnit", "03")]));
        if !self.metadata.subjects.is_empty() {
            // List 27: 20, keywords.
            let subjects = self.metadata.subjects.join("; ");
            nodes.push(group(
                "Subject",
                [("SubjectSchemeIdentifier", "20"), ("SubjectHeadingText", &subjects)],
            ));
        }
        Element::new("DescriptiveDetail").containing(nodes).into()
    }

    /// List 79: 09, accessibility; its values are list 196. The same facts as in the EPUB and the PDF themselves.
    fn accessibility(&self, form: Form) -> Vec<Node> {
        let feature = |value: &str| {
            group(
                "ProductFormFeature",
                [("ProductFormFeatureType", "09"), ("ProductFormFeatureValue", value)],
            )
        };
        // 11: contents, 13: reading order, 14: short alternatives, 19: pages of the printed copy, 22: languages.
        let mut values = vec!["11", "13", "14", "22"];
        match form {
            Form::Epub => {
                // 29: structure to walk along, 36: type and colours can be changed, 52: everything can be heard.
                values.extend(["19", "29", "36", "52"]);
                if self.has_formulas {
                    // 17: formulas as MathML.
                    values.push("17");
                }
                if self.metadata.certified_by.is_some() {
                    // 04: EPUB Accessibility 1.1, 82: WCAG 2.2, 85: level AA. A claim of people, as in the EPUB.
                    values.extend(["04", "82", "85"]);
                }
            }
            // 05: PDF/UA-1, as the file says itself.
            Form::Pdf => values.push("05"),
            _ => return Vec::new(),
        }
        values.into_iter().map(feature).collect()
    }

    /// List 148: 10, a series of the publisher; list 149: 02, the title of a collection; list 15: 01, title.
    fn collection(&self) -> Node {
        let Some(series) = &self.metadata.series else { return Element::new("NoCollection").into() };
        let mut element = vec![field("TitleElementLevel", "02")];
        element.extend(series.number.map(|number| field("PartNumber", &number.to_string())));
        element.push(field("TitleText", &series.name));
        let mut nodes = vec![field("CollectionType", "10")];
        nodes.extend(series.issn.iter().map(|issn| {
            // List 13: 02, ISSN, in figures without a hyphen.
            group("CollectionIdentifier", [("CollectionIDType", "02"), ("IDValue", &figures(issn))])
        }));
        nodes.push(title_detail(element));
        Element::new("Collection").containing(nodes).into()
    }

    /// List 149: 01, the title of the product.
    fn title(&self) -> Node {
        let mut nodes = vec![field("TitleElementLevel", "01"), field("TitleText", &self.metadata.title)];
        nodes.extend(self.metadata.subtitle.iter().map(|subtitle| field("Subtitle", subtitle)));
        title_detail(nodes)
    }

    fn contributors(&self) -> Vec<Node> {
        let known = self
            .metadata
            .contributors
            .iter()
            .filter_map(|contributor| Some((contributor, codes::contributor(&contributor.role)?)));
        let nodes: Vec<Node> = known
            .enumerate()
            .map(|(index, (contributor, role))| {
                let number = (index + 1).to_string();
                let mut nodes = vec![field("SequenceNumber", &number), field("ContributorRole", role)];
                // Whoever has a name to be sorted by is a person; a body is called what it is called.
                match &contributor.file_as {
                    Some(inverted) => nodes.extend([
                        field("PersonName", &contributor.name),
                        field("PersonNameInverted", inverted),
                    ]),
                    None => nodes.push(field("CorporateName", &contributor.name)),
                }
                Element::new("Contributor").containing(nodes).into()
            })
            .collect();
        if nodes.is_empty() { vec![Element::new("NoContributor").into()] } else { nodes }
    }

    /// List 153: 03, description; list 154: 00, for everybody.
    fn collateral(&self) -> Option<Node> {
        let description = self.metadata.description.as_deref()?;
        let text =
            group("TextContent", [("TextType", "03"), ("ContentAudience", "00"), ("Text", description)]);
        Some(Element::new("CollateralDetail").containing([text]).into())
    }

    /// List 45: 01, publisher; list 73: 01, its own website; list 64: 04, active; list 163: 01, publication date.
    fn publishing(&self) -> Node {
        let mut publisher = vec![field("PublishingRole", "01"), field("PublisherName", self.publisher())];
        let website = self.metadata.publisher.as_ref().and_then(|publisher| publisher.website.as_ref());
        publisher.extend(website.map(|website| {
            let link = if website.contains("://") { website.clone() } else { format!("https://{website}") };
            group("Website", [("WebsiteRole", "01"), ("WebsiteLink", &link)])
        }));
        let mut nodes: Vec<Node> =
            vec![Element::new("Publisher").containing(publisher).into(), field("PublishingStatus", "04")];
        nodes.push(group("PublishingDate", [("PublishingDateRole", "01"), ("Date", &self.sent)]));
        Element::new("PublishingDetail").containing(nodes).into()
    }

    /// The other forms; list 51: 06, alternative format.
    fn related(&self, product: &Product) -> Option<Node> {
        let others = self.products.iter().filter(|other| other.form != product.form && other.isbn.is_some());
        let nodes: Vec<Node> = others
            .map(|other| {
                let mut nodes = vec![field("ProductRelationCode", "06")];
                nodes.extend(self.identifiers(other).into_iter().next());
                Element::new("RelatedProduct").containing(nodes).into()
            })
            .collect();
        (!nodes.is_empty()).then(|| Element::new("RelatedMaterial").containing(nodes).into())
    }

    /// List 93: 09, the publisher sells to readers; list 65: 20, available.
    fn supply(&self, product: &Product) -> Node {
        let supplier = group("Supplier", [("SupplierRole", "09"), ("SupplierName", self.publisher())]);
        let price = match product.price {
            // List 57: 04, the supplier knows; 01, free of charge.
            None => field("UnpricedItemType", "04"),
            Some(0) => field("UnpricedItemType", "01"),
            Some(cents) => {
                // List 58: 04, fixed price with tax (Buchpreisbindung); list 96: EUR.
                let amount = format!("{}.{:02}", cents / 100, cents % 100);
                group("Price", [("PriceType", "04"), ("PriceAmount", &amount), ("CurrencyCode", "EUR")])
            }
        };
        let detail =
            Element::new("SupplyDetail").containing([supplier, field("ProductAvailability", "20"), price]);
        Element::new("ProductSupply").containing([detail.into()]).into()
    }
}

fn title_detail(element: Vec<Node>) -> Node {
    let element = Element::new("TitleElement").containing(element);
    Element::new("TitleDetail").containing([field("TitleType", "01"), element.into()]).into()
}

fn figures(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn field(name: &str, text: &str) -> Node {
    Element::new(name).text(text).into()
}

fn group<const N: usize>(name: &str, fields: [(&str, &str); N]) -> Node {
    Element::new(name).containing(fields.map(|(name, text)| field(name, text))).into()
}
