import type { Match } from '../../ports/guardrails/match';

/** `type` is always `SECRET`. */
export interface SecretMatch extends Match {
	rule: string;
}

/** Rules are data, in families: one file in `rules/` each. */
export interface SecretRule {
	readonly name: string;
	/** Literal text of every such secret, found in one pass for all rules. The expression starts at an anchor, or `leads` characters before. */
	readonly anchors: readonly string[];
	/**
	 * Its first group, if any, precedes the secret. Sticky and linear: every repetition is bounded, and a long one fails early or starts only once in
	 * a run of its characters.
	 */
	readonly expression: RegExp;
	/** Characters of the secret before its anchor, in the order to try. Default 0. */
	readonly leads?: readonly number[];
	/** Letters or digits can directly precede it: nothing else looks like this. Default false. */
	readonly anywhere?: boolean;
	/** Default: enough distinct characters, and not a placeholder. */
	readonly accepts?: (secret: string) => boolean;
	/** 0 to 1; default 0.95. */
	readonly score?: number;
}
