//! Uploaded pictures. The columns are described in the migration.

pub mod upload {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "upload")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner: Uuid,
        pub state: String,
        pub unsure: bool,
        pub checked_by: Option<Uuid>,
        pub checked_at: Option<i64>,
        pub reason_id: Option<Uuid>,
        pub commitment: String,
        pub salt: String,
        pub width: i64,
        pub height: i64,
        pub bytes: i64,
        pub stored: bool,
        pub place: Option<String>,
        pub place_id: Option<Uuid>,
        pub position: i64,
        pub proposal_id: Option<Uuid>,
        pub area_path: Option<String>,
        pub created_at: i64,
        pub asked_at: Option<i64>,
        pub purge_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
