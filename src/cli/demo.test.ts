import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { suite, test } from "node:test";
import { makeDisk, runLine } from "./test-io.ts";

const linesOf = async (...more: string[]): Promise<readonly string[]> => {
  const argv = ["demo", "--replay", "--speed", "max", "--side", "RELIEF", ...more];
  return (await runLine(argv)).out.split("\n\n").slice(1);
};

suite("demo", () => {
  const disk = makeDisk();

  test("wrong flags are told in words", async () => {
    const rows: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /give --replay or --transcript FOLDER/],
      [["--replay", "--transcript", "x"], /give --replay or --transcript FOLDER/],
      [["--replay", "--speed", "0"], /--speed 0 is no speed: give a number over 0, or max/],
      [["--replay", "--speed", "fast"], /--speed fast is no speed/],
      [["--replay", "--side", "EAST"], /use NORTH, SOUTH, RELIEF, HOST/],
      [["--replay", "--act", "3"], /use 1, 2/],
      [["--replay", "--language", "fr"], /use en, ar, ru/],
      [["--transcript", "x", "--side", "NORTH"], /--side goes with --replay/],
      [["--replya"], /did you mean --replay/],
      [["somewhere"], /somewhere is not a flag/],
    ];
    for (const [argv, pattern] of rows) {
      const { code, err } = await runLine(["demo", ...argv]);
      assert.match(err, pattern, argv.join(" "));
      assert.equal(code, 2, argv.join(" "));
    }
  });

  test("three sides are played in columns, and it is said that it is an example", async () => {
    const { code, out } = await runLine(["demo", "--replay", "--speed", "max"]);
    assert.equal(code, 0);
    assert.match(out, /^EXAMPLE\. Fictional parties/);
    assert.match(out, /\n {0}North +│ South +│ Relief\n/);
    for (const line of out.split("\n")) assert.ok(Array.from(line).length <= 120, line);
    assert.match(out, /Hazard warning/);
  });

  test("one side is told in its language; on a terminal the example is red", async () => {
    const argv = ["demo", "--replay", "--speed", "max", "--side", "SOUTH", "--language", "ru"];
    const { out } = await runLine(argv, { isOutTerminal: true });
    assert.ok(out.startsWith("\u001b[1;31mПРИМЕР."));
    assert.match(out, /Сигнал бедствия/i);
    const { out: plain } = await runLine(argv, { isOutTerminal: true, env: { NO_COLOR: "1" } });
    assert.ok(plain.startsWith("ПРИМЕР."));
  });

  test("it is played in time: so many minutes of the story in a minute", async () => {
    const begun = performance.now();
    await runLine(["demo", "--replay", "--act", "1", "--speed", "9600", "--side", "RELIEF"], {
      nowMs: () => Date.now(),
    });
    // 240 minutes of the story at this speed are a second and a half.
    assert.ok(performance.now() - begun >= 1_450);
  });

  test("one act is told alone, or both; the days between them take no time", async () => {
    const [first, second] = [await linesOf("--act", "1"), await linesOf("--act", "2")];
    assert.match(first.join(), /Raqqa/);
    assert.doesNotMatch(first.join(), /Helsinki|hospital/);
    assert.match(second.join(), /Al-Mayadin hospital/);
    assert.deepEqual(await linesOf(), [...first.slice(0, -1), ...second]);
  });

  test("transcripts are written into a folder that need not be there", async () => {
    const folder = disk.path("a/b");
    const { code, out } = await runLine(["demo", "--transcript", folder]);
    assert.equal(code, 0);
    assert.equal(out, `18 files in ${folder}\n`);
    assert.equal(readdirSync(folder).length, 18);
    const file = disk.write("file");
    const { code: bad, err } = await runLine(["demo", "--transcript", file]);
    assert.equal(bad, 2);
    assert.match(err, /--transcript /);
  });
});
