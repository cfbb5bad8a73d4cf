//! One binary with all integration tests; `tests/README.md` says how to run and update them.

mod common;

mod bytes;
mod problems;
mod tidy;
mod words;
