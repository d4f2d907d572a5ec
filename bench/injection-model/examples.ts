import { fold } from '../../core/guardrails/injection/fold';
import { FeatureReader } from '../../core/guardrails/injection/model/features';
import { toBucket } from '../../core/guardrails/injection/model/hash';
import { listWindows, type TokenRange } from '../../core/guardrails/injection/model/windows';
import { tokenize } from '../../core/guardrails/injection/tokens';
import type { InjectionSample } from '../samples/injection/sample';
import type { TrainingText } from './training-data';
import { settings } from './fit';

/** A text as the model reads it. */
export interface Example {
	sample: InjectionSample;
	/** How much it counts, compared with a text written by hand. */
	share: number;
	/** The buckets of all features, word by word. */
	buckets: Int32Array;
	/** The first feature of each word, and the end. */
	starts: Int32Array;
	windows: TokenRange[];
}

export function toExample({ sample, share }: Pick<TrainingText, 'sample' | 'share'>): Example {
	const { text } = fold(sample.text);
	const tokens = tokenize(text);
	const reader = new FeatureReader(text, tokens);
	const buckets: number[] = [];
	const starts = [0];
	for (let at = 0; at < tokens.length; at++) {
		reader.visit(at, (hash) => buckets.push(toBucket(hash, settings.bits)));
		starts.push(buckets.length);
	}
	return { sample, share, buckets: Int32Array.from(buckets), starts: Int32Array.from(starts), windows: listWindows(tokens) };
}
