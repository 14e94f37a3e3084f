/** Acts that say nothing but which thing is meant. */

import type { Client, WriteOptions } from "../../api/native/client.ts";
import type { Act, Answer, Asked } from "./act.ts";

type Move<R> = (client: Client, id: string, options: WriteOptions) => Promise<R>;

/** One act for each move of the things that `takes` names, answered as `answer` has it. */
export const movesOf =
  <R>(takes: string, answer: (asked: Asked, receipt: R) => Answer) =>
  (text: string, move: Move<R>): Act => ({
    takes: [takes],
    text,
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return answer(asked, await move(asked.client, id, asked.write));
    },
  });
