//! Yiting: community deliberation and proposals. The adapters around the pure rules of `yiting-domain`.
//!
//! A mutation passes through five rooms: `graphql` (parse), `usecase` (load, ask, store),
//! `yiting_domain::proposal` (decide), `store` (SQL), and the commit. All that is slow leaves
//! through the outbox and is done by `jobs`.

pub mod cache;
pub mod cli;
pub mod config;
pub mod demo;
pub mod files;
pub mod graphql;
pub mod http;
pub mod identity;
pub mod jobs;
pub mod node_id;
pub mod search;
pub mod store;
pub mod telemetry;
pub mod usecase;
pub mod wechat;
