/** A setting is wrong: which, where it came from, and what to write instead. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
