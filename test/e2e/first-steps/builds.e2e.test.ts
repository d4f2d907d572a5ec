import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createToolCall } from '../workflows';
import { describeInBrowser, engineAccount, openStage, type Stage } from './stage';
import type { Choice } from './user/canvas';

const trigger = 'When chat message received';
const troupeAgent: Choice = { search: 'troupe agent', name: 'Troupe Agent' };
const openAiModel: Choice = { search: 'openai', name: 'OpenAI Chat Model' };

/** What people build first, from the empty canvas to the answer that they read. */
describeInBrowser('a person builds by clicking', () => {
	let stage: Stage;
	beforeAll(async () => void (stage = await openStage()), 300_000);
	afterAll(() => stage?.close());

	it('a chat agent with a model and a tool, and reads its answer in the chat', async () => {
		const { canvas, panel, chat } = stage.user;
		await chatInto(troupeAgent);
		await modelInto('Troupe Agent');
		await canvas.addInto('Troupe Agent', 'Tool', { search: 'calculator', name: 'Calculator' });
		await panel.close();
		await chat.open();
		stage.openAi.script([createToolCall('Calculator', { input: '6*7' }), { text: 'Six times seven is 42.' }]);
		expect(await chat.ask('What is 6 times 7?')).toBe('Six times seven is 42.');
		expect(JSON.stringify(stage.openAi.calls.at(-1)!.body)).toContain('"42"');
	});

	it('a knowledge base of two files, and reads in the chat what they say and where it stands', async () => {
		const { canvas, panel, chat } = stage.user;
		await canvas.startAnew();
		await canvas.begin('On form submission');
		await panel.type('Form Title', 'Documents');
		await panel.addFormField('Files', 'File');
		await panel.close();
		await canvas.addAfter('On form submission', { search: 'rag', name: 'Troupe Knowledge', action: 'Ingest documents' });
		await panel.type('Collection', 'first-steps');
		await panel.close();
		await canvas.submitForm([
			await file('warranty.md', '# Warranty\n\nA grinder has a warranty of two years.'),
			await file('returns.txt', 'A kettle can be returned within 30 days.'),
		]);
		await canvas.open('Troupe Knowledge');
		expect(await panel.hint()).toContain('2 documents');
		await panel.close();

		await canvas.startAnew();
		await canvas.begin('On chat message');
		await panel.close();
		await canvas.addAfter(trigger, { search: 'rag', name: 'Troupe Knowledge', action: 'Search a collection' });
		await panel.locate('Collection', 'By Name', 'first-steps');
		await panel.close();
		await chat.open();
		expect(await chat.ask('How long is the warranty of a grinder?')).toMatch(/warranty of two years[^{]*warranty/i);
		expect(await chat.ask('Within how many days can a kettle be returned?')).toMatch(/30 days[^{]*returns/);
	});

	it('a guarded conversation: the model sees no personal data, and the chat shows it', async () => {
		const { canvas, panel, chat } = stage.user;
		await chatInto({ search: 'ai agent', name: 'AI Agent' });
		await canvas.addInto('AI Agent', 'Chat Model', { search: 'lgpd', name: 'Troupe Guarded Model' });
		await panel.close();
		await modelInto('Troupe Guarded Model', 'Model');
		await chat.open();
		expect(await chat.ask('My CPF is 529.982.247-25')).toBe('You said: My CPF is 529.982.247-25');
		expect(JSON.stringify(stage.openAi.calls)).not.toContain('529.982');
	});

	it("a check after n8n's agent: a reply that says what no tool did goes to a person", async () => {
		const { canvas, panel, chat } = stage.user;
		await chatInto({ search: 'ai agent', name: 'AI Agent' });
		await canvas.open('AI Agent');
		await panel.addOption('Options', 'Return Intermediate Steps');
		await panel.toggle('Return Intermediate Steps');
		await panel.close();
		await modelInto('AI Agent');
		await refundTool('AI Agent');
		await canvas.addAfter('AI Agent', { search: 'pii', name: 'Troupe Guardrails', action: 'Check a reply' });
		await panel.addGuardrail('Claimed Effect');
		await panel.close();
		await chat.open();
		const claim = (order: string) => ({ text: `I have refunded order ${order}.` });
		stage.openAi.script([createToolCall('Code_Tool', { input: '4711' }), claim('4711'), claim('4712')]);
		await chat.ask('Please refund order 4711');
		await canvas.open('Troupe Guardrails');
		expect(await panel.output('Pass Branch (1 item)')).toContain('4711');
		await panel.close();
		await chat.ask('Please refund order 4712 too');
		await canvas.open('Troupe Guardrails');
		expect(await panel.output('Violation Branch (1 item)')).toContain('needs-human');
		await panel.close();
	});

	it('an agent on a server that reads no system message, as its credential says', async () => {
		const { canvas, panel, chat } = stage.user;
		await chatInto(troupeAgent);
		await canvas.open('Troupe Agent');
		await panel.choose('Model', 'OpenAI');
		await panel.choose('Credential Type', "Troupe's");
		await panel.credential.open('OpenAI');
		await panel.credential.fill(stage.openAiAccount);
		await panel.credential.fill({ typed: {}, chosen: { 'Server Needs': 'No System Role' } });
		await panel.credential.saveAndClose();
		await panel.close();
		await chat.open();
		await chat.ask('Good morning');
		const { messages } = stage.openAi.calls.at(-1)!.body as { messages: Array<{ role: string; content: string }> };
		expect(messages).toMatchObject([
			{ role: 'user', content: expect.stringMatching(/^You are a helpful assistant[^]*Good morning$/) as string },
		]);
	});

	it('an approval: the agent asks before it refunds, and goes on once a person has approved', async () => {
		const { canvas, panel, chat } = stage.user;
		await refundAgent();
		await chat.open();
		const before = stage.openAi.calls.length;
		stage.openAi.script([createToolCall('Code_Tool', { input: '4711' }), { text: 'Your order is refunded.' }]);
		expect(await chat.ask('Please refund order 4711')).toMatch(
			/May the agent call Code_Tool[^]*4711[^]*Open the form[^]*You will find it in the output of the node "Troupe Agent"/,
		);
		expect(stage.openAi.calls.slice(before).filter(({ body }) => JSON.stringify(body).includes('is refunded'))).toEqual([]);
		const late = await chat.openLink('Open the form');
		await canvas.open('Troupe Agent');
		const form = await panel.openLink('Open the form');
		await stage.user.hand.click(form.getByRole('button', { name: 'Approve' }));
		await form.getByText('The agent continues now').waitFor();
		await form.close();
		await stage.user.hand.click(late.getByRole('button', { name: 'Decline' }));
		await late.getByText('This has already been decided. Your decision was not used.').waitFor();
		await late.close();
		// In this mode n8n's chat shows no answer that comes after a wait; the node's output does.
		expect(await panel.output('Your order is refunded.')).toContain('Your order is refunded.');
		await panel.close();
		expect(JSON.stringify(stage.openAi.calls.at(-1)!.body)).toContain('Order 4711 is refunded.');
	});

	it('an approval in a chat that Chat nodes answer, and reads there what came of it', async () => {
		const { canvas, panel, chat } = stage.user;
		await refundAgent();
		await canvas.open(trigger);
		await panel.addOption('Options', 'Response Mode');
		await panel.choose('Response Mode', 'Using Response Nodes');
		await panel.close();
		await canvas.addAfter('Troupe Agent', { search: 'chat', name: 'Chat', action: 'Send a message' });
		await panel.type('Message', '{{ $json.output }}');
		await panel.close();
		await chat.open();
		stage.openAi.script([createToolCall('Code_Tool', { input: '4711' }), { text: 'Your order is refunded.' }]);
		expect(await chat.ask('Please refund order 4711')).toMatch(/Open the form[^]*The answer will appear in this chat\./);
		const form = await chat.openLink('Open the form');
		await stage.user.hand.click(form.getByRole('button', { name: 'Approve' }));
		await form.getByText('The agent continues now').waitFor();
		await form.close();
		expect(await chat.nextReply()).toBe('Your order is refunded.');
	});

	it('a router that goes on to the second model when the first fails, and says so above the output', async () => {
		const { canvas, panel, chat } = stage.user;
		await chatInto(troupeAgent);
		await canvas.addInto('Troupe Agent', 'Chat Model', { search: 'failover', name: 'Troupe Model Router' });
		await panel.close();
		await modelInto('Troupe Model Router', 'Model 1');
		await modelInto('Troupe Model Router', 'Model 2', 'gpt-4.1-mini');
		stage.openAi.script([{ status: 429, body: { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } } }]);
		await chat.open();
		expect(await chat.ask('Hello')).toBe('You said: Hello');
		await canvas.open('Troupe Agent');
		expect(await panel.hint()).toContain('gpt-5-mini failed: rate limited by the provider. gpt-4.1-mini answered.');
		await panel.close();
	});

	it('a process on the engine beside n8n, and reads its result', async () => {
		const { canvas, panel } = stage.user;
		const baseUrl = await stage.world.serve();
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter('When clicking ‘Execute workflow’', { search: 'bpmn', name: 'Troupe Process', action: 'Deploy a process' });
		await panel.credential.create('Connect to', engineAccount(baseUrl));
		await panel.choose('BPMN From', 'Text');
		await panel.type('BPMN', readFileSync('examples/support/support.bpmn', 'utf8'));
		await panel.execute();
		expect(await panel.output('support')).toContain('support');
		await panel.close();
		await canvas.addAfter('Deploy a process', {
			search: 'camunda',
			name: 'Troupe Process',
			action: 'Start a process and wait for its result',
		});
		await panel.type('Process ID', 'support');
		await panel.type('Variables as JSON', '{ "message": "How long do I have to return a coffee machine?" }');
		await panel.execute();
		expect(await panel.output('30 days')).toContain('30 days');
		await panel.close();
	});

	it('a budget, and is told what it stopped and how to go on', async () => {
		const { canvas, panel, chat } = stage.user;
		await chatInto(troupeAgent);
		await canvas.open('Troupe Agent');
		await panel.addOption('Options', 'Max Cost (US Dollars)');
		await panel.type('Max Cost (US Dollars)', '0.000001');
		await panel.close();
		await modelInto('Troupe Agent');
		await chat.open();
		expect(await chat.ask('Write me a long story')).toMatch(/could not finish the answer/);
		await canvas.open('Troupe Agent');
		expect(await panel.hint()).toMatch(/limit \(cost\)[^]*Max Cost/);
		await panel.close();
	});

	/** A chat whose messages go to this node. */
	async function chatInto(choice: Choice): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.begin('On chat message');
		await panel.close();
		await canvas.addAfter(trigger, choice);
		await panel.close();
	}

	/** An agent that has to ask before it refunds. */
	async function refundAgent(): Promise<void> {
		await chatInto(troupeAgent);
		await modelInto('Troupe Agent');
		await refundTool('Troupe Agent');
	}

	async function refundTool(agent: string): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.addInto(agent, 'Tool', { search: 'code tool', name: 'Code Tool' });
		await panel.type('Description', 'Refunds an order of the shop, by its number.');
		await panel.type('JavaScript', 'return `Order ${query} is refunded.`');
		await panel.close();
	}

	/** OpenAI's model, with a credential typed into n8n's dialog. */
	async function modelInto(node: string, input = 'Chat Model', name?: string): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.addInto(node, input, openAiModel);
		await panel.credential.createOnce('OpenAI', stage.openAiAccount);
		if (name !== undefined) await panel.locate('Model', 'ID', name);
		await stage.standIn(() => panel.toggle('Use Responses API'));
		await panel.close();
	}

	async function file(name: string, text: string): Promise<string> {
		const path = join(stage.world.home, name);
		await writeFile(path, text);
		return path;
	}
});
