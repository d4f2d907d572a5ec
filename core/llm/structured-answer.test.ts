import fc from 'fast-check';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { TroupeError } from '../base/errors';
import { parseJson } from '../base/text/json/lossless-json';
import type { ChatRequest, JsonSchema } from '../ports/models/models';
import { readAttempts } from './attempts';
import { readJsonAnswers } from '../base/text/json/read-json-answer';
import { answerBySchema } from './structured-answer';
import { processorSeconds } from '../../test/support/processor-time';
import { slowTest } from '../../test/support/slow-tests';

const signal = new AbortController().signal;
const request: ChatRequest = { messages: [{ role: 'user', content: 'Which order?' }] };
const order = {
	name: 'order',
	schema: {
		type: 'object',
		properties: {
			number: { type: 'integer' },
			day: { type: 'string', format: 'date' },
			items: { type: 'array', items: { type: 'string' } },
		},
		required: ['number', 'day'],
		additionalProperties: false,
	},
};
const fitting = '{"number":1042,"day":"2026-11-20"}';
const value = { number: 1042, day: '2026-11-20' };
const failureOf = (work: Promise<unknown>) =>
	work.then(
		() => undefined,
		(error: unknown) => error as TroupeError,
	);

test.each([
	['as it was asked', fitting],
	['in a fence', `\`\`\`json\n${fitting}\n\`\`\``],
	['in a fence without a name, after words', `Here it is:\n\n\`\`\`\n${fitting}\n\`\`\`\nAnything else?`],
	['between words with brackets', `I looked {everywhere} [1]: ${fitting} (that is all).`],
	['behind JSON that is something else', `{"thought":"hm"} ${fitting}`],
	['in a fence that is not closed', `\`\`\`json\n${fitting}`],
])('takes the answer %s', async (_name, text) => {
	const model = scriptedChatModel(text);
	expect((await answerBySchema(model, request, order, signal)).value).toEqual(value);
	expect(model.requests).toMatchObject([{ ...request, responseSchema: order }]);
});

test('asks once more for an integer that would lose digits', async () => {
	const model = scriptedChatModel('{"number":9007199254740993,"day":"2026-11-20"}', fitting);
	expect((await answerBySchema(model, request, order, signal)).value).toEqual(value);
	expect(model.requests[1]!.messages.at(-1)!.content).toContain('2^53 or more');
});

test.each([
	['a number with an exponent', '{"number":9.0071992547409931e16,"day":"2026-11-20"}', '2^53 or more in number'],
	['two values that fit', `${fitting} or maybe {"number":1,"day":"2026-11-20"}`, 'several JSON values'],
])('asks once more after %s, and takes no such answer twice', async (_what, text, complaint) => {
	const model = scriptedChatModel(text, fitting);
	expect((await answerBySchema(model, request, order, signal)).value).toEqual(value);
	expect(model.requests[1]!.messages.at(-1)!.content).toContain(complaint);
	expect((await failureOf(answerBySchema(scriptedChatModel(text, text), request, order, signal)))?.code).toBe('MODEL_OUTPUT_INVALID');
});

test.each([
	['two in a list', `[${fitting},{"number":1,"day":"2026-11-20"}]`],
	['one of two fields', `{"good":${fitting},"bad":{}}`],
])('takes no value out of %s', async (_what, text) => {
	expect((await failureOf(answerBySchema(scriptedChatModel(text, text), request, order, signal)))?.code).toBe('MODEL_OUTPUT_INVALID');
});

test('tells the author of the schema how a long number keeps its digits', async () => {
	const long = '{"number":9007199254740993,"day":"2026-11-20"}';
	expect((await failureOf(answerBySchema(scriptedChatModel(long, long), request, order, signal)))?.fix).toContain('"type": "string"');
});

test.each([
	['a number as a text', '{"number":"1042","day":"2026-11-20"}'],
	['a comma too many', '{"number":1042,"day":"2026-11-20",}'],
	['null for a field that can be left out', '{"number":1042,"day":"2026-11-20","items":null}'],
	['the same value twice', `${fitting}\n\n${fitting}`],
	['a field around it', `{"result":${fitting}}`],
	['a list around it', `[${fitting}]`],
])('takes an answer with %s as what it means', async (_what, text) => {
	expect((await answerBySchema(scriptedChatModel(text), request, order, signal)).value).toEqual(value);
});

test('shows the model once what is wrong, and adds up what both calls used', async () => {
	const native = { model: 'script:model', data: 'signed', texts: [] };
	const model = scriptedChatModel(
		{ text: '{"number":"secret","day":"tomorrow","customer":"Ana"}', native, costUsd: 0.25 },
		{ text: fitting, costUsd: 0.5 },
	);
	const answer = await answerBySchema(model, request, order, signal);
	expect(answer.value).toEqual(value);
	expect(answer.response).toMatchObject({ usage: { inputTokens: 20, outputTokens: 10, estimated: false }, costUsd: 0.75 });
	expect(answer.response.attempts).toMatchObject([
		{ ok: true, costUsd: 0.25 },
		{ ok: true, costUsd: 0.5 },
	]);
	const [, shown, complaint] = model.requests[1]!.messages;
	expect(shown).toMatchObject({ role: 'assistant', native });
	expect(complaint!.content).toContain('- number must be integer\n- day must match format "date"\n');
	expect(complaint!.content).toContain('must NOT have additional properties beside number, day, items');
	expect(complaint!.content).not.toMatch(/Ana|secret|tomorrow/);
});

