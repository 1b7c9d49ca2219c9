//! Pictures that WeChat looks at: visible by its pass alone, and to a person where it does not answer.

use super::Phones;
use crate::{
    photos::picture,
    world::{Engine, key, on_both},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;
use yiting::{
    store::{
        entity::{upload, wechat_check},
        uploads,
    },
    usecase::{upload as usecase, wechat::push},
};
use yiting_domain::people::Actor;

async fn send(phones: &Phones, who: &Actor) -> Uuid {
    let sent = usecase::receive(&phones.app, who, &key(), picture(20)).await;
    sent.expect("a picture").id
}

async fn ask(phones: &Phones) -> usize {
    usecase::ask_due(&phones.app, 10).await.expect("asked")
}

async fn row(phones: &Phones, id: Uuid) -> upload::Model {
    let row = uploads::by_id(phones.app.db.reader(), id).await.expect("a query");
    row.expect("an upload")
}

async fn trace(phones: &Phones, id: Uuid) -> String {
    let row = wechat_check::Entity::find()
        .filter(wechat_check::Column::SubjectId.eq(id))
        .one(phones.app.db.reader())
        .await
        .expect("a query");
    row.expect("a check").trace_id
}

async fn a_picture_is_shown_by_a_pass_and_waits_for_a_person_without(engine: Engine) {
    let phones = Phones::open_with(engine, &[("YITING_WECHAT_PUSH_TOKEN", "abc123")]).await;
    let (who, _, _) = phones.neighbour("王阿姨", "b1").await;
    let (fine, risky, doubtful) = (
        send(&phones, &who).await,
        send(&phones, &who).await,
        send(&phones, &who).await,
    );
    assert_eq!(ask(&phones).await, 3);
    assert_eq!(ask(&phones).await, 0, "each is asked about once");
    for (id, suggest, state, unsure) in [
        (fine, "pass", "visible", false),
        (risky, "risky", "refused", false),
        (doubtful, "review", "pending", true),
    ] {
        assert_eq!(row(&phones, id).await.state, "pending");
        let event = json!({"Event": "wxa_media_check", "trace_id": trace(&phones, id).await,
            "result": {"suggest": suggest, "label": "100"}});
        push::hear(&phones.app, &event).await.expect("heard");
        push::hear(&phones.app, &event).await.expect("heard again");
        let row = row(&phones, id).await;
        assert_eq!((row.state.as_str(), row.unsure), (state, unsure), "{suggest}");
    }
    // WeChat is away: asked again, and after ten minutes a person must look.
    let later = send(&phones, &who).await;
    phones.fault("/wxa/media_check_async", "html502", 0, 6).await;
    assert_eq!(ask(&phones).await, 0);
    let waits = row(&phones, later).await;
    assert_eq!((waits.asked_at, waits.unsure), (None, false));
    phones.app.clock.advance(11 * 60_000);
    assert_eq!(ask(&phones).await, 1);
    let given_up = row(&phones, later).await;
    assert_eq!((given_up.state.as_str(), given_up.unsure), ("pending", true));
    // Whom WeChat does not know, it cannot check for.
    let stranger = phones.person("没有微信").await;
    let unknown = send(&phones, &stranger).await;
    assert_eq!(ask(&phones).await, 1);
    assert!(row(&phones, unknown).await.unsure);
}

on_both! {
    pictures_are_shown_by_a_pass_alone => a_picture_is_shown_by_a_pass_and_waits_for_a_person_without;
}
