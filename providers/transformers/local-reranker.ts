import type { Reranker } from '../../core/ports';
import type { ModelFolder } from './model-folder';
import type { ModelThread } from './model-thread';

/** Pairs that are judged at once: a person's next question waits for them. */
const most = 8;

/** A cross-encoder in a folder, run in a thread of this process: it reads question and passage together. */
export function createLocalReranker({ id, from }: Pick<ModelFolder, 'id' | 'from'>, thread: ModelThread): Reranker {
	return {
		id,
		async rerank(question, passages, signal) {
			const scores = new Array<number>(passages.length);
			const places = passages.map((_, place) => place).sort((one, other) => passages[one]!.length - passages[other]!.length);
			for (let start = 0; start < places.length; start += most) {
				const some = places.slice(start, start + most);
				const batch = some.map((place) => passages[place]!);
				const { numbers } = await thread.run({ kind: 'rerank', model: from, question, passages: batch }, true, signal);
				some.forEach((place, index) => (scores[place] = numbers[index]!));
			}
			return scores;
		},
	};
}
