import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { packagedAgentsFolder } from '../../../core/base/package-folder';
import { listAgents } from '../../../providers/files/agent-files';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { fakeExecuteFunctions, type FakeExecution } from '../../../test/support/n8n/fake-execute-functions';
import { execute } from '../execute';
import { listTools } from '../methods/list-tools';
import { properties } from '../properties';
import { type AgentForm, formDefinition, nameLikeNode } from './form-definition';
import { readFormDefinition } from './read-form';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-form-'));
let server: FakeServer;
let executions = 0;

beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer({ respond: ({ messages }) => ({ text: `You wrote: ${String(messages.at(-1)!.content)}` }) });
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});
beforeEach(() => server.calls.splice(0));

/** Content of a new node: the defaults. */
const untouched = Object.fromEntries(
	properties
		.filter(({ displayOptions }) => !displayOptions?.show?.['@tool']?.includes(true))
		.filter(({ name, displayOptions }) => name !== 'model' || displayOptions?.show?.source?.includes('form'))
		.map(({ name, default: value }: INodeProperties) => [name, value]),
) as IDataObject;

function createContext(parameters: IDataObject = {}, more: Partial<FakeExecution> = {}) {
	const filled = { ...untouched, message: 'Hello', conversationId: 'c1', ...parameters };
	return fakeExecuteFunctions({
		executionId: `e${(executions += 1)}`,
		...more,
		parameters: filled,
		node: {
			name: 'Returns Desk',
			parameters: { message: filled.message, systemPrompt: (parameters.systemPrompt ?? untouched.systemPrompt) as string },
		},
	});
}
async function run(parameters: IDataObject = {}, more: Partial<FakeExecution> = {}) {
	const [output] = await execute.call(createContext(parameters, more), openGate());
	return output![0]!;
}
const connected = { modelName: 'm', invoke: async () => ({ content: 'Hello, how can I help?' }) };
const openAi = { credentials: { openAiApi: { apiKey: 'sk-fake', url: '' } } };
const withOpenAi = () => ({ credentials: { openAiApi: { ...openAi.credentials.openAiApi, url: `${server.url}/v1` } } });

