import { measurements } from '../../base/metrics/measurements';
import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import { decideCondition, pickFacts } from '../conditions/condition';
import { joinReplacements } from './join-replacements';
import type { TroupeError } from '../../base/errors';
import type { Language } from '../../base/text/languages';
import type { GuardrailVerdict } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import { type CallToCheck, checkArguments, placeForArguments } from '../arguments/check-arguments';
import { checkTimeLimitMs } from './check-kind';
import type { Guard, GuardResult, Scope, Stage, Violation, ViolationAction } from './guard';
import { canStream, guardedStream } from './guarded-stream';
import { judgeRecords } from './judge-records';
import {
	completeContext,
	createFailed,
	createFailure,
	maxText,
	type Place,
	type PlacedGuardrail,
	createTooLong,
	withPolicy,
} from './placed-guardrail';
import { type Span, splitSentences } from './sentences';

/** Max judgements of a rewritten text, which is then stopped. */
const maxRewrites = 3;

/** @param usual the language of reasons and replacements if neither the context nor the text decides it */
export function createPlacedGuard(placed: readonly PlacedGuardrail[], usual?: Language): Guard {
	const at = (stage: Stage) => placed.filter(({ stages }) => stages.includes(stage));
	return {
		watches: (stage) => at(stage).length > 0,
		findScope: (stage) => widest(at(stage)),
		openStream(stage, context = {}) {
			const [first, ...rest] = placeByFacts(at(stage), context.facts);
			const streams = first && canStream(first) && rest.every(({ scope }) => scope === 'sentence');
			return streams ? guardedStream(first, createPlacedGuard(rest, usual), stage, context, usual) : undefined;
		},
		async check(stage, text, { part, tool, ...given } = {}) {
			const context = completeContext(stage, given, () => text, usual);
			return measureCheck(stage, at(stage), async (all) => {
				if (stage === 'tool-arguments') return judgeArguments(all, { text, tool, context });
				const active = placeByFacts(all, given.facts);
				const judge = (one: string) => settle({ stage, context, part }, active, one);
				const whole = await judge(text);
				const isList = stage === 'tool-result' && whole.outcome === 'blocked';
				const result = isList ? await judgeRecords(whole, () => context.language, judge) : whole;
				return tellObservers(active, stage, result, context);
			});
		},
	};
}

async function judgeArguments(placed: readonly PlacedGuardrail[], call: CallToCheck): Promise<GuardResult> {
	const guardrails = placeByFacts(placeForArguments(placed), call.context.facts);
	if (guardrails.length === 0) return { outcome: 'pass', text: call.text, violations: [] };
	const judgeBy = (some: PlacedGuardrail[]) => (text: string, context: GuardrailContext) =>
		settle({ stage: 'tool-arguments', context }, some, text);
	const ofTexts = guardrails.filter(({ judgesCalls }) => !judgesCalls);
	return checkArguments(call, {
		texts: judgeBy(ofTexts),
		joined: judgeBy(ofTexts.filter(({ code }) => code === 'PERSONAL_DATA' || code === 'SECRET')),
		whole: judgeBy(guardrails.filter(({ judgesCalls }) => judgesCalls)),
	});
}

function widest(placed: readonly PlacedGuardrail[]): Scope {
	const scopes = placed.map(({ scope = 'text' }) => scope);
	return (['text', 'stretch'] as const).find((scope) => scopes.includes(scope)) ?? 'sentence';
}

interface PlaceOfText extends Place {
	part?: boolean;
	passed: Map<PlacedGuardrail, string>;
}

interface Step {
	text: string;
	violations: Violation[];
	failure?: TroupeError;
}

/** Repeats until no guardrail rewrites: text that passes was judged in its final form. A guardrail that passed this form is not asked again. */
async function settle(where: Place & { part?: boolean }, placed: PlacedGuardrail[], original: string): Promise<GuardResult> {
	const place: PlaceOfText = { ...where, passed: new Map() };
	if (placed.length > 0 && original.length > maxText) return toResult({ text: original, violations: [createTooLong(place)] }, original);
	let step = await applyAll(place, placed, { text: original, violations: [] });
	for (let previous = original, rewrites = 1; step.text !== previous && !isStopped(step); rewrites += 1) {
		if (rewrites > maxRewrites) return toResult(neverDone(step), original);
		previous = step.text;
		const lasting = placed.filter(({ action, choosesAction }) => action !== 'log' || choosesAction);
		const again = await applyAll(place, lasting, { ...step, violations: [] });
		step = { ...again, violations: [...step.violations, ...again.violations.filter((one) => !isNoted(one, step.violations))] };
	}
	return toResult(step, original);
}

