import { defaultThreshold, detectInjection } from '../../core/guardrails/injection/detect-injection';
import type { InjectionSample } from '../samples/injection/sample';
import type { Example } from './examples';
import { findStrongest, fit } from './fit';
import type { TrainingText } from './training-data';

/** A text with the score of a model that saw neither it nor, for an attack, its kind. */
export interface UnseenScore {
	sample: InjectionSample;
	kind: string;
	score: number;
	/** The rules flag it. */
	byRules: boolean;
}

/** Share of harmless texts that the model may flag at its threshold. */
const allowed = 0.003;

const isComposed = (origin: TrainingText['origin']) => origin === 'generated' || origin === 'long';

/** Trains once for each kind of attack, without this kind and without a part of the harmless texts, and scores what was left out. */
export async function scoreUnseenKinds(data: readonly TrainingText[], examples: readonly Example[]): Promise<UnseenScore[]> {
	const kinds = [
		...new Set(data.filter(({ origin, sample }) => origin === 'written' && sample.attack).map(({ sample }) => sample.category)),
	];
	const scores: UnseenScore[] = [];
	for (const [fold, kind] of kinds.entries()) {
		const isHeldOut = ({ sample, origin }: TrainingText, at: number) =>
			sample.attack ? sample.category === kind : !isComposed(origin) && at % kinds.length === fold;
		const weights = fit(examples.filter((_, at) => !isHeldOut(data[at]!, at)));
		for (const [at, text] of data.entries()) {
			if (!isHeldOut(text, at) || isComposed(text.origin)) continue;
			const { score: rules } = await detectInjection(text.sample.text, { modelThreshold: 1 });
			const score = 1 / (1 + Math.exp(-findStrongest(examples[at]!, weights).logit));
			scores.push({ sample: text.sample, kind, score, byRules: rules >= defaultThreshold });
		}
	}
	return scores;
}

/** Returns the lowest threshold, in hundredths, at which models flag at most three in a thousand of the harmless texts that they never saw. */
export function chooseThreshold(scores: readonly UnseenScore[]): number {
	const harmless = scores.filter(({ sample }) => !sample.attack).map(({ score }) => score);
	const highestFirst = harmless.toSorted((a, b) => b - a);
	return Math.ceil(100 * highestFirst[Math.floor(harmless.length * allowed)]!) / 100;
}

/** Prints recall by kind and false positives by language at a threshold. */
export function printFolds(scores: readonly UnseenScore[], threshold: number): void {
	const share = (list: readonly UnseenScore[], test: (score: UnseenScore) => boolean) =>
		`${((100 * list.filter(test).length) / list.length).toFixed(0)} %`.padStart(5);
	const row = (name: string, list: readonly UnseenScore[]) =>
		console.error(
			`  ${name.padEnd(24)} ${String(list.length).padStart(5)}  rules ${share(list, ({ byRules }) => byRules)}  model ${share(list, ({ score }) => score >= threshold)}  both ${share(list, ({ byRules, score }) => byRules || score >= threshold)}`,
		);
	const attacks = scores.filter(({ sample }) => sample.attack);
	const harmless = scores.filter(({ sample }) => !sample.attack);
	console.error(`kinds that a model never saw, at its threshold ${threshold}:`);
	for (const [kind, list] of Map.groupBy(attacks, (score) => score.kind)) row(kind, list);
	row('all attacks', attacks);
	for (const [language, list] of Map.groupBy(attacks, ({ sample }) => sample.language)) row(`attacks ${language}`, list);
	for (const [language, list] of Map.groupBy(harmless, ({ sample }) => sample.language)) row(`harmless ${language}`, list);
	row('harmless', harmless);
}
