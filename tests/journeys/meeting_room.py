"""A community whose meeting is today: cases noticed long enough ago, everybody with the same password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from server.domain.meeting import Meeting
from server.records.entries import User
from server.services.district import District
from tests.factories import Clock, make_district, make_empty_district
from tests.journeys.network import Network
from tests.journeys.ruhu import Server
from tests.server.services.story import convened, noticed_case
from tests.server.web.browsing import light_hash

Answer = TypeVar("Answer")


class MeetingRoom:
    """A convened meeting of ``cases`` cases, served behind a network that can be cut."""

    def __init__(self, folder: Path, network: Network, cases: int = 1, policy: str = "sifang-seed@1") -> None:
        self.data, self.network = folder / "data", network
        now = datetime.now(UTC)
        clock = Clock(now - timedelta(days=14))
        with make_district(self.data, clock) as district:
            district.office.save(replace(district.profile, policy=policy))
            self.cases = [noticed_case(district)[0].number for _ in range(cases)]
            clock.instant = now
            self.meeting = convened(district, self.cases).id
            for user in district.office.every(User):
                district.office.save(replace(user, password=light_hash()))
        self.server = self._serve()

    @property
    def address(self) -> str:
        return f"{self.network.url}/desk/meetings/{self.meeting}"

    def look(self, act: Callable[[District], Answer]) -> Answer:
        """What stands in the record, read between two runs of the server."""
        self.server.stop()
        with make_empty_district(self.data, Clock(datetime.now(UTC))) as district:
            answer = act(district)
        self.server = self._serve()
        return answer

    def minutes(self) -> Meeting:
        return self.look(lambda district: district.get_meeting(self.meeting))

    def _serve(self) -> Server:
        return Server(self.data, port=self.network.server_port, public_url=self.network.url)
