//! Hostile and odd pictures: what is told by content, bounded before it is decoded, and encoded anew.

use super::picture::{Picture, normalise};
use image::{
    DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};
use proptest::prelude::*;
use std::io::Cursor;
use yiting_domain::refusal::Refusal;

/// Red on the left, blue on the right; larger than a thumbnail.
fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes).encode_image(picture).unwrap();
    bytes
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    PngEncoder::new(&mut bytes)
        .write_image(picture.as_raw(), width, height, image::ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    WebPEncoder::new_lossless(&mut bytes)
        .write_image(picture.as_raw(), width, height, image::ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn read(bytes: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(bytes, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8()
}

fn sound(picture: &Picture) {
    let full = read(&picture.full);
    assert_eq!(full.dimensions(), (picture.width, picture.height));
    let small = read(&picture.thumbnail);
    assert!(small.width().max(small.height()) <= 400);
    assert!(full.width().max(full.height()) <= 2_048);
}

/// An EXIF segment that turns the picture and tells where it was taken.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // A GPS directory, and words in it that must not be kept.
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"31.2204N 121.4242E Changning SECRET-PLACE");
    segment(jpeg, 0xE1, &tiff)
}

/// Puts a segment right after the start marker.
fn segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    let mut bytes = vec![0xFF, 0xD8, 0xFF, marker];
    bytes.extend(length);
    bytes.extend(body);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn the_three_types_are_told_by_content_and_come_out_as_jpeg() {
    let picture = two_halves(900, 600);
    for bytes in [jpeg(&picture), png(&picture), webp(&picture)] {
        let made = normalise(&bytes).unwrap();
        sound(&made);
        assert_eq!((made.width, made.height), (900, 600));
        let left = read(&made.full).get_pixel(100, 300).0;
        assert!(left[0] > 180 && left[2] < 80, "{left:?}");
    }
}

#[test]
fn large_pictures_are_made_smaller_and_small_ones_stay() {
    let made = normalise(&jpeg(&two_halves(5_000, 1_000))).unwrap();
    sound(&made);
    assert_eq!((made.width, made.height), (2_048, 410));
    let made = normalise(&png(&two_halves(1, 1))).unwrap();
    assert_eq!((made.width, made.height), (1, 1));
    sound(&normalise(&png(&two_halves(20_000, 3))).unwrap());
}

#[test]
fn it_is_turned_as_the_camera_was_held_and_the_place_is_forgotten() {
    let plain = jpeg(&two_halves(800, 400));
    // Each orientation of EXIF, with the size and the corner where red is after it was applied.
    for (orientation, size, red) in [
        (1, (800, 400), (50, 200)),
        (2, (800, 400), (750, 200)),
        (3, (800, 400), (750, 200)),
        (4, (800, 400), (50, 200)),
        (5, (400, 800), (200, 50)),
        (6, (400, 800), (200, 50)),
        (7, (400, 800), (200, 750)),
        (8, (400, 800), (200, 750)),
    ] {
        let sent = with_exif(&plain, orientation);
        assert!(holds(&sent, b"SECRET-PLACE"));
        let made = normalise(&sent).unwrap();
        sound(&made);
        assert_eq!((made.width, made.height), size, "{orientation}");
        let pixel = read(&made.full).get_pixel(red.0, red.1).0;
        assert!(pixel[0] > 180 && pixel[2] < 80, "{orientation}: {pixel:?}");
        for kept in [&made.full, &made.thumbnail] {
            assert!(!holds(kept, b"Exif") && !holds(kept, b"SECRET"), "{orientation}");
        }
    }
}

#[test]
fn what_is_hidden_in_or_behind_a_picture_goes_no_further() {
    let plain = jpeg(&two_halves(300, 200));
    let mut page = plain.clone();
    page.extend(b"<script>alert(1)</script>PK\x03\x04 and a whole archive");
    let comment = segment(&plain, 0xFE, b"<?php system($_GET['x']); ?>");
    let profile = segment(&plain, 0xE2, b"ICC_PROFILE\0\x01\x01 SECRET-SERIAL");
    for sent in [page, comment, profile] {
        let made = normalise(&sent).unwrap();
        sound(&made);
        for kept in [&made.full, &made.thumbnail] {
            assert!(!holds(kept, b"<script>") && !holds(kept, b"<?php") && !holds(kept, b"SECRET"));
        }
    }
}

/// Made with Pillow 12: what the encoders at hand cannot write.
macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/data/pictures/", $name)).as_slice()
    };
}

