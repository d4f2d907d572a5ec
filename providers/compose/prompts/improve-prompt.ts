/** Improves a prompt: a model proposes variants, some cases select one, held-back cases judge it. */
import { randomUUID } from 'node:crypto';
import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';
import { withOrigin } from '../../../core/base/work-origin';
import { askVariant } from '../../../core/agents/prompts/ask-variant';
import { type SplitCases, splitCases } from '../../../core/evaluation/cases/split-cases';
import type { EvaluationCase } from '../../../core/evaluation/cases/evaluation-set';
import { compareResults, type Comparison, fewestPairs, findWinner } from '../../../core/evaluation/statistics/compare-results';
import { withoutMachineFaults } from '../../../core/evaluation/statistics/without-machine-faults';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import type { ChatModel } from '../../../core/ports/models/models';
import type { FoundSet } from '../evaluation/find-set';
import { recordSet, type SetRun } from '../evaluation/run-set';
import type { Host } from '../hosts/host';
import { composeUsageStore } from '../models/usage';
import { findCut, isBetter, listFailed, type Played, requireRan, type Score, toScore } from './played-cases';

export interface Improvement {
	prompt: { content: string; purpose: string };
	found: FoundSet;
	run: Pick<SetRun, 'model' | 'values' | 'concurrency'>;
	budgetUsd: number;
	variants: number;
	openWriter: (host: Host) => Promise<ChatModel>;
	report?: (line: string) => void;
}

export interface TriedVariant {
	content: string;
	why: string;
	shown: Score;
}

export interface ImprovedPrompt {
	parts: { shown: number; heldBack: number };
	before: Score;
	recorded: Recordings;
	variants: TriedVariant[];
	unusable: Record<string, number>;
	/** Best variant against the prompt on held-back cases. Absent if none was better on the shown cases. */
	heldBack?: Comparison;
	best?: TriedVariant & { recordings: Recordings };
	unjudged?: TriedVariant;
	spentUsd: number;
	isBudgetUsedUp: boolean;
	isStopped: boolean;
	fault?: string | undefined;
}

type Candidate = { variant?: TriedVariant; played: Played };

type Ending = { ended: 'budget' | 'stopped' | 'fault'; why?: string | undefined };

const margin = 1.2;

/** @throws TroupeError INPUT_INVALID for a set that is too small, or without a writer; BUDGET_EXCEEDED, CANCELLED before the prompt could be judged; MODEL_* */
export async function improvePrompt(improvement: Improvement, host: Host, signal: AbortSignal): Promise<ImprovedPrompt> {
	const parts = splitCases(improvement.found.set.cases);
	requireEnough(parts);
	const instance = `prompt-improve-${randomUUID()}`;
	const meter = async () => {
		const [total] = await (await composeUsageStore(host)).totals({ by: [], instance }, Date.now());
		return total?.costUsd ?? 0;
	};
	return withOrigin({ instance }, () => new Improver(improvement, host, parts, meter, signal).improve());
}

class Improver {
	readonly #variants: TriedVariant[] = [];
	readonly #unusable: Record<string, number> = {};
	readonly #tried: string[] = [];
	readonly #reserve = { shown: 0, heldBack: 0 };
	#ran = 0;

	constructor(
		private readonly improvement: Improvement,
		private readonly host: Host,
		private readonly parts: SplitCases,
		private readonly meter: () => Promise<number>,
		private readonly signal: AbortSignal,
	) {}

	async improve(): Promise<ImprovedPrompt> {
		// Fails before paying for cases if the writer cannot be composed.
		await this.improvement.openWriter(this.#keeping(0));
		const { shown, heldBack } = await this.#playBefore();
		const { best, ending } = await this.#search(shown);
		const judged = best.variant && (ending?.ended === 'stopped' ? ending : await this.#judge(best.variant, best.played, heldBack));
		const { ended, why } = (judged && 'ended' in judged ? judged : ending) ?? {};
		return {
			parts: { shown: this.parts.shown.length, heldBack: this.parts.heldBack.length },
			before: toScore(shown.result),
			recorded: join(shown, heldBack),
			variants: this.#variants,
			unusable: this.#unusable,
			...(judged && ('ended' in judged ? { unjudged: best.variant } : judged)),
			spentUsd: await this.meter(),
			isBudgetUsedUp: ended === 'budget' || ending?.ended === 'budget',
			isStopped: ended === 'stopped',
			fault: why ?? ending?.why,
		};
	}

	#keeping(keptUsd: number): Host {
		const costUsd = Math.max(0, this.improvement.budgetUsd - keptUsd);
		const name = `prompt improve${keptUsd > 0 ? ', less what its cases need' : ''}`;
		return { ...this.host, budgets: [...(this.host.budgets ?? []), { name, per: 'instance', costUsd }] };
	}

	async #playBefore(): Promise<Record<'shown' | 'heldBack', Played>> {
		const { prompt, budgetUsd } = this.improvement;
		const play = async (part: keyof SplitCases) => {
			const before = await this.meter();
			const played = await this.#play(prompt.content, this.parts[part], 0);
			this.#reserve[part] = margin * ((await this.meter()) - before);
			return played;
		};
		try {
			const shown = await play('shown');
			if (!findCut(shown)) requireRan(shown);
			const heldBack = findCut(shown) ? shown : await play('heldBack');
			const cut = findCut(heldBack);
			if (cut === undefined) return { shown, heldBack };
			throw tooSmall(budgetUsd, await this.meter(), cut);
		} catch (error) {
			if (!this.signal.aborted) throw error;
			throw stoppedBefore(this.#ran, this.improvement.found.set.cases.length, await this.meter(), error);
		}
	}

	async #search(shown: Played): Promise<{ best: Candidate; ending?: Ending }> {
		let best: Candidate = { played: shown };
		for (let count = 0; count < this.improvement.variants; count += 1) {
			if (toScore(best.played.result).score >= 1) break;
			const next = await this.#tryVariant(best).catch((error: unknown): Ending => this.#endBy(error, best));
			if (next && 'ended' in next) return { best, ending: next };
			if (next && isBetter(next.played, best.played)) best = next;
		}
		return { best };
	}

