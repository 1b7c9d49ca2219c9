//! A QR code as a PNG file of grey values. The real host draws round codes of its own kind; this one
//! carries the same text in a form that any reader reads.

use flate2::{Compression, Crc, write::ZlibEncoder};
use qrcode::{Color, EcLevel, QrCode};
use std::io::Write as _;

/// White modules around the code, as its standard asks.
const QUIET: usize = 4;

/// Draws `text` at about `width` pixels; `None` where it does not fit into a code.
pub(super) fn draw(text: &str, width: usize) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let modules = code.width();
    let colours = code.to_colors();
    let scale = (width / (modules + 2 * QUIET)).max(1);
    let side = (modules + 2 * QUIET) * scale;
    let mut rows = Vec::with_capacity(side * (side + 1));
    for y in 0..side {
        // Each row begins with its filter: none.
        rows.push(0);
        for x in 0..side {
            let at = |pixel: usize| (pixel / scale).checked_sub(QUIET).filter(|module| *module < modules);
            let dark = at(x)
                .zip(at(y))
                .is_some_and(|(x, y)| colours[y * modules + x] == Color::Dark);
            rows.push(if dark { 0 } else { 255 });
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&rows).ok()?;
    let side = u32::try_from(side).ok()?.to_be_bytes();
    let mut header = [side, side].concat();
    // Eight bits of grey, the one way of packing and filtering there is, not interlaced.
    header.extend([8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &header)?;
    chunk(&mut file, b"IDAT", &packed.finish().ok()?)?;
    chunk(&mut file, b"IEND", &[])?;
    Some(file)
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) -> Option<()> {
    file.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::draw;
    use std::io::Read as _;

    #[test]
    fn what_is_drawn_is_read_again() {
        let file = draw("a.7fK2~x", 430).unwrap();
        assert!(file.starts_with(b"\x89PNG"));
        let side = u32::from_be_bytes(file[16..20].try_into().unwrap()) as usize;
        let length = u32::from_be_bytes(file[33..37].try_into().unwrap()) as usize;
        let mut rows = Vec::new();
        flate2::read::ZlibDecoder::new(&file[41..41 + length])
            .read_to_end(&mut rows)
            .unwrap();
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| rows[y * (side + 1) + 1 + x]);
        let grids = image.detect_grids();
        assert_eq!(grids[0].decode().unwrap().1, "a.7fK2~x");
    }
}
