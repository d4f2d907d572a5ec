import { startAnthropicServer } from '../../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { createAnthropicProvider } from './anthropic-provider';

const never = new AbortController().signal;
let server: FakeServer;
const provider = (apiKey = 'sk-ant-fake') => createAnthropicProvider({ apiKey, baseUrl: server.url });

beforeAll(async () => {
	const traits = (model: string) => ({ thinking: model === 'claude-b' ? 'none' : 'adaptive', format: model !== 'claude-b' }) as const;
	server = await startAnthropicServer({ models: ['claude-b', 'claude-a'], traits });
});
afterAll(() => server.close());

describe('the list of models', () => {
	it('tells what the API says of each, by name', async () => {
		const known = { kind: 'chat', contextTokens: 200_000, maxOutputTokens: 64_000 };
		expect(await provider().listModels(never)).toEqual([
			{
				...known,
				id: 'anthropic:claude-a',
				model: 'claude-a',
				features: { tools: true, vision: true, jsonSchema: true, reasoning: true },
			},
			{
				...known,
				id: 'anthropic:claude-b',
				model: 'claude-b',
				features: { tools: true, vision: true, jsonSchema: false, reasoning: false },
			},
		]);
	});

	it('takes a gateway’s that says less', async () => {
		server.script([{ status: 200, body: { data: [{ id: 'small' }] } }]);
		expect(await provider().listModels(never)).toEqual([{ id: 'anthropic:small', model: 'small', kind: 'chat' }]);
	});

	it.each([
		['a wrong key', 'wrong', undefined, 'MODEL_AUTHENTICATION'],
		['no key', '', undefined, 'MODEL_AUTHENTICATION'],
		['a web page', 'sk-ant-fake', { status: 200, body: '<html>' }, 'MODEL_MALFORMED_RESPONSE'],
		['models without names', 'sk-ant-fake', { status: 200, body: { data: [{}] } }, 'MODEL_MALFORMED_RESPONSE'],
	])('fails with %s', async (_what, apiKey, reply, code) => {
		if (reply) server.script([reply]);
		await expect(provider(apiKey).listModels(never)).rejects.toMatchObject({ code });
	});
});

it('has no embedder, and says who has', () => {
	expect(() => provider().embedder('claude-a')).toThrow(
		expect.objectContaining({ code: 'NOT_SUPPORTED', fix: expect.stringContaining('OpenAI') }),
	);
});
