import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryChatMessageHistory } from '@langchain/core/chat_history';
import { BaseOutputParser } from '@langchain/core/output_parsers';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import { tinyImages } from '../../../test/support/tiny-images';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import type { JsonSchema } from '../../../core/ports/models/models';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { AiNodeSdk } from '../../shared/ai-node-sdk/sdk';
import { fakeAiNodeSdk } from '../../../test/support/n8n/fake-ai-node-sdk';
import { fakeExecuteFunctions, type FakeExecution } from '../../../test/support/n8n/fake-execute-functions';
import { defaultDefinition } from '../request/default-definition';
import { execute } from '../execute';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-inputs-'));
let server: FakeServer;
beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer({ keys: null, models: ['gpt-4.1-mini', 'gpt-3.5-turbo'] });
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});
beforeEach(() => server.calls.splice(0));

const usual = { source: 'define', definition: defaultDefinition, message: 'Hello', conversationId: 'c', model: 'openai' };

async function run(
	parameters: IDataObject,
	{ sdk = () => fakeAiNodeSdk, ...options }: Partial<FakeExecution> & { sdk?: () => AiNodeSdk } = {},
) {
	const context = fakeExecuteFunctions({
		credentials: { troupeOpenAiApi: { apiKey: 'sk-1', baseUrl: `${server.url}/v1` } },
		...options,
		parameters: { ...usual, ...parameters },
	});
	const [output] = await execute.call(context, openGate(), sdk);
	return output![0]!.json;
}

const readCall = (call: number) => (server.calls[call]!.body as { messages: Array<{ role: string; content: string }> }).messages;

