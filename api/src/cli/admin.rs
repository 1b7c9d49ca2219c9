//! `yiting admin`: the first logins and roles of an installation.

use crate::{
    store::areas,
    usecase::{App, roles},
};
use anyhow::Context;
use clap::Subcommand;
use yiting_domain::people::Role;

/// What an operator can do from the command line.
#[derive(Subcommand)]
pub enum Action {
    /// Creates a staff login with one role. The password is read from the environment variable
    /// YITING_NEW_PASSWORD, never from an argument.
    AddStaff {
        /// User name.
        username: String,
        /// Name that others see.
        display_name: String,
        /// Role, such as `administrator` or `committee_director`.
        role: String,
        /// Code of the area.
        area: String,
    },
}

/// Does it.
pub async fn run(app: &App, action: Action) -> anyhow::Result<()> {
    let Action::AddStaff {
        username,
        display_name,
        role,
        area,
    } = action;
    let password =
        std::env::var("YITING_NEW_PASSWORD").context("set YITING_NEW_PASSWORD to the password of the new login")?;
    let role = Role::parse(&role).with_context(|| {
        let names: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
        format!("there is no role «{role}»; roles are {}", names.join(", "))
    })?;
    let place = areas::by_code(app.db.reader(), &area)
        .await?
        .with_context(|| format!("there is no area with the code {area}; import the divisions first"))?;
    let (person, link) = roles::create_staff_login(app, &username, &display_name, &password)
        .await
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let grant = roles::Grant {
        person,
        role,
        area: place.id,
        unit: None,
    };
    roles::grant_role(app, None, None, &grant)
        .await
        .map_err(|failure| anyhow::anyhow!("{failure}"))?;
    println!("{username} is {} of {}.", role.zh(), place.name);
    println!("Second factor: {link}");
    Ok(())
}
