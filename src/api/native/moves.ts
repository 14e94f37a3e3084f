/** Routes by which a party says something of one thing: `POST /v1/items/:id/accept`, and all like it. */

import type { Static, TObject, TSchema, TString } from "typebox";
import type { Command } from "../../core/commands.ts";
import type { Access, Api } from "../context.ts";
import { allowNoBody } from "./channel-routes.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

export type Move<C extends Command, S extends TSchema> = {
  /** What stands after the id. */
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  /** Who may; whoever may write unless given. */
  readonly access?: Access;
  readonly body: S;
  readonly parse: (id: string, body: Static<S>) => C;
};

export type AddMove<C extends Command> = <S extends TSchema>(move: Move<C, S>) => void;

type Things<C extends Command, A extends TSchema> = {
  /** As "/v1/items". */
  readonly path: string;
  readonly tags: readonly string[];
  readonly params: TObject<{ id: TString }>;
  readonly answer: A;
  readonly rate?: "urgent";
  readonly write: (write: Write & { readonly command: C }) => Promise<Static<A>>;
};

/** Adds one route for each move of things of one kind. No body is an empty one. */
export const movesOf =
  <C extends Command, A extends TSchema>(app: Api, things: Things<C, A>): AddMove<C> =>
  ({ verb, access = "write", body, parse, ...about }) => {
    const { path, tags, params, rate, write } = things;
    // What is written is typed as the answer by `things`; the route need not be told again.
    const answer: TSchema = things.answer;
    app.post(
      `${path}/:id/${verb}`,
      {
        config: { access, ...(rate ? { rate } : {}) },
        preValidation: allowNoBody,
        schema: {
          tags: [...tags],
          ...about,
          body,
          headers: WriteHeaders,
          params,
          response: { 200: answer, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const command = parse(request.params.id, request.body as Static<typeof body>);
        return write({ request, reply, command });
      },
    );
  };
