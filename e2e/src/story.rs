//! The cast and the steps that several tests share.

use crate::client::{Client, key};
use serde_json::{Value, json};

/// One block of the demo with everyone who has a say over it.
pub struct Cast {
    /// Where the server answers.
    pub base: String,
    /// Global id of the block.
    pub block: String,
    /// A verified resident.
    pub resident: Client,
    /// The neighborhood's director.
    pub committee: Client,
    /// The street's lead.
    pub street: Client,
    /// The district's lead.
    pub district: Client,
    /// The supervisor.
    pub supervisor: Client,
    /// A topic.
    pub topic: String,
    /// Responsible units: id and name.
    pub units: Vec<(String, String)>,
}

const TASK: &str = "query($id: ID!) { node(id: $id) { ... on Proposal { state version tasks { id state unit { name } } supervisions { id } } } }";

impl Cast {
    /// Finds the cast of the demo's first inhabited block.
    pub fn find(base: &str) -> Self {
        let anyone = Client::anonymous(base);
        let personas = anyone.read("/demo/personas");
        let label = |suffix: &str| {
            personas
                .as_array()
                .and_then(|all| all.iter().filter_map(Value::as_str).find(|l| l.ends_with(suffix)))
                .expect("a persona")
                .to_owned()
        };
        let resident = Client::persona(base, &label("居民"));
        let me = resident.ask(
            "{ me { residences { id code topics { id } units { id name } } } }",
            &json!({}),
        );
        let home = &me["me"]["residences"][0];
        let code = home["code"].as_str().expect("a code");
        let name = |code: &str| {
            anyone.ask(
                "query($c: String!) { areaByCode(code: $c) { name } }",
                &json!({"c": code}),
            )["areaByCode"]["name"]
                .as_str()
                .expect("a name")
                .to_owned()
        };
        let units = home["units"].as_array().expect("units").iter();
        Self {
            base: base.to_owned(),
            block: home["id"].as_str().expect("an id").to_owned(),
            committee: Client::persona(base, &format!("{}主任", name(&code[..12]))),
            street: Client::persona(base, &format!("{}负责人", name(&code[..9]))),
            district: Client::persona(base, "区级负责人"),
            supervisor: Client::persona(base, &label("居务监督员（全区）")),
            topic: home["topics"][0]["id"].as_str().expect("a topic").to_owned(),
            units: units
                .map(|u| {
                    (
                        u["id"].as_str().unwrap_or("").to_owned(),
                        u["name"].as_str().unwrap_or("").to_owned(),
                    )
                })
                .collect(),
            resident,
        }
    }

    /// Drafts a proposal of the resident and returns its id.
    pub fn draft(&self, title: &str) -> String {
        let input = json!({
            "clientMutationId": key(), "home": self.block, "title": title,
            "body": "楼道灯坏了两个月，晚上老人上下楼看不清，希望尽快修好并换成感应灯。",
        });
        let data = self.resident.ask(
            "mutation($input: DraftProposalInput!) { draftProposal(input: $input) { proposal { id } } }",
            &json!({"input": input}),
        );
        data["draftProposal"]["proposal"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// The present state.
    pub fn state(&self, proposal: &str) -> String {
        let data = self.resident.ask(TASK, &json!({"id": proposal}));
        data["node"]["state"].as_str().unwrap_or("").to_owned()
    }

    /// Tasks with their units' names.
    pub fn tasks(&self, proposal: &str) -> Vec<(String, String)> {
        let data = self.resident.ask(TASK, &json!({"id": proposal}));
        let tasks = data["node"]["tasks"].as_array().cloned().unwrap_or_default();
        tasks
            .iter()
            .map(|t| {
                (
                    t["id"].as_str().unwrap_or("").to_owned(),
                    t["unit"]["name"].as_str().unwrap_or("").to_owned(),
                )
            })
            .collect()
    }

    /// A member of a unit.
    pub fn implementer(&self, unit: &str) -> Client {
        Client::persona(&self.base, &format!("{unit}承办人员"))
    }

    /// Moves the demo's clock and waits until the proposal has reached a state.
    pub fn pass_days_until(&self, days: u32, proposal: &str, state: &str) {
        Client::anonymous(&self.base).post("/demo/clock", &json!({"days": days}));
        for _ in 0..200 {
            if self.state(proposal) == state {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("it is {} and not {state}", self.state(proposal));
    }
}