const isNoted = ({ action, guardrail, code, reason }: Violation, before: readonly Violation[]): boolean =>
	action === 'log' &&
	before.some((one) => one.action === 'log' && one.guardrail === guardrail && one.code === code && one.reason === reason);

async function applyAll(place: PlaceOfText, placed: PlacedGuardrail[], start: Step): Promise<Step> {
	let step = start;
	for (const guardrail of placed) {
		if (place.passed.get(guardrail) === step.text) continue;
		const { text, violations, failure = step.failure } = await apply(place, guardrail, step.text);
		if (text === step.text && violations.length === 0) place.passed.set(guardrail, text);
		step = { text, violations: [...step.violations, ...violations.map((violation) => withPolicy(guardrail, violation))], failure };
		if (isStopped({ violations })) break;
	}
	const isRewritten = step.violations.some(({ action }) => action === 'rewrite');
	return isRewritten && !isStopped(step) ? { ...step, text: joinReplacements(step.text, placed, place.context.language) } : step;
}

async function apply({ stage, context, part }: PlaceOfText, placed: PlacedGuardrail, text: string): Promise<Step> {
	const { guardrail, otherwise = 'block', onFailure = 'block' } = placed;
	try {
		const result = inTime(placed.timeLimitMs ?? checkTimeLimitMs, () => guardrail.check(text, context));
		const verdict = isAwaited(result) ? await result : result;
		if (verdict.kind === 'pass') return { text: keepsForm(placed, stage) ? text : asText(verdict.text ?? text), violations: [] };
		const found = understood(verdict);
		const action = chooseAction(placed, found, stage);
		const rewritten = action === 'rewrite' ? rewrite(placed, found, text, context.language) : text;
		const nothingLeft = action === 'rewrite' && (rewritten === text || (!part && rewritten.trim() === ''));
		const violation = toViolation(placed, found, stage, nothingLeft ? otherwise : action);
		return { text: nothingLeft ? text : rewritten, violations: [violation] };
	} catch (cause) {
		const violation = createFailed({ stage, context }, guardrail.id, onFailure === 'pass' ? 'log' : 'block');
		return { text, violations: [violation], failure: createFailure(guardrail.id, cause, onFailure) };
	}
}

const keepsForm = ({ action }: PlacedGuardrail, stage: Stage): boolean => action === 'log' || stage === 'tool-arguments';

function toViolation({ guardrail, code, exempted }: PlacedGuardrail, found: Found, stage: Stage, action: ViolationAction): Violation {
	const { matches, matchCount, reason, answer, always } = found;
	return {
		guardrail: guardrail.id,
		code,
		stage,
		action,
		matches,
		reason,
		...(matchCount !== undefined && { matchCount }),
		...(answer !== undefined && action !== 'log' && { answer }),
		...(exempted && !always && { exempted }),
	};
}

/** An exemption has already turned the action into a log entry. A call has its own action instead of blocking. */
function chooseAction({ action, exempted }: PlacedGuardrail, verdict: Found, stage: Stage): ViolationAction {
	if (exempted && !verdict.always) return action;
	return stage === 'tool-arguments' && verdict.action === 'block' && action !== 'log' ? action : (verdict.action ?? action);
}

type Found = GuardrailVerdict & { kind: 'violation' };

/** A custom guardrail can return anything. Another result than a verdict is a failure. */
function understood(verdict: Found): Found {
	if (verdict.kind === 'violation' && Array.isArray(verdict.matches) && typeof verdict.reason === 'string') return verdict;
	throw new Error('its result is not a verdict');
}

function rewrite({ replacement }: PlacedGuardrail, verdict: Found, text: string, language: Language): string {
	if (verdict.rewrite) return asText(verdict.rewrite());
	const instead = replacement?.[language] ?? replacement?.en ?? replacement?.pt ?? '';
	const removed = verdict.removes ?? verdict.matches;
	// A violation without a position applies to the whole text.
	return removed.length === 0 ? instead : withoutMatches(text, removed, instead);
}

function asText(written: unknown): string {
	if (typeof written === 'string') return written;
	throw new Error('its rewritten text is not a string');
}

/** No timer and no promise if the result is there at once. */
function inTime<Result>(limitMs: number, work: () => Result | PromiseLike<Result>): Result | Promise<Result> {
	const working = work();
	if (!isAwaited(working)) return working;
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`it returned no verdict within ${limitMs} ms`)), limitMs);
		const endTimer =
			<Value>(settle: (value: Value) => void) =>
			(value: Value) => {
				clearTimeout(timer);
				settle(value);
			};
		working.then(endTimer(resolve), endTimer(reject));
	});
}

