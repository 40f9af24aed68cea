//! A file as a stream of UTF-8, whatever it was written in, a piece at a time.
//!
//! Counts lines and bytes, so that a fault can be told with its place, and ends a single piece of
//! markup or text that never ends.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// So much of a file is read at once.
const PIECE: usize = 64 * 1024;
/// No tag, comment or text of a return is longer than this.
const LONGEST: usize = 1024 * 1024;
/// So far an XML declaration may reach.
const HEAD: usize = 512;

/// What is wrong with the bytes themselves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// Bytes that the encoding does not have.
    Encoding(&'static str),
    /// The declaration names an encoding that nobody knows.
    UnknownEncoding(String),
    TooLong,
    /// The file could not be read on.
    Io(io::ErrorKind),
}

/// The decoded file. `Read` and `BufRead` yield UTF-8 without a byte-order mark.
pub(super) struct Stream<R> {
    inner: R,
    decoder: Decoder,
    encoding: &'static Encoding,
    raw: Vec<u8>,
    raw_at: usize,
    text: Vec<u8>,
    text_at: usize,
    text_end: usize,
    ended: bool,
    finished: bool,
    fingerprint: u64,
    /// Bytes of decoded text that were taken, and line ends among them.
    taken: u64,
    lines: u32,
    /// Taken since the last piece of markup began.
    piece: usize,
    fault: Option<Fault>,
}

impl<R: Read> Stream<R> {
    /// The encoding by the byte-order mark, else as declared, else UTF-8.
    pub(super) fn open(mut inner: R) -> Result<Self, Fault> {
        let mut raw = Vec::with_capacity(PIECE);
        inner
            .by_ref()
            .take(HEAD as u64)
            .read_to_end(&mut raw)
            .map_err(|error| Fault::Io(error.kind()))?;
        let (encoding, mark) = encoding_of(&raw)?;
        let fingerprint = super::super::fingerprint_on(super::super::FINGERPRINT, &raw);
        Ok(Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            encoding,
            raw,
            raw_at: mark,
            text: vec![0; PIECE * 3],
            text_at: 0,
            text_end: 0,
            ended: false,
            finished: false,
            fingerprint,
            taken: 0,
            lines: 0,
            piece: 0,
            fault: None,
        })
    }

    /// A new piece of markup begins here.
    pub(super) const fn begin_piece(&mut self) {
        self.piece = 0;
    }

    /// The line of the next byte, from 1.
    pub(super) const fn line(&self) -> u32 {
        self.lines + 1
    }

    /// Where the next byte stands, in words.
    pub(super) fn place(&self) -> String {
        let ahead = match self.fault {
            Some(Fault::Encoding(_)) => self.text.get(self.text_at..self.text_end),
            _ => None,
        };
        let ahead = ahead.unwrap_or_default();
        let line = self.line() + line_ends(ahead);
        if self.encoding == UTF_8 {
            format!("line {line} (byte {})", self.taken + ahead.len() as u64 + 1)
        } else {
            format!("line {line}")
        }
    }

    pub(super) const fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Reads what is left, for the fingerprint is that of the whole file.
    pub(super) fn fingerprint(&mut self) -> u64 {
        while !self.ended && self.read_on().is_ok() {}
        self.fingerprint
    }

    fn read_on(&mut self) -> Result<(), Fault> {
        self.raw.resize(PIECE, 0);
        self.raw_at = 0;
        let read = loop {
            match self.inner.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.raw.clear();
                    self.ended = true;
                    return Err(Fault::Io(error.kind()));
                }
                Ok(read) => break read,
            }
        };
        self.raw.truncate(read);
        self.ended = read == 0;
        self.fingerprint = super::super::fingerprint_on(self.fingerprint, &self.raw);
        Ok(())
    }

    fn decode(&mut self) -> Result<(), Fault> {
        while self.text_at == self.text_end && !self.finished {
            if self.raw_at == self.raw.len() && !self.ended {
                self.read_on()?;
            }
            let from = self.raw.get(self.raw_at..).unwrap_or_default();
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(from, &mut self.text, self.ended);
            self.raw_at += read;
            (self.text_at, self.text_end) = (0, written);
            match result {
                DecoderResult::InputEmpty => self.finished = self.ended,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    return Err(Fault::Encoding(self.encoding.name()));
                }
            }
        }
        Ok(())
    }

    fn fail(&mut self, fault: Fault) -> io::Error {
        self.fault = Some(fault);
        io::Error::from(io::ErrorKind::InvalidData)
    }
}

