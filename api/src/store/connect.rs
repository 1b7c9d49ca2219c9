//! Opening a database, and counting what is asked of it.

use anyhow::Context;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How many statements were sent since the start.
#[derive(Clone, Debug, Default)]
pub struct SqlCount(Arc<AtomicU64>);

impl SqlCount {
    /// The number so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// An open database. Clones share one pool.
#[derive(Clone, Debug)]
pub struct Database {
    connection: DatabaseConnection,
    /// Statements sent.
    pub statements: SqlCount,
}

impl Database {
    /// Opens PostgreSQL by URL.
    pub async fn postgres(url: &str, pool: u32) -> anyhow::Result<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(pool)
            .acquire_timeout(Duration::from_secs(3))
            .max_lifetime(Duration::from_secs(1800))
            .sqlx_logging(false);
        Self::open(options)
            .await
            .context("PostgreSQL at DATABASE_URL cannot be opened")
    }

    /// Opens (or creates) `yiting.sqlite` in a folder, with a write-ahead log and a sync at every
    /// commit: an acknowledged write must survive the loss of power.
    pub async fn sqlite(folder: &Path) -> anyhow::Result<Self> {
        Self::sqlite_with(folder, SqliteSynchronous::Full).await
    }

    /// The same without waiting for the disk: for loading a demo that can be loaded again.
    pub async fn sqlite_unsynced(folder: &Path) -> anyhow::Result<Self> {
        Self::sqlite_with(folder, SqliteSynchronous::Off).await
    }

    async fn sqlite_with(folder: &Path, synchronous: SqliteSynchronous) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the data folder {} cannot be made", folder.display()))?;
        let file = folder.join("yiting.sqlite");
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
        options
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(move |options| {
                options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(synchronous)
                    .foreign_keys(true)
                    // Deleted rows are overwritten with zeros: votes of a closed ballot, sealed keys.
                    .pragma("secure_delete", "ON")
                    .busy_timeout(Duration::from_secs(10))
            });
        Self::open(options)
            .await
            .with_context(|| format!("{} cannot be opened", file.display()))
    }

    async fn open(options: ConnectOptions) -> Result<Self, DbErr> {
        let mut connection = sea_orm::Database::connect(options).await?;
        let statements = SqlCount::default();
        let counter = statements.clone();
        connection.set_metric_callback(move |_| {
            counter.0.fetch_add(1, Ordering::Relaxed);
        });
        Ok(Self { connection, statements })
    }

    /// The pool, for reads.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once, so that
    /// two writers wait for each other instead of failing half way.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.connection
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            })
            .await
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        use yiting_migration::{Migrator, MigratorTrait};
        Migrator::up(&self.connection, None).await
    }

    /// Leaves as little as possible of rows that were deleted from these tables. On SQLite the write-ahead
    /// log is copied back and cut; deleted rows are overwritten there. On PostgreSQL the tables are
    /// vacuumed; its log keeps old pages until they are recycled.
    ///
    /// # Errors
    /// Those of the database; also when readers keep the log from being cut for some seconds.
    pub async fn scrub(&self, tables: &[&str]) -> Result<(), DbErr> {
        if self.is_postgres() {
            for table in tables {
                self.connection.execute_unprepared(&format!("VACUUM {table}")).await?;
            }
            return Ok(());
        }
        for _ in 0..5 {
            let cut = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
            let row = self.connection.query_one_raw(cut).await?;
            let busy = row.map(|row| row.try_get_by_index::<i32>(0)).transpose()?;
            if busy == Some(0) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Err(DbErr::Custom("the write-ahead log is being read".to_owned()))
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.connection.get_database_backend() == DbBackend::Postgres
    }
}

/// Locks the rows of a select until the end of the transaction. SQLite has one writer, which
/// [`Database::begin`] made us, and knows no row locks.
pub fn lock<E: sea_orm::EntityTrait>(select: sea_orm::Select<E>, on: &impl ConnectionTrait) -> sea_orm::Select<E> {
    use sea_orm::QuerySelect;
    match on.get_database_backend() {
        DbBackend::Postgres => select.lock_exclusive(),
        _ => select,
    }
}
