//! The output intent: the printing condition that the colours of the file are meant for
//! (ISO 15930-7, 6.2; ISO 32000-1, 14.11.5).

use lopdf::{Document, Object, ObjectId, Stream, dictionary, text_string};

use crate::colour::Profile;

/// Gives the document the output intent of a profile in place of all it had.
///
/// With `archive` the file declares the same profile for PDF/A too; both intents share one stream, as
/// PDF/X demands.
pub(super) fn declare(document: &mut Document, profile: &Profile, archive: bool) {
    forget(document);
    // Numbers continue right after the last object that is left, so that finishing a finished file
    // gives every object the number it had.
    document.max_id = document.objects.keys().map(|id| id.0).max().unwrap_or(0);
    let mut stream = Stream::new(dictionary! { "N" => 4 }, profile.bytes().to_vec());
    let _ = stream.compress();
    let stream = document.add_object(stream);
    let kinds: &[&str] = if archive { &["GTS_PDFX", "GTS_PDFA1"] } else { &["GTS_PDFX"] };
    let intents: Vec<Object> =
        kinds.iter().map(|kind| intent(document, kind, profile, stream).into()).collect();
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("OutputIntents", intents);
    }
}

fn intent(document: &mut Document, kind: &str, profile: &Profile, stream: ObjectId) -> ObjectId {
    let condition = profile.condition();
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => kind,
        "OutputConditionIdentifier" => text_string(&condition.identifier),
        "OutputCondition" => text_string(&condition.info),
        "Info" => text_string(profile.description()),
        "DestOutputProfile" => stream,
    };
    if let Some(registry) = condition.registry {
        intent.set("RegistryName", text_string(registry));
    }
    document.add_object(intent)
}

/// Removes the intents that the file had, with their profiles.
fn forget(document: &mut Document) {
    if let Ok(catalog) = document.catalog_mut() {
        catalog.remove(b"OutputIntents");
    }
    document.prune_objects();
}
