//! The commands of the binary.

mod admin;
pub mod bootstrap;
pub mod compute;
mod compute_search;
pub mod demo;
mod inspect;
mod tally;

use crate::{config::Config, http, telemetry, usecase::context::Entropy};
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

/// Community deliberation and proposals for a district.
#[derive(Parser)]
#[command(name = "yiting", version)]
struct Arguments {
    /// Settings file (TOML); the environment wins over it.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API.
    Serve {
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Folder for SQLite, files and index.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Serve an invented year of a real district, with everything embedded.
    Demo {
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Folder; a temporary one when left out.
        #[arg(long)]
        data: Option<PathBuf>,
        /// How many proposals the year has.
        #[arg(long, default_value_t = 2_000)]
        proposals: usize,
        /// Leave out the rounds, which take most of the time.
        #[arg(long)]
        no_rounds: bool,
        /// So many more residents of one block, to be borrowed as 选民1 and so on: for measurements.
        #[arg(long, default_value_t = 0)]
        voters: usize,
        /// Load the year, then stop instead of serving.
        #[arg(long)]
        load_only: bool,
    },
    /// Run the stand-in for WeChat alone.
    Sandbox {
        /// Loopback address and port.
        #[arg(long, default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
    },
    /// Bring the schema up to date.
    Migrate {
        /// Folder of SQLite.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Import areas, or a register of residents, from a CSV (or .gz) file.
    Import {
        /// `code,parent_code,tier,name` or with `kind,households` for blocks.
        file: PathBuf,
        /// The file is a register of residents: `block_code,household,name,phone,exclusive_area`.
        #[arg(long)]
        residents: bool,
        /// Folder of SQLite.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Create staff logins and give roles.
    Admin {
        /// Folder of SQLite.
        #[arg(long, default_value = "data")]
        data: PathBuf,
        #[command(subcommand)]
        action: admin::Action,
    },
    /// Print the GraphQL schema.
    Schema,
    /// List all settings.
    Settings,
    /// Compute from files, without a server: opinion groups, voting rules, how well search finds; JSON on standard output.
    Compute {
        #[command(subcommand)]
        what: compute::Computation,
    },
    /// Work with the published list of a ballot.
    Tally {
        #[command(subcommand)]
        action: TallyAction,
    },
    /// Work with the indicators.
    Indicators {
        #[command(subcommand)]
        action: IndicatorsAction,
    },
    /// Work with the search index.
    Search {
        #[command(subcommand)]
        action: SearchAction,
    },
    /// Work with the audit log.
    Log {
        #[command(subcommand)]
        action: LogAction,
    },
}

#[derive(Subcommand)]
enum TallyAction {
    /// Count a ballot again from its published list alone, and compare.
    Verify {
        /// The list, as `/export/ballots/ID.json` gives it.
        file: PathBuf,
        /// A receipt whose entry is to be found.
        #[arg(long)]
        receipt: Option<String>,
    },
    /// Make the two keys of an auditor. The public one is given to the ballot, the secret one to nobody.
    Key,
    /// Open a sealed ballot with the secret keys of both auditors, and check every commitment.
    Open {
        /// The list, as `/export/ballots/ID.json` gives it.
        file: PathBuf,
        /// What opens it, as `Ballot.openings` gives it.
        openings: PathBuf,
        /// A file with the secret key of an auditor; once for each.
        #[arg(long = "key")]
        keys: Vec<PathBuf>,
    },
}

#[derive(Subcommand)]
enum IndicatorsAction {
    /// Fold every case from the log anew, and compare with the table and with the figures that are served.
    Check {
        /// Folder of SQLite.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Throw the table away and fold it anew; a running server serves meanwhile from its memory.
    Rebuild {
        /// Folder of SQLite.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum SearchAction {
    /// Build the index anew from the database; a running server goes on and answers from it once it is whole.
    Rebuild {
        /// Folder of SQLite and of the embedded index.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Compare every document of the index with the database.
    Check {
        /// Folder of SQLite and of the embedded index.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum LogAction {
    /// Rebuild every proposal from the log and compare it with the tables.
    Check {
        /// Folder of SQLite.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
}

/// Reads the command line and does what it says.
///
/// # Errors
/// A sentence for the person at the terminal.
pub fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let config = Config::load(arguments.config.as_deref(), |name| std::env::var(name).ok())?;
    telemetry::start(match (&arguments.command, config.get("YITING_LOG")) {
        // The demo says itself what it does; unless asked, migrations and workers need not.
        (Command::Demo { .. }, "info") => "info,sea_orm_migration=warn,actix_server=warn",
        (_, filter) => filter,
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot be started")?;
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, command(arguments.command, config))
}

async fn command(command: Command, config: Config) -> anyhow::Result<()> {
    match command {
        Command::Serve { listen, data } => {
            config.check_for_serving()?;
            let app = bootstrap::app(&config, &data).await?;
            app.db
                .migrate()
                .await
                .context("the schema cannot be brought up to date")?;
            http::serve::run(app, &config, listen, None).await
        }
        Command::Demo {
            listen,
            data,
            proposals,
            no_rounds,
            voters,
            load_only,
        } => {
            let size = demo::Size {
                proposals,
                voters,
                rounds: !no_rounds,
            };
            demo::run(config, listen, data, size, load_only).await
        }
        Command::Sandbox { listen } => demo::sandbox(listen).await,
        Command::Migrate { data } => {
            let app = bootstrap::app(&config, &data).await?;
            app.db
                .migrate()
                .await
                .context("the schema cannot be brought up to date")?;
            println!("The schema is up to date.");
            Ok(())
        }
        Command::Import { file, residents, data } => {
            inspect::import(&bootstrap::migrated(&config, &data).await?, &file, residents).await
        }
        Command::Admin { data, action } => admin::run(&bootstrap::migrated(&config, &data).await?, action).await,
        Command::Schema => {
            println!("{}", crate::graphql::sdl());
            Ok(())
        }
        Command::Tally { action } => match action {
            TallyAction::Verify { file, receipt } => tally::run(&file, receipt.as_deref()),
            TallyAction::Key => {
                tally::key(&Entropy::System);
                Ok(())
            }
            TallyAction::Open { file, openings, keys } => tally::open(&file, &openings, &keys),
        },
        Command::Compute { what } => compute::run(&config, &what).await,
        Command::Settings => {
            for setting in crate::config::SETTINGS {
                println!("{:<24} {}  [{}]", setting.name, setting.meaning, setting.default);
            }
            Ok(())
        }
        Command::Indicators { action } => match action {
            IndicatorsAction::Check { data } => {
                inspect::check_indicators(&bootstrap::migrated(&config, &data).await?).await
            }
            IndicatorsAction::Rebuild { data } => {
                inspect::rebuild_indicators(&bootstrap::migrated(&config, &data).await?).await
            }
        },
        Command::Search { action } => match action {
            SearchAction::Rebuild { data } => {
                inspect::rebuild_search(&bootstrap::migrated(&config, &data).await?).await
            }
            SearchAction::Check { data } => inspect::check_search(&bootstrap::migrated(&config, &data).await?).await,
        },
        Command::Log {
            action: LogAction::Check { data },
        } => inspect::check(&bootstrap::app(&config, &data).await?).await,
    }
}
