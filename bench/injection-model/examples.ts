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
	sample: Pick<InjectionSample, 'attack'>;
	/** How much it counts, compared with a text written by hand. */
	share: number;
	/** The buckets of all features, word by word. */
	buckets: Int32Array;
	/** How much each of them counts. */
	amounts: Uint8Array;
	/** The first feature of each word, and the end. */
	starts: Int32Array;
	windows: TokenRange[];
}

export function toExample({ sample, share }: Pick<TrainingText, 'sample' | 'share'>): Example {
	const { text } = fold(sample.text);
	const tokens = tokenize(text);
	const reader = new FeatureReader(text, tokens);
	const buckets: number[] = [];
	const amounts: number[] = [];
	const starts = [0];
	for (let at = 0; at < tokens.length; at++) {
		reader.visit(at, (hash, amount) => {
			buckets.push(toBucket(hash, settings.bits));
			amounts.push(amount);
		});
		starts.push(buckets.length);
	}
	return {
		...{ sample, share, windows: listWindows(tokens) },
		...{ buckets: Int32Array.from(buckets), amounts: Uint8Array.from(amounts), starts: Int32Array.from(starts) },
	};
}
