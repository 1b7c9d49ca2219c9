//! The public API against real databases, in one process: who may do what, what it costs, and the
//! rules that need rows.

mod ballots;
mod consultation_jobs;
mod consultations;
mod demo;
mod fields;
mod matrix;
mod people;
mod rules;
mod schema;
mod secrecy;
mod statements;
mod subject;
mod world;
