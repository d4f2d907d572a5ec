import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import type { GuardrailContext, GuardrailStage } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';

export type Stage = GuardrailStage;

export type Action = 'block' | 'rewrite' | 'ask-person' | 'log';

/** `refuse`: the tool call is not made, and the model gets the reason. */
export type ViolationAction = Action | 'refuse';

/** Stable: each violation is the BPMN error `GUARDRAIL_<code>`. */
export const violationCodes = [
	'PERSONAL_DATA',
	'SECRET',
	'INJECTION',
	'HARMFUL_CONTENT',
	'HIDDEN_CHARACTERS',
	'ABUSE_LIMIT',
	/** The contact does something too often, or a call of a tool has encoded data. */
	'ODD_BEHAVIOUR',
	'PROMPT_LEAK',
	'BACKEND_DATA',
	/** A value of a call that no authorised person stated. */
	'FOREIGN_VALUE',
	'CLAIM',
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
	/** A rule, the reviewer or the decision point denies a tool call. */
	'CALL_DENIED',
	/** An image or a file, which checks cannot read. */
	'FILE',
	'GUARDRAIL_FAILED',
] as const;
export type ViolationCode = (typeof violationCodes)[number];

/** By type and position, never the value. */
export interface Violation {
	guardrail: string;
	/** Absent for guardrails of the host or the agent. */
	policy?: { id: string; version?: string };
	code: ViolationCode;
	stage: Stage;
	action: ViolationAction;
	/** In the text that this guardrail received from the previous ones; for arguments, in the argument. */
	matches: Match[];
	/** Set if it differs from the number of `matches`. */
	matchCount?: number;
	tool?: string;
	/** Such as `customer.notes[2]`. Names of fields that could be a value are `*`. */
	argument?: string;
	/** One sentence in the conversation's language; never quotes the text. */
	reason: string;
	/** Sent to the person instead of a stopped reply. */
	answer?: string;
	/** These facts exempted the text; the action is then `log`. */
	exempted?: GuardrailFacts;
}

export interface GuardResult {
	outcome: 'pass' | 'rewritten' | 'blocked' | 'needs-human';
	/** For a stopped text the original: for the person who decides, never for the customer. */
	text: string;
	violations: Violation[];
	/** For the host's log; contains nothing of the text. */
	failure?: unknown;
}

export type GuardContext = Partial<GuardrailContext> & {
	/** The text is a part, so rewriting can remove all of it. */
	part?: boolean;
	tool?: string;
};

/** Each guardrail gets the output of the previous one. Never throws: a failure is a violation GUARDRAIL_FAILED. */
export interface Guard {
	check(stage: Stage, text: string, context?: GuardContext): Promise<GuardResult>;
	watches(stage: Stage): boolean;
	findScope(stage: Stage): Scope;
	/** Undefined unless the stage's first guardrail supports streams and the following ones judge sentences. */
	openStream(stage: Stage, context?: GuardContext): GuardedStream | undefined;
}

export interface GuardedStream {
	rewritten(source: AsyncIterable<string>): AsyncIterable<string>;
	rest: Guard;
	conclude(result: GuardResult): GuardResult;
}

/**
 * `sentence`: single sentences give the same result; `stretch`: so do parts whose ends no personal data crosses, with the text before; `text`: only
 * the whole does.
 */
export type Scope = 'sentence' | 'stretch' | 'text';

export function findStop({ outcome, violations }: GuardResult): Violation | undefined {
	return outcome === 'blocked' || outcome === 'needs-human' ? violations.at(-1) : undefined;
}
