//! What the fuzz targets and the test that replays their corpus have in common.

pub mod targets;
