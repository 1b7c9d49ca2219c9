//! Electorates and what deliberates. The columns are described in the migrations.

pub mod electorate {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "electorate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub district_id: Uuid,
        pub area_path: String,
        pub kind: String,
        pub members: i64,
        pub digest: String,
        pub frozen_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod electorate_member {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "electorate_member")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub electorate_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub pseudonym: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit: String,
        pub exclusive_area: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
