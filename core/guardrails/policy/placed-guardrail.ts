import { TroupeError } from '../../base/errors';
import { detectLanguage } from '../../base/language';
import type { Guardrail, GuardrailContext, Language } from '../../ports';
import type { Action, GuardContext, Scope, Stage, Violation, ViolationCode } from './guard';

/** A guardrail with its place in a policy: where it looks and what is done about what it finds. */
export interface PlacedGuardrail {
	guardrail: Guardrail;
	code: ViolationCode;
	stages: readonly Stage[];
	action: Action;
	/** Default `text`. */
	scope?: Scope;
	/** What is done when the check breaks or its time is up. Default `block`. */
	onFailure?: 'block' | 'pass';
	/** Milliseconds for one check of one text. Default 10,000. */
	timeLimitMs?: number;
	/** Put in place of the sentences that a rewriting takes out. */
	replacement?: Partial<Record<Language, string>>;
	/** What is done when nothing would be left of a rewritten text. Default `block`. */
	otherwise?: 'block' | 'ask-person';
}

/** In UTF-16 code units: of a longer text nothing is let through. */
export const MAX_TEXT = 2_000_000;

const TOO_LONG: Record<Language, string> = {
	en: `The text is longer than ${MAX_TEXT.toLocaleString('en')} characters.`,
	pt: `O texto tem mais de ${MAX_TEXT.toLocaleString('pt-BR')} caracteres.`,
};
const FAILED: Record<Language, (id: string) => string> = {
	en: (id) => `The guardrail "${id}" failed, so it did not check the text.`,
	pt: (id) => `A proteção "${id}" falhou, por isso não verificou o texto.`,
};

/** Where a guardrail speaks. */
export interface Place {
	stage: Stage;
	context: GuardrailContext;
}

/** More than is read at once. */
export function tooLong({ stage, context }: Place): Violation {
	return { guardrail: 'length', code: 'LENGTH', stage, action: 'block', matches: [], reason: TOO_LONG[context.language] };
}

/** A check that broke or took too long. */
export function failed({ stage, context }: Place, id: string, action: 'log' | 'block'): Violation {
	return { guardrail: id, code: 'GUARDRAIL_FAILED', stage, action, matches: [], reason: FAILED[context.language](id) };
}

/** The language is asked for only where something is said in it. */
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

/** Why, for the host's log. */
export function failureOf(id: string, cause: unknown, onFailure: 'block' | 'pass' = 'block'): TroupeError {
	return new TroupeError({
		code: 'GUARDRAIL_FAILED',
		message: `The guardrail "${id}" failed, ${onFailure === 'pass' ? 'and the message passed without this check' : 'so the message was blocked'}.`,
		fix: 'Report this as a defect with the version of Troupe. Do not include the message.',
		cause,
	});
}
