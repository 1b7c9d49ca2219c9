//! Published lists apart from their ballots: a ballot is read with every page that shows it, its list of all
//! votes only by those who ask for it.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let outcome = match manager.get_database_backend() {
            DbBackend::Postgres => {
                "json_build_object('votes', published::json #> '{list,electorate,votes}',
                    'list_digest', published::json -> 'list_digest', 'root', published::json -> 'root',
                    'result', published::json -> 'result')::text"
            }
            _ => {
                "json_object('votes', published -> '$.list.electorate.votes',
                    'list_digest', published -> '$.list_digest', 'root', published -> '$.root',
                    'result', published -> '$.result')"
            }
        };
        super::run(
            manager,
            &[
                "CREATE TABLE ballot_publication (
                    ballot_id {uuid} NOT NULL PRIMARY KEY REFERENCES ballot (id),
                    published text NOT NULL
                )",
                "INSERT INTO ballot_publication (ballot_id, published)
                    SELECT id, published FROM ballot WHERE published IS NOT NULL",
                // What is shown of a closed ballot: votes there were, digest and root of its list, result.
                "ALTER TABLE ballot ADD COLUMN outcome text",
                &format!("UPDATE ballot SET outcome = {outcome} WHERE published IS NOT NULL"),
                "ALTER TABLE ballot DROP COLUMN published",
            ],
        )
        .await
    }
}
