/** Improves a prompt: a model proposes variants, some cases choose one, and others judge it. */
import { randomUUID } from 'node:crypto';
import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';
import { withOrigin } from '../../../core/base/work-origin';
import { askVariant, type FailedCase } from '../../../core/agents/prompts/ask-variant';
import { type SplitCases, splitCases } from '../../../core/evaluation/cases/split-cases';
import type { EvaluationCase } from '../../../core/evaluation/cases/evaluation-set';
import type { CaseResult, EvaluationResult } from '../../../core/evaluation/evaluation-result';
import { compareResults, type Comparison, fewestPairs, findWinner } from '../../../core/evaluation/statistics/compare-results';
import { withoutMachineFaults } from '../../../core/evaluation/statistics/without-machine-faults';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import type { ChatModel } from '../../../core/ports/models/models';
import type { FoundSet } from '../evaluation/find-set';
import { recordSet, type SetRun } from '../evaluation/run-set';
import type { Host } from '../hosts/host';
import { composeUsageStore } from '../models/usage';

export interface Improvement {
	prompt: { content: string; purpose: string };
	found: FoundSet;
	/** What else differs from the set. */
	run: Pick<SetRun, 'model' | 'values' | 'concurrency'>;
	/** Max US dollars for the variants and all cases together. */
	budgetUsd: number;
	/** Max variants that are asked for. */
	variants: number;
	/** Composes the model that writes variants. */
	openWriter: (host: Host) => Promise<ChatModel>;
	report?: (line: string) => void;
}

export interface TriedVariant {
	content: string;
	why: string;
	/** On the cases that were shown. */
	shown: Score;
}

export interface Score {
	passed: number;
	cases: number;
	/** The mean, 0 to 1. */
	score: number;
}

export interface ImprovedPrompt {
	parts: { shown: number; heldBack: number };
	/** The prompt as it was, on the cases that were shown. */
	before: Score;
	variants: TriedVariant[];
	/** Why answers of the writer could not be used, with how often. */
	unusable: Record<string, number>;
	/** The best variant against the prompt, on the cases that were held back. Absent where none was better on the others. */
	heldBack?: Comparison;
	/** The variant that is better there. */
	best?: TriedVariant & { recordings: Recordings };
	spentUsd: number;
	/** The budget did not allow to go on. */
	isBudgetUsedUp: boolean;
	/** Why no further variant was asked for, where one was good already. */
	fault?: string | undefined;
}

interface Played {
	result: EvaluationResult;
	recordings: Recordings;
}

/** @throws TroupeError INPUT_INVALID for a set that is too small; BUDGET_EXCEEDED where not even the prompt could be judged; MODEL_*, CANCELLED */
export async function improvePrompt(improvement: Improvement, host: Host, signal: AbortSignal): Promise<ImprovedPrompt> {
	const parts = splitCases(improvement.found.set.cases);
	requireEnough(parts);
	const instance = `prompt-improve-${randomUUID()}`;
	const budget = { name: 'prompt improve', per: 'instance' as const, costUsd: improvement.budgetUsd };
	const limited: Host = { ...host, budgets: [...(host.budgets ?? []), budget] };
	const meter = async () => {
		const [total] = await (await composeUsageStore(limited)).totals({ by: [], instance }, Date.now());
		return total?.costUsd ?? 0;
	};
	return withOrigin({ instance }, () => new Improver(improvement, limited, parts, meter, signal).improve());
}

class Improver {
	readonly #variants: TriedVariant[] = [];
	readonly #unusable: Record<string, number> = {};
	readonly #tried: string[] = [];

	constructor(
		private readonly improvement: Improvement,
		private readonly host: Host,
		private readonly parts: SplitCases,
		private readonly meter: () => Promise<number>,
		private readonly signal: AbortSignal,
	) {}

