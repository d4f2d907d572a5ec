import { areImagesHarmless } from '../../../guardrails/judges/judge-images';
import { type Guard, type Stage, findStop, type Violation } from '../../../guardrails/policy/guard';
import { createFileNote, createFileRefusal } from '../../../guardrails/policy/refuse-files';
import type { GuardrailContext } from '../../../ports/guardrails/guardrail-context';
import type { Passage } from '../../../ports/knowledge/passages';
import { inSpan } from '../../../tracing/in-span';
import { withoutJoinedTokens, withoutTypedTokens } from './restore-for-asker';
import type { Run } from './run';

interface GuardedRun {
	parts: { guard: Guard };
	context: GuardrailContext;
	guardrails: Violation[];
}

type GuardedText =
	| { text: string; stop?: undefined; violations: Violation[] }
	| { text?: undefined; stop: Violation; violations: Violation[] };

/**
 * Judges one text of a run.
 * @throws TroupeError GUARDRAIL_FAILED if a guardrail failed and blocks the text: a fault, which the host retries or reports
 */
export async function guardText(run: GuardedRun, stage: Stage, text: string): Promise<GuardedText> {
	const result = await run.parts.guard.check(stage, text, run.context);
	return applyResult(run, result);
}

/** Judges an outside text: tokens in it were typed, and stand for no value. @throws TroupeError GUARDRAIL_FAILED */
export const guardGiven = async (run: Run, stage: Stage, text: string): Promise<GuardedText> =>
	guardMasked(run, stage, await withoutTypedTokens(run, text));

async function guardMasked(run: Run, stage: Stage, text: string): Promise<GuardedText> {
	const guarded = await guardText(run, stage, text);
	return guarded.stop ? guarded : { ...guarded, text: await withoutJoinedTokens(run, text, guarded.text) };
}

/** Judges a message with its images: a person decides about images, or first a judge that sees them. @throws TroupeError GUARDRAIL_FAILED */
export async function guardMessage(run: Run, message: string): Promise<GuardedText> {
	const guarded = await guardGiven(run, 'input', message);
	if (guarded.stop || !run.parts.refusesFiles || !run.images?.length) return guarded;
	const { imageJudge } = run.parts;
	const isHarmless = imageJudge && (await areImagesHarmless(guarded.text, run.images, imageJudge).catch(() => false));
	if (isHarmless) return { ...guarded, violations: [...guarded.violations, createFileNote('input', run.context.language)] };
	const stop = createFileRefusal('input', run.context.language, imageJudge !== undefined);
	return { stop, violations: [...guarded.violations, stop] };
}

/** Applies an earlier verdict. @throws TroupeError GUARDRAIL_FAILED */
export function applyResult({ guardrails }: Pick<GuardedRun, 'guardrails'>, result: Awaited<ReturnType<Guard['check']>>): GuardedText {
	const { violations } = result;
	const stop = findStop(result);
	if (stop?.code === 'GUARDRAIL_FAILED') {
		guardrails.push(...violations);
		throw result.failure;
	}
	return stop ? { stop, violations } : { text: result.text, violations };
}

export interface GuardedPassages {
	passages: Passage[];
	originals: Passage[];
	violations: Violation[];
	stop?: Violation;
}

/** Judges passages. Leaves out blocked ones, and the question is answered without them. */
export const guardPassages = (run: Run, retrieved: Passage[]): Promise<GuardedPassages> =>
	traceKnowledge(run, retrieved.length, () => judgePassages(run, retrieved));

/** Checks of passages and memories are one span: each has several texts. */
function traceKnowledge<Guarded extends { violations: Violation[] }>(
	{ parts }: Run,
	texts: number,
	work: () => Promise<Guarded>,
): Promise<Guarded> {
	if (texts === 0) return work();
	const facts = { 'troupe.guardrail.stage': 'knowledge', 'troupe.guardrail.texts': texts };
	return inSpan(parts.tracing, { name: 'guardrail knowledge', facts }, async (span) => {
		const guarded = await work();
		const codes = [...new Set(guarded.violations.map(({ code }) => code))];
		if (codes.length > 0) span.set({ 'troupe.guardrail.codes': codes });
		return guarded;
	});
}

async function judgePassages(run: Run, retrieved: Passage[]): Promise<GuardedPassages> {
	const passages: Passage[] = [];
	const originals: Passage[] = [];
	const violations: Violation[] = [];
	for (const passage of retrieved) {
		const title = await guardGiven(run, 'knowledge', passage.title);
		const body = await guardGiven(run, 'knowledge', passage.text);
		violations.push(...title.violations, ...body.violations);
		const stop = title.stop ?? body.stop;
		if (stop?.action === 'ask-person') return { passages: [], originals: [], violations, stop };
		if (title.stop || body.stop) continue;
		originals.push(passage);
		// Headings are guarded as part of the title.
		const { headingPath: _unguarded, ...passageToJudge } = passage;
		passages.push({ ...passageToJudge, title: title.text, text: body.text });
	}
	return { passages, originals, violations };
}

/** Judges masked memories like passages: leaves out blocked ones. */
export const guardMemories = <Memory extends { key?: string; text: string }>(
	run: Run,
	recalled: Memory[],
): Promise<GuardedMemories<Memory>> => traceKnowledge(run, recalled.length, () => judgeMemories(run, recalled));

interface GuardedMemories<Memory> {
	memories: Memory[];
	violations: Violation[];
	stop?: Violation;
}

async function judgeMemories<Memory extends { key?: string; text: string }>(
	run: Run,
	recalled: Memory[],
): Promise<GuardedMemories<Memory>> {
	const memories: Memory[] = [];
	const violations: Violation[] = [];
	for (const memory of recalled) {
		const guarded = await guardMasked(run, 'knowledge', memory.text);
		violations.push(...guarded.violations);
		if (guarded.stop?.action === 'ask-person') return { memories: [], violations, stop: guarded.stop };
		if (!guarded.stop) memories.push({ ...memory, text: guarded.text });
	}
	return { memories, violations };
}
