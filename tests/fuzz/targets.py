"""All fuzz targets by name."""

from __future__ import annotations

from collections.abc import Mapping

from .readers import files, lines, partner, texts
from .readers.reader import Reader

TARGETS: Mapping[str, type[Reader]] = {
    "conversation": files.ConversationFile,
    "private": files.PrivateFile,
    "journal": files.Journal,
    "copy": files.Copy,
    "index": files.IndexFile,
    "moments": files.MomentsTable,
    "looked": files.LookedFields,
    "minutes": texts.Minutes,
    "sheet": texts.Sheet,
    "settings": texts.Settings,
    "kind": texts.Kind,
    "toml": texts.TomlLines,
    "signature": texts.Signature,
    "called": lines.Called,
    "calling": lines.Calling,
    "log": lines.SharedLog,
    "presence": lines.PresenceFile,
    "offer": lines.OfferFile,
    "update": lines.Update,
    "state": lines.StateBytes,
    "partner": partner.PartnerScript,
}
