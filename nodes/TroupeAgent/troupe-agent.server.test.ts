import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { tinyImages } from '../../test/support/tiny-images';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { openGate, testManifest } from '../../test/fakes/permissive-gate';
import { closeKnowledge, openKnowledge } from '../../providers/compose/knowledge/knowledge';
import { givenDocuments } from '../../providers/sources/given-documents';
import { WebPages } from '../../providers/sources/web-pages';
import { operatorKnowledge } from '../shared/knowledge/read-knowledge-host';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { defaultDefinition } from './request/default-definition';
import { execute } from './execute';
import { listChoices } from './methods/list-choices';
import { searchAgents } from './methods/search-agents';
import { readReference } from './request/read-reference';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-node-'));
const usual = {
	source: 'choose',
	agent: { mode: 'list', value: 'support' },
	message: 'How long do I have to return a coffee machine?',
	conversationId: '',
	model: ['connected'],
};
let server: FakeServer;

beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer();
	mkdirSync(join(home, 'agents'));
	writeFileSync(join(home, 'agents/own.json'), JSON.stringify({ ...defaultDefinition, id: 'own' }));
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});
beforeEach(() => server.calls.splice(0));

async function run(parameters: IDataObject, options: Partial<FakeExecution> = {}) {
	const model = options.credentials ? ['connected', 'openai'] : usual.model;
	const parameter = { ...usual, model, ...parameters, options: { simplify: false, ...(parameters.options as IDataObject) } };
	const context = fakeExecuteFunctions({ ...options, parameters: parameter });
	const [output] = await execute.call(context, openGate());
	return output![0]!.json;
}
const openAi = (more: object = {}) => ({ credentials: { troupeOpenAiApi: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1`, ...more } } });

describe('Troupe Agent', () => {
	it('asks the gate for its own version before anything else, and stops when it refuses', async () => {
		const gate = openGate();
		await execute.call(fakeExecuteFunctions({ parameters: usual }), gate);
		expect(gate.admitted[0]).toEqual({ kind: 'node', name: 'n8n-nodes-troupe.troupeAgent', version: 1 });
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		const context = fakeExecuteFunctions({ parameters: usual, node: { onError: 'continueRegularOutput' } });
		await expect(execute.call(context, refusing)).rejects.toThrow('revoked');
	});

	it('ends a reply in a chat with its sources, and no other reply', async () => {
		const before = [{ name: 'Chat', type: '@n8n/n8n-nodes-langchain.chatTrigger' }];
		const { output, reply } = await run({}, { before } as Partial<FakeExecution>);
		expect(output).toMatch(/^[^]*\[1\][^]*\n\n\[1\] \S[^\n]*$/);
		expect(output).toContain(reply);
		const elsewhere = await run({});
		expect(elsewhere.output).toBe(elsewhere.reply);
	});

	it('answers from the handbook without any model, with citations, usage and the manifest', async () => {
		const json = await run({});
		expect(json).toMatchObject({
			outcome: 'reply',
			reply: expect.stringContaining('30 days'),
			agent: { id: 'support' },
			usage: { model: 'troupe:extractive', estimated: true, durationMs: expect.any(Number) },
			guardrails: [],
			manifest: testManifest,
			conversationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		expect(json.citations).not.toHaveLength(0);
		expect(json).not.toHaveProperty('kind');
	});

	it("answers from a collection in the operator's store", async () => {
		process.env.TROUPE_KNOWLEDGE_STORE = join(home, 'operator.db');
		const host = { providers: {}, ...operatorKnowledge(), stateFolder: home };
		try {
			const knowledge = await openKnowledge(host);
			const documents = [
				{ id: 'pool.md', title: 'Pool', text: '# Hours\n\nThe pool is open from nine to five.', format: 'markdown' as const },
			];
			await knowledge.ingest('hotel', givenDocuments(documents, new WebPages({})), { embedder: 'none' }, new AbortController().signal);
			const definition = { ...defaultDefinition, id: 'hotel', knowledge: { collection: 'hotel' } };
			writeFileSync(join(home, 'agents/hotel.json'), JSON.stringify(definition));
			const json = await run({ agent: { mode: 'list', value: 'hotel' }, message: 'When is the pool open?' });
			expect(json).toMatchObject({
				outcome: 'reply',
				reply: expect.stringContaining('nine to five'),
				citations: [{ documentId: 'pool.md', title: 'Pool: Hours' }],
			});
		} finally {
			delete process.env.TROUPE_KNOWLEDGE_STORE;
			await closeKnowledge(host);
			rmSync(join(home, 'agents/hotel.json'), { force: true });
		}
	});

	it('gives facts to the conditions of its guardrails, and refuses wrong ones', async () => {
		const policy = { id: 'replies', checks: [{ check: 'pattern', patterns: ['30 days'], action: 'block', unless: { label: 'partner' } }] };
		const definition = JSON.stringify({
			...defaultDefinition,
			id: 'partners',
			guardrails: { ...defaultDefinition.guardrails, policy },
		});
		const labelled = (facts: string) => run({ source: 'define', definition, model: 'openai', options: { facts } }, openAi());
		server.script([{ text: 'You have 30 days.' }, { text: 'You have 30 days.' }]);
		expect(await labelled('{"labels": ["partner"]}')).toMatchObject({
			outcome: 'reply',
			guardrails: [{ exempted: { labels: ['partner'] } }],
		});
		expect(await labelled('{"labels": []}')).toMatchObject({ outcome: 'blocked' });
		await expect(labelled('{"colour": "red"}')).rejects.toThrow('Facts for Guardrails');
	});

	it('says why where an outcome has a reason', async () => {
		expect(await run({ message: 'Do you sell spaceships?' })).toMatchObject({ outcome: 'needs-human', reason: 'not-covered' });
	});

	it('asks the model of a credential, which sees no personal data, and restores it in the reply', async () => {
		server.script([{ text: 'You have 30 days [1]. I wrote to <EMAIL_ADDRESS_1>.' }]);
		await run({ model: 'openai', message: 'Returns? I am ana@example.com, CPF 529.982.247-25' }, openAi());
		expect(JSON.stringify(server.calls)).not.toMatch(/ana@example|529\.982/);
		expect(server.calls[0]!.body).toMatchObject({ model: 'gpt-4.1-mini' });
	});

	it("asks the credential's model in place of the agent's, and counts its tokens", async () => {
		server.script([{ text: 'You have 30 days [1].', usage: { input: 100, output: 9 } }]);
		const json = await run({ model: 'openai' }, openAi({ model: 'o4-mini' }));
		expect(json).toMatchObject({
			outcome: 'reply',
			usage: { model: 'openai:o4-mini', inputTokens: 100, outputTokens: 9, estimated: false, costUsd: expect.any(Number) },
		});
	});

	it('uses the credential of the model that is chosen, and none when none is', async () => {
		server.script([{ text: 'You have 30 days [1].' }]);
		expect(await run({ model: ['openai'] }, openAi())).toMatchObject({ usage: { model: 'openai:gpt-4.1-mini' } });
		expect(await run({ model: 'none' }, openAi())).toMatchObject({ usage: { model: 'troupe:extractive' } });
	});

	it('asks a connected chat model first', async () => {
		const connected = { modelName: 'm', invoke: async () => ({ content: 'You have 30 days [1].' }) };
		expect(await run({}, { ...openAi(), connected })).toMatchObject({ usage: { model: 'n8n:m' } });
		expect(server.calls).toEqual([]);
	});

	it('refuses a choice of credential that is not set, empty, or of no use to the agent', async () => {
		await expect(run({ model: 'anthropic' })).rejects.toThrow('Anthropic Credential, but none is selected');
		await expect(run({ model: 'openai' }, openAi({ apiKey: '', baseUrl: '' }))).rejects.toThrow('neither an API key nor a base URL');
		const definition = { ...defaultDefinition, model: { route: [] } };
		await expect(run({ source: 'define', definition, model: 'openai' }, openAi())).rejects.toThrow('has no openai model in model.route');
	});

	it('runs a definition written in the node, as text or as an object', async () => {
		server.script([{ text: 'Hello!' }, { text: 'Hello!' }]);
		for (const definition of [JSON.stringify(defaultDefinition), defaultDefinition]) {
			expect(await run({ source: 'define', definition, message: 'Hi' }, openAi())).toMatchObject({
				outcome: 'reply',
				reply: 'Hello!',
				agent: { id: 'assistant' },
			});
		}
	});

	it('runs agents by id and by path', async () => {
		server.script([{ text: 'Hello!' }, { text: 'Hello!' }]);
		for (const agent of [
			{ mode: 'id', value: 'own' },
			{ mode: 'path', value: join(home, 'agents/own.json') },
		]) {
			expect(await run({ agent }, openAi())).toMatchObject({ agent: { id: 'own' } });
		}
	});

	it.each([
		[{ agent: { mode: 'list', value: '' } }, 'The field "Agent" is empty.'],
		[{ agent: { mode: 'id', value: 'nobody' } }, 'Agent "nobody" not found'],
		[{ agent: { mode: 'path', value: '/etc/passwd' } }, '/etc/passwd'],
		[{ source: 'define', definition: '{"id": ' }, 'The field "Agent Definition" is not JSON'],
		[{ source: 'define', definition: '{"id": "x"}' }, 'is not an agent definition'],
		[{ message: ['a'] }, 'The field "Message" is a list; expected text.'],
		[{ message: '' }, 'The field "Message" is empty'],
	])('refuses %j', async (parameters, message) => {
		await expect(run(parameters)).rejects.toThrow(message);
	});

	it('takes an item of an agent that had read a result for a text of others', async () => {
		expect(await run({}, { items: [{ json: { origins: ['tool'] } }] })).toMatchObject({ origins: ['tool', 'document'] });
		expect(await run({})).toMatchObject({ origins: ['document'] });
	});

	it('takes a number for a conversation and remembers its turns, unless told not to', async () => {
		server.script([{ text: 'You have 30 days [1].' }, { text: 'You have 30 days [1].' }, { text: 'You have 30 days [1].' }]);
		expect(await run({ conversationId: 7 }, openAi())).toMatchObject({ conversationId: '7' });
		await run({ conversationId: 7 }, openAi());
		await run({ conversationId: 7, options: { remember: false } }, openAi());
		const turns = server.calls.map(
			({ body }) => (body as { messages: Array<{ role: string }> }).messages.filter(({ role }) => role === 'assistant').length,
		);
		// One of them is the answer to the passages.
		expect(turns).toEqual([1, 2, 1]);
	});

	it('says above the output and in the item that no model answered, and stops unless it is to quote', async () => {
		const hints: string[] = [];
		const badKey = { ...openAi({ apiKey: 'sk-wrong' }), onHint: (hint: string) => void hints.push(hint) };
		const quoted = await run({ options: { whenNoModelAnswers: 'quote' } }, badKey);
		expect(quoted).toMatchObject({ outcome: 'reply', degraded: { code: 'MODEL_AUTHENTICATION' } });
		expect(hints).toEqual([expect.stringContaining('No model gave a usable answer, so the documents are quoted.')]);
		await expect(run({}, badKey)).rejects.toMatchObject({ description: expect.stringContaining('MODEL_') });
		expect(await run({})).not.toHaveProperty('degraded');
	});

	it('says above the output which guardrail blocked the run, and why', async () => {
		const hints: string[] = [];
		await run({ message: 'coffee '.repeat(300_000) }, { ...openAi(), onHint: (hint: string) => void hints.push(hint) });
		expect(hints).toEqual(['The guardrail length blocked this run. The text is longer than 2,000,000 characters.']);
	});

	it('gives a copy of each item without an answer to the second output, and notes why on the execution (fazer-ai/agents#704)', async () => {
		const texts = [usual.message, 'Who won the cup in 1998?', 'coffee '.repeat(300_000)];
		const options = { items: texts.map((text) => ({ json: { text } })), executionData: { theirs: 'stays' } };
		const parameters = (item: number) => ({ ...usual, message: texts[item] });
		const context: FakeExecution = { ...options, parameters };
		const [replies, others] = await execute.call(fakeExecuteFunctions(context), openGate());
		expect(replies!.map(({ json }) => json.outcome)).toEqual(['reply', 'needs-human', 'blocked']);
		expect(others).toEqual(replies!.slice(1));
		expect(context.executionData).toEqual({ theirs: 'stays', troupe_outcome: 'needs-human, blocked' });
		const tool: FakeExecution = { ...options, parameters, asTool: true };
		await execute.call(fakeExecuteFunctions(tool), openGate());
		expect(tool.executionData).toEqual({ theirs: 'stays' });
	});

	it('says that it remembers nothing where the item has no conversation ID, unless the field is left empty', async () => {
		const definition = { ...defaultDefinition, model: { route: [], extractive: true } };
		const hints: string[] = [];
		const said = (conversationId: string) => ({
			onHint: (hint: string) => void (hint.startsWith('No conversation ID') && hints.push(hint)),
			node: { parameters: { conversationId } },
		});
		await run({ source: 'define', definition }, said('={{ $json.sessionId }}'));
		expect(hints).toHaveLength(1);
		await run({ source: 'define', definition }, said(''));
		expect(hints).toHaveLength(1);
	});

	it('gives an agent that calls it as a tool what it needs to know, however n8n calls it', async () => {
		for (const asTool of [{ asTool: true }, { node: { type: 'n8n-nodes-troupe.troupeAgentTool' } }]) {
			const json = await run({ options: { simplify: true } }, asTool);
			expect(Object.keys(json)).toEqual(['output', 'outcome', 'citations']);
		}
	});

	it('quotes the documents in place of an answer without a source, if it is set to, and says so', async () => {
		server.script([{ text: 'You have some time.' }, { text: 'You have some time.' }]);
		const hints: string[] = [];
		const node = { ...openAi(), onHint: (hint: string) => void hints.push(hint) };
		expect(await run({ options: { whenNoModelAnswers: 'quote' } }, node)).toMatchObject({
			outcome: 'reply',
			degraded: { code: 'MODEL_OUTPUT_INVALID' },
		});
		expect(hints).toEqual([expect.stringMatching(/documents are quoted.*cites no passage that says what it says/)]);
	});

	it('says why an answer without a source was not shown, and how to show it', async () => {
		server.script([{ text: 'You have 30 years.' }, { text: 'You have 30 years.' }]);
		const hints: string[] = [];
		const outcome = await run({}, { ...openAi(), onHint: (hint) => void hints.push(hint) });
		expect(outcome).toMatchObject({ outcome: 'needs-human', reason: 'no-citation' });
		expect(hints).toEqual([expect.stringMatching(/without citing a passage.*turn off Only Answer From Knowledge/)]);
	});

	it('says what its message looked for, and what the item has', async () => {
		const node = { parameters: { message: '={{ $json.chatInput }}' } };
		await expect(run({ message: '' }, { node, items: [{ json: { question: 'secret', id: 1 } }] })).rejects.toMatchObject({
			message: expect.stringContaining('{{ $json.chatInput }}'),
			description: expect.stringContaining('The item has: question, id.'),
		});
	});

	it('answers a photo without a caption, and asks for a text where there is none', async () => {
		const data = tinyImages.png;
		const photo = { json: {}, binary: { data: { mimeType: 'image/png', data } } };
		for (const options of [{}, { imageFields: 'data' }]) {
			server.script([{ text: 'A machine.' }]);
			const { guardrails } = defaultDefinition;
			const definition = { ...defaultDefinition, guardrails: { ...guardrails, standard: { without: ['files'] } } };
			const asked = { model: 'openai', source: 'define', definition, message: ' ', conversationId: 'photos', options };
			expect(await run(asked, { ...openAi(), items: [photo] })).toMatchObject({ reply: 'A machine.' });
			expect(JSON.stringify(server.calls.at(-1)!.body)).toMatch(/"content":\[\{"type":"image_url"/);
		}
		expect(JSON.stringify(server.calls.at(-1)!.body)).toContain('"content":"[image]"');
		const file = { json: {}, binary: { data: { mimeType: 'application/pdf', data } } };
		await expect(run({ message: '' }, { items: [file] })).rejects.toMatchObject({
			message: expect.stringContaining('The field "Message" is empty') as string,
			description: expect.stringContaining('Without a text, its files are not sent to the model: data (application/pdf).') as string,
		});
	});

	it('ends with limit-reached when its time is over', async () => {
		server.script([{ text: 'late', delayMs: 5_000 }]);
		expect(await run({ options: { timeout: 0.2 } }, openAi())).toMatchObject({ outcome: 'limit-reached', limit: 'wall-clock' });
	});

	it('stops when the execution is cancelled', async () => {
		const controller = new AbortController();
		server.script([{ text: 'late', delayMs: 5_000 }]);
		const running = run({}, { ...openAi(), signal: controller.signal });
		setTimeout(() => controller.abort(), 50);
		await expect(running).rejects.toMatchObject({ description: expect.stringContaining('CANCELLED') });
	});
});

describe('the list of agents', () => {
	const logged: string[] = [];
	const list = async (filter?: string) =>
		searchAgents.call({ logger: { warn: (line: string) => void logged.push(line) } } as never, filter);

	it("offers the host's own and the package's", async () => {
		const { results } = await list();
		expect(results.map(({ value }) => value)).toEqual(expect.arrayContaining(['own', 'support']));
	});

	it('is searched by id', async () => {
		expect((await list(' SUPP ')).results).toEqual([{ name: 'support', value: 'support' }]);
	});

	it('offers what was published, each name once, and the others also where the registry is not to be believed', async () => {
		const version = { name: 'crm-reader', version: '1.0.0', purpose: 'Reads the CRM.', capabilities: [], state: 'approved' as const };
		const published = { list: async () => [version, { ...version, version: '1.1.0' }] };
		const warn = jest.fn();
		expect(await listChoices('crm', published, warn)).toEqual([
			{ name: 'crm-reader (from the registry)', value: 'crm-reader@*', description: 'Reads the CRM.' },
		]);
		const choices = await listChoices('own', { list: () => Promise.reject(new Error('stale')) }, warn);
		expect(choices).toEqual([{ name: 'own', value: 'own' }]);
		expect(warn).toHaveBeenCalledWith(new Error('stale'));
	});
});

describe('an agent from the registry', () => {
	it.each([
		['registry', 'support', 'support@*'],
		['registry', 'support@^1.2', 'support@^1.2'],
		['list', 'support@*', 'support@*'],
		['list', 'support', 'support'],
	])('is named by its name and a range, so that no folder stands in for it: %s %s', (mode, value, id) => {
		const context = fakeExecuteFunctions({ parameters: { source: 'choose', agent: { mode, value } } });
		expect(readReference(context, 0)).toEqual({ kind: 'id', id });
	});
});