#[test]
fn progressive_cmyk_grey_and_palettes_are_read_and_of_moving_pictures_the_first() {
    for (name, bytes) in [
        ("progressive", sample!("progressive.jpg")),
        ("CMYK", sample!("cmyk.jpg")),
        ("palette", sample!("palette.png")),
        ("animated PNG", sample!("animated.png")),
        ("animated WebP", sample!("animated.webp")),
    ] {
        let made = normalise(bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        sound(&made);
        assert_eq!((made.width, made.height), (48, 32), "{name}");
        let full = read(&made.full);
        let (left, right) = (full.get_pixel(8, 16).0, full.get_pixel(40, 16).0);
        assert!(left[0] > 150 && left[2] < 110, "{name}: {left:?}");
        assert!(right[2] > 150 && right[0] < 110, "{name}: {right:?}");
    }
    for bytes in [sample!("grey.jpg"), sample!("grey16.png")] {
        sound(&normalise(bytes).unwrap());
    }
    let moving = normalise(sample!("animated.gif")).unwrap_err();
    assert_eq!(moving, Refusal::FileTypeUnsupported);
}

#[test]
fn transparent_pictures_stand_on_white() {
    let mut bytes = Vec::new();
    let clear = RgbaImage::from_pixel(64, 64, image::Rgba([0, 0, 0, 0]));
    DynamicImage::ImageRgba8(clear)
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    let made = normalise(&bytes).unwrap();
    assert!(read(&made.full).pixels().all(|pixel| pixel.0.iter().all(|c| *c > 250)));
}

#[test]
fn what_is_no_picture_of_ours_is_refused_by_name() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let heif = b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic".to_vec();
    for (bytes, refusal) in [
        (heic, Refusal::FileHeic),
        (heif, Refusal::FileHeic),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp42".to_vec(), Refusal::FileTypeUnsupported),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1".to_vec(), Refusal::FileTypeUnsupported),
        (b"GIF89a\x01\0\x01\0".to_vec(), Refusal::FileTypeUnsupported),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            Refusal::FileTypeUnsupported,
        ),
        (b"<html><script>".to_vec(), Refusal::FileTypeUnsupported),
        (b"%PDF-1.7".to_vec(), Refusal::FileTypeUnsupported),
        (Vec::new(), Refusal::FileTypeUnsupported),
        (b"\xFF\xD8\xFF".to_vec(), Refusal::ImageDamaged),
        (b"\x89PNG\r\n\x1A\n".to_vec(), Refusal::ImageDamaged),
        (b"RIFF\xFF\xFF\xFF\xFFWEBPVP8 ".to_vec(), Refusal::ImageDamaged),
        (vec![0xFF; 11 * 1024 * 1024], Refusal::FileTooLarge),
    ] {
        assert_eq!(normalise(&bytes).unwrap_err(), refusal, "{:?}", bytes.get(..12));
    }
}

/// A PNG whose header promises this size, with almost nothing behind it.
fn promise(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(&two_halves(2, 2));
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// CRC-32 of ISO 3309, as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xEDB8_8320
            } else {
                sum >> 1
            }
        })
    };
    !bytes.iter().fold(!0, step)
}

#[test]
fn bombs_are_refused_by_their_size_before_anything_is_decoded() {
    for (width, height) in [(50_000, 50_000), (6_400, 6_400), (u32::MAX >> 1, 1), (1, 100_000_000)] {
        let refused = normalise(&promise(width, height)).unwrap_err();
        assert!(
            matches!(refused, Refusal::ImageTooLarge | Refusal::ImageDamaged),
            "{width}x{height}: {refused}"
        );
    }
    assert_eq!(normalise(&promise(6_400, 6_400)).unwrap_err(), Refusal::ImageTooLarge);
    // A JPEG that promises 65 535 squared: the frame header is found and rewritten.
    let mut bytes = jpeg(&two_halves(16, 16));
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(normalise(&bytes).unwrap_err(), Refusal::ImageTooLarge);
    // One that is allowed by its promise and lies about it comes to an end with an error.
    assert_eq!(normalise(&promise(4_000, 4_000)).unwrap_err(), Refusal::ImageDamaged);
}

#[test]
fn half_a_picture_is_refused() {
    let picture = two_halves(400, 300);
    for whole in [
        jpeg(&picture),
        png(&picture),
        webp(&picture),
        with_exif(&jpeg(&picture), 6),
    ] {
        for part in 1..20 {
            let cut = &whole[..whole.len() * part / 20];
            assert!(normalise(cut).is_err(), "{part}/20 of {:?}", &whole[..4]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Whatever is changed, cut or put in: an answer or a refusal, never a panic, and what is kept is sound.
    #[test]
    fn mangled_pictures_never_panic(
        which in 0..3usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let picture = two_halves(48, 32);
        let mut bytes = [jpeg, png, webp][which](&picture);
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(made) = normalise(&bytes) {
            sound(&made);
        }
    }

    #[test]
    fn noise_behind_a_signature_never_panics(
        which in 0..3usize,
        noise in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut bytes = [
            b"\xFF\xD8\xFF".to_vec(),
            b"\x89PNG\r\n\x1A\n".to_vec(),
            b"RIFF\x40\0\0\0WEBP".to_vec(),
        ][which].clone();
        bytes.extend(noise);
        prop_assert!(normalise(&bytes).is_err());
    }
}
