import { smoothing } from '../../core/guardrails/injection/model/score-windows';
import type { TokenRange } from '../../core/guardrails/injection/model/windows';
import { randomFrom } from '../samples/injection/generate';
import type { Example } from './examples';

export interface Weights {
	bits: number;
	values: Float32Array;
	bias: number;
}

export interface FitOptions {
	bits: number;
	epochs: number;
	rate: number;
	/** Pulls weights to 0. */
	decay: number;
	seed: number;
}

export const fitDefaults: FitOptions = { bits: 19, epochs: 16, rate: 0.25, decay: 2e-4, seed: 23 };

/**
 * Fits logistic regression by AdaGrad. A text is an attack if one of its windows is: each text teaches by the window that the model rates highest, in
 * the first rounds by all of its words.
 */
export function fit(examples: readonly Example[], options = fitDefaults): Weights {
	const random = randomFrom(options.seed);
	const weights: Weights = { bits: options.bits, values: new Float32Array(1 << options.bits), bias: 0 };
	const steps = { values: new Float32Array(1 << options.bits).fill(1e-3), bias: 1e-3 };
	const attacks = examples.filter(({ sample }) => sample.attack).length;
	const share = { attack: examples.length / (2 * attacks), harmless: examples.length / (2 * (examples.length - attacks)) };
	const order = examples.map((_, at) => at);
	for (let epoch = 0; epoch < options.epochs; epoch++) {
		shuffle(order, random);
		for (const at of order) {
			const example = examples[at]!;
			if (example.windows.length === 0) continue;
			const window = epoch < 2 ? { first: 0, end: example.starts.length - 1 } : strongestWindow(example, weights);
			learn(example, window, example.sample.attack ? share.attack : share.harmless, weights, steps, options);
		}
	}
	return weights;
}

function learn(
	{ sample, buckets, starts }: Example,
	{ first, end }: TokenRange,
	importance: number,
	weights: Weights,
	steps: { values: Float32Array; bias: number },
	{ rate, decay }: FitOptions,
): void {
	const from = starts[first]!;
	const to = starts[end]!;
	const norm = Math.sqrt(to - from + smoothing);
	let sum = 0;
	for (let at = from; at < to; at++) sum += weights.values[buckets[at]!]!;
	const error = (1 / (1 + Math.exp(-(weights.bias + sum / norm))) - (sample.attack ? 1 : 0)) * importance;
	for (let at = from; at < to; at++) {
		const bucket = buckets[at]!;
		const slope = error / norm + decay * weights.values[bucket]!;
		steps.values[bucket]! += slope * slope;
		weights.values[bucket]! -= (rate * slope) / Math.sqrt(steps.values[bucket]!);
	}
	steps.bias += error * error;
	weights.bias -= (0.2 * rate * error) / Math.sqrt(steps.bias);
}

export function strongestWindow(example: Example, weights: Weights): TokenRange {
	let best = example.windows[0]!;
	let most = -Infinity;
	for (const window of example.windows) {
		const logit = logitOf(example, window, weights);
		if (logit > most) [best, most] = [window, logit];
	}
	return best;
}

export function logitOf({ buckets, starts }: Example, { first, end }: TokenRange, { values, bias }: Weights): number {
	let sum = 0;
	for (let at = starts[first]!; at < starts[end]!; at++) sum += values[buckets[at]!]!;
	return bias + sum / Math.sqrt(starts[end]! - starts[first]! + smoothing);
}

/** Returns the logit of the strongest window; none is harmless. */
export function rate(example: Example, weights: Weights): number {
	return example.windows.length === 0 ? -10 : logitOf(example, strongestWindow(example, weights), weights);
}

function shuffle(list: number[], random: () => number): void {
	for (let at = list.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		[list[at], list[other]] = [list[other]!, list[at]!];
	}
}
