import { TroupeError } from '../../core/base/errors';
import type { ModelFolder } from './model-folder';
import type { ModelThread } from './model-thread';

export interface LocalClassifier {
	/** `local:` and the folder's name. */
	readonly id: string;
	/** In the order of the scores. Empty for a model that is made for something else. */
	readonly labels: readonly string[];
	/**
	 * Scores each label from 0 to 1; for long texts the highest of the parts. @throws TroupeError DEPENDENCY_MISSING, MODEL_NOT_FOUND,
	 * MODEL_BAD_REQUEST, MODEL_MALFORMED_RESPONSE, CANCELLED
	 */
	classify(text: string, signal: AbortSignal): Promise<readonly number[]>;
}

export function createLocalClassifier({ id, from, labels, severalLabels }: ModelFolder, thread: ModelThread): LocalClassifier {
	return {
		id,
		labels,
		async classify(text, signal) {
			const { numbers } = await thread.run({ kind: 'classify', model: from, text, severalLabels }, true, signal);
			if (numbers.length === labels.length && numbers.every((score) => score >= 0 && score <= 1)) return Array.from(numbers);
			throw malformed(id, numbers.length, labels.length);
		},
	};
}

const malformed = (id: string, actual: number, expected: number) =>
	new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `${id} returned ${actual} scores for its ${expected} labels, or scores that are not numbers.`,
		fix: 'Use another file of the model, such as fp32, or another model, whose config.json lists the labels (id2label).',
		details: { expected, actual },
	});
