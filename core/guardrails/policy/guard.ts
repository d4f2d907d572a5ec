import type { GuardrailContext, GuardrailStage, Match } from '../../ports';

export type Stage = GuardrailStage;

export type Action = 'block' | 'rewrite' | 'ask-person' | 'log';

/** Stable: a violation is the BPMN error `GUARDRAIL_<code>`. */
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
	/** An image or a file, which no check can look into. */
	| 'FILE'
	/** The check itself broke or took too long. */
	| 'GUARDRAIL_FAILED';

/** What a guardrail found and what was done about it: by type and position, never the value. */
export interface Violation {
	guardrail: string;
	code: ViolationCode;
	stage: Stage;
	action: Action;
	/** Positions in the text as this guardrail saw it: as the ones before it left it. */
	matches: Match[];
	/** One sentence for people, in the conversation's language; it quotes nothing of the text. */
	reason: string;
}

export interface GuardResult {
	outcome: 'pass' | 'rewritten' | 'blocked' | 'needs-human';
	/** What may go on: as given, or as rewritten. Of a text that was stopped, as given: for the person who decides, never for the customer. */
	text: string;
	/** In the order in which the guardrails spoke; the last one of a stopped text is the one that stopped it. */
	violations: Violation[];
	/** Why a guardrail failed, for the host's log; its message holds nothing of the text. */
	failure?: unknown;
}

/** What a guardrail may know besides the text; a language that is not given is detected. */
export type GuardContext = Partial<GuardrailContext> & {
	/** The text is a part of one: a rewriting may leave nothing of it. */
	part?: boolean;
};

/** Applies guardrails in order, each to what the one before it left. Never throws: what fails is a violation GUARDRAIL_FAILED. */
export interface Guard {
	check(stage: Stage, text: string, context?: GuardContext): Promise<GuardResult>;
	/** Whether any guardrail looks at this stage. */
	watches(stage: Stage): boolean;
	/** How much of a text a guardrail of this stage must see to judge it. */
	scopeOf(stage: Stage): Scope;
	/** The stage's first guardrail at work on a stream, where it can be and those behind it judge sentences. */
	openStream(stage: Stage, context?: GuardContext): GuardedStream | undefined;
}

/** A guardrail that rewrites a stream, before others judge what it lets through. */
export interface GuardedStream {
	/** The text in pieces as it goes on. It ends early when the guardrail fails. */
	rewritten(source: AsyncIterable<string>): AsyncIterable<string>;
	/** Those behind it. */
	rest: Guard;
	/** Its own findings put before those of the rest. */
	conclude(result: GuardResult): GuardResult;
}

/**
 * `sentence`: sentences can be judged one by one with the same result; `stretch`: so can stretches of a text that end where no personal data lies
 * across, by a guardrail that knows what came before; `text`: only the whole can.
 */
export type Scope = 'sentence' | 'stretch' | 'text';

/** The violation that stopped a text. */
export function stopOf({ outcome, violations }: GuardResult): Violation | undefined {
	return outcome === 'blocked' || outcome === 'needs-human' ? violations.at(-1) : undefined;
}
