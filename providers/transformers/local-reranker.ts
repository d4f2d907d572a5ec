import type { Reranker } from '../../core/ports/models/rerankers';
import type { ModelFolder } from './model-folder';
import type { ModelThread } from './model-thread';

/** Max passages per batch: a user's next question waits for it. */
const maxPassages = 8;

export function createLocalReranker({ id, from }: Pick<ModelFolder, 'id' | 'from'>, thread: ModelThread): Reranker {
	return {
		id,
		async rerank(question, passages, signal) {
			const scores = new Array<number>(passages.length);
			const places = passages.map((_, place) => place).sort((one, other) => passages[one]!.length - passages[other]!.length);
			for (let start = 0; start < places.length; start += maxPassages) {
				const some = places.slice(start, start + maxPassages);
				const batch = some.map((place) => passages[place]!);
				const { numbers } = await thread.run({ kind: 'rerank', model: from, question, passages: batch }, true, signal);
				some.forEach((place, index) => (scores[place] = numbers[index]!));
			}
			return scores;
		},
	};
}