impl<R: Read> BufRead for Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.fault.is_some() {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        if self.piece > LONGEST {
            return Err(self.fail(Fault::TooLong));
        }
        if let Err(fault) = self.decode() {
            return Err(self.fail(fault));
        }
        Ok(self
            .text
            .get(self.text_at..self.text_end)
            .unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let end = (self.text_at + count).min(self.text_end);
        let taken = self.text.get(self.text_at..end).unwrap_or_default();
        self.lines = self.lines.saturating_add(line_ends(taken));
        self.taken += taken.len() as u64;
        self.piece += taken.len();
        self.text_at = end;
    }
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// Asked for of every tag and every text, which are mostly too short to be worth a search.
fn line_ends(text: &[u8]) -> u32 {
    text.iter().map(|byte| u32::from(*byte == b'\n')).sum()
}

/// The encoding of the first bytes, and how long their byte-order mark is.
fn encoding_of(head: &[u8]) -> Result<(&'static Encoding, usize), Fault> {
    if let Some(marked) = Encoding::for_bom(head) {
        return Ok(marked);
    }
    match head {
        [b'<', 0, ..] => return Ok((UTF_16LE, 0)),
        [0, b'<', ..] => return Ok((UTF_16BE, 0)),
        _ => {}
    }
    let Some(label) = declared(head) else {
        return Ok((UTF_8, 0));
    };
    match Encoding::for_label(label) {
        // Written without a mark and readable so far: it cannot be what it says.
        Some(wide) if wide == UTF_16LE || wide == UTF_16BE => Ok((UTF_8, 0)),
        Some(encoding) => Ok((encoding, 0)),
        None => Err(Fault::UnknownEncoding(
            String::from_utf8_lossy(label).into_owned(),
        )),
    }
}

/// The encoding that the XML declaration names.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = head.get(start..)?;
    let end = memchr::memmem::find(head, b"?>")?;
    let declaration = head.strip_prefix(b"<?xml")?.get(..end.checked_sub(5)?)?;
    let name = memchr::memmem::find(declaration, b"encoding")?;
    let rest = declaration.get(name + 8..)?;
    let open = rest.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let quote = *rest.get(open)?;
    let label = rest.get(open + 1..)?;
    let close = label.iter().position(|byte| *byte == quote)?;
    label.get(..close)
}

/// Whether the first bytes of a file are those of XML.
pub(in super::super) fn is_markup(head: &[u8]) -> bool {
    let Ok((encoding, mark)) = encoding_of(head) else {
        return true;
    };
    let mut text = [0; HEAD];
    let head = head
        .get(mark..head.len().min(mark + HEAD / 4))
        .unwrap_or_default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (result, _, written, _) = decoder.decode_to_utf8(head, &mut text, false);
    let text = match result {
        CoderResult::InputEmpty | CoderResult::OutputFull => text.get(..written),
    };
    let text = text.unwrap_or_default().trim_ascii_start();
    match text {
        [b'<', b'?' | b'!', ..] => true,
        [b'<', letter, ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (io::Result<String>, Option<Fault>, String) {
        let mut stream = Stream::open(bytes).unwrap();
        let mut text = String::new();
        let result = stream.read_to_string(&mut text).map(|_| text);
        let place = stream.place();
        (result, stream.fault().cloned(), place)
    }

    #[test]
    fn a_file_is_read_in_whatever_it_was_written() {
        let plain = "<a>caf\u{e9}</a>\n";
        let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &wide].concat();
        let utf8 = [b"\xef\xbb\xbf".as_slice(), plain.as_bytes()].concat();
        for bytes in [plain.as_bytes().to_vec(), wide, big, marked, utf8] {
            assert_eq!(read(&bytes).0.unwrap(), plain);
        }
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xe9</a>";
        assert!(read(latin).0.unwrap().contains("caf\u{e9}"));
    }

    #[test]
    fn bytes_of_another_encoding_are_told_with_their_line() {
        let (result, fault, place) = read(b"<a>\n<b>\ncaf\xe9</b></a>");
        assert!(result.is_err());
        assert_eq!(fault, Some(Fault::Encoding("UTF-8")));
        assert_eq!(place, "line 3 (byte 12)");
    }

    #[test]
    fn an_encoding_that_nobody_knows_is_told_by_its_name() {
        let fault = Stream::open(&b"<?xml version=\"1.0\" encoding=\"klingon\"?><a/>"[..]).err();
        assert_eq!(fault, Some(Fault::UnknownEncoding("klingon".to_owned())));
    }

    #[test]
    fn a_piece_that_never_ends_is_stopped() {
        let mut stream = Stream::open(io::repeat(b'x')).unwrap();
        let mut sink = Vec::new();
        assert!(stream.read_to_end(&mut sink).is_err());
        assert_eq!(stream.fault(), Some(&Fault::TooLong));
        assert!(sink.len() <= LONGEST + PIECE * 3);
    }

    #[test]
    fn markup_is_known_by_its_first_bytes() {
        for yes in [
            "<?xml version='1.0'?>",
            "<Message>",
            "\u{feff}\n <a>",
            "<!DOCTYPE x>",
        ] {
            assert!(is_markup(yes.as_bytes()), "{yes}");
        }
        for no in ["Child ID,Date", "", "< 5,6", "PK\u{3}\u{4}"] {
            assert!(!is_markup(no.as_bytes()), "{no}");
        }
    }
}
