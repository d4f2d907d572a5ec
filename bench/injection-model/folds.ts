import { defaultThreshold, detectInjection } from '../../core/guardrails/injection/detect-injection';
import type { InjectionSample } from '../samples/injection/sample';
import { toExample } from './examples';
import { findStrongest, fit } from './fit';
import { composeLong, type TrainingText } from './training-data';

/** A text with the score of a model that saw neither it nor, for an attack, its kind. */
export interface UnseenScore {
	sample: InjectionSample;
	kind: string;
	score: number;
	/** The rules flag it. */
	byRules: boolean;
}

/** Share of harmless texts that the model may flag at its threshold. */
const allowed = 0.005;
/** The share at which `injection-unseen` measures. */
const benchAllowed = 0.03;

/** Harmless texts next to each other, which are often alike, are left out together. */
const neighbours = 8;

/**
 * Trains once for each kind of attack, without this kind and without a part of the harmless texts, and scores what was left out. Long texts are put
 * together from those that remain.
 */
export async function scoreUnseenKinds(data: readonly TrainingText[]): Promise<UnseenScore[]> {
	const examples = data.map(toExample);
	const kinds = [
		...new Set(data.filter(({ origin, sample }) => origin === 'written' && sample.attack).map(({ sample }) => sample.category)),
	];
	const scores: UnseenScore[] = [];
	for (const [fold, kind] of kinds.entries()) {
		const isHeldOut = ({ sample, origin }: TrainingText, at: number) =>
			sample.attack ? sample.category === kind : origin !== 'generated' && Math.floor(at / neighbours) % kinds.length === fold;
		const isTaught = (text: TrainingText, at: number) => !isHeldOut(text, at);
		const long = composeLong(data.filter(isTaught)).map(toExample);
		const weights = fit([...examples.filter((_, at) => isTaught(data[at]!, at)), ...long]);
		for (const [at, text] of data.entries()) {
			if (isTaught(text, at) || text.origin === 'generated') continue;
			const { score: rules } = await detectInjection(text.sample.text);
			const score = 1 / (1 + Math.exp(-findStrongest(examples[at]!, weights).logit));
			scores.push({ sample: text.sample, kind, score, byRules: rules >= defaultThreshold });
		}
	}
	return scores;
}

/** Returns the lowest threshold, in hundredths, at which models flag at most five in a thousand of the harmless texts that they never saw. */
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
	console.error(
		`  rules or model, at ${100 * benchAllowed} % of the harmless texts: recall ${recallAt(benchAllowed, attacks, harmless).toFixed(3)}`,
	);
}

/** Returns the recall at the lowest threshold of the model at which rules and model together flag at most a share of the harmless texts. */
function recallAt(allowed: number, attacks: readonly UnseenScore[], harmless: readonly UnseenScore[]): number {
	const byModel = harmless.filter(({ byRules }) => !byRules).map(({ score }) => score);
	const budget = Math.floor(allowed * harmless.length) - (harmless.length - byModel.length);
	const limit = budget < 0 ? 1 : byModel.toSorted((a, b) => b - a)[budget]!;
	return attacks.filter(({ byRules, score }) => byRules || score > limit).length / attacks.length;
}
