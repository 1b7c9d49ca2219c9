//! What WeChat is asked and what it tells: pushes, checks of files and words,
//! messages to phones and what people granted.

pub mod deliver;
pub mod grants;
pub mod media;
pub mod push;
pub mod tell;
pub mod words;
