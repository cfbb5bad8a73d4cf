//! Damage that a reading program mends in silence, and that the next one may not.

use lopdf::{Document, Stream, dictionary};

/// How many compressed streams do not hold what was written: their checksum does not fit (RFC 1950, 2.2).
pub(super) fn damaged_streams(document: &Document) -> usize {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    streams.filter(|stream| is_damaged(stream)).count()
}

fn is_damaged(stream: &Stream) -> bool {
    if stream.content.is_empty() || !matches!(stream.filters().unwrap_or_default()[..], [b"FlateDecode"]) {
        return false;
    }
    // Without the parameters of a predictor, whose work comes after the checksum.
    let alone = Stream::new(dictionary! { "Filter" => "FlateDecode" }, stream.content.clone());
    let fits = |content: Vec<u8>| {
        let sum = adler32(&content).to_be_bytes();
        // An end of line may stand between the data and the end of the stream.
        let end = &stream.content[stream.content.len().saturating_sub(6)..];
        end.windows(4).any(|bytes| bytes == sum)
    };
    // What is too large to be unpacked is not told from what is whole.
    alone.get_plain_content().is_ok_and(|content| !fits(content))
}

/// The checksum of RFC 1950, 8.2.
fn adler32(bytes: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    let (mut low, mut high) = (1u32, 0u32);
    // The sums of so many bytes fit in 32 bits.
    for some in bytes.chunks(5552) {
        for byte in some {
            low += u32::from(*byte);
            high += low;
        }
        (low, high) = (low % PRIME, high % PRIME);
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Dictionary, Object};

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
        assert_eq!(adler32(&[255; 100_000]), 0x149a_302c);
    }

    #[test]
    fn a_stream_with_one_wrong_bit_is_damaged() {
        let mut whole = Stream::new(Dictionary::new(), b"0 0 0 1 k 0 0 10 10 re f ".repeat(40));
        whole.compress().unwrap();
        let with = |stream: &Stream| {
            let mut document = Document::with_version("1.6");
            document.add_object(Object::Stream(stream.clone()));
            damaged_streams(&document)
        };
        assert_eq!(with(&whole), 0);
        let mut ended = whole.clone();
        ended.content.extend_from_slice(b"\r\n");
        assert_eq!(with(&ended), 0, "an end of line belongs to no stream");
        for at in [whole.content.len() / 2, whole.content.len() - 1] {
            let mut broken = whole.clone();
            broken.content[at] ^= 4;
            assert_eq!(with(&broken), 1, "byte {at}");
        }
    }
}
