"""The operations on API keys, for who is signed in at a browser: list, make, revoke. A key is shown once, when made."""

import json
import secrets

from api import representations
from api.call import Answer, Call, answer
from api.envelope import Data
from api.identifiers import to_id
from api.incoming import Nothing
from api.requests import KeyBody, KeyIdQuery, KeysQuery
from desk import keys
from desk.exchange import Shows
from desk.keys import KeyDraft
from desk.models import ApiKey


async def list_keys(call: Call[KeysQuery, None]) -> Answer:
    """The keys of the caller that can be used, or those of all members."""
    use_case = keys.list_all if call.query.everyone else keys.list_keys
    found = await call.store.read(use_case, call.actor)
    return answer({"keys": [representations.key(each) for each in found]})


async def create_key(call: Call[Nothing, KeyBody]) -> Answer:
    """Make a key of the caller."""
    secret = keys.mint(secrets.token_bytes(32))
    draft = KeyDraft(call.body.name, frozenset(call.body.scopes), call.body.expires_at)
    made: list[ApiKey] = []

    def kept(key: ApiKey) -> Data:
        # An answer under an Idempotency-Key lies in the store for a day, where no secret may stand.
        made.append(key)
        return _shown(key, None)

    done = await call.once_only(kept, lambda _: Shows(), keys.create, draft, secret)
    if made:
        return answer(_shown(made[-1], secret))
    # What was answered before tells which key it was, and the key itself how it stands by now.
    key_id = int(json.loads(done.body)["data"]["key"]["id"])
    return answer(_shown(await call.store.read(keys.live, call.actor, key_id), None), done.headers)


async def revoke_key(call: Call[KeyIdQuery, None]) -> Answer:
    """End a key."""
    return answer(
        {"key": representations.key(await call.store.write(keys.revoke, call.actor, to_id(call.query.key_id)))}
    )


def _shown(key: ApiKey, secret: str | None) -> Data:
    return {"key": representations.key(key), "secret": secret}
