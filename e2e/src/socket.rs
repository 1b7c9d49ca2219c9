//! A WebSocket client that sends whatever it is told, right or wrong, frame by frame.

use serde_json::{Value, json};
use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// What came from the server.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// A text message.
    Message(Value),
    /// A pong frame with its bytes.
    Pong(Vec<u8>),
    /// A close frame's code; 1005 without one, 1006 when the connection broke.
    Closed(u16),
    /// Nothing in the time given.
    Nothing,
}

/// An open socket.
pub struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// Opcode of a text frame.
pub const TEXT: u8 = 1;
/// Opcode of a ping frame.
pub const PING: u8 = 9;

/// How long a test waits for what must come; it fails after that, so it is generous.
pub const PATIENCE: Duration = Duration::from_secs(20);

impl Socket {
    /// Opens a socket at a server that speaks graphql-transport-ws.
    pub fn open(base: &str) -> Self {
        let host = base.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("a connection");
        let head = format!(
            "GET /graphql/ws HTTP/1.1\r\nhost: {host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a head");
        let mut socket = Self {
            stream,
            buffer: Vec::new(),
        };
        let deadline = Instant::now() + PATIENCE;
        let end = loop {
            let end = socket.buffer.windows(4).position(|part| part == b"\r\n\r\n");
            if let Some(end) = end {
                break end;
            }
            assert!(socket.fill(deadline) && Instant::now() < deadline, "no upgrade");
        };
        let head: Vec<u8> = socket.buffer.drain(..end + 4).collect();
        let head = String::from_utf8_lossy(&head);
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        socket
    }

    /// Opens a socket and introduces somebody, or nobody.
    ///
    /// # Errors
    /// The code with which the server closed instead.
    pub fn introduce(base: &str, token: Option<&str>) -> Result<Self, u16> {
        let mut socket = Self::open(base);
        let payload = token.map_or(json!({}), |token| json!({"authorization": format!("Bearer {token}")}));
        socket.say(&json!({"type": "connection_init", "payload": payload}));
        match socket.hear(PATIENCE) {
            Heard::Message(message) if message["type"] == "connection_ack" => Ok(socket),
            Heard::Closed(code) => Err(code),
            other => panic!("instead of an acknowledgement: {other:?}"),
        }
    }

    /// Begins an operation.
    pub fn subscribe(&mut self, id: &str, query: &str, variables: &Value) {
        self.say(&json!({"id": id, "type": "subscribe", "payload": {"query": query, "variables": variables}}));
    }

    /// Sends a message.
    pub fn say(&mut self, message: &Value) {
        self.frame(TEXT, true, message.to_string().as_bytes());
    }

    /// Sends one frame, masked as a client must; a server that has closed already is not an error.
    pub fn frame(&mut self, opcode: u8, last: bool, payload: &[u8]) {
        let mut frame = vec![opcode | if last { 0x80 } else { 0 }];
        match payload.len() {
            short @ 0..=125 => frame.push(0x80 | short as u8),
            middle @ 126..=0xFFFF => {
                frame.push(0x80 | 126);
                frame.extend((middle as u16).to_be_bytes());
            }
            long => {
                frame.push(0x80 | 127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        let mask = [7u8, 1, 9, 3];
        frame.extend(mask);
        frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        self.raw(&frame);
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        // The close frame that follows says what the server thought of it.
        let _ = self.stream.write_all(bytes);
    }

    /// What comes next. Pings of the server are answered on the way.
    pub fn hear(&mut self, at_most: Duration) -> Heard {
        let deadline = Instant::now() + at_most;
        loop {
            if let Some((opcode, payload)) = self.take() {
                match opcode {
                    TEXT => return Heard::Message(serde_json::from_slice(&payload).expect("JSON")),
                    8 => return Heard::Closed(payload.get(..2).map_or(1005, |b| u16::from_be_bytes([b[0], b[1]]))),
                    PING => self.frame(10, true, &payload),
                    10 => return Heard::Pong(payload),
                    _ => {}
                }
                continue;
            }
            if Instant::now() >= deadline {
                return Heard::Nothing;
            }
            if !self.fill(deadline) {
                return Heard::Closed(1006);
            }
        }
    }

    /// The next message of an operation's results, past everything else.
    pub fn next(&mut self, id: &str) -> Value {
        loop {
            match self.hear(PATIENCE) {
                Heard::Message(message) if message["id"] == id => return message,
                Heard::Message(_) | Heard::Pong(_) => {}
                other => panic!("instead of a result of {id}: {other:?}"),
            }
        }
    }

    /// Waits for the end and answers its code.
    pub fn closed(&mut self) -> u16 {
        loop {
            match self.hear(PATIENCE) {
                Heard::Closed(code) => return code,
                Heard::Nothing => panic!("the socket stays open"),
                _ => {}
            }
        }
    }

    /// One whole frame from the buffer.
    fn take(&mut self) -> Option<(u8, Vec<u8>)> {
        let (first, second) = (*self.buffer.first()?, *self.buffer.get(1)?);
        let (length, begin) = match second & 0x7F {
            126 => (
                usize::from(u16::from_be_bytes([*self.buffer.get(2)?, *self.buffer.get(3)?])),
                4,
            ),
            127 => {
                let bytes: [u8; 8] = self.buffer.get(2..10)?.try_into().ok()?;
                (usize::try_from(u64::from_be_bytes(bytes)).ok()?, 10)
            }
            short => (usize::from(short), 2),
        };
        let payload = self.buffer.get(begin..begin + length)?.to_vec();
        self.buffer.drain(..begin + length);
        Some((first & 0x0F, payload))
    }

    /// Reads some bytes; `false` at the end of the connection.
    fn fill(&mut self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = left.clamp(Duration::from_millis(1), PATIENCE);
        self.stream.set_read_timeout(Some(left)).expect("a timeout");
        let mut chunk = [0u8; 16 * 1024];
        match self.stream.read(&mut chunk) {
            Ok(0) => false,
            Ok(length) => {
                self.buffer.extend_from_slice(&chunk[..length]);
                true
            }
            Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        }
    }
}
