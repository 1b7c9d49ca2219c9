//! Experts.
