//! The progress bar.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Event;

/// A bar on standard error; silent where nobody watches.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(shown: bool) -> Self {
        let bar = ProgressBar::new(0);
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        bar.set_draw_target(target);
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len}  {wide_msg}");
        // The template is a constant; should it ever be wrong, the default style does as well.
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar }
    }

    pub(super) fn show(&self, event: &Event<'_>) {
        match event {
            Event::Planned { steps } => self.bar.inc_length(*steps),
            Event::Doing { slug, stage, .. } => {
                self.bar.set_message(format!("{slug}: {}", stage.word()));
            }
            Event::Done { steps } => self.bar.inc(*steps),
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
