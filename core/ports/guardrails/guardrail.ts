import type { GuardrailFacts } from './guardrail-facts';
import type { GuardrailContext } from './guardrail-context';
import type { Match } from './match';

/** The policy decides about a violation. */
export type GuardrailVerdict =
	| {
			kind: 'pass';
			/** The text in a changed form: nothing is recorded. Not applied to arguments of tool calls. */
			text?: string;
	  }
	| {
			kind: 'violation';
			/** For people, one sentence; never quotes the text. */
			reason: string;
			matches: Match[];
			matchCount?: number;
			/** Replaces the policy's action, for checks with one for each kind of finding. */
			action?: 'block' | 'ask-person' | 'log';
			always?: true;
			/** For the person, if the text is stopped. Never quotes the text. */
			answer?: string;
			/** Removed with the sentences that it touches, in UTF-16 code units. Default: the matches. */
			removes?: ReadonlyArray<{ start: number; end: number }>;
			/** Default: sentences with a match are left out. */
			rewrite?(): string | Promise<string>;
	  };

type ObserverEffect = { reason: string; answer?: string } & Partial<
	Pick<GuardrailVerdict & { kind: 'violation' }, 'matches' | 'matchCount'>
>;

export interface ObservedViolation {
	guardrail: string;
	action: string;
	matches: readonly Match[];
	exempted?: GuardrailFacts;
}

/** An exception counts as a failed guardrail and blocks the text. */
export interface Guardrail {
	readonly id: string;
	check(text: string, context: GuardrailContext): GuardrailVerdict | Promise<GuardrailVerdict>;
	/** Gets the findings of all guardrails. Returns a reason for people who watch, and an additional answer if the text was stopped. */
	observe?(violations: readonly ObservedViolation[], context: GuardrailContext, text: string): Promise<ObserverEffect | undefined>;
	/** Only for checks whose result does not depend on how the text is split. */
	openStream?(context: GuardrailContext): GuardrailStream;
}

export interface GuardrailStream {
	write(piece: string): Promise<string>;
	end(): Promise<string>;
	/** In positions of the original text. */
	verdict(): GuardrailVerdict;
}
