import assert from "node:assert/strict";
import { test } from "node:test";
import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { encodeTable, rowsOf } from "./columns.ts";

test("rows come back as they were, whatever their columns hold", () => {
  const plain = { noNullPrototype: true };
  const arbMixed = fc.oneof(fc.constant(null), fc.boolean(), fc.record({ a: fc.integer() }, plain));
  const arbRow = fc.record(
    {
      number: fc.oneof(fc.double(), fc.constant(Infinity), fc.constant(-0)),
      word: fc.constantFrom("filed", "active"),
      text: fc.string({ unit: "binary" }),
      list: fc.array(fc.double(), { maxLength: 5 }),
      mixed: arbMixed,
    },
    plain,
  );
  fc.assert(
    fc.property(fc.array(arbRow, { maxLength: 30 }), (rows) => {
      const told: unknown = deserialize(serialize(encodeTable(rows)));
      assert.deepEqual([...rowsOf(told as ReturnType<typeof encodeTable>)], rows);
    }),
  );
});

test("many different texts, in any script, come back as they were", () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => ({ text: `دير الزور Дейр-эз-Зор ${i} 🚁` }));
  assert.deepEqual([...rowsOf(encodeTable(rows))], rows);
});
