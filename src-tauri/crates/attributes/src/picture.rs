//! Pictures of people, as bitmaps of a size that is known beforehand.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

/// A picture as it is drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Four bytes a pixel: red, green, blue, opacity; row by row.
    pub rgba: Vec<u8>,
}

/// The longest side that a picture of somebody is shown with, in pixels.
pub const LONGEST_SHOWN: u32 = 128;

/// The largest file that is looked at, in bytes.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// The most pixels of a side before it is made smaller.
const LONGEST_SIDE: u32 = 4_096;

/// The most that unpacking may take, in bytes.
const MOST_MEMORY: u64 = 96 * 1024 * 1024;

/// Unpacks a picture (JPEG or PNG) and makes it fit into a square. What is no picture, or a larger one than
/// anybody has of themselves, is `None`. This takes a while: not for a thread that others wait for.
pub fn bitmap(bytes: &[u8], side: u32) -> Option<Bitmap> {
    if bytes.len() > LARGEST_FILE {
        return None;
    }
    let format = image::guess_format(bytes).ok()?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png) {
        return None;
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width() > side || picture.height() > side {
        picture = picture.thumbnail(side, side);
    }
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    let picture = picture.into_rgba8();
    Some(Bitmap {
        width: picture.width(),
        height: picture.height(),
        rgba: picture.into_raw(),
    })
}

/// How much of a picture is kept in a small file, of 100. Even noise takes less than 16 KiB then.
const QUALITY: u8 = 80;

/// A picture as a small file (JPEG) of the size that it is shown with at most: nothing else of it is kept, neither
/// where nor with what it was taken. `None` as for [`bitmap`].
pub fn miniature(bytes: &[u8]) -> Option<Vec<u8>> {
    let Bitmap {
        width,
        height,
        rgba,
    } = bitmap(bytes, LONGEST_SHOWN)?;
    let mut opaque = RgbImage::new(width, height);
    for (pixel, rgba) in opaque.pixels_mut().zip(rgba.chunks_exact(4)) {
        if let [red, green, blue, opacity] = *rgba {
            *pixel = Rgb([red, green, blue].map(|colour| on_white(colour, opacity)));
        }
    }
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
    opaque.write_with_encoder(encoder).ok()?;
    Some(file)
}

/// JPEG knows no opacity.
fn on_white(colour: u8, opacity: u8) -> u8 {
    let [colour, opacity] = [colour, opacity].map(u16::from);
    let mixed = (colour * opacity + 255 * (255 - opacity)) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use image::{ImageBuffer, Rgb};

    use super::*;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = ImageBuffer::from_pixel(width, height, Rgb([200_u8, 40, 40]));
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    #[test]
    fn a_picture_fits_into_its_square_and_keeps_its_shape() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let bitmap = bitmap(&file(400, 200, format), 128).unwrap();
            assert_eq!((bitmap.width, bitmap.height), (128, 64));
            assert_eq!(bitmap.rgba.len(), 128 * 64 * 4);
            assert!(bitmap.rgba[0] > 150 && bitmap.rgba[3] == 255, "it is red");
        }
        let small = bitmap(&file(20, 10, ImageFormat::Png), 128).unwrap();
        assert_eq!((small.width, small.height), (20, 10), "nothing is blown up");
    }

    /// Noise, which no file makes small.
    #[test]
    fn a_miniature_is_a_small_file_whatever_it_was_made_of() {
        let noise = ImageBuffer::from_fn(600, 400, |x, y| {
            let noise = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503);
            Rgb([noise, noise >> 8, noise >> 16].map(|it| (it & 0xFF) as u8))
        });
        let mut large = Cursor::new(Vec::new());
        noise.write_to(&mut large, ImageFormat::Png).unwrap();
        let small = miniature(large.get_ref()).unwrap();
        assert!(small.len() < 16 * 1024, "{} bytes", small.len());
        let shown = bitmap(&small, LONGEST_SHOWN).unwrap();
        assert_eq!((shown.width, shown.height), (128, 85));
        assert!(miniature(b"no picture").is_none());
    }

    #[test]
    fn what_is_seen_through_is_white_in_a_miniature() {
        let through = ImageBuffer::from_pixel(8, 8, image::Rgba([0_u8, 0, 0, 0]));
        let mut file = Cursor::new(Vec::new());
        through.write_to(&mut file, ImageFormat::Png).unwrap();
        let shown = bitmap(&miniature(file.get_ref()).unwrap(), 8).unwrap();
        assert!(shown.rgba.iter().all(|it| *it > 250), "{:?}", shown.rgba);
    }

    #[test]
    fn what_is_malformed_or_huge_is_refused_quietly() {
        let mut cut = file(64, 64, ImageFormat::Png);
        cut.truncate(60);
        assert!(bitmap(&cut, 128).is_none());
        assert!(bitmap(b"GIF89a", 128).is_none());
        assert!(bitmap(&[], 128).is_none());
        assert!(bitmap(&file(LONGEST_SIDE + 1, 1, ImageFormat::Png), 128).is_none());
        assert!(bitmap(&vec![0xFF; LARGEST_FILE + 1], 128).is_none());
    }

    /// A file of some bytes that says it is a picture of gigabytes.
    #[test]
    fn a_small_file_that_unpacks_to_a_huge_picture_is_refused() {
        let mut file = file(1, 1, ImageFormat::Png);
        file[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(bitmap(&file, 128).is_none());
    }

    #[test]
    fn whatever_byte_is_wrong_nothing_panics() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let whole = file(16, 16, format);
            for at in 0..whole.len() {
                let mut broken = whole.clone();
                broken[at] ^= 0x55;
                let _ = bitmap(&broken, 32);
            }
        }
    }
}
