import { tinyImages } from '../../../test/support/tiny-images';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { ModelReference } from '../../../core/agents/definition/model-route';
import { readAttempts } from '../../../core/llm/attempts';
import { systemClock } from '../../../core/ports/host';
import type { ChatPart, ChatRequest } from '../../../core/ports/models/models';
import { anthropicFaults } from '../../../sandbox/fakes/anthropic/anthropic-faults';
import { startAnthropicServer } from '../../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeReply, FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { composeModel } from './models';

/** One for each test: what a process learnt of a key stays with it. */
const keys = Array.from({ length: 20 }, (_, index) => `sk-${index}`);
let key = 0;
const claude: ModelReference = { provider: 'anthropic', model: 'claude-haiku-4-5' };
const gpt: ModelReference = { provider: 'openai', model: 'gpt-4.1-mini' };
const request: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }] };
const never = new AbortController().signal;

let openai: FakeServer;
let anthropic: FakeServer;
beforeAll(async () => {
	[openai, anthropic] = await Promise.all([startOpenAiServer({ keys }), startAnthropicServer({ keys })]);
});
afterAll(() => Promise.all([openai.close(), anthropic.close()]));
beforeEach(() => {
	key += 1;
	openai.calls.splice(0);
	anthropic.calls.splice(0);
});

/** A route as an agent has it. */
function createRoute(route: ModelReference[], modelCalls = 3) {
	const definition = { id: 'a', model: { route, extractive: false }, limits: { modelCalls } } as unknown as AgentDefinition;
	const apiKey = keys[key]!;
	const providers = { openai: { apiKey, baseUrl: `${openai.url}/v1` }, anthropic: { apiKey, baseUrl: anthropic.url } };
	return composeModel(definition, { gate: openGate(), agentFolders: [], providers }, systemClock);
}
const codesOf = (attempts: Array<{ errorCode?: string }> | undefined) => attempts?.map(({ errorCode }) => errorCode);

test.each<[string, FakeReply, string]>([
	['is out of credit, which Anthropic says with a 400', anthropicFaults.outOfCredit(), 'MODEL_OUT_OF_CREDIT'],
	['has reached its usage limit', anthropicFaults.usageLimit(), 'MODEL_OUT_OF_CREDIT'],
	['has a bill to pay (402)', anthropicFaults.billing(), 'MODEL_OUT_OF_CREDIT'],
	['is limited, and wants to be asked again in an hour', anthropicFaults.rateLimited({ 'retry-after': '3600' }), 'MODEL_RATE_LIMITED'],
	['is overloaded', anthropicFaults.overloaded(), 'MODEL_OVERLOADED'],
	['answers with a web page', anthropicFaults.webPage(), 'MODEL_MALFORMED_RESPONSE'],
])('goes on at once when the first %s', async (_name, fault, code) => {
	anthropic.script([fault]);
	const response = await (await createRoute([claude, gpt])).generate(request, never);
	expect(response.model).toBe('openai:gpt-4.1-mini');
	expect(codesOf(response.attempts)).toEqual([code, undefined]);
	expect([anthropic.calls.length, openai.calls.length]).toEqual([1, 1]);
});

test('does not ask a model again that any agent of the process found out of credit, until its key is another', async () => {
	anthropic.script([anthropicFaults.outOfCredit()]);
	await (await createRoute([claude, gpt])).generate(request, never);
	expect((await (await createRoute([claude, gpt])).generate(request, never)).attempts).toMatchObject([{ model: 'openai:gpt-4.1-mini' }]);
	key += 1;
	expect((await (await createRoute([claude, gpt])).generate(request, never)).model).toBe('anthropic:claude-haiku-4-5');
});

test.each([
	['whose responder is switched off', { extractive: false }, undefined, 'is switched off'],
	['with tools, which the responder cannot call', { extractive: true }, { askPerson: true }, 'cannot call tools'],
])('names the models that nobody configured of an agent %s, once one is wanted', async (_name, model, tools, why) => {
	const definition = { id: 'a', model: { route: [gpt], ...model }, tools, limits: { modelCalls: 3 } } as unknown as AgentDefinition;
	const none = await composeModel(definition, { gate: openGate(), agentFolders: [], providers: {} }, systemClock);
	const error = {
		code: 'AGENT_INVALID',
		message: `The agent "a" has no model: no model of its route is configured (openai:gpt-4.1-mini), and its extractive responder ${why}.`,
		fix: expect.stringContaining('OPENAI_API_KEY') as string,
	};
	await expect(none.generate(request, never)).rejects.toMatchObject(error);
	await expect(none.stream(request, never)[Symbol.asyncIterator]().next()).rejects.toMatchObject(error);
});

test('hangs up on a model whose time is up', async () => {
	openai.script([{ text: 'late', delayMs: 5_000 }]);
	const response = await (await createRoute([{ ...gpt, timeoutMs: 100 }, claude])).generate(request, never);
	expect(codesOf(response.attempts)).toEqual(['MODEL_TIMEOUT', undefined]);
	expect(openai.calls[0]!.aborted).toBe(true);
});

test('charges a stream that was cut in the middle, and asks nobody else', async () => {
	openai.script([{ text: 'You may return it within thirty days of the delivery.', cutAfter: 2 }]);
	const parts: ChatPart[] = [];
	const stream = (await createRoute([gpt, claude])).stream(request, never);
	const error: unknown = await (async () => {
		for await (const part of stream) parts.push(part);
	})().catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', details: { usage: { estimated: true } } });
	expect(readAttempts(error)[0]!.usage!.outputTokens).toBeGreaterThan(0);
	expect([parts.length > 0, anthropic.calls]).toEqual([true, []]);
});

test('asks by conditions, and keeps images from a model that the table of prices knows to be blind', async () => {
	const route = await createRoute([{ provider: 'openai', model: 'o3-mini' }, { ...gpt, when: { language: 'pt' } }, claude]);
	const images = [{ kind: 'data' as const, mediaType: 'image/png', data: tinyImages.png }];
	const response = await route.generate({ messages: [{ role: 'user', content: 'What do you see?', images }] }, never);
	expect(response.attempts).toMatchObject([{ model: 'anthropic:claude-haiku-4-5', ok: true }]);
});

test('honours the time that a server names, where there is no other model', async () => {
	openai.script([openAiFaults.rateLimited({ 'retry-after-ms': '30' })]);
	const started = performance.now();
	expect((await (await createRoute([gpt])).generate(request, never)).attempts).toHaveLength(2);
	expect(performance.now() - started).toBeGreaterThan(29);
});

test('never quotes documents for an agent that has to give JSON', async () => {
	const definition = { id: 'a', model: { route: [], extractive: true }, limits: {}, output: { schema: {} } } as unknown as AgentDefinition;
	const model = await composeModel(definition, { gate: openGate(), agentFolders: [], providers: {} }, systemClock);
	await expect(model.generate(request, never)).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('its extractive responder cannot return JSON') as string,
		fix: expect.not.stringContaining('extractive') as string,
	});
});
