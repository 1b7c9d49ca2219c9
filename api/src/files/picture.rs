//! From the bytes that somebody sent to a picture that can be shown to everybody: the type is told by
//! its content, sizes are looked at before anything is decoded, and what is kept is encoded anew, so
//! that neither places, names nor anything else that was hidden in the file goes any further.

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use std::io::Cursor;
use yiting_domain::{
    refusal::Refusal,
    upload::{MOST_BYTES, MOST_PIXELS},
};

/// The longer edge of what is shown, in pixels.
const FULL: u32 = 2_048;
/// The longer edge of what stands in lists, in pixels.
const SMALL: u32 = 400;
/// JPEG quality, 1 to 100.
const QUALITY: u8 = 85;
/// Bytes that decoding may take: 40 million pixels of four bytes.
const MEMORY: u64 = MOST_PIXELS * 4 + 8 * 1024 * 1024;

/// A picture in the two sizes in which it is kept, as JPEG.
#[derive(Debug)]
pub struct Picture {
    /// As large as it is shown.
    pub full: Vec<u8>,
    /// For lists.
    pub thumbnail: Vec<u8>,
    /// Pixels across, of the full size.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// What the first bytes say that a file is.
fn kind(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(ImageFormat::WebP),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] if brand.len() >= 4 && is_heic(&brand[..4]) => {
            Err(Refusal::FileHeic)
        }
        _ => Err(Refusal::FileTypeUnsupported),
    }
}

/// The brands of ISO/IEC 23008-12 that telephones write.
fn is_heic(brand: &[u8]) -> bool {
    matches!(
        brand,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1"
    )
}

/// Whether a JPEG has its end: the end marker after the beginning of the first scan. Decoders fill what
/// is missing with grey, and nobody should publish half a photo. Markers inside the metadata, such as
/// those of an embedded thumbnail, are skipped with their segment.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some([0xFF, marker, rest @ ..]) = bytes.get(at..) else {
            return false;
        };
        match *marker {
            // Fill bytes before a marker.
            0xFF => at += 1,
            // Start of scan: what follows escapes every 0xFF that is no marker.
            0xDA => return rest.windows(2).any(|pair| pair == [0xFF, 0xD9]),
            0x01 | 0xD0..=0xD7 => at += 2,
            _ => {
                let [high, low, ..] = rest else { return false };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low])).max(2);
            }
        }
    }
}

/// Reads a picture and makes what is kept of it. Takes a while and up to 300 MB for the largest: do not
/// call it on a thread that serves requests, nor many times at once.
///
/// # Errors
/// [`Refusal::FileTooLarge`], [`Refusal::FileTypeUnsupported`], [`Refusal::FileHeic`],
/// [`Refusal::ImageTooLarge`], [`Refusal::ImageDamaged`].
pub fn normalise(bytes: &[u8]) -> Result<Picture, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::FileTooLarge);
    }
    let format = kind(bytes)?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(Refusal::ImageDamaged);
    }
    let damaged = |_| Refusal::ImageDamaged;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => Refusal::ImageTooLarge,
        _ => Refusal::ImageDamaged,
    })?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refusal::ImageDamaged);
    }
    if pixels > MOST_PIXELS || decoder.total_bytes() > MEMORY {
        return Err(Refusal::ImageTooLarge);
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        image::ImageError::Limits(_) => Refusal::ImageTooLarge,
        _ => Refusal::ImageDamaged,
    })?;
    // First smaller, then turned and flattened: those make copies.
    let fitted = fit(decoded, FULL);
    let mut full = DynamicImage::ImageRgb8(on_white(fitted));
    full.apply_orientation(orientation);
    let thumbnail = fit(full.clone(), SMALL);
    Ok(Picture {
        width: full.width(),
        height: full.height(),
        full: encode(&full)?,
        thumbnail: encode(&thumbnail)?,
    })
}

/// No edge longer than `edge`, proportions kept; nothing is made larger.
fn fit(picture: DynamicImage, edge: u32) -> DynamicImage {
    let longest = picture.width().max(picture.height());
    if longest <= edge {
        return picture;
    }
    // Halving by averages first is cheap and leaves little to the slower filter.
    if longest > edge * 3 {
        picture
            .thumbnail(edge * 2, edge * 2)
            .resize(edge, edge, FilterType::Triangle)
    } else {
        picture.resize(edge, edge, FilterType::Triangle)
    }
}

/// Three channels of eight bits, what was transparent on white.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    let mut white = RgbImage::from_pixel(rgba.width(), rgba.height(), Rgb([255; 3]));
    for (below, above) in white.pixels_mut().zip(rgba.pixels()) {
        let alpha = u32::from(above.0[3]);
        for channel in 0..3 {
            let mixed = (u32::from(above.0[channel]) * alpha + 255 * (255 - alpha)) / 255;
            below.0[channel] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    white
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(picture)
        .map_err(|_| Refusal::ImageDamaged)?;
    Ok(bytes)
}
