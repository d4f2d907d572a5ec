import type { Match } from '../../ports';

/** Where a secret was recognised, and which rule did it. `type` is always `SECRET`. */
export interface SecretMatch extends Match {
	/** The rule's name, such as `github-token`: stable. */
	rule: string;
}

/** How one service's keys look. Rules are data, in families: one file of `rules/` each. */
export interface SecretRule {
	readonly name: string;
	/** What every such secret holds, as written: found in one pass over the text for all rules together. One of them stands where the expression starts, or `leads` behind. */
	readonly anchors: readonly string[];
	/**
	 * What has to stand there. Its first group, if it has one, is what comes before the secret and is not part of it.
	 * Sticky, and linear: every repetition is bounded, and what is long either fails early or can start once in a run of its characters only.
	 */
	readonly expression: RegExp;
	/** How many characters of the secret may stand before its anchor, each tried in turn. Default 0. */
	readonly leads?: readonly number[];
	/** Letters or digits may stand right before it, because nothing else looks like this. Default false. */
	readonly anywhere?: boolean;
	/** Whether it looks like chance made it; default: enough different characters, and no placeholder. */
	readonly accepts?: (secret: string) => boolean;
	/** 0 to 1; default 0.95. */
	readonly score?: number;
}
