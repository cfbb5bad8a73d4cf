//! What a build hands over: files with checksums, the report about them, and the record by which
//! the next build knows that nothing has changed.
//!
//! This room does not know how a thing was made.

mod print_report;
mod record;
mod report;

pub use print_report::{PrintFile, PrintJob, PrintReport, print_report};
pub use record::Record;
pub use report::{Artefact, PublicationReport, Standard, StandardState, Status, Waiver, run_report};
