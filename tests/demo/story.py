"""The story: one patient, one order, and everything that may go wrong around it."""

from uuid import uuid4

import httpx2

from tests.demo.dead_letters import DeadLetters
from tests.demo.report import Report
from tests.demo.system import People, eventually
from tests.demo.traces import contexts_of_trace
from tests.demo.workplace import Workplace

ORDER = {
    "priority": "stat",
    "tests": [{"code": "GLU", "specimen": "blood"}],
    "notes": "Call 555-0100",
}
PATIENT = {
    "record_number": "MRN-0001",
    "given_name": "Ada",
    "family_name": "Byron",
    "born_on": "1985-12-10",
    "address": {"street": "1 Ward Road", "city": "London", "country": "GB"},
}


class Story:
    """Everybody in it, and what they have made so far."""

    def __init__(self, base: str, workplace: Workplace, report: Report) -> None:
        people = People(base)
        self.report = report
        self.base = base
        self.workplace = workplace
        self.dead = DeadLetters(workplace)
        self.grey = people.client("clinician", "dr-grey")
        self.house = people.client("clinician", "dr-house")
        self.elsewhere = people.client("clinician", "dr-grey", tenant="st-paul")
        self.bench = people.client("technician", "tech-tom")
        self.clerk = people.client("accountant", "acc-ann")
        self.nobody = httpx2.Client(base_url=f"{base}/api", timeout=10)
        self.patient: dict[str, str] = {}
        self.order: dict[str, str] = {}
        self.traceparent = f"00-{uuid4().hex}-{uuid4().hex[:16]}-01"

    def play(self) -> None:
        """Every chapter in order; raises BrokenError at the first step that is not as promised."""
        self.register_and_order()
        self.draw_report_and_follow()
        self.be_refused()
        self.lose_a_race()
        self.ask_as_an_old_client()
        self.meet_the_unwritten()
        self.break_and_heal_the_vendor()
        self.ask_too_often()

    def register_and_order(self) -> None:
        """A patient, and one order placed twice with one key."""
        report = self.report
        report.chapter("A clinician registers a patient and orders a test")
        answer = self.grey.post("/patients/v1/patients", json=PATIENT)
        report.expect(
            201, answer.status_code, "the patient is registered", answer.headers.get("location", "")
        )
        self.patient = answer.json()
        key = {"Idempotency-Key": uuid4().hex, "traceparent": self.traceparent}
        body = {**ORDER, "patient_id": self.patient["id"]}
        first = self.grey.post("/ordering/v2/orders", json=body, headers=key)
        report.expect(
            201, first.status_code, "the order is placed", first.headers.get("location", "")
        )
        again = self.grey.post("/ordering/v2/orders", json=body, headers=key)
        report.expect(
            first.json()["id"],
            again.json()["id"],
            "placed again with the same key, it is the same order",
        )
        orders = self.grey.get("/ordering/v2/orders").json()["items"]
        report.expect(1, len(orders), "and there is one order")
        other = self.grey.post("/ordering/v2/orders", json={**body, "notes": "other"}, headers=key)
        report.expect(422, other.status_code, "the same key with another body is refused")
        self.order = first.json()

    def draw_report_and_follow(self) -> None:
        """Sample, result, and what the others make of it, all by events."""
        report = self.report
        report.chapter(
            "The sample is drawn, the result reported; everything else follows by events"
        )
        place = f"/ordering/v2/orders/{self.order['id']}"
        drawn = self.bench.post(
            f"{place}/collection",
            json={"barcode": "TUBE-0001"},
            headers={"traceparent": self.traceparent},
        )
        report.expect("collected", drawn.json().get("status"), "the technician draws the sample")
        eventually(self.analyses, ["running"], "an analysis runs")
        report.seen("the laboratory has started a run at the device", "ordering.SampleCollected")
        analysis = self.bench.get(
            "/laboratory/v1/analyses", params={"order_id": self.order["id"]}
        ).json()["items"][0]
        done = self.bench.post(
            f"/laboratory/v1/analyses/{analysis['id']}/result",
            json={"findings": [{"code": "GLU", "value": "5.4", "unit": "mmol/l"}]},
            headers={"traceparent": self.traceparent},
        )
        report.expect("reported", done.json().get("status"), "the technician reports the result")
        eventually(
            lambda: self.grey.get(place).json()["status"], "completed", "the order is completed"
        )
        report.seen("the order is completed", "laboratory.ResultReported")
        eventually(self.board, "completed", "the ward's board shows it")
        report.seen("the ward's board shows it", "a view fed by five events")
        eventually(lambda: len(self.invoices()), 1, "an invoice is made")
        report.seen("the invoice is made", f"total {self.invoices()[0]['total']}")
        eventually(lambda: len(self.notices()), 1, "the clinician is told")
        report.seen("the clinician is told", self.notices()[0]["message"])
        seen = eventually(
            lambda: (
                contexts_of_trace(self.workplace, self.traceparent)
                >= {"ordering", "laboratory", "billing"}
            ),
            True,
            "one trace runs through the contexts",
        )
        report.expect(
            True, seen, "one trace runs through all of it", self.traceparent.split("-")[1]
        )

    def analyses(self) -> list[str]:
        """The states of this order's analyses."""
        found = self.bench.get("/laboratory/v1/analyses", params={"order_id": self.order["id"]})
        return [item["status"] for item in found.json()["items"]]

    def board(self) -> str | None:
        """What the ward's board says of this order."""
        rows = self.grey.get("/ordering/v2/board").json()["items"]
        return next((row["state"] for row in rows if row["order_id"] == self.order["id"]), None)

    def invoices(self) -> list[dict[str, str]]:
        """This order's invoices."""
        found = self.clerk.get("/billing/v1/invoices", params={"order_id": self.order["id"]})
        return list(found.json()["items"])

    def notices(self) -> list[dict[str, str]]:
        """What the clinician was told."""
        return list(self.grey.get("/notifications/v1/notices").json()["items"])

    def be_refused(self) -> None:
        """No token, the wrong role, another's order, another tenant's."""
        report = self.report
        report.chapter("Whoever may not, may not")
        place = f"/ordering/v2/orders/{self.order['id']}"
        report.expect(401, self.nobody.get(place).status_code, "no token: 401")
        report.expect(403, self.clerk.get(place).status_code, "the wrong role: 403")
        report.expect(404, self.house.get(place).status_code, "another clinician's order: 404")
        report.expect(404, self.elsewhere.get(place).status_code, "another tenant's order: 404")
        late = self.grey.post(f"{place}/cancellation", json={"reason": "too late"})
        report.expect(
            409, late.status_code, "cancelling what is completed: 409", late.json()["title"]
        )

    def lose_a_race(self) -> None:
        """Two people change one record; the second is told."""
        report = self.report
        report.chapter("Two people change one record")
        place = f"/patients/v1/patients/{self.patient['id']}"
        seen = self.grey.get(place).headers["etag"]
        first = self.grey.patch(place, json={"given_name": "Augusta"}, headers={"If-Match": seen})
        report.expect(200, first.status_code, "the first change, If-Match " + seen)
        second = self.house.patch(place, json={"given_name": "Ada"}, headers={"If-Match": seen})
        report.expect(412, second.status_code, "the second has lost the race: 412")

    def ask_as_an_old_client(self) -> None:
        """What v1's clients still see, and what they are told."""
        report = self.report
        report.chapter("A client of v1, which is deprecated")
        old = self.grey.get(f"/ordering/v1/orders/{self.order['id']}")
        report.expect("urgent", old.json()["priority"], "v1 never knew `stat`: it sees `urgent`")
        report.expect(
            "@",
            old.headers["deprecation"][:1],
            "it is told of the deprecation",
            old.headers["deprecation"],
        )
        report.expect(
            True, "2027" in old.headers["sunset"], "and of the sunset", old.headers["sunset"]
        )
        placed = self.grey.post(
            "/ordering/v1/orders", json={"patient": self.patient["id"], "tests": ORDER["tests"]}
        )
        report.expect(
            201, placed.status_code, "and it still says `patient` where v2 says `patient_id`"
        )

    def meet_the_unwritten(self) -> None:
        """An operation that nobody has written yet."""
        self.report.chapter("An operation that nobody has written yet")
        answer = self.clerk.get(
            "/billing/v1/revenue", params={"since": "2026-01-01", "until": "2026-12-31"}
        )
        self.report.expect(501, answer.status_code, "GetRevenue: 501", answer.json()["detail"])

    def break_and_heal_the_vendor(self) -> None:
        """The device vendor fails until a message is dead; healed, it is replayed."""
        report = self.report
        report.chapter("The device vendor fails, and comes back")
        httpx2.put(f"{self.base}/fake/devices/_behaviour", json={"status": 503}).raise_for_status()
        body = {**ORDER, "patient_id": self.patient["id"]}
        self.order = self.grey.post("/ordering/v2/orders", json=body).json()
        self.bench.post(
            f"/ordering/v2/orders/{self.order['id']}/collection", json={"barcode": "TUBE-0002"}
        )
        eventually(
            lambda: self.dead.count("laboratory"), 1, "the message is dead after its attempts"
        )
        report.seen("after three attempts the message is dead", "`make dead` lists it")
        report.expect([], self.analyses(), "and no analysis was made")
        httpx2.delete(f"{self.base}/fake/devices/_behaviour").raise_for_status()
        report.expect(
            1, self.dead.replay("laboratory"), "the vendor is back; the message is replayed"
        )
        eventually(self.analyses, ["running"], "the analysis runs")
        report.seen("the analysis runs")

    def ask_too_often(self) -> None:
        """More requests in a minute than the blueprint allows."""
        self.report.chapter("Asking too often")
        statuses = [self.house.get("/notifications/v1/notices") for _ in range(25)]
        limited = [answer for answer in statuses if answer.status_code == 429]
        self.report.expect(
            True,
            bool(limited),
            "429 after 20 in a minute",
            f"Retry-After {limited[0].headers['retry-after']} s",
        )
