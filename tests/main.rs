//! One binary with all integration tests; `.readme/developers.md` says how to run and update them.

#![expect(unreachable_pub, reason = "a test binary has no one to reach")]

mod catalogue;
mod common;

mod accessibility;
mod apparatus;
mod bytes;
mod checklist;
mod commonmark;
mod data;
mod docs;
mod ebook;
mod formulas;
mod fuzzing;
mod inks;
mod jobticket;
mod order;
mod outputs;
mod pages;
mod pictures;
mod preflight;
mod press;
mod problems;
mod profiles;
mod reading;
mod sheets;
mod texts;
mod tidy;
mod tokens;
mod trade;
mod variants;
mod words;
