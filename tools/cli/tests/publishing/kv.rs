//! Workers KV's REST API on the loopback: one namespace, one token.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

pub const TOKEN: &str = "token-for-tests";
const NAMESPACE: &str = "/client/v4/accounts/account-1/storage/kv/namespaces/namespace-1";

/// What is kept, and the keys in the order in which they were written.
#[derive(Default)]
struct Kept {
    values: BTreeMap<String, Vec<u8>>,
    written: Vec<String>,
}

pub struct Kv {
    pub base_url: String,
    kept: Arc<Mutex<Kept>>,
}

impl Kv {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let base_url = format!("http://{}/client/v4", listener.local_addr().unwrap());
        let kept = Arc::new(Mutex::new(Kept::default()));
        let shared = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                answer(stream, &mut shared.lock().unwrap());
            }
        });
        Self { base_url, kept }
    }

    pub fn value(&self, key: &str) -> Option<String> {
        let kept = self.kept.lock().unwrap();
        kept.values.get(key).map(|value| String::from_utf8(value.clone()).unwrap())
    }

    pub fn set(&self, key: &str, value: &str) {
        self.kept.lock().unwrap().values.insert(key.into(), value.into());
    }

    pub fn take_written(&self) -> Vec<String> {
        std::mem::take(&mut self.kept.lock().unwrap().written)
    }
}

fn answer(mut stream: TcpStream, kept: &mut Kept) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        head.iter()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let length = header("content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let is_allowed = header("authorization").is_some_and(|(_, value)| value == format!("Bearer {TOKEN}"));
    let mut words = head[0].split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let (status, content) = match path.strip_prefix(NAMESPACE) {
        _ if !is_allowed => (403, said_no("Authentication error")),
        None => (404, said_no("namespace not found")),
        Some(path) => carry_out(kept, method, path, body),
    };
    let head =
        format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", content.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&content)).unwrap();
}

fn carry_out(kept: &mut Kept, method: &str, path: &str, body: Vec<u8>) -> (u16, Vec<u8>) {
    if let Some(key) = path.strip_prefix("/values/") {
        let key = key.replace("%3A", ":");
        if method == "PUT" {
            kept.written.push(key.clone());
            kept.values.insert(key, body);
            return (200, br#"{"success":true,"errors":[],"result":null}"#.to_vec());
        }
        return kept.values.get(&key).map_or((404, said_no("key not found")), |value| (200, value.clone()));
    }
    let query = path.strip_prefix("/keys?").unwrap();
    let asked = |name: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name)
    };
    let prefix = asked("prefix").unwrap().1.replace("%3A", ":");
    let limit: usize = asked("limit").unwrap().1.parse().unwrap();
    if limit < 10 {
        return (400, said_no("limit must be at least 10"));
    }
    let names = kept.values.keys().filter(|key| key.starts_with(&prefix)).take(limit);
    let result: Vec<_> = names.map(|name| serde_json::json!({ "name": name })).collect();
    (200, serde_json::json!({ "success": true, "result": result }).to_string().into_bytes())
}

fn said_no(message: &str) -> Vec<u8> {
    serde_json::json!({ "success": false, "errors": [{ "code": 10_000, "message": message }] })
        .to_string()
        .into_bytes()
}
