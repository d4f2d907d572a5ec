import { TroupeError } from '../../errors';
import { detectLanguage } from '../../language';
import type { Guardrail, GuardrailContext, GuardrailVerdict, Language } from '../../ports';
import type { Action, Guard, GuardContext, GuardResult, Scope, Stage, Violation, ViolationCode } from './guard';
import { withoutMatches } from './rewrite';

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
const TIME_LIMIT_MS = 10_000;
/** A rewritten text is judged again; one that is still being rewritten after this many times is stopped. */
const MOST_REWRITES = 3;

const TOO_LONG: Record<Language, string> = {
	en: `The text is longer than ${MAX_TEXT} characters.`,
	pt: `O texto tem mais de ${MAX_TEXT} caracteres.`,
};
const FAILED: Record<Language, (id: string) => string> = {
	en: (id) => `The guardrail "${id}" failed, so the text was not checked by it.`,
	pt: (id) => `A proteção "${id}" falhou, por isso não verificou o texto.`,
};

/** The one way in which guardrails are applied, for policies, agents and every host. */
export function guardOf(placed: readonly PlacedGuardrail[]): Guard {
	const at = (stage: Stage) => placed.filter(({ stages }) => stages.includes(stage));
	return {
		watches: (stage) => at(stage).length > 0,
		scopeOf: (stage) => (at(stage).some(({ scope = 'text' }) => scope === 'text') ? 'text' : 'sentence'),
		check: (stage, text, context = {}) => settle({ stage, context: completed(stage, context, text), part: context.part }, at(stage), text),
	};
}

interface Place {
	stage: Stage;
	context: GuardrailContext;
	part?: boolean;
}

/** What one guardrail did, or all of them one after the other. */
interface Step {
	text: string;
	violations: Violation[];
	failure?: TroupeError;
}

/** Applies all until none has anything to rewrite: what is let through was judged as it goes out. */
async function settle(place: Place, placed: PlacedGuardrail[], given: string): Promise<GuardResult> {
	if (placed.length > 0 && given.length > MAX_TEXT) return resultOf({ text: given, violations: [tooLong(place)] }, given);
	let step = await applyAll(place, placed, { text: given, violations: [] });
	for (let judged = given, rewrites = 1; step.text !== judged && !isStopped(step); rewrites += 1) {
		if (rewrites > MOST_REWRITES) return resultOf(neverDone(step), given);
		judged = step.text;
		const lasting = placed.filter(({ action }) => action !== 'log');
		step = await applyAll(place, lasting, step);
	}
	return resultOf(step, given);
}

async function applyAll(place: Place, placed: PlacedGuardrail[], start: Step): Promise<Step> {
	let step = start;
	for (const guardrail of placed) {
		const { text, violations, failure = step.failure } = await apply(place, guardrail, step.text);
		step = { text, violations: [...step.violations, ...violations], failure };
		if (isStopped({ violations })) break;
	}
	return step;
}

async function apply({ stage, context, part }: Place, placed: PlacedGuardrail, text: string): Promise<Step> {
	const { guardrail, code, action, otherwise = 'block', onFailure = 'block' } = placed;
	try {
		const verdict = await inTime(placed.timeLimitMs ?? TIME_LIMIT_MS, () => guardrail.check(text, context));
		if (verdict.kind === 'pass') return { text, violations: [] };
		const { matches, reason } = verdict;
		const rewritten = action === 'rewrite' ? await rewrite(placed, verdict, text, context.language) : text;
		const failed = action === 'rewrite' && (rewritten === text || (!part && rewritten.trim() === ''));
		const violation = { guardrail: guardrail.id, code, stage, action: failed ? otherwise : action, matches, reason };
		return { text: failed ? text : rewritten, violations: [violation] };
	} catch (cause) {
		const reason = FAILED[context.language](guardrail.id);
		const done = onFailure === 'pass' ? 'log' : 'block';
		const violation: Violation = { guardrail: guardrail.id, code: 'GUARDRAIL_FAILED', stage, action: done, matches: [], reason };
		return { text, violations: [violation], failure: failureOf(guardrail.id, cause) };
	}
}

async function rewrite(
	{ replacement }: PlacedGuardrail,
	verdict: GuardrailVerdict & { kind: 'violation' },
	text: string,
	language: Language,
): Promise<string> {
	if (verdict.rewrite) return verdict.rewrite();
	const instead = replacement?.[language] ?? replacement?.en ?? replacement?.pt ?? '';
	// A check that cannot say where it is judges the whole.
	return verdict.matches.length === 0 ? instead : withoutMatches(text, verdict.matches, instead);
}

async function inTime<Result>(limitMs: number, work: () => Result | Promise<Result>): Promise<Result> {
	const working = work();
	if (!(working instanceof Promise)) return working;
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`no verdict within ${limitMs} ms`)), limitMs);
	});
	try {
		return await Promise.race([working, late]);
	} finally {
		clearTimeout(timer);
	}
}

function isStopped({ violations }: Pick<Step, 'violations'>): boolean {
	const last = violations.at(-1)?.action;
	return last === 'block' || last === 'ask-person';
}

function resultOf({ text, violations, failure }: Step, given: string): GuardResult {
	const stop = isStopped({ violations }) && violations.at(-1)?.action;
	const outcome = stop ? (stop === 'block' ? 'blocked' : 'needs-human') : text === given ? 'pass' : 'rewritten';
	return { outcome, text: stop ? given : text, violations, ...(failure && { failure }) };
}

function tooLong({ stage, context }: Place): Violation {
	return { guardrail: 'length', code: 'LENGTH', stage, action: 'block', matches: [], reason: TOO_LONG[context.language] };
}

/** What is rewritten again and again goes nowhere. */
function neverDone({ text, violations, failure }: Step): Step {
	const last = violations.findLast(({ action }) => action === 'rewrite');
	return { text, violations: last ? [...violations, { ...last, action: 'block' }] : violations, failure };
}

/** The language is asked for only where something is said in it. */
function completed(stage: Stage, context: GuardContext, text: string): GuardrailContext {
	const { vault, passages = [], state } = context;
	let language: Language | undefined;
	return {
		stage,
		vault,
		passages,
		state,
		get language() {
			return (language ??= context.language ?? detectLanguage(text));
		},
	};
}

function failureOf(id: string, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'GUARDRAIL_FAILED',
		message: `The guardrail "${id}" failed, so the message was not let through.`,
		fix: 'Report this as a defect with the version of Troupe; the message itself is not needed.',
		cause,
	});
}