describe('the form of Troupe Agent', () => {
	it('describes a team, and who decides how long about its calls', async () => {
		const members = [
			{ agent: { mode: 'list', value: 'support' }, description: 'Knows the handbook.', handOver: 'none' },
			{ agent: { mode: 'id', value: 'refund-clerk' }, description: 'Refunds orders.', handOver: 'stays' },
		];
		const options = { approver: 'desk', nextApprover: 'boss', hoursToDecide: 0.5, whenTimedOut: 'decline' };
		const definition = readFormDefinition(createContext({ team: { members }, options }), 0, []);
		expect(definition).toMatchObject({
			tools: {
				define: [
					{ kind: 'agent', agent: 'support', description: 'Knows the handbook.' },
					{ kind: 'agent', agent: 'refund-clerk', description: 'Refunds orders.', handOver: 'stays' },
				],
				approval: { approver: 'desk', timeoutMs: 1_800_000, whenTimedOut: 'decline', escalateTo: [{ approver: 'boss' }] },
			},
		});
		await parseAgentDefinition(definition, 'The form');
	});

	it.each([
		[20, undefined],
		[300, 300_000],
		[3600, 600_000],
	])('with %i s for the answer, gives a call of a tool %p ms', async (timeout, timeoutMs) => {
		const definition = await parseAgentDefinition(readFormDefinition(createContext({ options: { timeout } }), 0, []), 'The form');
		expect(definition.tools?.timeoutMs).toBe(timeoutMs);
	});

	it.each([
		[{ agent: { mode: 'list', value: '' }, description: 'Knows.', handOver: 'none' }, 'The field "Team Member" of team member 1 is empty.'],
		[
			{ agent: { mode: 'list', value: 'support' }, description: ' ', handOver: 'none' },
			'The field "When to Call" of team member 1 is empty.',
		],
	])('names what a member lacks: %j', async (member, message) => {
		await expect(run({ team: { members: [member] } }, { connected })).rejects.toThrow(message);
	});

	it('answers with a connected chat model when nothing is filled in', async () => {
		const { json } = await run({}, { connected });
		expect(json).toMatchObject({ output: 'Hello, how can I help?', outcome: 'reply' });
	});

	it('asks the model of the chosen provider, with the system prompt, and masks personal data', async () => {
		const { json } = await run(
			{
				model: 'openai',
				modelName: { mode: 'name', value: 'gpt-4.1-mini' },
				systemPrompt: 'You sell boats.',
				message: 'I am ana@example.com',
			},
			withOpenAi(),
		);
		expect(json.output).toBe('You wrote: I am ana@example.com');
		expect(server.calls[0]!.body).toMatchObject({ model: 'gpt-4.1-mini' });
		const sent = JSON.stringify(server.calls[0]!.body);
		expect(sent).toContain('You sell boats.');
		expect(sent).not.toContain('ana@example.com');
	});

	it.each([
		[{}, {}, 'No chat model is connected to the Chat Model input.'],
		[{ model: 'none' }, {}, '"Model" and "Knowledge Store" are both set to "None"'],
		[{ systemPrompt: ' ' }, { connected }, 'The field "System Prompt" is empty.'],
		[{ store: 'own' }, { connected }, 'The field "Collection" is empty.'],
		[{ model: 'openai', modelName: { mode: 'name', value: '' } }, openAi, 'The field "Model Name" is empty.'],
	])('says what is missing of %j', async (parameters, more, message) => {
		await expect(run(parameters as IDataObject, more as Partial<FakeExecution>)).rejects.toThrow(message);
	});

	it('removes links of the model, but not to the hosts that the option and the system prompt name', async () => {
		const content = 'See https://www.gov.br/form, https://shop.example/help and https://evil.example/x.';
		const model = { modelName: 'm', invoke: async () => ({ content }) };
		const systemPrompt = 'Link to shop.example.';
		const { json: strict } = await run({ systemPrompt }, { connected: model });
		expect(strict.reply).toBe('See [link removed], https://shop.example/help and [link removed].');
		const options = { linkHosts: 'GOV.br, docs.example' };
		const { json: allowed } = await run({ systemPrompt, options }, { connected: model });
		expect(allowed.reply).toBe('See https://www.gov.br/form, https://shop.example/help and [link removed].');
		const { json: all } = await run({ systemPrompt, options: { switchOff: ['unknown-link'] } }, { connected: model });
		expect(all.reply).toBe(content);
	});

	it('passes an answer from nowhere to a person only where its answers are grounded', async () => {
		const model = { modelName: 'm', invoke: async () => ({ content: 'I cancelled your order.' }) };
		let asked = 0;
		const ask = async (options: IDataObject) => {
			const conversationId = `grounded-${(asked += 1)}`;
			return (await run({ systemPrompt: 'Help.', conversationId, options }, { connected: model })).json.outcome;
		};
		expect(await ask({})).toBe('reply');
		expect(await ask({ grounded: true })).toBe('needs-human');
		expect(await ask({ grounded: true, groundedWithout: ['claimed-effect'] })).toBe('reply');
	});

	it('ignores a connected chat model where another model is chosen', async () => {
		server.script([{ text: 'From the credential.' }]);
		const { json } = await run({ model: 'openai', modelName: { mode: 'name', value: 'gpt-4.1-mini' } }, { ...withOpenAi(), connected });
		expect(json.output).toBe('From the credential.');
	});

	it('fails where the chosen model does not answer, and quotes no document in its place', async () => {
		server.script([{ status: 401, body: { error: { message: 'bad key' } } }]);
		const result = run({ model: 'openai', modelName: { mode: 'name', value: 'gpt-4.1-mini' } }, withOpenAi());
		await expect(result).rejects.toMatchObject({ description: expect.stringContaining('MODEL_AUTHENTICATION') });
	});
});

describe('tools without asking', () => {
	const refund = {
		name: 'refund',
		description: 'Refunds an order',
		schema: { type: 'object', properties: {} },
		invoke: async () => 'refunded',
	};
	const calling = () => {
		let round = 0;
		return {
			modelName: 'm',
			invoke: async () => (round++ === 0 ? { content: '', tool_calls: [{ id: '1', name: 'refund', args: {} }] } : { content: 'Done.' }),
			bindTools() {
				return this;
			},
		};
	};
	let conversations = 0;
	const runOutcome = async (parameters: IDataObject) =>
		(await run({ conversationId: `tools-${(conversations += 1)}`, ...parameters }, { connected: calling(), connectedTools: [refund] })).json
			.outcome;

	it('asks a person for a tool that may change something, unless it or all tools are allowed', async () => {
		expect(await runOutcome({})).toBe('needs-human');
		expect(await runOutcome({ toolPermission: 'chosen', allowedTools: ['refund'] })).toBe('reply');
		expect(await runOutcome({ toolPermission: 'chosen', allowedTools: ['other'] })).toBe('needs-human');
		expect(await runOutcome({ toolPermission: 'all' })).toBe('reply');
	});

	it('lists the tools of the last run, and those that are chosen without being connected', async () => {
		await runOutcome({});
		const parameters: IDataObject = { nodeKey: 'w1 n1', allowedTools: ['gone'] };
		const context = { getCurrentNodeParameter: (name: string) => parameters[name], getNode: () => ({}), getWorkflow: () => ({}) };
		const options = await listTools.call(context as never);
		expect(options).toEqual([
			{ name: 'refund', value: 'refund', description: 'Refunds an order' },
			{ name: 'gone (not connected)', value: 'gone' },
		]);
	});
});

