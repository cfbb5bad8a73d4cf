//! What goes to the print shop beside its files: the report for machines, and the job ticket for people.

use super::super::sheets::{self, Part};
use super::print::Judged;
use super::{Product, Work, checked};
use crate::diagnostic::Problem;
use crate::page::Page;
use crate::publication::Output;
use crate::release::{PrintFile, PrintJob, print_report};
use crate::typeset::{Pages, PdfSettings};

impl Work<'_> {
    /// The report and the ticket of the files of the print shop, whose pages were laid out so.
    pub(super) fn job(
        &self,
        parts: &[Part],
        files: &[Vec<u8>],
        judged: &[Judged],
        laid_out: &[Page],
        found: &mut Vec<Problem>,
    ) -> Result<Vec<Product>, Vec<Problem>> {
        let publication = &self.prepared.publication;
        let described = parts.iter().zip(files).zip(judged).map(|((part, bytes), judged)| PrintFile {
            file: self.name(part),
            part: part.name,
            bytes,
            read: &judged.read,
            findings: &judged.findings,
        });
        let report = print_report(&PrintJob {
            publication,
            publisher: &self.opened.workspace.publisher,
            profile: &self.prepared.print.profile,
            spine: sheets::spine_of(self.prepared, self.pages.count()),
            folded: self.prepared.folded.as_ref(),
            spots: &self.prepared.print.spots,
            laid_out,
            files: described.collect(),
            findings: found,
        })
        .to_json();
        let (ticket, warnings) = self.ticket(&report)?;
        found.extend(warnings);
        let json = Product {
            output: "print-report",
            pages: None,
            ..self.product(Output::Print, "print.json", report.into_bytes(), Vec::new())
        };
        Ok(vec![json, ticket])
    }

    fn ticket(&self, report: &str) -> super::Made<Product> {
        let place = self.prepared.publication.print.jobticket.as_ref().map(|key| key.place.clone());
        // Where no place of the layout is known, the key that asked for the ticket is one.
        let at = |problems: Vec<Problem>| {
            let at =
                |problem: Problem| if problem.place.is_some() { problem } else { problem.at(place.clone()) };
            problems.into_iter().map(at).collect::<Vec<Problem>>()
        };
        let pages = Pages::of_job_ticket(&self.prepared.book, report).map_err(at)?;
        let settings = PdfSettings {
            ident: format!("{} job ticket", self.prepared.publication.stem),
            ..self.settings()
        };
        let tell = |stage| (self.tell)(Some(Output::Print), stage);
        let pictures = self.screen_pictures(&pages.value, &tell).map_err(at)?;
        let pdf = pages.value.screen(&pictures).to_screen_pdf(&settings).map_err(at)?;
        let by = "Typst 0.15.1";
        let standards = vec![checked("PDF/UA-1", by), checked("PDF/A-2a", by)];
        let ticket = Product {
            output: "jobticket",
            pages: Some(pages.value.count()),
            ..self.product(Output::Print, "jobticket.pdf", pdf, standards)
        };
        Ok((ticket, pages.warnings))
    }
}
