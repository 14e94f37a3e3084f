import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import { createClient, ProblemError } from "./client.ts";
import type { Client, Conflict, StreamEvent } from "./client.ts";
import { askAs, HOST, noticeAt, startTestServer, volumeAt } from "./fixture.ts";
import type { TestServer } from "./fixture.ts";

const SECRET = "north-secret";

suite("disclosing and settling, over HTTP", () => {
  let server: TestServer;
  let [north, south, northSecond, southSecond]: Client[] = [];
  const clientOf = async (party: string, sub: string): Promise<Client> => {
    const { port } = server.app.server.address() as AddressInfo;
    const token = await server.token({ party, sub, roles: ["desk", "approver"] });
    return createClient({ baseUrl: `http://127.0.0.1:${port}`, token, pauseMs: 1 });
  };
  before(async () => {
    server = await startTestServer({ rules: { secondPersonAgreement: true } });
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    [north, northSecond] = [await clientOf("NORTH", "n-first"), await clientOf("NORTH", "n-other")];
    [south, southSecond] = [await clientOf("SOUTH", "s-first"), await clientOf("SOUTH", "s-other")];
  });
  after(() => server.close());

  /** A conflict of its own, near a longitude. */
  const meetAt = async (lngDeg: number): Promise<{ conflict: Conflict; operationId: string }> => {
    const { operationId } = await north!.fileOperation(noticeAt(lngDeg, 35.04, SECRET));
    const { conflictIds } = await south!.fileOperation(noticeAt(lngDeg + 0.005, 35.04));
    return { conflict: await south!.conflict(conflictIds[0]!), operationId };
  };

  test("what is shown is read once with a receipt, which the owner sees", async () => {
    const { operationId } = await meetAt(40.04);
    await assert.rejects(south!.operation(operationId), { status: 404 });
    const preview = await north!.disclosures(operationId, { to: "SOUTH", rung: "full" });
    const shown = await north!.disclose(operationId, { to: "SOUTH", rung: "full" });
    assert.equal(shown.rung, "full");
    const listed = await south!.disclosed();
    assert.equal(listed.items[0]?.readAt, null);
    assert.doesNotMatch(JSON.stringify(listed), /secret|footprint/);
    const seen = await south!.operation(operationId);
    assert.ok(seen.detail === "disclosed" && seen.versions[0]?.name === SECRET);
    const before = (await south!.head()).seq;
    await south!.operation(operationId);
    assert.equal((await south!.head()).seq, before, "one receipt");
    const { recipients } = await north!.disclosures(operationId);
    assert.equal(recipients[0]?.reads[0]?.rung, "full");
    assert.deepEqual(recipients[0]?.sees, seen);
    const [promised, got] = [preview.preview!.sees!, seen].map((one) =>
      JSON.stringify(one).replaceAll(/"shownAt":"[^"]+"/g, ""),
    );
    assert.equal(promised, got, "the preview was what is seen");
    const relief = await askAs(server, { party: "RELIEF" });
    const host = await askAs(server, HOST);
    assert.equal((await relief("GET", `/v1/operations/${operationId}`)).status, 404);
    assert.equal((await host("GET", `/v1/operations/${operationId}`)).body.detail, "exists");
    const others = await south!.disclosures(operationId).catch((error: ProblemError) => error);
    assert.ok(others instanceof ProblemError && others.kind === "unknown-operation");
    await north!.closeDisclosure(operationId, { to: "SOUTH" });
    await north!.replaceOperation(operationId, { version: 1, volumes: [volumeAt(40.04, 35.04)] });
    const later = await south!.operation(operationId);
    assert.ok(later.detail === "disclosed" && !later.isCurrent && later.versions.length === 1);
  });

  test("a consent shows by itself what is in conflict from then on", async () => {
    await south!.setConsent("NORTH", { rung: "area_and_altitude" });
    const { conflict } = await meetAt(42.04);
    const { other } = await north!.conflict(conflict.id);
    assert.ok(other?.rung === "area_and_altitude");
    const seen = await north!.operation(other.operationId!);
    assert.ok(seen.detail === "disclosed" && seen.versions[0]?.category === null);
    assert.equal((await south!.consents()).consents[0]?.to, "NORTH");
  });

  test("from told to resolved, with two people on each side, and both streams hear it", async () => {
    const { conflict, operationId } = await meetAt(44.04);
    const { id } = conflict;
    const abort = new AbortController();
    const heard: StreamEvent[] = [];
    const headSeq = (await south!.head()).seq;
    const listening = (async () => {
      for await (const event of south!.events({ after: headSeq, signal: abort.signal })) {
        heard.push(event);
        if (event.kind === "conflict.moved" && event.conflict.life === "resolved") abort.abort();
      }
    })();
    await north!.ownConflict(id);
    await south!.ownConflict(id);
    assert.equal((await south!.conflict(id)).other?.party, "NORTH");
    const made = await north!.propose(id, {
      own: { shiftMs: 6 * 3_600_000 },
      other: { shiftM: 10 },
    });
    const [mine, theirs] = [await north!.proposal(made.proposalId), await south!.proposals(id)];
    assert.equal(mine.isOwn, true);
    assert.equal(theirs.proposals[0]?.other.shiftMs, 6 * 3_600_000);
    await south!.acceptProposal(made.proposalId);
    const alone = await south!.confirmAgreement(made.proposalId).catch((e: ProblemError) => e);
    assert.ok(alone instanceof ProblemError && alone.kind === "needs-second-person");
    await southSecond!.confirmAgreement(made.proposalId);
    const { state } = await northSecond!.confirmAgreement(made.proposalId);
    assert.equal(state, "agreed");
    await listening;
    const after = await south!.conflict(id);
    assert.deepEqual([after.life, after.resolution?.kinds], ["resolved", ["time", "altitude"]]);
    const operation = await north!.operation(operationId);
    assert.ok(operation.detail === "full" && operation.current.notice.kind === "agreed");
    const kinds = heard.map(({ kind }) => kind);
    for (const kind of ["proposal.opened", "proposal.changed", "conflict.closed"] as const) {
      assert.ok(kinds.includes(kind), kind);
    }
    assert.doesNotMatch(JSON.stringify(heard), /secret|n-first|n-other/);
  });

  test("an option's volumes may be proposed, countered, declined and withdrawn", async () => {
    const { conflict } = await meetAt(46.04);
    const { id } = conflict;
    await north!.ownConflict(id);
    const volumes = [volumeAt(47.04, 35.04)];
    const made = await north!.propose(id, { volumes });
    const seen = await south!.proposal(made.proposalId);
    assert.deepEqual([seen.other.hasNewRoute, seen.other.volumes], [true, null]);
    assert.deepEqual((await north!.proposal(made.proposalId)).own.volumes, volumes);
    const counter = await south!.counterProposal(made.proposalId, { own: { shiftM: 50 } });
    await north!.declineProposal(counter.proposalId);
    const again = await north!.propose(id, { safeguards: ["keep_radio_contact"] });
    assert.equal((await north!.withdrawProposal(again.proposalId)).state, "withdrawn");
    assert.equal((await north!.conflict(id)).life, "in_contact");
    assert.equal((await north!.noteContact(id)).life, "in_contact");
    assert.equal((await north!.flagFalseAlarm(id)).life, "in_contact");
    assert.equal((await south!.flagFalseAlarm(id)).life, "false_alarm");
  });

  test("a standing agreement keeps its conflicts quiet", async () => {
    const volume = volumeAt(48, 35, {
      footprint: { kind: "circle", center: [48, 35], radiusM: 50_000 },
      start: "2026-01-01T00:00:00Z",
      end: "2090-01-01T00:00:00Z",
    });
    const made = await north!.proposeStanding({ with: "SOUTH", name: "range", volume });
    await south!.agreeStanding(made.standingId);
    const { conflict } = await meetAt(48.04);
    assert.deepEqual([conflict.life, conflict.standingId], ["standing", made.standingId]);
    assert.equal((await south!.standings()).standings[0]?.state, "agreed");
    await south!.endStanding(made.standingId);
    assert.equal((await south!.standing(made.standingId)).state, "ended");
    assert.equal((await north!.conflict(conflict.id)).life, "told");
  });

  test("another's conflict, proposal and agreement answer as none at all", async () => {
    const { conflict } = await meetAt(50.04);
    await north!.ownConflict(conflict.id);
    const { proposalId } = await north!.propose(conflict.id, { own: { shiftM: 20 } });
    const volume = volumeAt(52, 35);
    const { standingId } = await north!.proposeStanding({ with: "SOUTH", name: "other", volume });
    const relief = await askAs(server, { party: "RELIEF", roles: ["desk", "approver"] });
    const rows = [
      ...["own", "contact", "false-alarm"].map((v) => ["POST", "conflicts", conflict.id, v]),
      ["POST", "conflicts", conflict.id, "proposals"],
      ["GET", "conflicts", conflict.id, "proposals"],
      ["GET", "conflicts", conflict.id, ""],
      ["GET", "proposals", proposalId, ""],
      ...["accept", "decline", "withdraw", "confirm"].map((v) => [
        "POST",
        "proposals",
        proposalId,
        v,
      ]),
      ["POST", "proposals", proposalId, "counter"],
      ["GET", "standings", standingId, ""],
      ...["agree", "end"].map((v) => ["POST", "standings", standingId, v]),
    ] as ["GET" | "POST", string, string, string][];
    for (const [method, noun, real, verb] of rows) {
      const ask = async (id: string): Promise<string> => {
        const url = `/v1/${noun}/${id}${verb === "" ? "" : `/${verb}`}`;
        const answer = await relief(method, url, method === "POST" ? {} : undefined);
        return JSON.stringify([answer.status, answer.body]).replaceAll(id, "ID");
      };
      const answer = await ask(real);
      assert.equal(answer, await ask("x".repeat(real.length)), `${method} ${noun} ${verb}`);
      assert.match(answer, /^\[404/);
    }
  });
});
