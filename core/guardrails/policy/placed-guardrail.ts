import { isTroupeError, TroupeError } from '../../base/errors';
import { detectLanguage } from '../../base/text/language';
import type { Language } from '../../base/text/languages';
import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import type { Guardrail } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { Condition } from '../conditions/condition-shape';
import type { GuardContext, Scope, Stage, Violation, ViolationAction, ViolationCode } from './guard';

export interface PlacedGuardrail {
	guardrail: Guardrail;
	policy?: Violation['policy'];
	code: ViolationCode;
	stages: readonly Stage[];
	action: ViolationAction;
	choosesAction?: boolean;
	/** For arguments of tool calls. Default: `refuse`; `ask-person` and `log` if the action is that. */
	onArguments?: Exclude<ViolationAction, 'rewrite'>;
	when?: Condition;
	unless?: Condition;
	exempted?: GuardrailFacts;
	judgesCalls?: boolean;
	/** Default `text`. */
	scope?: Scope;
	/** If the check fails or times out. Default `block`. */
	onFailure?: 'block' | 'pass';
	/** For one text, in milliseconds. Default 10,000. */
	timeLimitMs?: number;
	replacement?: Partial<Record<Language, string>>;
	joined?: Partial<Record<Language, string>>;
	/** For an empty rewritten text. Default `block`. */
	otherwise?: 'block' | 'ask-person';
}

/** In UTF-16 code units; longer texts are stopped. */
export const maxText = 2_000_000;

const tooLong: Record<Language, string> = {
	en: `The text is longer than ${maxText.toLocaleString('en')} characters.`,
	pt: `O texto tem mais de ${maxText.toLocaleString('pt-BR')} caracteres.`,
};
const failed: Record<Language, (id: string) => string> = {
	en: (id) => `The guardrail "${id}" failed and did not check the text.`,
	pt: (id) => `A proteção "${id}" falhou e não verificou o texto.`,
};

export interface Place {
	stage: Stage;
	context: GuardrailContext;
}

export const withPolicy = ({ policy }: PlacedGuardrail, violation: Violation): Violation => (policy ? { ...violation, policy } : violation);

export function createTooLong({ stage, context }: Place): Violation {
	return { guardrail: 'length', code: 'LENGTH', stage, action: 'block', matches: [], reason: tooLong[context.language] };
}

export function createFailed({ stage, context }: Place, id: string, action: 'log' | 'block'): Violation {
	return { guardrail: id, code: 'GUARDRAIL_FAILED', stage, action, matches: [], reason: failed[context.language](id) };
}

/** Detects the language only when a reason needs it: that takes as long as many a check. */
export function completeContext(stage: Stage, context: GuardContext, text: () => string, usual?: Language): GuardrailContext {
	const { vault, passages = [], state, before, facts, contact, given, isPrompt, isRefusal, mustCite, judged, call } = context;
	let language: Language | undefined;
	return {
		stage,
		vault,
		passages,
		state,
		...(before !== undefined && { before }),
		...(facts !== undefined && { facts }),
		...(contact !== undefined && { contact }),
		...(given !== undefined && { given }),
		...(isPrompt && { isPrompt }),
		...(isRefusal && { isRefusal }),
		...(mustCite && { mustCite }),
		...(judged && { judged }),
		...(call && { call }),
		get language() {
			return (language ??= context.language ?? detectLanguage(text(), usual));
		},
	};
}

/** For the host's log. An expected failure, such as a vault that cannot be opened, keeps its own words and its fix. */
export function createFailure(id: string, cause: unknown, onFailure: 'block' | 'pass' = 'block'): TroupeError {
	const expected = isTroupeError(cause) ? cause : undefined;
	const consequence = onFailure === 'pass' ? '. The message passed without this check' : ' and the message was blocked';
	return new TroupeError({
		code: 'GUARDRAIL_FAILED',
		message: `The guardrail "${id}" failed${consequence}${expected ? `: ${expected.message}` : '.'}`,
		fix: expected?.fix ?? 'Report this as a bug with the version of Troupe. Do not include the message.',
		retryable: expected?.retryable,
		cause,
	});
}
