import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import type { GuardrailContext, GuardrailStage } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';

export type Stage = GuardrailStage;

export type Action = 'block' | 'rewrite' | 'ask-person' | 'log';

/** `refuse`: a tool call is not made, and the model is told why. */
export type ViolationAction = Action | 'refuse';

/** Stable: each violation is the BPMN error `GUARDRAIL_<code>`. */
export const violationCodes = [
	'PERSONAL_DATA',
	'SECRET',
	'INJECTION',
	'HARMFUL_CONTENT',
	'HIDDEN_CHARACTERS',
	/** The contact was warned, slowed down or blocked for what they wrote. */
	'ABUSE_LIMIT',
	/** The contact does something too often, or a call of a tool has encoded data. */
	'ODD_BEHAVIOUR',
	'PROMPT_LEAK',
	'BACKEND_DATA',
	/** A value of a call that nobody who may decide said. */
	'FOREIGN_VALUE',
	'CLAIM',
	/** An answer that does not answer, or that says what it has from nowhere. */
	'ANSWER',
	'SUPPORT',
	'PRICE',
	'DEADLINE',
	'DISCOUNT',
	'QUESTION_STREAK',
	'COLLECTION',
	'TOPIC',
	'COMPETITOR',
	'LENGTH',
	'LANGUAGE',
	'JSON_SCHEMA',
	'PATTERN',
	'CITATION',
	'FOREIGN_TOKEN',
	'LINK',
	/** A rule, the reviewer or the decision point does not permit a call of a tool. */
	'CALL_DENIED',
	/** An image or a file, which checks cannot read. */
	'FILE',
	/** The check itself failed or took too long. */
	'GUARDRAIL_FAILED',
] as const;
export type ViolationCode = (typeof violationCodes)[number];

/** A guardrail's finding and the action taken: by type and position, never the value. */
export interface Violation {
	guardrail: string;
	/** The policy whose check it is; absent for guardrails of the host or the agent itself. */
	policy?: { id: string; version?: string };
	code: ViolationCode;
	stage: Stage;
	action: ViolationAction;
	/** Positions in the text that this guardrail received from the previous ones; in arguments, those of the argument. */
	matches: Match[];
	/** How often it was found, if that is not the number of `matches`. */
	matchCount?: number;
	/** The tool of the call whose arguments these are, as the model named it. */
	tool?: string;
	/** The place in the arguments, such as `customer.notes[2]`. Names of fields that could be a value are `*`. */
	argument?: string;
	/** One sentence for people, in the conversation's language; it never quotes the text. */
	reason: string;
	/** What the person is told in place of a reply, if the text was stopped. */
	answer?: string;
	/** The text was exempted from the guardrail because of these facts; the action is then `log`. */
	exempted?: GuardrailFacts;
}

export interface GuardResult {
	outcome: 'pass' | 'rewritten' | 'blocked' | 'needs-human';
	/** The text that can pass, unchanged or rewritten. For a stopped text the original: for the person who decides, never for the customer. */
	text: string;
	/** In the order of the guardrails; the last one of a stopped text is the one that stopped it. */
	violations: Violation[];
	/** Why a guardrail failed, for the host's log; its message contains nothing of the text. */
	failure?: unknown;
}

/** What a guardrail can know besides the text; a missing language is detected. */
export type GuardContext = Partial<GuardrailContext> & {
	/** The text is a part of one, so rewriting can remove all of it. */
	part?: boolean;
	/** With the stage `tool-arguments`: the name of the tool. */
	tool?: string;
};

/** Applies guardrails in order, each to the output of the previous one. Never throws: a failure is a violation GUARDRAIL_FAILED. */
export interface Guard {
	check(stage: Stage, text: string, context?: GuardContext): Promise<GuardResult>;
	/** Returns whether any guardrail judges this stage. */
	watches(stage: Stage): boolean;
	/** Returns how much of a text a guardrail of this stage needs to judge it. */
	findScope(stage: Stage): Scope;
	/** Opens the stage's first guardrail on a stream, if it supports streams and the following ones judge sentences. */
	openStream(stage: Stage, context?: GuardContext): GuardedStream | undefined;
}

/** A guardrail that rewrites a stream before others judge its output. */
export interface GuardedStream {
	/** Yields the rewritten text in pieces. It ends early when the guardrail fails. */
	rewritten(source: AsyncIterable<string>): AsyncIterable<string>;
	/** The guardrails that follow. */
	rest: Guard;
	/** Adds its own violations before those of the rest. */
	conclude(result: GuardResult): GuardResult;
}

/**
 * `sentence`: single sentences can be judged with the same result; `stretch`: so can parts of a text whose ends no personal data crosses, by a
 * guardrail that knows the text before; `text`: only the whole can.
 */
export type Scope = 'sentence' | 'stretch' | 'text';

/** Returns the violation that stopped a text. */
export function findStop({ outcome, violations }: GuardResult): Violation | undefined {
	return outcome === 'blocked' || outcome === 'needs-human' ? violations.at(-1) : undefined;
}
