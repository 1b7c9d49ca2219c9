//! What only the demo serves, on its own address's `/demo/`: a list of people to be, and a clock that
//! moves forward by hand. `serve` has none of it.

use crate::{http::Edge, usecase::account};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Label and person.
pub type Personas = Arc<Vec<(String, Uuid)>>;

/// The routes.
pub fn routes(personas: Personas) -> crate::http::serve::Extra {
    Arc::new(move |cfg| {
        cfg.app_data(web::Data::new(Arc::clone(&personas)))
            .route("/demo/personas", web::get().to(list))
            .route("/demo/login", web::post().to(login))
            .route("/demo/clock", web::post().to(clock));
    })
}

async fn list(personas: web::Data<Personas>) -> HttpResponse {
    let labels: Vec<_> = personas.iter().map(|(label, _)| label).collect();
    HttpResponse::Ok().json(labels)
}

#[derive(Deserialize)]
struct Login {
    persona: String,
}

async fn login(edge: web::Data<Edge>, personas: web::Data<Personas>, body: web::Json<Login>) -> HttpResponse {
    let Some((_, person)) = personas.iter().find(|(label, _)| *label == body.persona) else {
        return HttpResponse::NotFound().finish();
    };
    match account::open_without_credentials(&edge.app, *person).await {
        Ok(tokens) => HttpResponse::Ok().json(serde_json::json!({
            "accessToken": tokens.access, "refreshToken": tokens.refresh,
        })),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

#[derive(Deserialize)]
struct Advance {
    days: u32,
}

async fn clock(edge: web::Data<Edge>, body: web::Json<Advance>) -> HttpResponse {
    if body.days > 3_650 {
        return HttpResponse::BadRequest().finish();
    }
    edge.app.clock.advance(i64::from(body.days) * 86_400_000);
    HttpResponse::Ok().json(serde_json::json!({"now": edge.app.now().rfc3339()}))
}
