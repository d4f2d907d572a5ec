import type { Match } from '../../ports/guardrails/match';

/** The place of a secret, and its rule. `type` is always `SECRET`. */
export interface SecretMatch extends Match {
	/** The rule's name, such as `github-token`. Names are stable. */
	rule: string;
}

/** The form of a service's keys. Rules are data, in families: one file in `rules/` each. */
export interface SecretRule {
	readonly name: string;
	/**
	 * Text that every such secret contains literally: found in one pass for all rules together. The expression starts at an anchor, or `leads`
	 * characters before.
	 */
	readonly anchors: readonly string[];
	/**
	 * Must match there. Its first group, if any, precedes the secret and is not part of it. Sticky and linear: every repetition is bounded, and a
	 * long one either fails early or can start only once in a run of its characters.
	 */
	readonly expression: RegExp;
	/** Numbers of characters of the secret that can precede its anchor, in the order to try. Default 0. */
	readonly leads?: readonly number[];
	/** Letters or digits can directly precede it, because nothing else looks like this. Default false. */
	readonly anywhere?: boolean;
	/** Returns whether it looks random; default: enough distinct characters, and not a placeholder. */
	readonly accepts?: (secret: string) => boolean;
	/** 0 to 1; default 0.95. */
	readonly score?: number;
}
