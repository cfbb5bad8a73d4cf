//! The pictures of an output: each made once for what it is placed at, and kept by its content.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::Stage;
use super::Work;
use crate::cache::Key;
use crate::diagnostic::Problem;
use crate::picture::{self, Placed, Recipe};
use crate::typeset::{PlacedPicture, Replacements};

impl Work<'_> {
    pub(super) fn screen_pictures(&self, tell: &dyn Fn(Stage)) -> Result<Replacements, Vec<Problem>> {
        tell(Stage::Convert);
        self.pictures(|picture, placed| {
            let recipe = Recipe::Screen(placed);
            let original = self.prepared.shelf.original(&picture.bytes);
            let bytes = original.as_deref().unwrap_or(&picture.bytes);
            let make = || picture::for_screen(bytes, "the picture", placed).map(|made| made.bytes);
            let made = || self.converted(bytes, &recipe, make);
            self.prepared.shelf.made((picture.key, recipe.key()), made)
        })
    }

    /// The versions of all raster pictures on the pages, each made once.
    pub(super) fn pictures(
        &self,
        version: impl Fn(&PlacedPicture, Placed) -> Result<Vec<u8>, Problem> + Sync,
    ) -> Result<Replacements, Vec<Problem>> {
        let pictures = self.pages.pictures();
        let made: Vec<Result<(u128, Vec<u8>), Problem>> = pictures
            .par_iter()
            .map(|picture| {
                let placed = Placed { width: picture.size.0, height: picture.size.1 };
                let bytes = version(picture, placed);
                bytes.map(|bytes| (picture.key, bytes)).map_err(|problem| problem.at(picture.place.clone()))
            })
            .collect();
        let (good, bad): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
        let problems: Vec<Problem> = bad.into_iter().filter_map(Result::err).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(good.into_iter().filter_map(Result::ok).collect::<BTreeMap<_, _>>())
    }

    pub(super) fn converted(
        &self,
        bytes: &[u8],
        recipe: &Recipe<'_>,
        make: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Vec<u8>, Problem> {
        let key = Key::of([recipe.key().as_slice(), bytes]);
        self.opened.cache.get_or_make(&key, make)
    }
}
