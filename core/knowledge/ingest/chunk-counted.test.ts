import { setImmediate } from 'node:timers/promises';
import { chunkDocument } from '../chunking/chunk-document';
import { chunkCounted } from './chunk-counted';

const text = Array.from({ length: 3_000 }, (_, index) => `K7X-${index}/b 0x4f3a; 17,4. `).join('');
const document = { text, format: 'plain' as const, mediaType: 'text/plain' };
const countTokens = (text: string) => Math.ceil(text.length / 2) + 2;

it('cuts as chunkDocument does, and lets others have their turn', async () => {
	let turns = 0;
	const done = new AbortController();
	const others = (async () => {
		for (; !done.signal.aborted; turns += 1) await setImmediate();
	})();
	expect(await chunkCounted(document, { countTokens }, undefined, done.signal)).toEqual(chunkDocument(document, { countTokens }));
	done.abort();
	await others;
	expect(turns).toBeGreaterThan(1);
});

it('ends where nobody wants it any more', () =>
	expect(chunkCounted(document, { countTokens }, undefined, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' }));
