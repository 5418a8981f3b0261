"""Routes of tasks beyond the blueprint, each with its policy. Yours.

    HELLO = Policy("Hello", Authenticated())

    @router.get("/hello")
    async def hello(call: Annotated[Call, Depends(HELLO)]) -> dict[str, str]:
        return {"hello": call.caller.subject}

They answer below /api/tasks/custom.
A route without a policy keeps the service from starting.
"""

from fastapi import APIRouter

router = APIRouter()
