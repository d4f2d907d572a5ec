import type { Match } from '../../ports';

/** A secret's position, and the rule that recognized it. `type` is always `SECRET`. */
export interface SecretMatch extends Match {
	/** The rule's name, such as `github-token`. Names are stable. */
	rule: string;
}

/** The form of one service's keys. Rules are data, in families: one file of `rules/` each. */
export interface SecretRule {
	readonly name: string;
	/**
	 * Texts that every such secret contains, found in one pass over the text for all rules together. The expression starts at an anchor, or
	 * `leads` characters before it.
	 */
	readonly anchors: readonly string[];
	/**
	 * Matches the secret. Its first group, if any, precedes the secret and is not part of it. Sticky, and linear: every repetition is
	 * bounded, and a long one either fails early or can start only once in a run of its characters.
	 */
	readonly expression: RegExp;
	/** How many characters of the secret may precede its anchor, each tried in turn. Default 0. */
	readonly leads?: readonly number[];
	/** Whether letters or digits can precede the secret directly, because nothing else looks like this. Default false. */
	readonly anywhere?: boolean;
	/** Whether it looks random. Default: enough different characters, and not a placeholder. */
	readonly accepts?: (secret: string) => boolean;
	/** 0 to 1; default 0.95. */
	readonly score?: number;
}
