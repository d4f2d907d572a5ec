import { parseKnowledgeTask } from './parse-knowledge-task';

const ingest = (document: unknown) => ({ operation: 'ingest', collection: 'handbook', documents: document });

test('one document may stand without a list, bytes as base64, and defaults are filled in', async () => {
	expect(await parseKnowledgeTask(ingest({ text: 'Hello', title: null }))).toEqual({
		operation: 'ingest',
		collection: 'handbook',
		documents: [{ text: 'Hello' }],
		timeoutMs: 3_600_000,
	});
	const { documents } = (await parseKnowledgeTask(ingest({ base64: 'SGVsbG8=', name: 'a.txt' }))) as { documents: unknown };
	expect(documents).toEqual([{ bytes: Buffer.from('Hello'), name: 'a.txt' }]);
	expect(await parseKnowledgeTask({ operation: 'statistics' })).toEqual({ operation: 'statistics', timeoutMs: 120_000 });
});

test('a filter is read, from an object or from its JSON', async () => {
	const filter = { kind: 'equals', field: 'year', value: 2024 };
	const search = { operation: 'search', collection: 'c', question: 'What?' };
	expect(await parseKnowledgeTask({ ...search, filter: { year: 2024 } })).toMatchObject({ filter });
	expect(await parseKnowledgeTask({ ...search, filter: '{"year": 2024}' })).toMatchObject({ filter });
	await expect(parseKnowledgeTask({ ...search, filter: { year: { $near: 1 } } })).rejects.toMatchObject({ code: 'FILTER_INVALID' });
});

test('the argument is left as it was', async () => {
	const given = ingest({ base64: 'SGVsbG8=', metadata: { labels: ['a'] } });
	const before = structuredClone(given);
	await parseKnowledgeTask(given);
	expect(given).toEqual(before);
});

test.each<[string, unknown, RegExp]>([
	['input that is not an object', 'search', /the document must be object/],
	['an unknown operation', { operation: 'find' }, /operation is not one of the supported names/],
	['no collection', { operation: 'search', question: 'x' }, /required property 'collection'/],
	['a misspelled field', { operation: 'search', collection: 'c', question: 'x', tpo: 1 }, /unknown field "tpo"/],
	[
		'a mode of nobody',
		{ operation: 'search', collection: 'c', question: 'x', mode: 'fuzzy' },
		/mode must be one of lexical, dense, hybrid/,
	],
	['a filter that is not JSON', { operation: 'list', collection: 'c', filter: '{year' }, /filter is not JSON/],
	['a document with nothing in it', ingest({ title: 'x' }), /documents\.0 needs text or bytes or url/],
	['a document with two contents', ingest({ text: 'x', url: 'https://example.com' }), /documents\.0/],
	['a file from the disk', ingest({ url: 'file:///etc/passwd' }), /documents\.0\.url must match/],
	['input that is not base64', ingest({ base64: 'Hello, world' }), /documents\.0\.base64 must be base64/],
	['bytes that are a list', ingest({ bytes: [1, 2] }), /documents\.0\.bytes must be bytes/],
	[
		'one id twice',
		ingest([
			{ id: 'a', text: 'x' },
			{ id: 'a', text: 'y' },
		]),
		/the same id twice, at 1/,
	],
	['nested metadata', ingest({ text: 'x', metadata: { a: { b: 1 } } }), /metadata\.a/],
	['to delete nothing in particular', { operation: 'delete', collection: 'c' }, /ids or filter is missing/],
	['to delete by an empty filter', { operation: 'delete', collection: 'c', filter: {} }, /ids or filter is missing/],
	['to delete all and some', { operation: 'delete', collection: 'c', all: true, ids: ['a'] }, /all cannot be combined/],
	['a retention without an age', { operation: 'retain', collection: 'c' }, /required property 'days'/],
])('refuses %s, naming the field', async (_what, task, message) => {
	await expect(parseKnowledgeTask(task)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(message) });
});

test('refuses a file that is too large, and tells its size, not its content', async () => {
	const error = await parseKnowledgeTask(ingest({ bytes: new Uint8Array(100_000_001) })).catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({ code: 'INPUT_TOO_LARGE', details: { size: 100_000_001, most: 100_000_000 } });
});
