//! The server: routes, jobs, and an orderly end.

use super::{
    Edge,
    answers::Answers,
    codes, console,
    documents::{Documents, Retired},
    endpoint, exports, operations, public, push, socket, uploads,
};
use crate::{config::Config, graphql, http::guard::Limits, jobs, usecase::App};
use actix_web::{App as Routes, HttpServer, middleware::DefaultHeaders, web};
use anyhow::Context;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::sync::watch;

/// More routes, for the demo.
pub type Extra = Arc<dyn Fn(&mut web::ServiceConfig) + Send + Sync>;

/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
///
/// # Errors
/// The address cannot be listened on, or the server fails.
pub async fn run(app: App, config: &Config, listen: SocketAddr, extra: Option<Extra>) -> anyhow::Result<()> {
    let (stopping, stop) = watch::channel(false);
    let proxies = config
        .list("YITING_TRUSTED_PROXIES")
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect();
    let answers = Arc::<Answers>::default();
    let edge = web::Data::new(Edge {
        app: app.clone(),
        schema: graphql::schema(app.clone(), config.development()),
        limits: Limits {
            introspection: config.development(),
            ..Limits::default()
        },
        documents: documents(config)?,
        answers: Arc::clone(&answers),
        origins: Arc::new(config.list("YITING_ALLOWED_ORIGINS")),
        proxies: Arc::new(proxies),
        body_time: Duration::from_secs(10),
        stop: stop.clone(),
        sockets: Arc::default(),
    });
    let desk = web::Data::new(console::Console::unpack()?);
    let routes = move || {
        let mut routes = Routes::new().app_data(edge.clone()).app_data(desk.clone()).wrap(
            DefaultHeaders::new()
                .add(("x-content-type-options", "nosniff"))
                .add(("referrer-policy", "no-referrer"))
                .add(("content-security-policy", "default-src 'none'; frame-ancestors 'none'")),
        );
        routes = routes
            .service(
                web::resource("/graphql")
                    .route(web::post().to(endpoint::post))
                    .route(web::get().to(endpoint::get))
                    .default_service(web::to(endpoint::other)),
            )
            .route("/codes/{file}", web::get().to(codes::picture))
            .route("/wechat/push", web::get().to(push::verify))
            .route("/wechat/push", web::post().to(push::receive))
            .route("/graphql/ws", web::get().to(socket::open))
            .route("/uploads", web::post().to(uploads::post))
            .route("/files/{name}", web::get().to(uploads::get))
            .route("/healthz", web::get().to(operations::healthz))
            .route("/readyz", web::get().to(operations::readyz))
            .route("/metrics", web::get().to(operations::metrics))
            .route("/.well-known/jwks.json", web::get().to(operations::jwks))
            .route("/schema.graphql", web::get().to(operations::schema))
            .route(
                "/export/consultations/{file}",
                web::get().to(operations::consultation_votes),
            )
            .route("/export/ballots/{file}", web::get().to(operations::ballot_list))
            .route(
                "/export/meetings/{id}/{file}",
                web::get().to(operations::meeting_minutes),
            )
            .route("/export/indicators/{code}/{file}", web::get().to(exports::indicators))
            .route("/export/reports/{file}", web::get().to(exports::kept_report))
            .route("/export/me.json", web::get().to(exports::me))
            .route("/calendar/meetings/{file}", web::get().to(operations::meeting_calendar))
            .configure(console::routes)
            .configure(public::routes);
        if let Some(extra) = &extra {
            routes = routes.configure(|cfg| extra(cfg));
        }
        routes
    };
    let server = HttpServer::new(routes)
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(10)
        .disable_signals()
        .bind(listen)
        .with_context(|| format!("{listen} cannot be listened on"))?
        .run();
    let handle = server.handle();
    let mut jobs = jobs::start(&app, &stop);
    jobs.push(tokio::spawn(answers.listen(app.clone(), stop.clone())));
    tokio::spawn(async move {
        wait_for_signal().await;
        tracing::info!("stopping");
        // Receivers may all be gone by now.
        let _ = stopping.send(true);
        handle.stop(true).await;
    });
    tracing::info!(address = %listen, "listening");
    server.await.context("the server failed")?;
    for job in jobs {
        // A job that panicked has been logged; there is nothing left to wait for.
        let _ = job.await;
    }
    Ok(())
}

/// The trusted documents of the settings.
///
/// # Errors
/// A sentence that names the setting or the file.
fn documents(config: &Config) -> anyhow::Result<Documents> {
    let retired = Retired::parse(&config.list("YITING_RETIRED_SDK"))?;
    let folder = config.maybe("YITING_MANIFESTS").map(std::path::Path::new);
    let free = config.development() || config.get("YITING_FREE_DOCUMENTS") == "everyone";
    Documents::load(folder, retired, free)
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
