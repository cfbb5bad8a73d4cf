//! satz turns structured sources into finished publications: a print PDF for the print shop, an
//! accessible PDF for the screen, and an EPUB, from one source, with one command.
//!
//! # The way of the data
//!
//! ```text
//! workspace ─discover→ publication ─load→ manuscript ─expand→ Markdown ─read→ document ─lower→ Typst ─compile→ ┬ pages ─derive→ screen pages ─export→ screen PDF, cover
//!                                                                                                              │       └derive→ print pages ─export→ PDF 1.6 ─finish→ print PDF
//!                                                                                                              └ bundle ─clean→ XHTML ─pack→ EPUB
//!                                                                                                              every finished file ─check→ report
//! ```
//!
//! One verb for each stage, used nowhere else. Each stage takes a value and gives a value, and its
//! type is the next stage's only door; warnings travel beside it, and every problem points at the
//! file, line and column that its author wrote.
//!
//! # The rooms
//!
//! A room uses only rooms above it in this list; a test reads the `use crate::` lines and keeps it
//! so.
//!
//! - [`diagnostic`]: what a problem is, where it stands, and how it is shown.
//! - [`files`]: confined reading, atomic writing, sorted listing. Knows no formats.
//! - [`cache`]: a store by content. Knows nothing of what it stores.
//! - [`colour`]: ICC profiles, the way from sRGB to ink, contrast.
//! - [`language`]: dates, numbers and order in German and English.
//! - [`toml_text`]: TOML that people write, with a place for every value.
//! - [`workspace`]: what `satz.toml` says, and which publications there are.
//! - [`publication`]: what `publication.toml` says, checked. Touches no Typst.
//! - [`data`]: CSV, spreadsheets, JSON, YAML and TOML as values with places. Knows no templates.
//! - [`template`]: expansion with a map home. Opens no files.
//! - [`document`]: the model of a text. Knows neither Markdown nor Typst.
//! - [`markdown`]: Markdown into the model; total, so it never fails.
//! - [`layout`]: the contract with designers: components, parameters, tokens. Runs no Typst.
//! - [`rows`]: what the rows of data become: tables, people, programmes. Opens no files.
//! - [`apparatus`]: glossary, abbreviations, index and picture credits, gathered from a document.
//! - [`picture`]: what a picture is, and its version for each output. Knows no pages.
//! - [`page`]: the plain inventory of a page. Knows neither Typst nor PDF.
//! - [`typeset`]: document → Typst → pages and bundle; pages derived for each output; export.
//! - [`print`]: PDF 1.6 → the file for the print shop; reads any PDF back.
//! - [`epub`]: bundle → XHTML → EPUB. Knows no Markdown.
//! - [`check`]: the rules, each once. Changes nothing.
//! - [`release`]: artefacts, checksums, reports, the record of a build.
//! - [`catalogue`]: a web page and a feed of all that was built.
//! - [`pipeline`]: plans and runs; the only room that calls all the others.
//! - [`cli`]: words of the command line to calls, and results to words.

pub mod apparatus;
pub mod cache;
pub mod catalogue;
pub mod check;
pub mod cli;
pub mod colour;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod epub;
pub mod files;
pub mod language;
pub mod layout;
pub mod markdown;
pub mod page;
pub mod picture;
pub mod pipeline;
pub mod print;
pub mod publication;
pub mod release;
pub mod rows;
pub mod template;
pub mod toml_text;
pub mod typeset;
pub mod workspace;
