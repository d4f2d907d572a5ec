import type { GuardrailFacts } from './guardrail-facts';
import type { GuardrailContext } from './guardrail-context';
import type { Match } from './match';

/** The result of a check. The policy decides what to do about a violation. */
export type GuardrailVerdict =
	| {
			kind: 'pass';
			/** The text as it goes on, if only its form changed: nothing is recorded. Not applied to arguments of tool calls. */
			text?: string;
	  }
	| {
			kind: 'violation';
			/** One sentence for people; it never quotes the text. */
			reason: string;
			matches: Match[];
			/** How often it was found, if that is not the number of `matches`. */
			matchCount?: number;
			/** Replaces the action of the policy: some checks have one for each kind of finding. */
			action?: 'block' | 'ask-person' | 'log';
			/** No exemption applies. */
			always?: true;
			/** What the person is told if the text is stopped. It never quotes the text. */
			answer?: string;
			/** What rewriting leaves out with the sentences that it touches, in UTF-16 code units. Default: the matches. */
			removes?: ReadonlyArray<{ start: number; end: number }>;
			/** Returns the text without the violation. Without this function, sentences with a match are left out. */
			rewrite?(): string | Promise<string>;
	  };

/** What an observer did about violations: its reason and matches, as in a verdict, and what the person is told besides. */
export type ObserverEffect = { reason: string; answer?: string } & Partial<
	Pick<GuardrailVerdict & { kind: 'violation' }, 'matches' | 'matchCount'>
>;

/** What an observer learns of a violation. */
export interface ObservedViolation {
	guardrail: string;
	action: string;
	matches: readonly Match[];
	/** Set if the text was exempted from the guardrail. */
	exempted?: GuardrailFacts;
}

/** One check of one text. An exception counts as a failed guardrail and blocks the text. */
export interface Guardrail {
	readonly id: string;
	check(text: string, context: GuardrailContext): GuardrailVerdict | Promise<GuardrailVerdict>;
	/**
	 * Is told what all guardrails found in a text, if anything. Returns what it did about it: a reason for people who watch, and what the person is told
	 * besides if the text was stopped.
	 */
	observe?(violations: readonly ObservedViolation[], context: GuardrailContext, text: string): Promise<ObserverEffect | undefined>;
	/** Rewrites a text that arrives in pieces. Only for checks whose result does not depend on how the text is split. */
	openStream?(context: GuardrailContext): GuardrailStream;
}

/** A guardrail that works on a text in pieces. */
export interface GuardrailStream {
	/** Returns the part of the text that can pass now. */
	write(piece: string): Promise<string>;
	/** Returns the rest of the text. */
	end(): Promise<string>;
	/** Returns the result so far, in positions of the original text. */
	verdict(): GuardrailVerdict;
}
