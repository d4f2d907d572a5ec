import type { Evidence } from '../evidence';
import type { Reading } from '../reading';
import type { Token } from '../tokens';
import { type LinearModel, scoreWindows } from './score-windows';

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
	let highest = 0;
	const evidence: Evidence[] = [];
	for (const { first, end, logit } of scoreWindows(reading.text, tokens, model)) {
		const score = toScore(logit);
		highest = Math.max(highest, score);
		if (score < threshold) continue;
		const weight = leastWeight + ((mostWeight - leastWeight) * (score - threshold)) / (1 - threshold);
		evidence.push({ id: modelReason, ...reading.toOriginal(tokens[first]!.start, tokens[end - 1]!.end), weight });
	}
	return { score: highest, evidence };
}

function toScore(logit: number): number {
	return Math.min(0.999, Math.round(1000 / (1 + Math.exp(-logit))) / 1000);
}
