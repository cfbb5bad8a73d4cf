//! The publication `heft` of two chapters that most of the tests on finished files look at.

use std::sync::OnceLock;

use super::Workspace;

/// The files that satz made of it.
pub struct Sample {
    pub print: Vec<u8>,
    pub screen: Vec<u8>,
    pub epub: Vec<u8>,
    pub cover: Vec<u8>,
}

const FIRST: &str = "\
# Bestand

Ein Absatz mit *Betonung*, **Nachdruck** und einem [Verweis](https://example.org/).[^eins]
Die Tabelle steht im [zweiten Kapitel](02-plan.md), siehe @tab-zahlen.

[^eins]: Die erste Fußnote.

![Ein Verlauf von Blau nach Gelb](verlauf.png \"Der Verlauf\"){#abb-verlauf width=4mm credit=\"Beispiel\"}

## Fragen {#fragen}

- Was steht leer?
- Was trägt sich?[^zwei]

[^zwei]: Die zweite Fußnote.

:::box{title=\"Ziel\"}
Die Ladenzeile ist *belebt*.
:::
";

const SECOND: &str = "\
# Plan

## Zahlen

:::table{#tab-zahlen caption=\"Leerstand\"}
| Jahr | Läden |
|:-----|------:|
| 2024 | 12 |
| 2025 | 9 |
:::

:::chart{data=\"zahlen\" title=\"Leerstand als Balken\"}
:::

Zurück zu den [Fragen](#fragen) und zu @abb-verlauf; es gilt $a = b^2$.
";

const MANIFEST: &str = "\
subtitle = \"Ein Beispiel\"
description = \"Eine Probe aller Teile\"
contributors = [{ name = \"Ada Muster\", role = \"author\" }]

[data]
zahlen = { file = \"zahlen.csv\", schema = { value = { type = \"integer\" } } }
";

impl Sample {
    /// The workspace before anything is built.
    pub fn workspace() -> Workspace {
        Workspace::new()
            .publication(MANIFEST)
            .file("sources/heft/01-bestand.md", FIRST)
            .file("sources/heft/02-plan.md", SECOND)
            .file("sources/heft/zahlen.csv", "name,value\nA,12\nB,9\n")
            .file("sources/heft/verlauf.png", Self::picture())
    }

    /// A small picture in which every pixel has a colour of its own.
    pub fn picture() -> Vec<u8> {
        let pixel = |x: u32, y: u32| image::Rgb([(x * 5) as u8, (y * 6) as u8, 200 - (x * 2 + y) as u8]);
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_fn(48, 32, pixel).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// Builds a workspace with the publication `heft`.
    #[track_caller]
    pub fn build(workspace: &Workspace) -> Self {
        workspace.build();
        Self {
            print: workspace.built("heft-print.pdf"),
            screen: workspace.built("heft-screen.pdf"),
            epub: workspace.built("heft.epub"),
            cover: workspace.built("heft-cover.png"),
        }
    }

    /// The files as they are, built once for all tests.
    pub fn built() -> &'static Self {
        static BUILT: OnceLock<Sample> = OnceLock::new();
        BUILT.get_or_init(|| Self::build(&Self::workspace()))
    }
}
