//! The size of WebSocket frames, looked at before their bytes are kept.
//!
//! actix-http compares a frame with the limit only when it has the whole of it, and keeps what came so
//! far: a frame that says it has an exabyte would be collected until the memory is full. So the bytes
//! pass through here first, and the connection breaks off at the head of such a frame.

use actix_web::{FromRequest, HttpRequest, dev, error::PayloadError, web};
use futures_util::{StreamExt, stream};

/// Follows the heads of frames in a stream of bytes.
struct Heads {
    head: [u8; 14],
    have: usize,
    /// Bytes of the present frame's payload that are still to come.
    payload: u64,
    most: u64,
}

impl Heads {
    const fn new(most: u64) -> Self {
        Self {
            head: [0; 14],
            have: 0,
            payload: 0,
            most,
        }
    }

    /// Follows some bytes; `false` once a frame is too long.
    fn pass(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, rest)) = bytes.split_first() {
            if self.payload > 0 {
                let now = self.payload.min(bytes.len() as u64);
                self.payload -= now;
                // Not more than the length of a slice.
                bytes = &bytes[usize::try_from(now).unwrap_or(bytes.len())..];
                continue;
            }
            self.head[self.have] = *first;
            self.have += 1;
            bytes = rest;
            if self.have < 2 {
                continue;
            }
            let short = self.head[1] & 0x7F;
            let extended = match short {
                126 => 2,
                127 => 8,
                _ => 0,
            };
            let mask = if self.head[1] & 0x80 == 0 { 0 } else { 4 };
            if self.have < 2 + extended + mask {
                continue;
            }
            let length = match extended {
                0 => u64::from(short),
                _ => self.head[2..2 + extended]
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
            };
            if length > self.most {
                return false;
            }
            self.payload = length;
            self.have = 0;
        }
        true
    }
}

/// The same payload, which fails at the head of a frame with more than `most` bytes.
pub async fn bounded(request: &HttpRequest, body: web::Payload, most: usize) -> actix_web::Result<web::Payload> {
    let mut heads = Heads::new(most as u64);
    let watched = body.map(move |bytes| match bytes {
        Ok(bytes) if heads.pass(&bytes) => Ok(bytes),
        Ok(_) => Err(PayloadError::Overflow),
        Err(error) => Err(error),
    });
    // Nothing is read after a failure.
    let mut failed = false;
    let watched = watched.take_while(move |item| {
        let go_on = !failed;
        failed = item.is_err();
        std::future::ready(go_on)
    });
    let payload: stream::LocalBoxStream<'static, _> = watched.boxed_local();
    web::Payload::from_request(request, &mut dev::Payload::Stream { payload }).await
}

#[cfg(test)]
mod tests {
    use super::Heads;

    /// A masked frame's head and payload.
    fn frame(length: u64) -> Vec<u8> {
        let mut frame = vec![0x81];
        match length {
            0..=125 => frame.push(0x80 | length as u8),
            126..=0xFFFF => {
                frame.push(0x80 | 126);
                frame.extend((length as u16).to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend(length.to_be_bytes());
            }
        }
        frame.extend([1, 2, 3, 4]);
        frame.extend(std::iter::repeat_n(9, length.min(100_000) as usize));
        frame
    }

    #[test]
    fn frames_pass_however_the_bytes_are_cut() {
        let all: Vec<u8> = [0, 1, 125, 126, 65_535, 65_536, 0, 7]
            .into_iter()
            .flat_map(frame)
            .collect();
        for size in [1, 2, 3, 13, 1_000, all.len()] {
            let mut heads = Heads::new(65_536);
            assert!(all.chunks(size).all(|chunk| heads.pass(chunk)), "in pieces of {size}");
            assert_eq!((heads.have, heads.payload), (0, 0));
        }
    }

    #[test]
    fn a_frame_that_says_it_is_too_long_is_met_at_its_head() {
        for length in [65_537, 1 << 40, u64::MAX] {
            for size in [1, 5, 14] {
                let mut heads = Heads::new(65_536);
                let all = [frame(10), frame(length)[..14].to_vec()].concat();
                assert!(
                    !all.chunks(size).all(|chunk| heads.pass(chunk)),
                    "{length} in pieces of {size}"
                );
            }
        }
    }
}