describe('Troupe Agent with a connected memory', () => {
	function createMemory(chatHistory = new InMemoryChatMessageHistory()) {
		return {
			chatHistory,
			loadMemoryVariables: async () => ({ chat_history: await chatHistory.getMessages() }),
			async saveContext({ input }: { input: string }, { output }: { output: string }) {
				await chatHistory.addUserMessage(input);
				await chatHistory.addAIMessage(output);
			},
		};
	}

	it('recalls from it and remembers in it, masked, in place of its own memory', async () => {
		const connectedMemory = createMemory();
		server.script([{ text: 'I wrote to <EMAIL_ADDRESS_1>.' }, { text: 'You are Ana.' }, { text: 'Nobody.' }]);
		await run({ message: 'I am Ana, ana@example.com' }, { connectedMemory });
		const history = JSON.stringify(await connectedMemory.chatHistory.getMessages());
		expect(history).toContain('I am Ana');
		expect(history).not.toContain('ana@example.com');
		await run({ message: 'Who am I?' }, { connectedMemory });
		expect(readCall(1).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
		await run({ message: 'Who am I?' });
		expect(readCall(2).map(({ role }) => role)).toEqual(['system', 'user']);
	});

	it('masks what another agent kept in it unmasked, before a model sees it', async () => {
		const connectedMemory = createMemory();
		await connectedMemory.saveContext({ input: 'Write to bob@example.com' }, { output: 'Done: bob@example.com' });
		server.script([{ text: 'Yes.' }]);
		await run({ message: 'Did you?' }, { connectedMemory });
		expect(readCall(0)).toHaveLength(4);
		expect(JSON.stringify(server.calls)).not.toContain('bob@example');
	});

	it('is not asked where nothing is to be remembered', async () => {
		const connectedMemory = createMemory();
		server.script([{ text: 'Hi.' }]);
		await run({ options: { remember: false } }, { connectedMemory });
		expect(await connectedMemory.chatHistory.getMessages()).toEqual([]);
	});
});

describe('Troupe Agent that requires a specific output format', () => {
	const example = { hasOutputParser: true, outputFormat: 'example', outputExample: '{"topic": "x"}' };

	/** As n8n's Structured Output Parser since 1.1: it wraps what it expects, and leaves what it reads wrapped. */
	class StructuredParser extends BaseOutputParser<unknown> {
		lc_namespace = ['langchain', 'output_parsers', 'structured'];
		schema = z.object({ output: z.object({ topic: z.string() }) });
		getSchema = () => this.schema;
		getFormatInstructions = () => 'JSON';
		parse = async (text: string) => this.schema.parse(JSON.parse(text));
	}
	/** As n8n's Item List Output Parser. */
	class ItemListParser extends BaseOutputParser<string[]> {
		lc_namespace = ['n8n-nodes-langchain', 'output_parsers', 'list_items'];
		numberOfItems = 2;
		separator = '\n';
		getSchema = () => undefined;
		getFormatInstructions = () => 'lines';
		parse = async (text: string) => text.split(this.separator).slice(0, this.numberOfItems);
	}
	/** n8n's own copy makes JSON schema of its own zod. */
	const sdk = () => ({ ...fakeAiNodeSdk, getParametersJsonSchema: () => wrapped });
	const wrapped = {
		$schema: 'http://json-schema.org/draft-07/schema#',
		type: 'object',
		properties: { output: { type: 'object', properties: { topic: { type: 'string' } }, required: ['topic'] } },
		required: ['output'],
	};

	it('gives the answer of the form of an example as an object', async () => {
		server.script([{ text: '{"topic": "hello"}' }]);
		const json = await run(example);
		expect(json).toMatchObject({ outcome: 'reply', output: { topic: 'hello' } });
		expect(server.calls[0]!.body).toMatchObject({ response_format: { type: 'json_schema' } });
	});

	it('takes a schema, as text or from an expression', async () => {
		server.script([{ text: '{"n": 1}' }, { text: '{"n": 2}' }]);
		const outputSchema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
		for (const [index, given] of [JSON.stringify(outputSchema), outputSchema].entries())
			expect(await run({ hasOutputParser: true, outputFormat: 'schema', outputSchema: given })).toMatchObject({ output: { n: index + 1 } });
	});

	it('asks for what a connected parser expects, and gives what it makes of the answer', async () => {
		server.script([{ text: '{"output": {"topic": "hello"}}' }]);
		const context = { connectedParser: new StructuredParser(), sdk };
		const json = await run({ hasOutputParser: true }, context);
		expect(json).toMatchObject({ output: { topic: 'hello' }, reply: '{\n  "topic": "hello"\n}' });
		expect(JSON.stringify(server.calls[0]!.body)).toContain('"topic"');
	});

	it('takes off what neither the schema of a parser nor an example names, at any depth', async () => {
		const orders = z.object({ city: z.string(), orders: z.array(z.object({ id: z.number() })).optional() });
		const parser = Object.assign(new StructuredParser(), { schema: z.object({ output: orders }) });
		const converts = () => ({ ...fakeAiNodeSdk, getParametersJsonSchema: () => zodToJsonSchema(parser.schema as never) as JsonSchema });
		const answer = { city: 'Recife', orders: [{ id: 1, more: 1 }], extra: 1 };
		server.script([{ text: JSON.stringify({ output: answer, more: 1 }) }, { text: JSON.stringify(answer) }]);
		const output = { city: 'Recife', orders: [{ id: 1 }] };
		expect(await run({ hasOutputParser: true }, { connectedParser: parser, sdk: converts })).toMatchObject({ output });
		const given = { ...example, outputExample: JSON.stringify(output) };
		expect((await run(given)).output).toEqual(output);
	});

	it('asks again where the schema of a parser forbids more', async () => {
		const parser = Object.assign(new StructuredParser(), { schema: z.object({ output: z.object({ n: z.number() }).strict() }) });
		const converts = () => ({ ...fakeAiNodeSdk, getParametersJsonSchema: () => zodToJsonSchema(parser.schema as never) as JsonSchema });
		server.script([{ text: '{"output": {"n": 1, "more": 1}}' }, { text: '{"output": {"n": 1}}' }]);
		expect(await run({ hasOutputParser: true }, { connectedParser: parser, sdk: converts })).toMatchObject({ output: { n: 1 } });
		expect(server.calls).toHaveLength(2);
	});

	it('gives the items of a connected list parser', async () => {
		server.script([{ text: '{"items": ["one\\nmore", "two"]}' }]);
		expect(await run({ hasOutputParser: true }, { connectedParser: new ItemListParser() })).toMatchObject({ output: ['one more', 'two'] });
	});

	it('fails where the model gives no such answer, and quotes no documents', async () => {
		server.script([{ text: 'no' }, { text: 'no' }]);
		await expect(run(example)).rejects.toMatchObject({ description: expect.stringContaining('MODEL_OUTPUT_INVALID') as string });
		await expect(run({ ...example, source: 'choose', agent: { mode: 'list', value: 'support' }, model: 'none' })).rejects.toThrow(
			'cannot return JSON',
		);
	});

	it.each([
		[{ hasOutputParser: true }, {}, 'No output parser is connected.'],
		[{ hasOutputParser: true }, { connectedParser: {} }, 'is not an output parser'],
		[{ hasOutputParser: true }, { connectedParser: { parse: async () => '' } }, 'does not say what it expects'],
		[{ ...example, outputExample: '{' }, {}, 'The field "JSON Example" is not JSON'],
		[{ ...example, outputExample: '1' }, {}, 'The field "JSON Example" is not an object'],
		[{ hasOutputParser: true, outputFormat: 'schema', outputSchema: '{"type": "objekt"}' }, {}, 'not a usable JSON schema'],
	])('refuses %j', async (parameters, options, message) => {
		await expect(run(parameters, options)).rejects.toThrow(message);
	});
});

describe('Troupe Agent with images in the item', () => {
	const image = (bytes = 0, mimeType = 'image/png') => ({
		mimeType,
		data: bytes ? Buffer.alloc(bytes, 1).toString('base64') : tinyImages.png,
	});
	const withBinary = (binary: Record<string, { mimeType: string; data: string }>) => ({
		items: [{ json: {}, binary }],
	});
	const standard = { without: ['files'] };
	const seeing = { ...defaultDefinition, guardrails: { ...defaultDefinition.guardrails, standard } };
	const urls = () => {
		const { content } = readCall(0).at(-1)! as unknown as { content: string | Array<{ type: string }> };
		return typeof content === 'string' ? 0 : content.filter(({ type }) => type === 'image_url').length;
	};

	it('sends them to the model by itself, unless it is told not to', async () => {
		const binary = { photo: image(), scan: image(0, 'image/jpeg'), contract: image(3, 'application/pdf') };
		server.script([{ text: 'Seen.' }]);
		await run({ definition: seeing }, withBinary(binary));
		expect(urls()).toBe(2);
		server.calls.splice(0);
		server.script([{ text: 'Seen.' }]);
		await run({ definition: seeing, options: { passthroughBinaryImages: false } }, withBinary(binary));
		expect(urls()).toBe(0);
	});

	it('leaves out what is too much, and says so', async () => {
		const hints: string[] = [];
		const binary = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`image${index}`, image()]));
		server.script([{ text: 'Seen.' }]);
		await run({ definition: seeing }, { ...withBinary({ ...binary, image0: image(5_000_001) }), onHint: (hint) => void hints.push(hint) });
		expect(urls()).toBe(10);
		expect(hints.join(' ')).toMatch(/"image0" was left out: it is larger than 5 MB.*"image11" was left out: at most 10 images/);
	});

	it('leaves out a damaged one, and says so', async () => {
		const hints: string[] = [];
		server.script([{ text: 'Seen.' }]);
		await run({ definition: seeing }, { ...withBinary({ photo: image(), logo: image(3) }), onHint: (hint) => void hints.push(hint) });
		expect(urls()).toBe(1);
		expect(hints.join(' ')).toContain('The image "logo" is not a PNG, JPEG, WebP or GIF image, by its bytes. It was left out.');
	});

	it('leaves them out where a person decides about images, but asks that person about a photo alone', async () => {
		const hints: string[] = [];
		const photo = { ...withBinary({ photo: image() }), onHint: (hint: string) => void hints.push(hint) };
		server.script([{ text: 'Hello.' }]);
		expect(await run({}, photo)).toMatchObject({ outcome: 'reply' });
		expect(urls()).toBe(0);
		expect(hints.join(' ')).toContain(
			'Images were left out (photo): no guardrail can read them. To send them, add the option Judge Images',
		);
		expect(await run({ message: ' ' }, photo)).toMatchObject({ outcome: 'needs-human', reason: 'guardrail' });
		expect(hints.join(' ')).toMatch(/The guardrail files sends this to a person\. .*\(needs-human, guardrail\)/);
	});

	it('leaves them out where no model of the agent sees images', async () => {
		const hints: string[] = [];
		const definition = { ...defaultDefinition, model: { route: [{ provider: 'openai', model: 'gpt-3.5-turbo' }] } };
		server.script([{ text: 'Hello.' }]);
		await run({ definition }, { ...withBinary({ photo: image() }), onHint: (hint) => void hints.push(hint) });
		expect(urls()).toBe(0);
		expect(hints.join(' ')).toContain('no model of this agent understands images');
	});
});
