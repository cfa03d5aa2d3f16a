#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| beeline_fuzz::targets::publication(data));