describe('a prompt with the data of an item', () => {
	const hook = { name: 'Hook', type: 'n8n-nodes-base.webhook', typeVersion: 1, disabled: false };
	const tool = { name: 'refund', description: 'Refunds.', schema: { type: 'object', properties: {} }, invoke: async () => 'refunded' };
	const hints: string[] = [];

	async function ask(systemPrompt: string, options: IDataObject = {}) {
		hints.splice(0);
		const isAsked = systemPrompt.includes('$json') && options.messageFrom !== 'person';
		server.script([{ text: '', calls: [{ name: 'refund', input: {} }] }, ...(isAsked ? [] : [{ text: 'Refunded.' }])]);
		const model = { model: 'openai', modelName: { mode: 'id', value: 'gpt-4.1-mini' }, toolPermission: 'all' };
		const more = { ...withOpenAi(), connectedTools: [tool], before: [hook], onHint: (hint: string) => void hints.push(hint) };
		const parameters = { ...model, conversationId: '', systemPrompt, options: { whenPersonDecides: 'return', ...options } };
		const [output] = await execute.call(createContext(parameters, more), openGate());
		return output![0]!.json;
	}

	it('does not count as the builder’s word, and the node says so (NousResearch/hermes-agent#8820)', async () => {
		expect(await ask('=You refund. The ticket: {{ $json.body.text }}')).toMatchObject({ outcome: 'needs-human', origins: ['tool'] });
		expect(hints).toContainEqual(expect.stringContaining('The data in System Prompt counts as texts of others: it comes from Hook.'));
	});

	it('changes nothing where nobody else wrote it', async () => {
		expect(await ask('=You refund, on {{ $now }}.')).toMatchObject({ outcome: 'reply' });
		expect(await ask('=You refund. {{ $json.body.text }}', { messageFrom: 'person' })).toMatchObject({ outcome: 'reply' });
		expect(hints).not.toContainEqual(expect.stringContaining('of others'));
	});
});

describe('a run that another node resumes', () => {
	const ask = {
		options: { whenPersonDecides: 'return' },
		model: 'openai',
		modelName: { mode: 'id', value: 'gpt-4.1-mini' },
		toolPermission: 'none',
	};
	const tool = { name: 'refund', description: 'Refunds.', schema: { type: 'object', properties: {} }, invoke: async () => 'refunded' };
	/** Runs a node of this name. */
	async function runNode(name: string, parameters: IDataObject) {
		const context = createContext({ ...ask, ...parameters }, { ...withOpenAi(), connectedTools: [tool] });
		context.getNode().name = name;
		const [output] = await execute.call(context, openGate());
		return output![0]!.json;
	}
	const suspend = (parameters: IDataObject = {}) => {
		server.script([{ text: '', calls: [{ name: 'refund', input: {} }] }]);
		return runNode('Troupe Agent', parameters);
	};

	it.each([{}, { options: { ...ask.options, agentId: 'clerk' } }])(
		'continues in a node of another name that describes the same agent: %j',
		async (parameters) => {
			const suspended = await suspend(parameters);
			server.script([{ text: 'Refunded.' }]);
			const resume = { ...parameters, task: 'resume', suspended: JSON.stringify(suspended), decision: 'approve', text: '' };
			expect(await runNode('Troupe Agent1', resume)).toMatchObject({ outcome: 'reply', reply: 'Refunded.' });
		},
	);

	it.each([{ systemPrompt: 'You are somebody else.' }, { options: { ...ask.options, agentId: 'other' } }])(
		'is refused where it describes another one: %j',
		async (other) => {
			const resume = { ...other, task: 'resume', suspended: JSON.stringify(await suspend()), decision: 'approve', text: '' };
			const refusal = { description: expect.stringContaining('RUN_STATE_INVALID') as string };
			await expect(runNode('Troupe Agent', resume)).rejects.toMatchObject(refusal);
		},
	);

	it('is refused where its agent is another one than it was', async () => {
		const suspended = (await suspend()) as { state: { agent: object } };
		const renamed = { ...suspended, state: { ...suspended.state, agent: { ...suspended.state.agent, name: 'Boss' } } };
		const refusal = { description: expect.stringContaining('RUN_STATE_INVALID') as string };
		for (const changed of [renamed, { ...suspended, state: { ...suspended.state, agent: 'x' } }])
			await expect(
				runNode('Troupe Agent1', { task: 'resume', suspended: JSON.stringify(changed), decision: 'approve', text: '' }),
			).rejects.toMatchObject(refusal);
	});
});

