//! An agent on Rust's standard library.
//!
//! GET  /health   "ok", for the health check
//! POST /         a text; the answer is a text

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

const LONGEST_HEAD: u64 = 16 << 10;
const LONGEST_MESSAGE: usize = 1 << 20;

/// What the agent does. AAC_MODEL_PROVIDER and AAC_MODEL_NAME say which model the manifest names.
fn answer(name: &str, message: &str) -> String {
    format!("{name} heard: {message}")
}

fn main() -> io::Result<()> {
    let name = env::var("AGENT_NAME").unwrap_or_else(|_| "agent".into());
    let port = env::var("PORT").unwrap_or_else(|_| "8080".into());
    let listener = TcpListener::bind(format!("0.0.0.0:{port}"))?;
    println!("{name} listens on port {}", listener.local_addr()?.port());
    for stream in listener.incoming() {
        let name = name.clone();
        thread::spawn(move || {
            if let Err(error) = stream.and_then(|stream| serve(&name, stream)) {
                eprintln!("a connection broke: {error}");
            }
        });
    }
    Ok(())
}

/// Answers one request.
fn serve(name: &str, stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?.take(LONGEST_HEAD));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((key, value)) if key.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap_or(usize::MAX);
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut words = request.split(' ');
    match (words.next(), words.next()) {
        (Some("GET"), Some("/health")) => reply(stream, "200 OK", "ok"),
        (Some("POST"), Some("/")) if length <= LONGEST_MESSAGE => {
            reader.get_mut().set_limit(length as u64);
            let mut message = vec![0; length];
            reader.read_exact(&mut message)?;
            println!("POST / with {length} bytes");
            reply(stream, "200 OK", &answer(name, &String::from_utf8_lossy(&message)))
        }
        (Some("POST"), Some("/")) => reply(stream, "413 Content Too Large", "the message is too long"),
        _ => reply(stream, "404 Not Found", "GET /health, POST /"),
    }
}

fn reply(mut stream: TcpStream, status: &str, text: &str) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}\n",
        text.len() + 1
    )
}
