/** Everything that is said of contacts and of their readouts. */

import type { Handlers } from "../handling.ts";
import type { ContactCommand } from "./commands.ts";
import { READOUT_HANDLERS } from "./readouts.ts";
import { REGISTER_HANDLERS } from "./register.ts";

export const CONTACT_HANDLERS: Handlers<ContactCommand> = {
  ...REGISTER_HANDLERS,
  ...READOUT_HANDLERS,
};
