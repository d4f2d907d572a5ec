import { smoothing } from '../../core/guardrails/harm/doubt/linear-model';
import { randomFrom } from '../samples/injection/generate';
import type { Example, TokenRange } from './example';

export interface Weights {
	values: Float32Array;
	bias: number;
}

export interface FitSettings {
	/** Buckets of features are 2^bits. */
	bits: number;
	epochs: number;
	/** In these, all words of a text count: no window is known to be the harmful one yet. */
	firstEpochs: number;
	rate: number;
	/** Pulls weights to 0. */
	decay: number;
	seed: number;
	/** Models whose mean is taken. They differ in the order of the texts. */
	models: number;
}

/** The squares of all slopes so far: AdaGrad takes smaller steps for features that are common. */
type Squares = Weights;

/** Fits several models and returns their mean. The same examples give the same weights. */
export function fit(examples: readonly Example[], chosen: FitSettings): Weights {
	const mean: Weights = { values: new Float32Array(1 << chosen.bits), bias: 0 };
	for (let model = 0; model < chosen.models; model++) {
		const { values, bias } = fitOne(examples, chosen, chosen.seed + model);
		for (let at = 0; at < values.length; at++) mean.values[at]! += values[at]! / chosen.models;
		mean.bias += bias / chosen.models;
	}
	return mean;
}

/**
 * Fits logistic regression by AdaGrad. A text is harmful if one of its windows is: each text teaches by the window that the model rates highest.
 */
function fitOne(examples: readonly Example[], chosen: FitSettings, seed: number): Weights {
	const random = randomFrom(seed);
	const weights: Weights = { values: new Float32Array(1 << chosen.bits), bias: 0 };
	const squares: Squares = { values: new Float32Array(1 << chosen.bits).fill(1e-3), bias: 1e-3 };
	const importance = balance(examples);
	const order = examples.filter(({ windows }) => windows.length > 0);
	for (let epoch = 0; epoch < chosen.epochs; epoch++) {
		shuffle(order, random);
		for (const example of order) {
			const window = epoch < chosen.firstEpochs ? { first: 0, end: example.starts.length - 1 } : findStrongest(example, weights).window;
			learn(example, window, importance(example), { weights, squares, chosen });
		}
	}
	return weights;
}

/** Gives harmful and harmless texts the same sum. */
function balance(examples: readonly Example[]): (example: Example) => number {
	const total = (isHarmful: boolean) => examples.filter(({ harmful }) => harmful === isHarmful).reduce((sum, { share }) => sum + share, 0);
	const totals = { harmful: total(true), harmless: total(false) };
	const half = (totals.harmful + totals.harmless) / 2;
	return ({ harmful, share }) => (share * half) / (harmful ? totals.harmful : totals.harmless);
}

function learn(
	{ harmful, ...example }: Example,
	window: TokenRange,
	importance: number,
	{ weights, squares, chosen }: { weights: Weights; squares: Squares; chosen: FitSettings },
): void {
	const { from, to, norm, logit } = score(example, window, weights);
	const error = (1 / (1 + Math.exp(-logit)) - (harmful ? 1 : 0)) * importance;
	for (let at = from; at < to; at++) {
		const bucket = example.buckets[at]!;
		const slope = (example.amounts[at]! * error) / norm + chosen.decay * weights.values[bucket]!;
		squares.values[bucket]! += slope * slope;
		weights.values[bucket]! -= (chosen.rate * slope) / Math.sqrt(squares.values[bucket]!);
	}
	squares.bias += error * error;
	weights.bias -= (0.2 * chosen.rate * error) / Math.sqrt(squares.bias);
}

/** Returns the window with the highest logit. A text without words is harmless. */
export function findStrongest(example: Example, weights: Weights): { window: TokenRange; logit: number } {
	let strongest = { window: { first: 0, end: 0 }, logit: example.windows.length === 0 ? -10 : -Infinity };
	for (const window of example.windows) {
		const { logit } = score(example, window, weights);
		if (logit > strongest.logit) strongest = { window, logit };
	}
	return strongest;
}

/** Scores a window as needs-judge.ts of the product does. */
function score(
	{ buckets, amounts, starts }: Pick<Example, 'buckets' | 'amounts' | 'starts'>,
	{ first, end }: TokenRange,
	{ values, bias }: Weights,
): { from: number; to: number; norm: number; logit: number } {
	const from = starts[first]!;
	const to = starts[end]!;
	let sum = 0;
	let squares = 0;
	for (let at = from; at < to; at++) {
		const amount = amounts[at]!;
		sum += amount * values[buckets[at]!]!;
		squares += amount * amount;
	}
	const norm = Math.sqrt(squares + smoothing);
	return { from, to, norm, logit: bias + sum / norm };
}

function shuffle<Item>(list: Item[], random: () => number): void {
	for (let at = list.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		[list[at], list[other]] = [list[other]!, list[at]!];
	}
}
