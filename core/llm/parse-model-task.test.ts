import { parseModelTask } from './parse-model-task';

const openai = 'openai:gpt-4.1-mini';

test('one model and one text may stand without a list, and defaults are filled in', async () => {
	expect(await parseModelTask({ operation: 'chat', models: openai, prompt: 'Hello', system: null, images: undefined })).toEqual({
		operation: 'chat',
		models: [openai],
		prompt: 'Hello',
		timeoutMs: 120_000,
	});
	expect(await parseModelTask({ operation: 'embed', models: openai, texts: 'Hello' })).toMatchObject({ texts: ['Hello'] });
	expect(await parseModelTask({ operation: 'structured', prompt: 'x', schema: {} })).toMatchObject({ schemaName: 'answer', models: [] });
	expect(await parseModelTask({ operation: 'list' })).toEqual({ operation: 'list', timeoutMs: 120_000 });
});

test.each<[string, unknown, RegExp]>([
	['input that is not an object', 'chat', /the document must be object/],
	['no operation', {}, /operation/],
	['an unknown operation', { operation: 'complete' }, /valid: operation is not one of the supported names/],
	['a field of another operation', { operation: 'chat', prompt: 'x', texts: ['x'] }, /unknown field "texts"/],
	['a misspelled field', { operation: 'chat', prompt: 'x', temprature: 1 }, /unknown field "temprature"/],
	['a model without its provider', { operation: 'chat', prompt: 'x', models: 'gpt-4.1' }, /models\.0 must match/],
	['a model of nobody', { operation: 'chat', prompt: 'x', models: ['mistral:large'] }, /models\.0 must match/],
	['no prompt', { operation: 'chat' }, /prompt is missing/],
	['an empty prompt', { operation: 'chat', prompt: '' }, /prompt must NOT have fewer/],
	[
		'images that belong to nothing',
		{ operation: 'chat', messages: [{ role: 'user', content: 'x' }], images: [{ kind: 'url', url: 'https://x' }] },
		/images need a prompt/,
	],
	['an image of no kind', { operation: 'chat', prompt: 'x', images: [{ url: 'https://x' }] }, /images\.0/],
	[
		'an image from a file',
		{ operation: 'chat', prompt: 'x', images: [{ kind: 'url', url: 'file:///etc/passwd' }] },
		/images\.0\.url must match/,
	],
	[
		'a tool message',
		{ operation: 'chat', messages: [{ role: 'tool', content: 'x' }] },
		/messages\.0\.role must be one of system, user, assistant/,
	],
	['too warm a temperature', { operation: 'chat', prompt: 'x', temperature: 3 }, /temperature must be <= 2/],
	['no schema', { operation: 'structured', prompt: 'x' }, /required property 'schema'/],
	['a schema that is a text', { operation: 'structured', prompt: 'x', schema: '{}' }, /schema must be object/],
	['no texts', { operation: 'embed', models: openai, texts: [] }, /texts must NOT have fewer/],
	['vectors of two models', { operation: 'embed', models: [openai, 'openai:other'], texts: ['x'] }, /models must have exactly one entry/],
	['an estimate of two things', { operation: 'estimate', models: openai, prompt: 'x', texts: ['x'] }, /texts cannot be combined/],
	['a provider of nobody', { operation: 'list', providers: ['mistral'] }, /providers\.0 must be one of/],
])('refuses %s, naming the field', async (_what, task, message) => {
	await expect(parseModelTask(task)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(message) as string });
});

test('refuses more text than any task has', async () => {
	const texts = Array.from({ length: 5 }, () => 'x'.repeat(1_000_000));
	await expect(parseModelTask({ operation: 'embed', models: openai, texts })).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
});

test('an error quotes nothing of the texts', async () => {
	const error: Error = await parseModelTask({ operation: 'chat', prompt: 7, system: 'ana@example.com', extra: 'ana@example.com' }).catch(
		(e) => e,
	);
	expect(JSON.stringify([error.message, error])).not.toContain('ana@example.com');
});
