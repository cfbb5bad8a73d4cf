//! One binary with all integration tests; `tests/README.md` says how to run and update them.

#![expect(unreachable_pub, reason = "a test binary has no one to reach")]

mod common;

mod bytes;
mod problems;
mod tidy;
mod words;
