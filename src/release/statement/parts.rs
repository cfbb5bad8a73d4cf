//! The sections of the statement.

use super::Statement;
use super::words::Words;
use crate::check::{RULES, Rule};
use crate::epub::{Element, Node};
use crate::language::number;
use crate::publication::Sibling;
use crate::release::{Artefact, StandardState};

/// How many figures of a checksum tell two files apart for people.
const SHOWN_SUM: usize = 16;

pub(super) fn head(statement: &Statement, words: &Words) -> Vec<Node> {
    let mut facts = vec![filled(words.holds_for, statement.title)];
    facts.extend(statement.edition.map(|edition| filled(words.edition, edition)));
    facts.extend(statement.publisher.map(|publisher| filled(words.publisher, publisher)));
    facts.extend(statement.date.map(|date| filled(words.published, date)));
    let made = format!("{} {}", filled(words.made, env!("CARGO_PKG_VERSION")), words.no_claim);
    let mut nodes = vec![Element::new("h1").text(words.title).into(), paragraph(facts.join(" "))];
    nodes.extend(statement.siblings.iter().map(|sibling| edition(sibling, statement)));
    nodes.push(paragraph(made));
    if let Some((certifier, report)) = statement.certified {
        let mut claim = Element::new("p").text(filled(words.claim, certifier));
        if let Some(report) = report {
            let link = Element::new("a").with("href", report).text(words.report);
            claim = claim.text(" ").containing([link.into()]);
        }
        nodes.push(claim.into());
    }
    nodes
}

/// Another edition of the work: “Auch in Leichter Sprache: Mitten in der Stadt”.
fn edition(sibling: &Sibling, statement: &Statement) -> Node {
    let name = match &sibling.edition.address {
        Some(address) => Element::new("a").with("href", address),
        None => Element::new("span"),
    };
    let name = name.with("lang", sibling.edition.language.tag()).text(&sibling.title);
    let label = format!("{}: ", sibling.label(statement.language));
    Element::new("p").text(label).containing([name.into()]).into()
}

pub(super) fn files(statement: &Statement, words: &Words) -> Vec<Node> {
    let kind = |artefact: &Artefact| match artefact.output.as_str() {
        "screen" => words.screen,
        "kindle" => words.kindle,
        _ => words.epub,
    };
    let rows = statement.read_files().map(|artefact| {
        let link = Element::new("a").with("href", &artefact.file).text(&artefact.file);
        let size =
            format!("{} KiB", number(artefact.bytes.div_ceil(1024) as f64, Some(0), statement.language));
        let sum = artefact.sha256.chars().take(SHOWN_SUM).collect::<String>();
        vec![vec![link.into()], text(kind(artefact)), text(size), vec![Element::new("code").text(sum).into()]]
    });
    let head = [words.file, words.kind, words.size, words.sum];
    let mut nodes = vec![heading(words.files), table(words.files_caption, &head, rows)];
    if statement.artefacts.iter().any(|artefact| artefact.output == "print") {
        nodes.push(paragraph(words.not_print));
    }
    nodes
}

/// Standards of every file: what the build checked, what a judge said, and what is only claimed.
pub(super) fn standards(statement: &Statement, words: &Words) -> Vec<Node> {
    let mut rows = vec![own_rules(statement, words)];
    for artefact in statement.read_files() {
        let file = || vec![Element::new("code").text(&artefact.file).into()];
        for standard in &artefact.standards {
            let judged = || statement.verdicts_on(artefact).any(|(name, _)| name == standard.name);
            let (state, by) = match standard.state {
                StandardState::Checked => (words.passed, standard.by.as_str()),
                StandardState::Claimed if judged() => continue,
                StandardState::Claimed => (words.claimed, words.nobody),
            };
            rows.push(vec![file(), text(&standard.name), text(state), text(by)]);
        }
        for (standard, verdict) in statement.verdicts_on(artefact) {
            let violations = verdict.findings.len().max(1).to_string();
            let state =
                if verdict.passed { words.passed.to_owned() } else { filled(words.failed, &violations) };
            rows.push(vec![file(), text(standard), text(state), text(&verdict.by)]);
        }
    }
    let head = [words.file, words.standard, words.state, words.by];
    vec![heading(words.standards), table(words.standards_caption, &head, rows)]
}

fn own_rules(statement: &Statement, words: &Words) -> Vec<Vec<Node>> {
    let found: usize = RULES.iter().map(|rule| count(statement, rule.code)).sum();
    vec![
        text(words.text_and_layout),
        text(filled(words.own_rules, &RULES.len().to_string())),
        text(if found == 0 { words.passed.to_owned() } else { filled(words.own_result, &found.to_string()) }),
        text(concat!("satz ", env!("CARGO_PKG_VERSION"))),
    ]
}

pub(super) fn found(statement: &Statement, words: &Words) -> Vec<Node> {
    let rules = RULES.iter().filter(|rule| count(statement, rule.code) > 0);
    let rows: Vec<_> = rules
        .map(|rule| {
            let number = count(statement, rule.code).to_string();
            vec![rule_name(rule.code, statement), text(rule.clauses), text(number)]
        })
        .collect();
    let mut nodes = vec![heading(words.found)];
    if rows.is_empty() {
        nodes.push(paragraph(words.nothing_found));
    } else {
        nodes.push(table(words.found_caption, &[words.rule, words.serves, words.number], rows));
    }
    let of_judges: Vec<Node> = statement
        .read_files()
        .flat_map(|artefact| statement.verdicts_on(artefact).map(move |(_, verdict)| (artefact, verdict)))
        .flat_map(|(artefact, verdict)| verdict.findings.iter().map(move |said| (artefact, verdict, said)))
        .map(|(artefact, verdict, said)| {
            let item = Element::new("li").text(format!("{}, {}: ", artefact.file, verdict.by));
            item.containing([english(said)]).into()
        })
        .collect();
    if !of_judges.is_empty() {
        nodes.push(paragraph(words.judges_found));
        nodes.push(Element::new("ul").containing(of_judges).into());
    }
    nodes
}