test('gives up after one repair, naming places and no values, with the attempts and usage of both calls', async () => {
	const model = scriptedChatModel('I cannot say.', '{"number":"secret","day":"2026-11-20"}');
	const error = await failureOf(answerBySchema(model, request, order, signal));
	expect(error).toMatchObject({
		code: 'MODEL_OUTPUT_INVALID',
		retryable: true,
		message: 'The answer of script:model does not fit the JSON schema "order": number must be integer.',
		details: { problems: ['number must be integer'], usage: { inputTokens: 20, outputTokens: 10, estimated: false } },
	});
	expect(readAttempts(error)).toHaveLength(2);
	expect(model.requests[1]!.messages.at(-1)!.content).toContain('the whole is not JSON');
});

test('does not show an answer again that was cut, nor where no call is left', async () => {
	const cut = await failureOf(answerBySchema(scriptedChatModel({ text: '{"number":1', finish: 'length' }), request, order, signal));
	expect(cut).toMatchObject({ code: 'MODEL_OUTPUT_INVALID', message: expect.stringContaining('limit of output tokens') });
	const limited = await failureOf(answerBySchema(scriptedChatModel('no'), { ...request, maxAttempts: 1 }, order, signal));
	expect(limited?.code).toBe('MODEL_OUTPUT_INVALID');
});

test('gives no value where the filter stopped the answer, and no turn that says nothing', async () => {
	const filtered = await answerBySchema(scriptedChatModel({ text: '', finish: 'content-filter' }), request, order, signal);
	expect([filtered.value, filtered.response.finish]).toEqual([undefined, 'content-filter']);
	const silent = scriptedChatModel('', fitting);
	await answerBySchema(silent, request, order, signal);
	expect(silent.requests[1]!.messages.map(({ role }) => role)).toEqual(['user', 'user']);
});

test('keeps what the first call used when the second fails', async () => {
	const busy = new TroupeError({
		code: 'MODEL_OVERLOADED',
		message: 'Busy.',
		details: { usage: { inputTokens: 1, outputTokens: 0, estimated: false } },
	});
	const error = await failureOf(answerBySchema(scriptedChatModel('no', busy), request, order, signal));
	expect(error).toMatchObject({ code: 'MODEL_OVERLOADED', details: { usage: { inputTokens: 11, outputTokens: 5, estimated: false } } });
	expect(readAttempts(error).map(({ ok }) => ok)).toEqual([true, false]);
});

test.each<[string, JsonSchema]>([
	['that is not valid', { type: 'thing' }],
	['that refers elsewhere', { $ref: 'https://elsewhere.example/schema.json' }],
	['that is too deep', Array.from({ length: 70 }).reduce<JsonSchema>((inner) => ({ items: inner }), {})],
	['with a pattern that RE2 does not know', { type: 'string', pattern: '(?=x)' }],
])('refuses a schema %s, before a model is asked', async (_name, schema) => {
	const error = await failureOf(answerBySchema(scriptedChatModel(), request, { name: 'x', schema }, signal));
	expect(error).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('The JSON schema "x" is not usable') });
});

test.each([
	['deeper than it may be', `${'['.repeat(100)}${']'.repeat(100)}`, 'the whole has more than 64 levels'],
	['of too many parts', `[${'0,'.repeat(100_000)}0]`, 'the whole has more than 100000 parts'],
	['longer than it may be', '"x"'.padEnd(1_000_001), 'the whole is longer than 1000000 characters'],
	['that would change all objects', '{"__proto__":{"polluted":true}}', 'the whole has a field called __proto__'],
])('does not take an answer %s', async (_name, text, problem) => {
	const error = await failureOf(answerBySchema(scriptedChatModel(text, text), request, { name: 'any', schema: {} }, signal));
	expect(error?.details.problems).toEqual([problem]);
});

describe('JSON in an answer', () => {
	const container = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));
	const words = fc.stringMatching(/^[\w .,:;!?\n-]*$/);

	slowTest('is found between any words, in a fence or not', () => {
		fc.assert(
			fc.property(container, words, words, fc.boolean(), (json, before, after, isFenced) => {
				const text = JSON.stringify(json);
				const shown = isFenced ? `\`\`\`json\n${text}\n\`\`\`` : text;
				expect([...readJsonAnswers(`${before}${shown}${after}`)][0]).toEqual(parseJson(text));
			}),
			{ numRuns: 100 },
		);
	});

	test.each(['{', '[', '{"a":', '```', '"', '{"\\"', '}{'])('is looked for in linear time in many of %j', async (piece) => {
		const look = () => expect([...readJsonAnswers(piece.repeat(300_000 / piece.length))].length).toBeLessThan(21);
		expect(await processorSeconds(look)).toBeLessThan(5);
	});
});

test.each([
	['First idea: {"approve": true}. But it is 90, so the answer is {"approve": false}'],
	['Draft:\n```json\n{"approve": true}\n```\nFinal:\n```json\n{"approve": false}\n```'],
])('reads the last value of an answer that has several: %s', (text) => {
	expect([...readJsonAnswers(text)][0]).toEqual({ approve: false });
});
