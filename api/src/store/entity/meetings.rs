//! Meetings and experts. The columns are described in the migrations.

pub mod meeting {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meeting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub district_id: Uuid,
        pub area_id: Uuid,
        pub area_path: String,
        pub kind: String,
        pub state: String,
        pub title_id: Uuid,
        pub place_id: Uuid,
        pub chair: Option<Uuid>,
        pub starts_at: i64,
        pub ends_at: i64,
        pub ended_at: Option<i64>,
        pub open_seats: Option<i64>,
        pub secret_sealed: Option<String>,
        pub numbered: i64,
        pub sequence: i64,
        pub changed_at: i64,
        pub next_at: Option<i64>,
        pub reason_id: Option<Uuid>,
        pub outcome: Option<String>,
        pub round_id: Option<Uuid>,
        pub step: Option<i64>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod meeting_item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meeting_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub meeting_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub title_id: Uuid,
        pub proposal_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod meeting_attendee {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meeting_attendee")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub meeting_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub pseudonym: Uuid,
        pub invited: bool,
        pub standing: String,
        pub arrived: i64,
        pub seat: Option<i64>,
        pub checked_in_at: Option<i64>,
        pub checked_in_by: Option<Uuid>,
        pub checked_out_at: Option<i64>,
        pub earlier_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod meeting_speech {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meeting_speech")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub meeting_id: Uuid,
        pub item: i64,
        pub pseudonym: Uuid,
        pub state: String,
        pub asked: i64,
        pub called_at: Option<i64>,
        pub finished_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod meeting_minutes {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meeting_minutes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub meeting_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i64,
        pub content_id: Uuid,
        pub digest: String,
        pub reason_id: Option<Uuid>,
        pub drafted_by: Uuid,
        pub drafted_at: i64,
        pub chair: Option<Uuid>,
        pub participant: Option<Uuid>,
        pub published_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod expert {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "expert")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub district_id: Uuid,
        pub area_id: Uuid,
        pub area_path: String,
        pub pseudonym: Uuid,
        pub profile_id: Uuid,
        pub created_at: i64,
        pub ended_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod expert_review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "expert_review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub expert_id: Uuid,
        pub expert_pseudonym: Uuid,
        pub proposal_id: Uuid,
        pub area_id: Uuid,
        pub area_path: String,
        pub state: String,
        pub profile_id: Uuid,
        pub question_id: Uuid,
        pub due_at: i64,
        pub reason_id: Option<Uuid>,
        pub opinion_id: Option<Uuid>,
        pub interests_id: Option<Uuid>,
        pub submitted_at: Option<i64>,
        pub published_at: Option<i64>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
