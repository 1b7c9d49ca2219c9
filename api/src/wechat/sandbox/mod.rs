//! The sandbox: a faithful local stand-in for WeChat's server.
//!
//! It answers the real endpoints at their real paths, with the quirks of the real host (200 for every
//! refusal, JSON called `text/plain`, trace ids in `errmsg`), and has a control plane under `/__fake/`
//! by which tests and the demo play the people with phones. Given the same seed and the same calls, it
//! gives the same codes and openids.

mod check;
mod code;
mod control;
mod door;
mod login;
mod message;
mod people;
mod phone;
mod png;
mod push;
mod rules;
mod state;
mod token;

#[cfg(test)]
mod tests;

use actix_web::dev::ServerHandle;
use actix_web::rt::net::TcpStream;
use actix_web::{App, HttpServer, web};
use state::{State, Template};
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener};
use std::os::fd::AsFd;
use std::sync::Arc;

pub use state::{MillisClock, SandboxApp};

/// How the sandbox is set up.
#[derive(Clone)]
pub struct SandboxOptions {
    /// From which all codes, openids and trace ids are made.
    pub seed: [u8; 32],
    /// The mini-programs it knows; the first is the default for logins. At least one.
    pub apps: Vec<SandboxApp>,
    /// The time it starts from; `POST /__fake/clock` is added to it.
    pub clock: MillisClock,
}

/// A running sandbox.
#[derive(Clone)]
pub struct Sandbox {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    state: Arc<State>,
}

impl Sandbox {
    /// The base URL for the client.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets it know a template of subscribe messages, as `POST /__fake/templates` does.
    pub fn add_template(&self, id: &str, keys: &[&str], long_term: bool) {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        self.state.add_template(id, Template { long_term, keys });
    }

    /// Sends pushes of the default app there, as `POST /__fake/push` does, without checking the address:
    /// the server may not have begun to listen.
    pub fn push_to(&self, url: String, token: &str, aes_key: &str) {
        self.state.push_to(url, token, aes_key);
    }

    /// Stops it and waits until it is gone.
    pub async fn stop(self) {
        self.handle.stop(false).await;
    }
}

/// A second handle on a connection, by which a fault can break it.
struct Wire(Arc<std::net::TcpStream>);

impl Wire {
    /// Ends the connection without an answer.
    fn cut(&self) {
        // It may be gone already, which is as good.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// Serves on a loopback listener until stopped, on the runtime it is called from.
///
/// Refuses any other address: whoever reaches the control plane is everybody at once.
pub async fn run(listener: TcpListener, options: SandboxOptions) -> io::Result<Sandbox> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        let text = "the WeChat sandbox listens on loopback only";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, text));
    }
    if options.apps.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the sandbox needs an app"));
    }
    let state = web::Data::new(State::new(options.seed, options.apps, options.clock));
    let postman = tokio::spawn(push::deliver(state.clone().into_inner()));
    let shared = state.clone();
    let server = HttpServer::new(move || {
        let mut app = App::new().app_data(shared.clone()).service(control::routes());
        for endpoint in door::ENDPOINTS {
            // ALL methods, since the real host answers a wrong method in its own way.
            app = app.route(endpoint.path, web::to(door::answer));
        }
        app
    })
    .on_connect(|connection, extensions| {
        let Some(stream) = connection.downcast_ref::<TcpStream>() else {
            return;
        };
        if let Ok(second) = stream.as_fd().try_clone_to_owned() {
            extensions.insert(Wire(Arc::new(std::net::TcpStream::from(second))));
        }
    })
    .workers(1)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    let memory = state.into_inner();
    tokio::spawn(async move {
        // However it ends, nobody waits for pushes any more.
        let _ = server.await;
        postman.abort();
    });
    Ok(Sandbox {
        address,
        handle,
        state: memory,
    })
}
