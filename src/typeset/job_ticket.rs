//! The job ticket: one page for the print shop that the layout draws.

use super::Pages;
use super::compile::{Book, compile};
use super::generated;
use super::literal::quoted;
use crate::diagnostic::{Outcome, Problem, Warned};

impl Pages {
    /// Lays out the job ticket with the layout's function `job-ticket(job)`; `job` is the report for the print
    /// shop as JSON, and comes to the function as a dictionary.
    ///
    /// # Errors
    /// Everything that Typst refuses; a layout without the function; a ticket of more than one page.
    pub fn of_job_ticket(book: &Book, job: &str) -> Outcome<Pages> {
        let world = book.world(main(job), generated::layout_for_pages(book), &book.satz_typ[0]);
        let (document, world, maps, warnings) = compile(world, book.maps())?;
        let title = format!("Druckauftrag: {}", book.about.title);
        let about = super::About { title, ..book.about.clone() };
        let pages = Pages { document, world, maps, about, spine: Vec::new(), flaps: Vec::new() };
        match pages.fault() {
            Some(problem) => Err(vec![problem]),
            None => Ok(Warned { value: pages, warnings }),
        }
    }

    fn fault(&self) -> Option<Problem> {
        let [page] = self.document.pages() else {
            let message = format!("the job ticket fills {} pages and must fit on one", self.count());
            return Some(
                Problem::error("layout/job-ticket", message)
                    .hint("make its type smaller in the layout's function `job-ticket`"),
            );
        };
        page.frame.is_empty().then(|| {
            Problem::error("layout/job-ticket", "the layout has no function that draws a job ticket")
                .hint("build the layout on `house`, or write `job-ticket(job)` in its `pages.typ`")
        })
    }
}

/// The ticket is German whatever the language of the publication is: it is for the shop.
fn main(job: &str) -> String {
    format!(
        "#let job-ticket(job) = none\n\
         #import \"/satz/layout.typ\": *\n\
         #set text(lang: \"de\", region: \"DE\")\n\
         #job-ticket(json(bytes({})))\n",
        quoted(job)
    )
}
