//! A Beeline of a few canned answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// One request: its first line and its headers, in small letters, and its body if it has one.
pub type Request = Vec<String>;

/// A server that answers each path as it is told, and notes what it was asked.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// `answer` gives the status, the headers' lines and the body for a path.
    pub fn start(answer: impl Fn(&str, usize) -> (u16, String, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let request = read(&stream);
                let path = request[0].split(' ').nth(1).unwrap_or_default().to_owned();
                let before = {
                    let mut noted = noted.lock().unwrap();
                    noted.push(request);
                    noted.len() - 1
                };
                let (status, headers, body) = answer(&path, before);
                let length = body.len();
                let _client_may_be_gone = write!(
                    &stream,
                    "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
                );
            }
        });
        Self { url, asked }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

fn read(stream: &TcpStream) -> Request {
    let mut reader = BufReader::new(stream);
    let lines = reader.by_ref().lines().map_while(Result::ok);
    let mut request: Request =
        lines.take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
    let length = request.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    if let Some(length) = length {
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        request.push(String::from_utf8(body).unwrap());
    }
    request
}
