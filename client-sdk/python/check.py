"""The second target: a typed Python client, made by ariadne-codegen from the same schema and operations.

python check.py URL SANDBOX: logs in through the WeChat sandbox, and lets one of the demo's residents
raise a proposal.
"""

import asyncio
import sys
import uuid
from contextlib import aclosing

import httpx
from yiting_client import YitingClient
from yiting_client.enums import State, Tier
from yiting_client.exceptions import GraphQLClientGraphQLMultiError
from yiting_client.input_types import (
    DraftProposalInput,
    LoginWithWechatInput,
    OnProposalInput,
)


def key() -> str:
    return f"py-{uuid.uuid4().hex}"


def post(url: str, body: dict[str, object]) -> dict[str, str]:
    return httpx.post(url, json=body).raise_for_status().json()


def client(url: str, token: str | None = None) -> YitingClient:
    headers = {"authorization": f"Bearer {token}"} if token else None
    socket = url.replace("http", "ws") + "/graphql/ws"
    return YitingClient(f"{url}/graphql", headers=headers, ws_url=socket)


async def main(url: str, sandbox: str) -> None:
    user = post(f"{sandbox}/__fake/users", {"name": "蟒蛇"})["user"]
    code = post(f"{sandbox}/__fake/login", {"user": user})["code"]
    anyone = client(url)
    login = await anyone.login_with_wechat(LoginWithWechatInput(client_mutation_id=key(), code=code))
    stranger = client(url, login.login_with_wechat.access_token)
    me = (await stranger.me()).me
    assert me is not None and me.level == 0

    personas = httpx.get(f"{url}/demo/personas").json()
    label = next(label for label in personas if label.endswith("居民"))
    resident = client(url, post(f"{url}/demo/login", {"persona": label})["accessToken"])
    me = (await resident.me()).me
    assert me is not None
    home = me.residences[0]
    assert home.tier == Tier.BLOCK

    draft = DraftProposalInput(client_mutation_id=key(), home=home.id, title="修围墙", body="围墙开裂，雨天危险。")
    first = (await resident.draft_proposal(draft)).draft_proposal
    again = (await resident.draft_proposal(draft)).draft_proposal
    assert first == again and first.proposal is not None, "the same key is the same act"
    proposal = first.proposal.id
    await resident.submit_proposal(OnProposalInput(client_mutation_id=key(), proposal=proposal))
    page = (await resident.proposal_page(proposal=proposal, comments=5)).node
    assert page is not None and page.typename__ == "Proposal"
    assert (page.state, page.title) == (State.SUBMITTED, "修围墙")
    assert home.parent is not None
    feed = await resident.home(block=home.id, neighborhood=home.parent.id, first=10)
    assert any(node.id == proposal for node in feed.proposals.nodes)

    try:
        await resident.support_proposal(OnProposalInput(client_mutation_id=key(), proposal=proposal))
        raise AssertionError("one's own proposal cannot be supported")
    except GraphQLClientGraphQLMultiError as refused:
        error = refused.errors[0]
        assert (error.extensions or {})["code"] == "OWN_PROPOSAL", error
        assert error.message == "不能附议自己的提案。"

    async with aclosing(resident.heartbeat()) as beats:
        assert (await anext(beats)).heartbeat >= 0
    print("python: login, draft, submit, page, refusal and subscription through typed methods")


asyncio.run(main(*sys.argv[1:3]))
