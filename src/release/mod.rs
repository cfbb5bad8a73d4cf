//! What a build hands over: files with checksums, the report about them, the accessibility statement for
//! their readers, and the record by which
//! the next build knows that nothing has changed.
//!
//! This room does not know how a thing was made.

mod deposit;
mod onix;
mod print_report;
mod record;
mod report;
mod statement;
mod verdict;

pub use deposit::transfer_package;
pub use onix::{Form, Message, Product as TradeProduct};
pub use print_report::{PrintFile, PrintJob, PrintReport, print_report};
pub use record::Record;
pub use report::{Artefact, PublicationReport, Standard, StandardState, Status, Waiver, run_report};
pub use statement::{Contact, STATEMENT, Statement};
pub use verdict::{VERDICTS, Verdict, read_verdicts};