/** Includes promises of another realm, such as that of a code node. */
function isAwaited<Result>(working: Result | PromiseLike<Result>): working is PromiseLike<Result> {
	return typeof (working as Partial<PromiseLike<Result>> | undefined)?.then === 'function';
}

function isStopped({ violations }: Pick<Step, 'violations'>): boolean {
	const last = violations.at(-1)?.action;
	return last === 'block' || last === 'ask-person' || last === 'refuse';
}

function toResult({ text, violations, failure }: Step, original: string): GuardResult {
	const stop = isStopped({ violations }) && violations.at(-1)?.action;
	const outcome = stop ? (stop === 'ask-person' ? 'needs-human' : 'blocked') : text === original ? 'pass' : 'rewritten';
	return { outcome, text: stop ? original : text, violations, ...(failure && { failure }) };
}

function neverDone({ text, violations, failure }: Step): Step {
	const last = violations.findLast(({ action }) => action === 'rewrite');
	return { text, violations: last ? [...violations, { ...last, action: 'block' }] : violations, failure };
}

/** `instead` replaces each run of removed sentences once. */
function withoutMatches(text: string, matches: readonly Span[], instead: string): string {
	const sortedMatches = [...matches].sort((one, other) => one.start - other.start);
	let next = 0;
	let inside = false;
	const holds = ({ start, end }: Span): boolean => {
		while ((sortedMatches[next]?.end ?? Infinity) <= start) next += 1;
		return (sortedMatches[next]?.start ?? Infinity) < end;
	};
	const pieces = splitSentences(text).map((sentence) => {
		const before = inside;
		inside = holds(sentence);
		const written = text.slice(sentence.start, sentence.end);
		if (!inside) return written;
		return before || instead === '' ? '' : instead + written.slice(written.trimEnd().length);
	});
	return pieces.join('');
}

/** Exempted guardrails only record. If facts are missing, guardrails apply. */
function placeByFacts(placed: readonly PlacedGuardrail[], facts: GuardrailFacts = {}): PlacedGuardrail[] {
	return placed.flatMap((guardrail) => {
		const { when, unless } = guardrail;
		if (when && decideCondition(when, facts) === false) return [];
		if (!unless || decideCondition(unless, facts) !== true) return [guardrail];
		return [{ ...guardrail, action: 'log' as const, onFailure: 'pass' as const, exempted: pickFacts(unless, facts) }];
	});
}

type Judge = (placed: readonly PlacedGuardrail[]) => Promise<GuardResult>;

async function measureCheck(stage: Stage, placed: readonly PlacedGuardrail[], judge: Judge): Promise<GuardResult> {
	const startedAt = performance.now();
	const result = await judge(placed);
	if (placed.length === 0) return result;
	measurements.count('troupe_guardrail_checks_total', { stage, outcome: result.outcome });
	measurements.observe('troupe_guardrail_check_duration_seconds', { stage }, (performance.now() - startedAt) / 1000);
	for (const { code, action } of result.violations) measurements.count('troupe_guardrail_violations_total', { code, stage, action });
	return result;
}

async function tellObservers(
	placed: readonly PlacedGuardrail[],
	stage: Stage,
	result: GuardResult,
	context: GuardrailContext,
): Promise<GuardResult> {
	let told = result;
	if (result.violations.length === 0) return told;
	for (const each of placed) {
		const { guardrail, code, exempted, onFailure = 'block' } = each;
		if (!guardrail.observe || exempted) continue;
		try {
			const effect = await guardrail.observe(result.violations, context, result.text);
			if (!effect) continue;
			const { answer, matches = [], ...found } = effect;
			const violation: Violation = { guardrail: guardrail.id, code, stage, action: 'log', matches, ...found };
			told = withEffect(told, withPolicy(each, violation), answer);
		} catch (cause) {
			// The text was judged; only the count is missing.
			told = withEffect(
				{ ...told, failure: told.failure ?? createFailure(guardrail.id, cause, onFailure) },
				withPolicy(each, createFailed({ stage, context }, guardrail.id, 'log')),
			);
		}
	}
	return told;
}

function withEffect(result: GuardResult, effect: Violation, answer?: string): GuardResult {
	const { outcome, violations } = result;
	const stop = outcome === 'blocked' || outcome === 'needs-human' ? violations.at(-1) : undefined;
	if (!stop) return { ...result, violations: [...violations, effect] };
	const answers = [stop.answer, answer].filter((text) => text !== undefined);
	const answered = answers.length > 0 ? { ...stop, answer: answers.join(' ') } : stop;
	return { ...result, violations: [...violations.slice(0, -1), effect, answered] };
}
