"""Asks Microsoft's own packages for their opinion.

Reads one JSON object from standard input and writes one to standard output:
  {"tokens": {"metadata": URL, "app": ID, "cases": [{"authorization", "serviceUrl", "channelId"}]}}
      -> {"tokens": [{"teams": bool, "connector": bool}]}     whether each package believes the request
  {"activities": [...], "cards": [...], "invokes": [...]}
      -> the same names with a list of complaints for each; an empty one means that it parses as what it is
  {"package": BASE64}
      -> {"package": {"names", "id", "images": [[width, height, whether the pixels are complete]]}}
"""

import asyncio
import base64
import functools
import io
import json
import logging
import struct
import sys
import zipfile
import zlib

logging.disable(logging.CRITICAL)


# The packages are imported where they are used: they are slow to import, and no question needs all of them.


async def opinions(tokens):
    from botbuilder.schema import Activity as ConnectorActivity
    from botframework.connector.auth import ChannelValidation, JwtTokenValidation, SimpleCredentialProvider
    from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
    from microsoft_teams.apps.auth import InboundActivityTokenValidator

    ChannelValidation.open_id_metadata_endpoint = tokens["metadata"]
    cloud = with_overrides(PUBLIC, openid_metadata_url=tokens["metadata"])
    validator = InboundActivityTokenValidator(tokens["app"], cloud)
    credentials = SimpleCredentialProvider(tokens["app"], "")

    async def teams(case):
        # What the package's server does with the header before the token is validated.
        authorization = case["authorization"] or ""
        if not authorization.startswith("Bearer "):
            return False
        try:
            await validator.validate_token(authorization.removeprefix("Bearer "), case["serviceUrl"])
            return True
        except Exception:
            return False

    async def connector(case):
        activity = ConnectorActivity(
            type="message", service_url=case["serviceUrl"], channel_id=case["channelId"])
        try:
            identity = await JwtTokenValidation.authenticate_request(
                activity, case["authorization"] or "", credentials)
            return bool(identity and identity.is_authenticated)
        except Exception:
            return False

    return [{"teams": await teams(case), "connector": await connector(case)} for case in tokens["cases"]]


def complaint(name, parse):
    """What a model says against a value; fields that the model does not know count as well."""
    try:
        extra = getattr(parse(), "model_extra", None) or {}
    except Exception as error:
        return [f"{name}: {error}"]
    unknown = [key for key in extra if key != "$schema"]
    return [f"{name} does not know {key}" for key in unknown]


def activity_complaints(activity):
    from microsoft_agents.activity import Activity as AgentsActivity
    from microsoft_teams.api import ActivityTypeAdapter
    from microsoft_teams.api.activities import message, typing
    from microsoft_teams.api.models import entity as entities

    sending, receiving = {
        "message": (message.MessageActivityInput, message.MessageActivity),
        "typing": (typing.TypingActivityInput, typing.TypingActivity),
    }[activity["type"]]
    # What the service adds before others receive it.
    received = {
        "id": "1", "timestamp": "2026-03-15T08:00:00Z", "conversation": {"id": "19:c"},
        "recipient": {"id": "29:u1"}, **activity,
    }
    found = complaint("teams-api, sending", lambda: bool(sending.model_validate(activity)))
    found += complaint("teams-api, receiving", lambda: receiving.model_validate(received))
    found += complaint("teams-api, any", lambda: bool(ActivityTypeAdapter.validate_python(received)))
    found += complaint("agents-activity", lambda: AgentsActivity.model_validate(received))
    models = {
        "mention": entities.MentionEntity,
        "streaminfo": entities.StreamInfoEntity,
        "https://schema.org/Message": entities.CitationEntity,
    }
    for entity in activity.get("entities", []):
        model = models[entity["type"]]
        found += complaint(model.__name__, lambda: model.model_validate(entity))
    for attachment in activity.get("attachments", []):
        found += card_complaints(attachment["content"])
    return found


@functools.cache
def card_models():
    """The models of cards by the type that each is for."""
    from microsoft_teams import cards

    models = {}
    for value in vars(cards).values():
        field = getattr(value, "model_fields", {}).get("type")
        if field is not None and isinstance(field.default, str):
            models[field.default] = value
    return models


def card_complaints(card):
    """Every element by the model of its own type: the model of a card takes any element as one."""
    found = []
    if isinstance(card, list):
        for value in card:
            found += card_complaints(value)
    if isinstance(card, dict):
        kind = card.get("type")
        if kind in card_models():
            found += complaint(kind, lambda: card_models()[kind].model_validate(card))
        elif kind is not None and kind != "mention":
            found.append(f"there is no {kind}")
        for name, value in card.items():
            # What buttons carry is the bot's own.
            if name != "data":
                found += card_complaints(value)
    return found


def invoke_complaints(body):
    from microsoft_agents.activity import AdaptiveCardInvokeResponse

    found = complaint("agents-activity", lambda: AdaptiveCardInvokeResponse.model_validate(body))
    if body["type"].endswith("card.adaptive"):
        found += card_complaints(body["value"])
    return found


def image(data):
    """Width and height of a PNG file, and whether its checksums and its pixels are right."""
    position, pixels, header, sound = 8, b"", None, data[:8] == b"\x89PNG\r\n\x1a\n"
    while position < len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        kind, content = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        (crc,) = struct.unpack(">I", data[position + 8 + length : position + 12 + length])
        sound = sound and crc == zlib.crc32(kind + content)
        header = struct.unpack(">IIBBBBB", content) if kind == b"IHDR" else header
        pixels += content if kind == b"IDAT" else b""
        position += 12 + length
    width, height = header[:2]
    return [width, height, sound and len(zlib.decompress(pixels)) == height * (1 + 4 * width)]


def package(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        icons = [archive.read(manifest["icons"][name]) for name in ("color", "outline")]
        return {"names": archive.namelist(), "id": manifest["id"], "images": [image(icon) for icon in icons]}


def main():
    request = json.load(sys.stdin)
    answer = {}
    if "tokens" in request:
        answer["tokens"] = asyncio.run(opinions(request["tokens"]))
    for name, judge in [
        ("activities", activity_complaints), ("cards", card_complaints), ("invokes", invoke_complaints),
    ]:
        if name in request:
            answer[name] = [judge(value) for value in request[name]]
    if "package" in request:
        answer["package"] = package(base64.b64decode(request["package"]))
    json.dump(answer, sys.stdout)


main()