	async improve(): Promise<ImprovedPrompt> {
		const { prompt, budgetUsd, variants } = this.improvement;
		const { shown, heldBack } = await this.#playBefore();
		const before = toScore(shown.result);
		let [best, bestPlayed, isBudgetUsedUp] = [undefined as TriedVariant | undefined, shown, false];
		const round = await this.meter();
		let fault: string | undefined;
		for (let count = 0; count < variants; count += 1) {
			// Nothing can be better on the cases that are shown.
			if ((best?.shown ?? before).score >= 1) break;
			// A variant has to run on all cases, as the prompt did.
			isBudgetUsedUp = (await this.meter()) + round > budgetUsd;
			if (isBudgetUsedUp) break;
			const next = await this.#tryVariant(best?.content ?? prompt.content, bestPlayed.result).catch((error: unknown) => {
				// A good variant is paid for already.
				if (!best || this.signal.aborted) throw error;
				fault = getErrorMessage(error);
			});
			if (fault !== undefined) break;
			isBudgetUsedUp = next === 'budget';
			if (next === 'budget') break;
			if (next && isBetter(next.played, bestPlayed)) [best, bestPlayed] = [next.variant, next.played];
		}
		const judged = best && (await this.#judge(best, bestPlayed, heldBack));
		return {
			parts: { shown: this.parts.shown.length, heldBack: this.parts.heldBack.length },
			...{ before, variants: this.#variants, unusable: this.#unusable },
			...(judged !== 'budget' && judged),
			spentUsd: await this.meter(),
			isBudgetUsedUp: isBudgetUsedUp || judged === 'budget',
			fault,
		};
	}

	/** Plays all cases with the prompt as it is. */
	async #playBefore(): Promise<Record<'shown' | 'heldBack', Played>> {
		const { prompt, budgetUsd } = this.improvement;
		const shown = await this.#play(prompt.content, this.parts.shown);
		const heldBack = await this.#play(prompt.content, this.parts.heldBack);
		if (isCut(shown) || isCut(heldBack)) throw tooSmall(budgetUsd, await this.meter());
		requireRan(shown);
		return { shown, heldBack };
	}

	async #tryVariant(content: string, result: EvaluationResult): Promise<'budget' | { variant: TriedVariant; played: Played } | undefined> {
		const { prompt, openWriter, report } = this.improvement;
		const question = {
			content,
			purpose: prompt.purpose,
			failed: listFailed(result),
			tried: [prompt.content.trim(), ...this.#tried],
			refused: Object.keys(this.#unusable),
		};
		try {
			const proposed = await askVariant(await openWriter(this.host), question, this.signal);
			if (proposed.unusable !== undefined) {
				this.#unusable[proposed.unusable] = (this.#unusable[proposed.unusable] ?? 0) + 1;
				report?.(`an answer cannot be used: ${proposed.unusable}`);
				return undefined;
			}
			this.#tried.push(proposed.content);
			const played = await this.#play(proposed.content, this.parts.shown);
			if (isCut(played)) return 'budget';
			const variant = { content: proposed.content, why: proposed.why, shown: toScore(played.result) };
			this.#variants.push(variant);
			report?.(`variant ${this.#variants.length}: ${variant.shown.passed} of ${variant.shown.cases} cases pass`);
			return { variant, played };
		} catch (error) {
			if (isTroupeError(error) && error.code === 'BUDGET_EXCEEDED') return 'budget';
			throw error;
		}
	}

	/** Compares on the cases that nothing was chosen by. */
	async #judge(best: TriedVariant, shown: Played, before: Played): Promise<'budget' | Pick<ImprovedPrompt, 'heldBack' | 'best'>> {
		const after = await this.#play(best.content, this.parts.heldBack);
		if (isCut(after)) return 'budget';
		const comparison = compareResults(withoutMachineFaults(before.result), withoutMachineFaults(after.result));
		const recordings = { ...after.recordings, cases: { ...shown.recordings.cases, ...after.recordings.cases } };
		return { heldBack: comparison, ...(findWinner(comparison) === 'second' && { best: { ...best, recordings } }) };
	}

	#play(content: string, cases: EvaluationCase[]): Promise<Played> {
		const { found, run } = this.improvement;
		const part = { ...found, set: { ...found.set, cases } };
		const variant = { ...(run.model !== undefined && { model: run.model }), prompt: 'variant' };
		return recordSet({ ...run, found: part, recordings: found.recordings, prompt: content, variant }, this.host, this.signal);
	}
}

function toScore(result: EvaluationResult): Score {
	const { cases: ran } = withoutMachineFaults(result);
	const sum = ran.reduce((all, { score }) => all + score, 0);
	return { passed: ran.filter(({ passed }) => passed).length, cases: ran.length, score: ran.length === 0 ? 0 : sum / ran.length };
}

/** Returns whether the budget ended a case. */
const isCut = ({ result }: Played): boolean =>
	result.cases.some(
		({ error, outcome, reason }) => error?.code === 'BUDGET_EXCEEDED' || (outcome === 'limit-reached' && reason === 'budget'),
	);

const listFailed = (result: EvaluationResult): FailedCase[] =>
	withoutMachineFaults(result)
		.cases.filter(({ passed }) => !passed)
		.map(({ message, reply = '', assertions, error }: CaseResult) => ({
			...{ message, reply },
			reasons: [
				...(error ? [error.message] : []),
				...assertions.filter((one) => !one.passed).map(({ assert, reason = '' }) => `${assert}: ${reason}`),
			],
		}));

/** Compares the means over the cases that the machine let run with both. */
function isBetter(one: Played, other: Played): boolean {
	const { metrics } = compareResults(withoutMachineFaults(other.result), withoutMachineFaults(one.result));
	return (metrics.find(({ metric }) => metric === 'score')?.difference?.value ?? 0) > 0;
}

/** A wrong key or address fails each case alike. */
function requireRan({ result: { cases } }: Played): void {
	const [first] = cases;
	if (first?.error === undefined || cases.some(({ error }) => !error)) return;
	const { message, fix } = first.error;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `Not a single case could run: ${message}`, ...(fix !== undefined && { fix }) });
}

function requireEnough({ shown, heldBack }: SplitCases): void {
	if (heldBack.length >= fewestPairs && shown.length > 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The set is too small to improve a prompt by: of its cases, ${shown.length} would be shown to the model, and ${heldBack.length} held back; a judgement needs ${fewestPairs} of those.`,
		fix: 'Add cases. The hash of its name says where a case goes; about six of ten are held back.',
	});
}

const tooSmall = (budgetUsd: number, spentUsd: number): TroupeError =>
	new TroupeError({
		code: 'BUDGET_EXCEEDED',
		message: `The budget of $${budgetUsd} ended while the cases ran with the prompt as it is; $${spentUsd.toFixed(4)} are spent.`,
		fix: 'Raise --budget: each variant runs all cases again. `troupe model estimate` says what a call costs; a model without a known price needs one in budgets.json.',
	});
