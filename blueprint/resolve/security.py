"""Security: tokens, roles, and who may call an operation."""

from blueprint.document.access import AllowWord
from blueprint.document.phrases import GrantWord
from blueprint.document.system import SecurityWord, TokensWord
from blueprint.model import Access, Grant, Role, Security, Tokens
from blueprint.names import Name

TENANT_CLAIM = "tenant"
"""Where a token says its tenant, if the blueprint does not say where."""


def resolve_security(word: SecurityWord) -> Security:
    """The system's security."""
    return Security(
        tokens=_tokens(word.tokens) if word.tokens else None,
        cors=tuple(word.cors),
        roles=tuple(Role(name=Name(name), about=about) for name, about in word.roles.items()),
    )


def _tokens(word: TokensWord) -> Tokens:
    return Tokens(
        issuer=word.issuer,
        audience=word.audience,
        roles=word.roles,
        tenant=word.tenant or TENANT_CLAIM,
    )


def access(word: AllowWord) -> Access:
    """Who may call."""
    return Access(public=word.public, grants=tuple(map(_grant, word.grants)))


def _grant(word: GrantWord) -> Grant:
    return Grant(
        role=Name(word.role) if word.role else None,
        authenticated=word.authenticated,
        service=Name(word.service) if word.service else None,
        own=word.own,
    )
