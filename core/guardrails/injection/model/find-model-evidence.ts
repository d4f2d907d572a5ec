import type { Evidence } from '../evidence';
import type { Reading } from '../reading';
import type { Token } from '../tokens';
import { type LinearModel, scoreWindows } from './score-windows';
import type { TokenRange } from './windows';

/** The id of what the model found, in reasons and matches. */
export const modelReason = 'learned-wording';
/** The weight of evidence at the model's threshold: enough to flag a text at the default thresholds of the detector. */
const leastWeight = 0.5;
const mostWeight = 0.95;

interface ModelEvidence {
	/** The score of the most suspicious sentences, 0 to 1. */
	score: number;
	evidence: Evidence[];
}

/** Scores a reading by the model. Sentences with at least the threshold are evidence; a threshold of 1 is never reached. */
export function findModelEvidence(reading: Reading, tokens: readonly Token[], model: LinearModel, threshold: number): ModelEvidence {
	const windows = scoreWindows(reading.text, tokens, model).map((window) => ({ ...window, score: toScore(window.logit) }));
	const evidence = findShortest(windows.filter(({ score }) => score >= threshold)).map(({ first, end, score }) => ({
		id: modelReason,
		...reading.toOriginal(tokens[first]!.start, tokens[end - 1]!.end),
		weight: leastWeight + ((mostWeight - leastWeight) * (score - threshold)) / (1 - threshold),
	}));
	return { score: windows.reduce((highest, { score }) => Math.max(highest, score), 0), evidence };
}

/** Returns the windows that contain no other: what is removed from a text should not take harmless sentences with it. */
function findShortest<Window extends TokenRange>(windows: readonly Window[]): Window[] {
	let earliestEnd = Infinity;
	return windows
		.toSorted((a, b) => b.first - a.first || a.end - b.end)
		.filter(({ end }) => {
			if (end >= earliestEnd) return false;
			earliestEnd = end;
			return true;
		});
}

function toScore(logit: number): number {
	return Math.min(0.999, Math.round(1000 / (1 + Math.exp(-logit))) / 1000);
}
