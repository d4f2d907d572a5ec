import { isTroupeError, TroupeError } from '../../base/errors';
import { detectLanguage } from '../../base/text/language';
import type { Language } from '../../base/text/languages';
import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import type { Guardrail } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { Condition } from '../conditions/condition-shape';
import type { GuardContext, Scope, Stage, Violation, ViolationAction, ViolationCode } from './guard';

/** A guardrail with its place in a policy: its stages, and the action for its violations. */
export interface PlacedGuardrail {
	guardrail: Guardrail;
	/** The policy that it comes from. */
	policy?: Violation['policy'];
	code: ViolationCode;
	stages: readonly Stage[];
	action: ViolationAction;
	/** Its verdicts can name other actions. */
	choosesAction?: boolean;
	/** The action for violations in arguments of tool calls. Default: `refuse`; `ask-person` and `log` if the action is that. */
	onArguments?: Exclude<ViolationAction, 'rewrite'>;
	/** Facts that it applies to, and facts that exempt from it. */
	when?: Condition;
	unless?: Condition;
	/** The facts that exempt this text from it. */
	exempted?: GuardrailFacts;
	/** It judges calls of tools as a whole. */
	judgesCalls?: boolean;
	/** Default `text`. */
	scope?: Scope;
	/** What to do if the check fails or times out. Default `block`. */
	onFailure?: 'block' | 'pass';
	/** Timeout of one check of one text, in milliseconds. Default 10,000. */
	timeLimitMs?: number;
	/** Replaces the sentences that rewriting removes. */
	replacement?: Partial<Record<Language, string>>;
	/** Takes the place of several such replacements in a row. */
	joined?: Partial<Record<Language, string>>;
	/** What to do if a rewritten text would be empty. Default `block`. */
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

/** Where a guardrail is applied. */
export interface Place {
	stage: Stage;
	context: GuardrailContext;
}

/** Names the policy of a violation. */
export const withPolicy = ({ policy }: PlacedGuardrail, violation: Violation): Violation => (policy ? { ...violation, policy } : violation);

/** Returns the violation of a text above the max length. */
export function createTooLong({ stage, context }: Place): Violation {
	return { guardrail: 'length', code: 'LENGTH', stage, action: 'block', matches: [], reason: tooLong[context.language] };
}

/** Returns the violation of a check that failed or exceeded its timeout. */
export function createFailed({ stage, context }: Place, id: string, action: 'log' | 'block'): Violation {
	return { guardrail: id, code: 'GUARDRAIL_FAILED', stage, action, matches: [], reason: failed[context.language](id) };
}

/** Fills in the defaults of a context. The language is detected only when a reason needs it: reading it takes as long as many a check. */
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

/** Returns the reason of a failure, for the host's log. An expected one, such as a vault that cannot be opened, keeps its own words and its fix. */
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
