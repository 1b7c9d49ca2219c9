//! The public API against real databases, in one process: who may do what, what it costs, and the
//! rules that need rows.

mod ballot_lists;
mod ballots;
mod consultation_jobs;
mod consultations;
mod demo;
mod experts;
mod fields;
mod indicators;
mod matrix;
mod meeting_plans;
mod meeting_rights;
mod meetings;
mod own_data;
mod people;
mod photos;
mod privacy;
mod rounds;
mod rules;
mod schema;
mod search;
mod secrecy;
mod statements;
mod subject;
mod trainings;
mod wechat;
mod world;
