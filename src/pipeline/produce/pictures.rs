//! The pictures of an output: each made once for what it is placed at, and kept by its content.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::Stage;
use super::Work;
use crate::cache::Key;
use crate::diagnostic::Problem;
use crate::picture::{self, Placed, Recipe};
use crate::typeset::{Pages, PlacedPicture, Replacements, Version};

impl Work<'_> {
    /// The pictures of pages as the screen shows them.
    pub(super) fn screen_pictures(
        &self,
        pages: &Pages,
        tell: &dyn Fn(Stage),
    ) -> Result<Replacements, Vec<Problem>> {
        tell(Stage::Convert);
        versions(&pages.pictures(), |picture, placed| self.screen_picture(picture, placed))
    }

    pub(super) fn screen_picture(&self, picture: &PlacedPicture, placed: Placed) -> Result<Version, Problem> {
        let recipe = Recipe::Screen(placed);
        let original = self.prepared.shelf.original(&picture.bytes);
        let bytes = original.as_deref().unwrap_or(&picture.bytes);
        let make = || picture::for_screen(bytes, "the picture", placed).map(|made| made.bytes);
        let made = || self.converted(bytes, &recipe, make).map(Version::new);
        self.prepared.shelf.made((picture.key, recipe.key()), made)
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

/// The versions of pictures, side by side.
pub(super) fn versions<T: Send>(
    pictures: &[PlacedPicture],
    version: impl Fn(&PlacedPicture, Placed) -> Result<T, Problem> + Sync,
) -> Result<BTreeMap<u128, T>, Vec<Problem>> {
    gathered(pictures.par_iter().map(|picture| one(picture, &version)).collect())
}

/// The versions of pictures, one after the other, for whoever must not start other work.
pub(super) fn versions_in_turn<T>(
    pictures: &[PlacedPicture],
    version: impl Fn(&PlacedPicture, Placed) -> Result<T, Problem>,
) -> Result<BTreeMap<u128, T>, Vec<Problem>> {
    gathered(pictures.iter().map(|picture| one(picture, &version)).collect())
}

type Made<T> = Result<(u128, T), Problem>;

fn one<T>(
    picture: &PlacedPicture,
    version: &impl Fn(&PlacedPicture, Placed) -> Result<T, Problem>,
) -> Made<T> {
    let placed = Placed { width: picture.size.0, height: picture.size.1 };
    let made = version(picture, placed);
    made.map(|made| (picture.key, made)).map_err(|problem| problem.at(picture.place.clone()))
}

fn gathered<T>(made: Vec<Made<T>>) -> Result<BTreeMap<u128, T>, Vec<Problem>> {
    let (good, bad): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    let problems: Vec<Problem> = bad.into_iter().filter_map(Result::err).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(good.into_iter().filter_map(Result::ok).collect::<BTreeMap<_, _>>())
}
