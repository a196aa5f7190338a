"""Changing grants: each change and the policy epoch in one transaction, each with its audit entry."""

from access_policies.clock import Clock
from access_policies.directory import Directory
from access_policies.errors import GrantNotFound, PolicyError
from access_policies.guard.asked import Asked
from access_policies.guard.recorder import Recorder
from access_policies.subject import Subject
from graph_model.errors import StoreError


class Administration:
    """What grant administrators do. It reads no content."""

    def __init__(self, directory: Directory, clock: Clock, recorder: Recorder) -> None:
        self._directory, self._clock, self._recorder = directory, clock, recorder

    async def revoke(self, asked: Asked, grant_id: str, ground: str) -> str:
        """End a grant at once; the receipt. Only a grant administrator of its grantor may; else GrantNotFound.

        Grant and epoch change in one transaction, so no answer that starts after it holds what the grant opened.
        """
        try:
            policy = await self._directory.policy_of(asked.subject)
            grant = await self._directory.grant(grant_id)
            if not _administers(policy.subject, grant.grantor) or asked.purpose != "GRANT_ADMINISTRATION":
                raise GrantNotFound("no such grant")
            await self._directory.replace(grant, grant.revoked(self._clock.now(), ground))
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, "revoke", type(fault).__name__, b"")
            raise
        return await self._recorder.note(asked, None, "revoke", "done", grant_id.encode())


def _administers(subject: Subject, grantor: str) -> bool:
    return "GRANT_ADMIN" in subject.roles and subject.organisation == grantor
