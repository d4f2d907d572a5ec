import { TroupeError } from '../../base/errors';
import { detectLanguage } from '../../base/language';
import type { Guardrail, GuardrailContext, Language } from '../../ports';
import type { Action, GuardContext, Scope, Stage, Violation, ViolationCode } from './guard';

/** A guardrail with its place in a policy: the stages it checks and the action on a violation. */
export interface PlacedGuardrail {
	guardrail: Guardrail;
	code: ViolationCode;
	stages: readonly Stage[];
	action: Action;
	/** Default `text`. */
	scope?: Scope;
	/** What happens when the check fails or exceeds its timeout. Default `block`. */
	onFailure?: 'block' | 'pass';
	/** Timeout of one check of one text, in milliseconds. Default 10,000. */
	timeLimitMs?: number;
	/** Replaces the sentences that a rewrite removes. */
	replacement?: Partial<Record<Language, string>>;
	/** What happens when a rewrite would leave nothing. Default `block`. */
	otherwise?: 'block' | 'ask-person';
}

/** The max length in UTF-16 code units. Nothing of a longer text is passed on. */
export const MAX_TEXT = 2_000_000;

const TOO_LONG: Record<Language, string> = {
	en: `The text is longer than ${MAX_TEXT.toLocaleString('en')} characters.`,
	pt: `O texto tem mais de ${MAX_TEXT.toLocaleString('pt-BR')} caracteres.`,
};
const FAILED: Record<Language, (id: string) => string> = {
	en: (id) => `The guardrail "${id}" failed and did not check the text.`,
	pt: (id) => `A proteção "${id}" falhou e não verificou o texto.`,
};

/** Where a guardrail reports a violation. */
export interface Place {
	stage: Stage;
	context: GuardrailContext;
}

/** Returns the violation of a text above the max length. */
export function tooLong({ stage, context }: Place): Violation {
	return { guardrail: 'length', code: 'LENGTH', stage, action: 'block', matches: [], reason: TOO_LONG[context.language] };
}

/** Returns the violation of a check that failed or exceeded its timeout. */
export function failed({ stage, context }: Place, id: string, action: 'log' | 'block'): Violation {
	return { guardrail: id, code: 'GUARDRAIL_FAILED', stage, action, matches: [], reason: FAILED[context.language](id) };
}

/** Fills in the defaults of a context. The language is detected only when a message needs it. */
export function completed(stage: Stage, context: GuardContext, text: () => string): GuardrailContext {
	const { vault, passages = [], state, before } = context;
	let language: Language | undefined;
	return {
		stage,
		vault,
		passages,
		state,
		...(before !== undefined && { before }),
		get language() {
			return (language ??= context.language ?? detectLanguage(text()));
		},
	};
}

/** Returns the error for the host's log. */
export function failureOf(id: string, cause: unknown, onFailure: 'block' | 'pass' = 'block'): TroupeError {
	return new TroupeError({
		code: 'GUARDRAIL_FAILED',
		message: `The guardrail "${id}" failed${onFailure === 'pass' ? '. The message passed without this check' : ' and the message was blocked'}.`,
		fix: 'Report this as a bug with the version of Troupe. Do not include the message.',
		cause,
	});
}
