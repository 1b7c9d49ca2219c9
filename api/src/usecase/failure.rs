//! Why a use case did not happen.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use yiting_domain::refusal::Refusal;

/// A refusal by rule, or a fault.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules say no.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The database failed. Nothing was stored.
    #[error("database")]
    Database(#[from] DbErr),
    /// Something else failed. Nothing was stored.
    #[error("fault")]
    Fault(#[from] anyhow::Error),
}

impl Failure {
    /// Whether another attempt may succeed at once: two writers met.
    pub fn is_collision(&self) -> bool {
        let Self::Database(error) = self else { return false };
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            return true;
        }
        let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error else {
            return false;
        };
        // 40001 and 40P01: PostgreSQL's serialization failure and deadlock; 5 and 517: SQLite busy.
        inner
            .as_database_error()
            .and_then(|e| e.code())
            .is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01" | "5" | "517"))
    }
}
