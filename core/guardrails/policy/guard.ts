import type { GuardrailContext, GuardrailStage, Match } from '../../ports';

export type Stage = GuardrailStage;

export type Action = 'block' | 'rewrite' | 'ask-person' | 'log';

/** Stable codes: a violation becomes the BPMN error `GUARDRAIL_<code>`. */
export type ViolationCode =
	| 'PERSONAL_DATA'
	| 'SECRET'
	| 'INJECTION'
	| 'PRICE'
	| 'DEADLINE'
	| 'DISCOUNT'
	| 'QUESTION_STREAK'
	| 'TOPIC'
	| 'COMPETITOR'
	| 'LENGTH'
	| 'LANGUAGE'
	| 'JSON_SCHEMA'
	| 'PATTERN'
	| 'CITATION'
	| 'FOREIGN_TOKEN'
	/** An image or a file, which checks cannot read. */
	| 'FILE'
	/** The check itself failed or exceeded its timeout. */
	| 'GUARDRAIL_FAILED';

/** A violation and the action taken, by type and position, never with the value. */
export interface Violation {
	guardrail: string;
	code: ViolationCode;
	stage: Stage;
	action: Action;
	/** Positions in the text as this guardrail received it, after the changes of earlier ones. */
	matches: Match[];
	/** One sentence for people, in the conversation's language, without quotes from the text. */
	reason: string;
}

export interface GuardResult {
	outcome: 'pass' | 'rewritten' | 'blocked' | 'needs-human';
	/** The text to pass on, original or rewritten. For a stopped text, the original: for the person who decides, never for the customer. */
	text: string;
	/** In the order of the guardrails. The last violation of a stopped text is the one that stopped it. */
	violations: Violation[];
	/** Why a guardrail failed, for the host's log; its message holds nothing of the text. */
	failure?: unknown;
}

/** What a guardrail can know besides the text. A missing language is detected. */
export type GuardContext = Partial<GuardrailContext> & {
	/** Whether the text is part of a longer one; a rewrite may then remove all of it. */
	part?: boolean;
};

/** Applies guardrails in order, each to the output of the one before it. Never throws: a failure is a violation GUARDRAIL_FAILED. */
export interface Guard {
	check(stage: Stage, text: string, context?: GuardContext): Promise<GuardResult>;
	/** Whether any guardrail checks this stage. */
	watches(stage: Stage): boolean;
	/** Returns how much of a text the guardrails of this stage must see to judge it. */
	scopeOf(stage: Stage): Scope;
	/** Opens the stage's first guardrail on a stream, if it can stream and the later ones judge sentences. */
	openStream(stage: Stage, context?: GuardContext): GuardedStream | undefined;
}

/** A guardrail that rewrites a stream, before others judge what it lets through. */
export interface GuardedStream {
	/** Yields the rewritten text in pieces. It ends early when the guardrail fails. */
	rewritten(source: AsyncIterable<string>): AsyncIterable<string>;
	/** The guardrails after this one. */
	rest: Guard;
	/** Adds this guardrail's violations before those of the rest. */
	conclude(result: GuardResult): GuardResult;
}

/**
 * How much a guardrail must see. `sentence`: it can judge sentences one by one with the same result. `stretch`: it can judge stretches of
 * text that no personal data crosses, if it knows the text before them. `text`: it must see the whole.
 */
export type Scope = 'sentence' | 'stretch' | 'text';

/** Returns the violation that stopped a text. */
export function stopOf({ outcome, violations }: GuardResult): Violation | undefined {
	return outcome === 'blocked' || outcome === 'needs-human' ? violations.at(-1) : undefined;
}
