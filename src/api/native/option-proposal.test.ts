import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import { createClient, ProblemError } from "./client.ts";
import type { Client } from "./client.ts";
import { startTestServer, volumeAt } from "./fixture.ts";
import type { TestServer } from "./fixture.ts";
import type { Volume } from "./volume.ts";

const HOUR_MS = 3_600_000;

const corridorAt = (west: number): Volume =>
  volumeAt(west, 35, {
    footprint: {
      kind: "corridor",
      route: [
        [west - 0.3, 35],
        [west + 0.3, 35],
      ],
      halfWidthM: 300,
      edges: "geodesic",
    },
    lowerM: 0,
    upperM: 500,
  });

const refusalOf = async (asked: Promise<unknown>): Promise<ProblemError> => {
  const answer = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(answer instanceof ProblemError, "it is refused");
  return answer;
};

const file = (client: Client, volumes: readonly Volume[]) =>
  client.fileOperation({ category: "uas_flight", volumes });

/** The first option of a kind. */
const idOf = async (client: Client, operationId: string, kind: "lateral" | "altitude") =>
  (await client.operationOptions(operationId, { kinds: [kind] })).options[0]!.id!;

suite("a proposal made from an option", () => {
  let server: TestServer;
  let [north, south]: Client[] = [];
  let lngDeg = 30;
  before(async () => {
    server = await startTestServer();
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = server.app.server.address() as AddressInfo;
    [north, south] = await Promise.all(
      ["NORTH", "SOUTH"].map(async (party) => {
        const token = await server.token({ party, sub: party, roles: ["desk", "approver"] });
        return createClient({ baseUrl: `http://127.0.0.1:${port}`, token, pauseMs: 1 });
      }),
    );
  });
  after(() => server.close());

  /** Two that meet, each shown in full to the other, read, and taken. */
  const meet = async (): Promise<{ id: string; northId: string; southId: string }> => {
    lngDeg += 2;
    const { operationId: northId } = await file(north!, [corridorAt(lngDeg)]);
    const { operationId: southId, conflictIds } = await file(south!, [volumeAt(lngDeg, 35)]);
    await north!.disclose(northId, { to: "SOUTH", rung: "full" });
    await south!.disclose(southId, { to: "NORTH", rung: "full" });
    await north!.operation(southId);
    await south!.operation(northId);
    const [id] = conflictIds;
    await north!.ownConflict(id!);
    await south!.ownConflict(id!);
    return { id: id!, northId, southId };
  };

  test("every kind comes to the volumes that the option has, and parts the two", async () => {
    for (const kind of ["time", "altitude", "time_altitude", "lateral", "reroute"] as const) {
      const { id, northId } = await meet();
      const { options } = await north!.operationOptions(northId, { kinds: [kind] });
      const option = options.find((one) => one.kind === kind);
      assert.ok(option?.id, kind);
      const { proposalId } = await north!.propose(id, { optionId: option.id });
      const proposal = await north!.proposal(proposalId);
      const isOverGround = kind === "lateral" || kind === "reroute";
      assert.equal(proposal.own.hasNewRoute, isOverGround, kind);
      if (isOverGround) assert.deepEqual(proposal.own.volumes, option.volumes);
      await south!.acceptProposal(proposalId);
      assert.equal((await north!.conflict(id)).life, "resolved", kind);
      const now = await north!.operation(northId);
      assert.ok(now.detail === "full");
      assert.deepEqual(now.current.volumes, option.volumes, kind);
      assert.equal((await south!.conflict(id)).resolution?.proposalId, proposalId);
    }
  });

  test("a draft's options have no id: there is nothing to propose a change of", async () => {
    const { northId } = await meet();
    const volumes = [volumeAt(lngDeg, 35)];
    const { options } = await south!.options({ category: "uas_flight", volumes });
    assert.ok(northId && options.length > 0);
    assert.deepEqual(new Set(options.map(({ id }) => id)), new Set([null]));
  });

  test("an option of an earlier version is refused, and says what to do", async () => {
    for (const kind of ["time", "lateral"] as const) {
      const { id, northId } = await meet();
      const { options } = await north!.operationOptions(northId, { kinds: [kind] });
      const optionId = options[0]!.id!;
      const made = await north!.propose(id, { optionId }, { key: `first-${kind}` });
      const volumes = [corridorAt(lngDeg + 0.01)];
      await north!.replaceOperation(northId, { version: 1, volumes });
      const stale = await refusalOf(north!.propose(id, { optionId }));
      assert.deepEqual([stale.status, stale.kind], [422, "bad-field"]);
      assert.equal(stale.problem.field, "optionId");
      assert.match(stale.problem.remedy, /ask for options of the operation again/);
      const again = await north!.propose(id, { optionId }, { key: `first-${kind}` });
      assert.equal(again.proposalId, made.proposalId, "a repeat has the first answer");
    }
  });

  test("an option of another's operation answers as one of none", async () => {
    for (const kind of ["time", "lateral"] as const) {
      const { id, northId, southId } = await meet();
      const { options } = await north!.operationOptions(northId, { kinds: [kind] });
      const optionId = options[0]!.id!;
      const answers = await Promise.all(
        [optionId, optionId.replace(northId, "SOUTH-2026-99999")].map(async (one) =>
          refusalOf(south!.propose(id, { optionId: one })),
        ),
      );
      const [another, none] = answers.map(({ status, problem: { detail, field } }) => ({
        status,
        detail,
        field,
      }));
      assert.deepEqual(another, none);
      assert.equal(another!.status, 422);
      assert.ok(southId);
    }
  });

  test("each side's option in one: a counter keeps what the other side offered of itself", async () => {
    const { id, northId, southId } = await meet();
    const around = await idOf(north!, northId, "lateral");
    const first = await north!.propose(id, { optionId: around });
    const optionId = await idOf(south!, southId, "altitude");
    const made = await south!.counterProposal(first.proposalId, { optionId, keepsOffer: true });
    const seen = await south!.proposal(made.proposalId);
    assert.deepEqual([seen.other.hasNewRoute, seen.other.volumes], [true, null]);
    assert.notEqual(seen.own.shiftM, 0);
    await north!.acceptProposal(made.proposalId);
    const { resolution } = await south!.conflict(id);
    assert.deepEqual(resolution?.kinds, ["route", "altitude"]);
    for (const [client, operationId] of [
      [north!, northId],
      [south!, southId],
    ] as const) {
      const now = await client.operation(operationId);
      assert.ok(now.detail === "full" && now.current.version === 2);
    }
  });

  test("what says the same side twice, or names no option, is refused with its field", async () => {
    const { id, northId } = await meet();
    const { options } = await north!.operationOptions(northId, { kinds: ["time"] });
    const optionId = options[0]!.id!;
    for (const request of [
      { optionId, own: { shiftM: 1 } },
      { optionId, volumes: [corridorAt(lngDeg)] },
      { optionId: "NORTH:1:up" },
      { optionId: `${northId}:99:lateral:90:500` },
      { optionId: `${northId}:99:time:1000` },
    ]) {
      const { problem } = await refusalOf(north!.propose(id, request));
      assert.equal(problem.field, "optionId", JSON.stringify(request));
      assert.ok(problem.remedy);
    }
    const far = await refusalOf(
      north!.propose(id, { optionId: `${northId}:1:time:${60 * 24 * HOUR_MS}` }),
    );
    assert.equal(far.problem.field, "own.shiftMs", "by hand it says no more than a shift by hand");
  });
});