describe('the exported file', () => {
	const form: AgentForm = {
		...nameLikeNode('Atendimento às Devoluções'),
		systemPrompt: 'You handle returns. Be brief.',
		quotes: false,
		model: { provider: 'openai', model: 'gpt-4.1-mini' },
		collection: 'handbook',
		personalData: 'off',
		memoryTurns: 3,
		team: [],
		rules: [{ tool: '*', permission: 'ask' }],
		options: { maxOutputTokens: 500, timeout: 30, onlyFromKnowledge: true, temperature: 0 },
	};

	it('is a definition that every other host runs', async () => {
		const definition = await parseAgentDefinition(formDefinition(form), 'the form');
		expect(definition).toMatchObject({
			id: 'n8n-atendimento-as-devolucoes',
			name: 'Atendimento às Devoluções',
			version: '1.0.0',
			purpose: 'You handle returns.',
			model: { route: [form.model], extractive: false, temperature: 0 },
			knowledge: { collection: 'handbook', citations: 'required' },
			memory: { turns: 3 },
			guardrails: { personalData: { types: [] } },
			limits: { outputTokens: 500, wallClockMs: 30_000 },
		});
	});

	it('has its images judged, where the option says so', () => {
		const judges = (judgeImages?: boolean) => formDefinition({ ...form, options: { judgeImages } }).guardrails;
		expect(judges(true)).toMatchObject({ images: 'judge' });
		expect(judges()).not.toHaveProperty('images');
	});

	it('says where values of calls may come from, where the options do', () => {
		const definition = formDefinition({ ...form, options: { flow: 'strict', trustedResults: 'get_date, find_*', tells: 'search_web' } });
		expect(definition.tools).toMatchObject({ flow: 'strict', trustedResults: ['get_date', 'find_*'], tells: ['search_web'] });
		const from = formDefinition({ ...form, collection: 'house', options: { trustedDocuments: 'command /srv/*, workflow:7' } });
		expect(from.knowledge).toMatchObject({ trustedDocuments: ['command /srv/*', 'workflow:7'] });
		expect(formDefinition({ ...form, options: { trustedResults: ' ', tells: '' } }).tools ?? {}).not.toHaveProperty('tells');
	});

	it('takes only values from the results of tools, where the option has their schemas', () => {
		const read_mail = { type: 'object', properties: { amount: { type: 'number' } } };
		for (const extract of [{ read_mail }, JSON.stringify({ read_mail })])
			expect(formDefinition({ ...form, options: { extract } }).tools).toMatchObject({ extract: { read_mail } });
		expect(formDefinition({ ...form, options: { extract: '' } }).tools ?? {}).not.toHaveProperty('extract');
		expect(() => formDefinition({ ...form, options: { extract: '{' } })).toThrow('The option "Values Instead of Results" is not JSON');
	});

	it('names an agent whatever its node is called', () => {
		expect(nameLikeNode('!!!').id).toBe('n8n-agent');
		expect(nameLikeNode(`${'a'.repeat(58)} ${'b'.repeat(90)}`)).toEqual({
			id: `n8n-${'a'.repeat(58)}`,
			name: expect.stringMatching(/^.{100}$/) as string,
		});
	});

	it('has another ID than this package’s agents, however its node is called', async () => {
		const listed = (await listAgents([packagedAgentsFolder()])).map(({ id }) => id);
		expect(listed).toEqual(expect.arrayContaining(['support', 'sdr']));
		const names = [...listed, 'Support', 'Refund clerk', 'Front desk', 'SDR'];
		expect(names.map((name) => nameLikeNode(name).id).filter((id) => listed.includes(id))).toEqual([]);
	});

	it('comes as an item and as a file, with the model of a connected node', async () => {
		const parents = [
			{
				name: 'OpenAI',
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				parameters: { model: { __rl: true, mode: 'list', value: 'gpt-5' } },
			},
		];
		const context = createContext({ task: 'export' });
		Object.assign(context, { getParentNodes: () => parents });
		Object.assign(context.helpers, { prepareBinaryData: async (data: Buffer, fileName: string) => ({ fileName, data: data.toString() }) });
		const [[exported]] = (await execute.call(context, openGate())) as unknown as [
			[{ json: IDataObject; binary: { data: { data: string; fileName: string } } }],
		];
		expect(exported.json.definition).toMatchObject({ id: 'n8n-returns-desk', model: { route: [{ provider: 'openai', model: 'gpt-5' }] } });
		expect(exported.binary.data.fileName).toBe('n8n-returns-desk.json');
		expect(JSON.parse(exported.binary.data.data)).toEqual(exported.json.definition);
	});

	it('is refused for an agent that has a file already', async () => {
		await expect(run({ task: 'export', source: 'choose', agent: { mode: 'list', value: 'support' } })).rejects.toThrow(
			'already has a definition file',
		);
	});
});
