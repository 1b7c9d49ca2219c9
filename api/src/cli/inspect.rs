//! `yiting import`, `yiting log check`, `yiting indicators` and `yiting search` with `check` and `rebuild`.

use crate::usecase::{
    App,
    import::{self, ImportFailure},
    indicator, rebuild, roster,
    search::feed,
};
use anyhow::{Context, bail};
use std::{fs::File, io::Read, path::Path};

/// Imports a file of areas, or of residents, and shows how far it is.
pub async fn import(app: &App, file: &Path, residents: bool) -> anyhow::Result<()> {
    let open = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let input: Box<dyn Read + Send> = if file.extension().is_some_and(|ext| ext == "gz") {
        Box::new(flate2::read::GzDecoder::new(open))
    } else {
        Box::new(open)
    };
    let mut shown = 0;
    let progress = |done: usize, total: usize| {
        let percent = done * 100 / total.max(1);
        if percent >= shown + 5 || done == total {
            shown = percent;
            eprintln!("{percent:>3} %  {done} of {total}");
        }
    };
    let outcome = if residents {
        roster::import(app, input).await
    } else {
        import::import(app, input, progress).await
    };
    match outcome {
        Ok(done) => {
            println!(
                "{} added, {} updated, {} unchanged",
                done.added, done.updated, done.unchanged
            );
            Ok(())
        }
        Err(ImportFailure::Lines(lines)) => {
            for bad in &lines {
                eprintln!("line {}: {}", bad.line, bad.reason);
            }
            bail!("nothing was imported: {} lines do not fit", lines.len());
        }
        Err(ImportFailure::Failure(failure)) => Err(anyhow::anyhow!("nothing was imported: {failure:?}")),
    }
}

/// Rebuilds everything from the logs and compares.
pub async fn check(app: &App) -> anyhow::Result<()> {
    let results = rebuild::check(app)
        .await
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let mut wrong = 0;
    for result in &results {
        println!(
            "district {}  entries {}  proposals {}  root {}",
            result.district, result.entries, result.proposals, result.root
        );
        for problem in result.problems.iter().take(20) {
            println!("  problem: {problem}");
        }
        wrong += result.problems.len();
    }
    if wrong > 0 {
        bail!("{wrong} problems");
    }
    println!("The tables equal the log.");
    Ok(())
}

/// Recomputes the indicators of every district from its log and compares.
pub async fn check_indicators(app: &App) -> anyhow::Result<()> {
    let results = indicator::check(app)
        .await
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let mut wrong = 0;
    for result in &results {
        println!(
            "district {}  entries {}  cases {}",
            result.district, result.entries, result.cases
        );
        for (indicator, figure) in &result.figures {
            let count = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), |count| count.to_string());
            println!(
                "  {:<24} {:>12}  {} of {}",
                indicator.definition().id,
                figure
                    .value
                    .map_or_else(|| "-".to_owned(), |value| format!("{value:.4}")),
                count(figure.numerator),
                count(figure.denominator),
            );
        }
        for problem in &result.problems {
            println!("  {problem}");
        }
        wrong += result.problems.len();
    }
    if wrong > 0 {
        bail!("{wrong} things do not fit");
    }
    println!("What is kept and served equals what the log says.");
    Ok(())
}

/// Folds the cases of every district anew.
pub async fn rebuild_indicators(app: &App) -> anyhow::Result<()> {
    let done = indicator::rebuild_all(app)
        .await
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    println!("{done} districts folded anew.");
    Ok(())
}

/// Builds the search index anew.
pub async fn rebuild_search(app: &App) -> anyhow::Result<()> {
    let done = feed::build(app)
        .await
        .context("the index was not built; the old one stays")?;
    println!("{done} proposals indexed.");
    Ok(())
}

/// Compares the search index with the database.
pub async fn check_search(app: &App) -> anyhow::Result<()> {
    let compared = feed::compare(app).await.context("the index cannot be compared")?;
    println!("{} proposals", compared.proposals);
    for (what, ids) in [
        ("missing in the index", &compared.missing),
        ("not as in the database", &compared.different),
        ("in the index alone", &compared.surplus),
    ] {
        for id in ids.iter().take(20) {
            println!("  {what}: {id}");
        }
    }
    if compared.waiting > 0 {
        println!("  {} changes wait; a running server takes them in", compared.waiting);
    }
    if !compared.equal() {
        bail!(
            "{} missing, {} different, {} surplus, {} waiting",
            compared.missing.len(),
            compared.different.len(),
            compared.surplus.len(),
            compared.waiting
        );
    }
    println!("The index equals the database.");
    Ok(())
}