	#endBy(error: unknown, best: Candidate): Ending {
		if (this.signal.aborted) return { ended: 'stopped' };
		if (isTroupeError(error) && error.code === 'BUDGET_EXCEEDED') return { ended: 'budget', why: error.message };
		if (!best.variant) throw error;
		return { ended: 'fault', why: getErrorMessage(error) };
	}

	async #tryVariant({ variant, played: before }: Candidate): Promise<Ending | Candidate | undefined> {
		const { prompt, openWriter, report } = this.improvement;
		const question = {
			content: variant?.content ?? prompt.content,
			purpose: prompt.purpose,
			failed: listFailed(before.result),
			tried: [prompt.content.trim(), ...this.#tried],
			refused: Object.keys(this.#unusable),
		};
		const { shown, heldBack } = this.#reserve;
		// Reserves enough for all cases: a variant without them is worthless.
		const writer = await openWriter(this.#keeping(shown + heldBack));
		const proposed = await askVariant(writer, question, this.signal);
		if (proposed.unusable !== undefined) {
			this.#unusable[proposed.unusable] = (this.#unusable[proposed.unusable] ?? 0) + 1;
			report?.(`an answer cannot be used: ${proposed.unusable}`);
			return undefined;
		}
		this.#tried.push(proposed.content);
		const played = await this.#play(proposed.content, this.parts.shown, heldBack);
		const cut = findCut(played);
		if (cut !== undefined) return { ended: 'budget', why: cut };
		const tried = { content: proposed.content, why: proposed.why, shown: toScore(played.result) };
		this.#variants.push(tried);
		report?.(`variant ${this.#variants.length}: ${tried.shown.passed} of ${tried.shown.cases} cases pass`);
		return { variant: tried, played };
	}

	async #judge(best: TriedVariant, shown: Played, before: Played): Promise<Ending | Pick<ImprovedPrompt, 'heldBack' | 'best'>> {
		const after = await this.#play(best.content, this.parts.heldBack, 0).catch((error: unknown) => {
			if (this.signal.aborted) return undefined;
			throw error;
		});
		if (!after) return { ended: 'stopped' };
		const cut = findCut(after);
		if (cut !== undefined) return { ended: 'budget', why: cut };
		const comparison = compareResults(withoutMachineFaults(before.result), withoutMachineFaults(after.result));
		return { heldBack: comparison, ...(findWinner(comparison) === 'second' && { best: { ...best, recordings: join(shown, after) } }) };
	}

	#play(content: string, cases: EvaluationCase[], keptUsd: number): Promise<Played> {
		const { found, run } = this.improvement;
		const part = { ...found, set: { ...found.set, cases } };
		const variant = { ...(run.model !== undefined && { model: run.model }), prompt: 'variant' };
		const report = () => void (this.#ran += 1);
		return recordSet(
			{ ...run, found: part, recordings: found.recordings, prompt: content, variant, report },
			this.#keeping(keptUsd),
			this.signal,
		);
	}
}

const join = ({ recordings: shown }: Played, { recordings: heldBack }: Played): Recordings => ({
	...heldBack,
	cases: { ...shown.cases, ...heldBack.cases },
});

function requireEnough({ shown, heldBack }: SplitCases): void {
	if (heldBack.length >= fewestPairs && shown.length > 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The set is too small to improve a prompt by: of its cases, ${shown.length} would be shown to the model, and ${heldBack.length} held back; a judgement needs ${fewestPairs} of those.`,
		fix: `Add cases: about ${Math.ceil(fewestPairs / 0.6)} in all. The hash of its name says where a case goes; about six of ten are held back.`,
	});
}

const tooSmall = (budgetUsd: number, spentUsd: number, why: string): TroupeError =>
	new TroupeError({
		code: 'BUDGET_EXCEEDED',
		message: `The budget of $${budgetUsd} ended while the cases ran with the prompt as it is; $${spentUsd.toFixed(4)} are spent. ${why}`,
		fix: 'Raise --budget: each variant runs all cases again. `troupe model estimate` says what a call costs; a model without a known price needs one in budgets.json.',
	});

const stoppedBefore = (ran: number, cases: number, spentUsd: number, cause: unknown): TroupeError =>
	new TroupeError({
		code: 'CANCELLED',
		message: `Stopped while the cases ran with the prompt as it is: ${ran} of ${cases} had ended, and $${spentUsd.toFixed(4)} are spent.`,
		fix: 'Start again: no variant was asked for.',
		cause,
	});
