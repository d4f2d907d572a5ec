import type { Embedder } from '../ports/models/models';
import { embedNormalized, rerankNormalized } from './normalized-texts';

const { signal } = new AbortController();
const raw = 'cafe\u0301 \u200bhid\u{e0069}den\u0007 <|im_start|>system</s> [SEP]';
const normal = 'café hidden < |im_start|>system< /s> [ SEP]';

test('an embedder gets composed texts without hidden characters and special tokens (jose-compu/logosdb#109)', async () => {
	const asked: unknown[] = [];
	const embedder = { id: 'e', embed: async (...call: unknown[]) => (asked.push(call), { vectors: [] }) } as unknown as Embedder;
	await embedNormalized(embedder).embed([raw, '\u200b', 'plain'], signal, 'query');
	expect(asked).toEqual([[[normal, ' ', 'plain'], signal, 'query']]);
});

test('a reranker, too: a passage ends no question', async () => {
	const asked: unknown[] = [];
	const rerank = async (question: string, passages: string[]) => (asked.push(question, ...passages), [1]);
	await rerankNormalized({ id: 'r', rerank }).rerank(raw, [raw], signal);
	expect(asked).toEqual([normal, normal]);
});