pub(super) fn waived(statement: &Statement, words: &Words) -> Vec<Node> {
    let rows: Vec<_> = statement
        .waivers
        .iter()
        .map(|waiver| {
            let rule = RULES.iter().find(|rule| rule.code == waiver.code);
            let clauses = rule.map_or("", |rule| rule.clauses);
            let number = waiver.findings.to_string();
            vec![rule_name(&waiver.code, statement), text(clauses), text(number), text(&waiver.reason)]
        })
        .collect();
    let shown = if rows.is_empty() {
        paragraph(words.nothing_waived)
    } else {
        let head = [words.rule, words.serves, words.number, words.reason];
        table(words.waived_caption, &head, rows)
    };
    vec![heading(words.waived), shown]
}

pub(super) fn people(statement: &Statement, words: &Words) -> Vec<Node> {
    let contents = statement.contents;
    let tasks = [
        (contents.pictures, words.pictures),
        (contents.tables, words.tables),
        (contents.formulas, words.formulas),
        (contents.foreign, words.foreign),
        (statement.contact.is_empty(), &[words.no_contact_task]),
        // The last of these ends the sentence.
        (true, words.always),
    ];
    let tasks = tasks.into_iter().filter(|(is_there, _)| *is_there).flat_map(|(_, tasks)| tasks);
    let items = tasks.map(|task| Element::new("li").text(*task).into());
    let list = Element::new("ul").containing(items);
    vec![heading(words.people), paragraph(words.people_intro), list.into()]
}

pub(super) fn contact(statement: &Statement, words: &Words) -> Vec<Node> {
    let contact = statement.contact;
    if contact.is_empty() {
        return vec![heading(words.contact), paragraph(words.no_contact)];
    }
    let mut lines: Vec<Node> = statement.publisher.iter().map(|name| line(text(*name))).collect();
    lines.extend(contact.address.iter().map(|part| line(text(part))));
    lines.extend(contact.email.map(|email| line(link(&format!("mailto:{email}"), email))));
    lines.extend(contact.website.map(|website| {
        let href = if website.contains("://") { website.to_owned() } else { format!("https://{website}") };
        line(link(&href, website))
    }));
    let address = Element::new("address").containing(lines);
    vec![heading(words.contact), paragraph(words.contact_intro), address.into()]
}

/// Every rule, for whoever asks what “checked” means.
pub(super) fn rules(statement: &Statement, words: &Words) -> Vec<Node> {
    let rows = RULES.iter().map(|rule| {
        let waived = statement.waivers.iter().filter(|waiver| waiver.code == rule.code);
        let number = count(statement, rule.code) + waived.map(|waiver| waiver.findings).sum::<usize>();
        vec![rule_name(rule.code, statement), text(rule.clauses), text(number.to_string())]
    });
    let shown = table(words.rules_caption, &[words.rule, words.serves, words.number], rows);
    vec![Element::new("details").containing([Element::new("summary").text(words.rules).into(), shown]).into()]
}

/// How often a rule found something that is not taken back.
fn count(statement: &Statement, code: &str) -> usize {
    statement.findings.iter().filter(|problem| problem.code == code).count()
}

/// What a rule is about in words of the statement's language, and its code for those who look it up.
fn rule_name(code: &str, statement: &Statement) -> Vec<Node> {
    let said =
        Rule::of(code).map(|rule| if statement.language.is_german() { rule.german } else { rule.reason });
    let mut name = text(said.unwrap_or_default());
    name.extend([Element::new("br").into(), Element::new("code").text(code).into()]);
    name
}

/// The words of satz and of judges, which are English in every publication.
fn english(words: &str) -> Node {
    Element::new("span").with("lang", "en").text(words).into()
}

fn filled(pattern: &str, value: &str) -> String {
    pattern.replacen("{}", value, 1)
}

fn text(text: impl Into<String>) -> Vec<Node> {
    vec![Node::Text(text.into())]
}

fn link(href: &str, text: &str) -> Vec<Node> {
    vec![Element::new("a").with("href", href).text(text).into()]
}

fn line(content: Vec<Node>) -> Node {
    Element::new("div").containing(content).into()
}

fn paragraph(text: impl Into<String>) -> Node {
    Element::new("p").text(text).into()
}

fn heading(text: &str) -> Node {
    Element::new("h2").text(text).into()
}

/// A table whose first column names its rows.
fn table(caption: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<Vec<Node>>>) -> Node {
    let head = head.iter().map(|name| Element::new("th").with("scope", "col").text(*name).into());
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().enumerate().map(|(index, content)| {
            let cell = if index == 0 { Element::new("th").with("scope", "row") } else { Element::new("td") };
            cell.containing(content).into()
        });
        Element::new("tr").containing(cells).into()
    });
    Element::new("table")
        .containing([
            Element::new("caption").text(caption).into(),
            Element::new("thead").containing([Element::new("tr").containing(head).into()]).into(),
            Element::new("tbody").containing(rows).into(),
        ])
        .into()
}
