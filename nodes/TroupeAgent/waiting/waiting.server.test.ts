import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Gate } from '../../../core/ports/manifests';
import { cancelRun } from '../../../providers/compose/runs/cancel-run';
import type { Host } from '../../../providers/compose/hosts/host';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { fakeAiNodeSdk } from '../../../test/support/n8n/fake-ai-node-sdk';
import { fakeExecuteFunctions, type FakeExecution } from '../../../test/support/n8n/fake-execute-functions';
import { sendForm } from '../../../test/support/n8n/send-form';
import { defaultDefinition } from '../request/default-definition';
import { execute } from '../execute';
import { readWaitingRuns, type WaitingRun } from './waiting-runs';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-waiting-'));
let server: FakeServer;
let key = 0;
beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer({ keys: null });
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});
beforeEach(() => (key += 1));

const refund = (order: number) => ({ name: 'refund', input: { order } });
const tool = () => ({
	name: 'refund',
	description: 'Refunds an order.',
	schema: { type: 'object', properties: { order: { type: 'number' } } },
	invoke: jest.fn(async () => 'refunded'),
});

const form = {
	source: 'form',
	modelName: { mode: 'id', value: 'gpt-4.1-mini' },
	store: 'none',
};

/** A node that n8n keeps: the same context and items for each time that it is executed. */
function keptNode(parameters: IDataObject = {}, more: Partial<FakeExecution> = {}) {
	const waits: Date[] = [];
	const execution: FakeExecution = {
		credentials: { troupeOpenAiApi: { apiKey: `sk-wait-${key}`, baseUrl: `${server.url}/v1` } },
		executionId: `w${key}`,
		context: {},
		connectedTools: [tool()],
		onWait: (until) => waits.push(until),
		...more,
		parameters: {
			source: 'define',
			definition: { ...defaultDefinition, tools: { askPerson: true } },
			message: 'Refund it',
			conversationId: 'c',
			model: 'openai',
			...parameters,
		},
	};
	const run = async (gate: Gate = openGate()) => {
		const [output] = await execute.call(fakeExecuteFunctions(execution), gate, () => fakeAiNodeSdk);
		return output!.map(({ json }) => json);
	};
	return { execution, waits, run, decide: (body?: IDataObject) => sendForm(execution, body) };
}

describe('a Troupe Agent that waits for a person', () => {
	it("tells n8n's editor the signed address for its own link to the form", async () => {
		server.script([{ text: '', calls: [refund(7)] }]);
		const events: object[] = [];
		await keptNode({}, { onMetadata: (metadata) => events.push(metadata) }).run();
		expect(events).toEqual([{ resumeUrl: 'http://n8n.test/webhook-waiting/e1?signature=x&page=form-waiting' }]);
	});

	it('waits without an end, shows the call in a form, and goes on with the run once it is approved', async () => {
		server.script([{ text: '', calls: [refund(7)] }, { text: 'It is refunded.' }]);
		const node = keptNode();
		const [waiting] = await node.run();
		const question =
			'May the agent call refund?\n- order: 7\nThis call cannot be undone.\nAgent: assistant 1.0.0\nWhere the values come from:\n- order: written by the agent, in no text that it read';
		expect(waiting).toMatchObject({ outcome: 'needs-human', pending: [{ question }] });
		expect(waiting).not.toHaveProperty('state');
		expect(waiting).not.toHaveProperty('formUrl');
		expect(node.waits).toEqual([new Date('3000-01-01T00:00:00.000Z')]);
		const form = await node.decide();
		expect(form).toMatchObject({
			status: 200,
			goesOn: false,
			html: expect.stringContaining(
				'May the agent call refund?</legend><pre>- order: 7\nThis call cannot be undone.\nAgent: assistant 1.0.0\nWhere the values come from:\n- order: written by the agent, in no text that it read</pre>',
			) as string,
		});
		expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ goesOn: true });
		Object.assign(node.execution.parameters, { options: { includeTrail: true } });
		const [done] = await node.run();
		expect(done).toMatchObject({ outcome: 'reply', output: 'It is refunded.' });
		expect(done!.trail).toContainEqual(expect.objectContaining({ kind: 'decision', by: `n8n:form:execution w${key}` }));
		expect(node.waits).toHaveLength(1);
		expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ status: 409, goesOn: false });
	});

	it('takes a decision about a value that a result has, although people see personal data and the run has tokens', async () => {
		const named = (name: string, text: string) => ({
			...tool(),
			name,
			schema: { type: 'object', properties: { input: { type: 'string' } } },
			invoke: async () => text,
		});
		const mail = 'From: billing@parts.example. Our new account is DE89 3704 0044 0532 0130 00.';
		server.script([
			{ text: '', calls: [{ name: 'read_mail', input: { input: 'INV-1' } }] },
			{ text: '', calls: [{ name: 'pay', input: { input: 'DE89370400440532013000' } }] },
			{ text: 'Then not.' },
		]);
		const rules = [{ tool: '*', permission: 'allow' }];
		const definition = { ...defaultDefinition, tools: { rules } };
		const node = keptNode({ definition, conversationId: 'mail' }, { connectedTools: [named('read_mail', mail), named('pay', 'paid')] });
		const [waiting] = await node.run();
		expect(JSON.stringify(waiting)).toContain('ONLY in the result of read_mail');
		expect(await node.decide({ 'decision-0': 'decline' })).toMatchObject({ goesOn: true });
		expect(await node.run()).toMatchObject([{ outcome: 'reply', output: 'Then not.' }]);
	});

	it('tells the model what a person declined, and why', async () => {
		server.script([{ text: '', calls: [refund(8)] }, { text: 'Then not.' }]);
		const node = keptNode();
		await node.run();
		await node.decide({ 'decision-0': 'decline', 'comment-0': 'too late' });
		expect(await node.run()).toMatchObject([{ outcome: 'reply', output: 'Then not.' }]);
		expect(JSON.stringify(server.calls.at(-1)!.body)).toContain('too late');
	});

	it('asks for all calls and questions in one form, and sends it back while one is open', async () => {
		const ask = { name: 'ask_person', input: { question: 'Which <b>card</b>?', choices: ['Visa', 'Amex'] } };
		server.script([{ text: '', calls: [refund(1), refund(2), ask] }, { text: 'Done.' }]);
		const node = keptNode();
		await node.run();
		const { html } = await node.decide();
		expect(html).toContain('Which &#60;b&#62;card&#60;/b&#62;?');
		expect(html).toContain('value="Visa"');
		const some = { 'decision-0': 'approve', 'decision-1': 'decline' };
		const older = { ...some, 'answer-2': 'Visa', 'view-0': 'a'.repeat(64) };
		expect(await node.decide(older)).toMatchObject({ status: 400, goesOn: false });
		expect(await node.decide(some)).toMatchObject({ status: 400, goesOn: false });
		expect(await node.decide({ ...some, 'answer-2': 'Visa' })).toMatchObject({ goesOn: true });
		expect(await node.run()).toMatchObject([{ output: 'Done.' }]);
	});

	it('waits again where the run has something else to ask, and does not run other items again', async () => {
		const items: INodeExecutionData[] = [{ json: { n: 1 } }, { json: { n: 2 } }];
		server.script([{ text: 'Hello.' }, { text: '', calls: [refund(1)] }, { text: '', calls: [refund(2)] }, { text: 'Both.' }]);
		const node = keptNode({}, { items });
		expect(await node.run()).toMatchObject([{ output: 'Hello.' }, { outcome: 'needs-human' }]);
		await node.decide({ 'decision-0': 'approve' });
		expect(await node.run()).toMatchObject([{ output: 'Hello.' }, { pending: [{ input: { order: 2 } }] }]);
		await node.decide({ 'decision-0': 'approve' });
		expect(await node.run()).toMatchObject([{ output: 'Hello.' }, { output: 'Both.' }]);
		expect(node.waits).toHaveLength(2);
	});

	describe('whose system prompt is an expression', () => {
		const prompted = (systemPrompt: string) => ({ ...form, systemPrompt });

		it('goes on with the prompt that it began with', async () => {
			server.script([{ text: '', calls: [refund(1)] }, { text: '', calls: [refund(2)] }, { text: 'Refunded.' }]);
			const node = keptNode(prompted('It is nine.'));
			for (const time of ['It is ten.', 'It is eleven.']) {
				expect(await node.run()).toMatchObject([{ outcome: 'needs-human' }]);
				await node.decide({ 'decision-0': 'approve' });
				// n8n saves the execution as JSON while it waits.
				Object.assign(node.execution, { context: JSON.parse(JSON.stringify(node.execution.context)) as IDataObject });
				Object.assign(node.execution.parameters, prompted(time));
			}
			expect(await node.run()).toMatchObject([{ outcome: 'reply', output: 'Refunded.' }]);
			expect(JSON.stringify(server.calls.at(-1)!.body)).toContain('It is nine.');
		});

		it('refuses another prompt in the place of the one that was kept', async () => {
			server.script([{ text: '', calls: [refund(1)] }]);
			const node = keptNode(prompted('Refund little.'));
			await node.run();
			await node.decide({ 'decision-0': 'approve' });
			const changed = JSON.stringify(node.execution.context).replace('Refund little.', 'Refund it all.');
			Object.assign(node.execution, { context: JSON.parse(changed) as IDataObject });
			await expect(node.run()).rejects.toThrow('belongs to an earlier text');
		});

		it('does not go on where the manifest allows that agent no more', async () => {
			server.script([{ text: '', calls: [refund(1)] }]);
			const node = keptNode(prompted('It is nine.'));
			await node.run();
			await node.decide({ 'decision-0': 'approve' });
			Object.assign(node.execution.parameters, prompted('It is ten.'));
			const { sha256 } = Object.values(readWaitingRuns(node.execution.context!)!.items).flatMap((run) =>
				'state' in run ? run.state.agent : [],
			)[0]!;
			const { admit } = openGate();
			const refusing: Gate = {
				admit: (subject) => ('sha256' in subject && subject.sha256 === sha256 ? Promise.reject(new Error('not listed')) : admit(subject)),
			};
			await expect(node.run(refusing)).rejects.toThrow('not listed');
		});

		it('goes on where it waited before the prompt was kept, if the prompt is still the same', async () => {
			server.script([{ text: '', calls: [refund(1)] }, { text: 'Refunded.' }]);
			const node = keptNode(prompted('You refund.'));
			await node.run();
			await node.decide({ 'decision-0': 'approve' });
			const { items } = readWaitingRuns(node.execution.context!)!;
			for (const run of Object.values(items)) delete (run as { definition?: unknown }).definition;
			expect(await node.run()).toMatchObject([{ outcome: 'reply', output: 'Refunded.' }]);
		});
	});

	it('shows the link in the editor alone, and in the language of the conversation', async () => {
		server.script([{ text: '', calls: [refund(9)] }]);
		const node = keptNode({ message: 'Por favor, faça o reembolso do meu pedido' }, { mode: 'manual' });
		const [waiting] = await node.run();
		expect(waiting).toMatchObject({ formUrl: expect.stringContaining('/webhook-waiting/') as string });
		expect(waiting!.output).toContain('O agente pode chamar refund?\n- order: 9');
		expect((await node.decide()).html).toContain('Aprovar');
	});

	describe('in n8n’s chat', () => {
		const chatTrigger = (responseMode: string) => ({
			...{ name: 'Chat', type: '@n8n/n8n-nodes-langchain.chatTrigger', typeVersion: 1.4, disabled: false },
			parameters: { options: { responseMode } },
		});
		const chatNode = { name: 'Say', type: '@n8n/n8n-nodes-langchain.chat', typeVersion: 1.3, disabled: false };
		const waitIn = async (more: Partial<FakeExecution>) => {
			server.script([{ text: '', calls: [refund(1)] }]);
			const { execution } = keptNode({}, { mode: 'manual', ...more });
			const [output] = await execute.call(fakeExecuteFunctions(execution), openGate(), () => fakeAiNodeSdk);
			return { sent: output![0]!.sendMessage, shown: output![0]!.json.output as string };
		};

		it('is announced by n8n, and says that the answer appears there, where a Chat node sends it', async () => {
			const { sent, shown } = await waitIn({ before: [chatTrigger('responseNodes')], after: [chatNode] });
			expect(shown).toMatch(/Open the form[^]*The answer will appear in this chat\.$/);
			expect(sent).toBe(shown);
		});

		it.each([
			['streaming', [chatNode]],
			['responseNodes', []],
		])('says where the answer is to be found, and how to get it there: %s', async (responseMode, after) => {
			const { shown } = await waitIn({ before: [chatTrigger(responseMode)], after });
			expect(shown).toContain('will not appear in this chat. You will find it in the output of the node "Troupe"');
			expect(shown).toContain('"Using Response Nodes" and add a Chat node');
		});

		it('tells a customer of no node and no link', async () => {
			const { sent } = await waitIn({ before: [chatTrigger('responseNodes')], after: [chatNode], mode: 'webhook' });
			expect(sent).toBe('A person has to decide something before I can go on. I will continue then.');
		});

		it('is not spoken of where no chat starts the workflow', async () => {
			const { sent, shown } = await waitIn({ after: [chatNode] });
			expect(sent).toBeUndefined();
			expect(shown).not.toContain('chat');
		});
	});

	it('returns the run where it is set so, and as a tool', async () => {
		for (const [parameters, more] of [
			[{ options: { whenPersonDecides: 'return' } }, {}],
			[{}, { asTool: true }],
		] as const) {
			key += 1;
			server.script([{ text: '', calls: [refund(3)] }]);
			const node = keptNode(parameters, more);
			await node.run();
			expect(node.waits).toEqual([]);
		}
	});

	describe("whose execution was changed in n8n's database", () => {
		const change = (node: ReturnType<typeof keptNode>, alter: (text: string) => string) =>
			Object.assign(node.execution, { context: JSON.parse(alter(JSON.stringify(node.execution.context))) as IDataObject });
		const waitingFor = async (...orders: number[]) => {
			server.script(orders.map((order) => ({ text: '', calls: [refund(order)] })));
			const node = keptNode({}, { items: orders.map((order) => ({ json: { order } })) });
			await node.run();
			return node;
		};
		const runsOf = ({ execution }: ReturnType<typeof keptNode>) =>
			Object.values(readWaitingRuns(execution.context!)!.items).flatMap((run) => (run.kind === 'waiting' ? [run] : []));

		it('does not show another call than the one that would run, nor takes a decision about it (pydantic/pydantic-ai#6968)', async () => {
			const node = await waitingFor(50_000);
			change(node, (text) => text.replaceAll('- order: 50000', '- order: 50'));
			const refused = { status: 409, goesOn: false, html: expect.stringContaining('changed in the database of n8n') as string };
			expect(await node.decide()).toMatchObject(refused);
			expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject(refused);
		});

		it('does not show what another run waits for, nor an unsigned one', async () => {
			const node = await waitingFor(50, 50_000);
			const [small, large] = runsOf(node);
			const { pending, seal } = small!;
			Object.assign(large!, { pending, seal });
			expect(await node.decide()).toMatchObject({ status: 409 });
			delete large!.seal;
			expect(await node.decide()).toMatchObject({ status: 409 });
			// Waiting again does not sign what was stored.
			await node.run();
			expect(await node.decide()).toMatchObject({ status: 409 });
		});

		it('does not go on with a decision that no person made, nor with that of another run (extra-org/extra#139)', async () => {
			const node = await waitingFor(50, 50_000);
			await node.decide({ 'decision-0': 'decline', 'decision-1': 'decline' });
			change(node, (text) => text.replaceAll('"approved":false', '"approved":true'));
			await expect(node.run()).rejects.toThrow('do not match their signature');
			const [small, large] = runsOf(node);
			large!.decided = small!.decided;
			delete small!.decided;
			await expect(node.run()).rejects.toThrow('do not match their signature');
			expect((node.execution.connectedTools![0] as ReturnType<typeof tool>).invoke).not.toHaveBeenCalled();
		});
	});

	it('takes one of two decisions that are sent at once, and tells the other so', async () => {
		server.script([{ text: '', calls: [refund(6)] }]);
		const node = keptNode();
		await node.run();
		// n8n loads the execution for each request by itself.
		const loaded = (): FakeExecution => ({ ...node.execution, context: structuredClone(node.execution.context) });
		const [first, second] = [loaded(), loaded()];
		const results = await Promise.all([sendForm(first, { 'decision-0': 'approve' }), sendForm(second, { 'decision-0': 'decline' })]);
		expect(results).toMatchObject([
			{ goesOn: true },
			{ status: 409, goesOn: false, html: expect.stringContaining('This has already been decided. Your decision was not used.') as string },
		]);
	});

	it('says so where the decision expired', async () => {
		server.script([{ text: '', calls: [refund(4)] }]);
		const node = keptNode();
		await node.run();
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 8 * 86_400_000);
		expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ status: 410, goesOn: false });
		later.mockRestore();
	});

	it('names who should decide, and continues as declined after the time, if the agent says so', async () => {
		server.script([{ text: '', calls: [refund(4)] }, { text: 'Then not.' }]);
		const approval = { approver: 'finance <desk>', message: { en: 'Refund order {{order}}?' }, timeoutMs: 60_000, whenTimedOut: 'decline' };
		const node = keptNode({ definition: { ...defaultDefinition, tools: { approval } } });
		const [waiting] = await node.run();
		expect(waiting).toMatchObject({ whenTimedOut: 'decline', pending: [{ approver: 'finance <desk>', heading: 'Refund order 4?' }] });
		expect((await node.decide()).html).toContain('<p>For: finance &#60;desk&#62;</p>');
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 70_000);
		const late = await node.decide();
		expect(late.html).toContain('The time to decide is over. The agent continues without your decision.');
		expect(late.html).not.toContain('Approve');
		// Sent by someone who opened the form in time.
		expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ goesOn: true });
		expect(await node.run()).toMatchObject([{ outcome: 'reply', output: 'Then not.' }]);
		expect(JSON.stringify(server.calls.at(-1)!.body)).toContain('Nobody decided in time.');
		later.mockRestore();
	});

	describe('when the time is over', () => {
		const approval = { approver: 'desk', timeoutMs: 60_000, whenTimedOut: 'decline' };
		/** n8n saves the execution, and executes the node again, as another round. */
		async function woken(tools: object, more: Partial<FakeExecution> = {}) {
			const runExecutionData: FakeExecution['runExecutionData'] = { executionData: {} };
			const node = keptNode({ definition: { ...defaultDefinition, tools } }, { runExecutionData, ...more });
			await node.run();
			let now = Date.now();
			const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
			let round = 0;
			const wake = async (afterMs: number) => {
				now += afterMs;
				Object.assign(node.execution, {
					runIndex: (round += 1),
					context: JSON.parse(JSON.stringify(node.execution.context)) as IDataObject,
				});
				return node.run();
			};
			return { node, wake, runExecutionData, clock };
		}
		afterEach(() => jest.restoreAllMocks());

		it('is woken by n8n, which does not disable it, and goes on without a decision', async () => {
			server.script([{ text: '', calls: [refund(4)] }, { text: 'Then not.' }]);
			const before = Date.now();
			const { node, wake, runExecutionData } = await woken({ approval });
			expect(node.waits[0]!.getTime()).toBeGreaterThanOrEqual(before + 60_000);
			expect(node.waits[0]!.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
			// n8n disables a node whose saved execution says that it waits.
			expect(runExecutionData.waitTill).toBe(node.waits[0]);
			expect(JSON.stringify(runExecutionData)).not.toContain('waitTill');
			expect(await wake(60_000)).toMatchObject([{ outcome: 'reply', output: 'Then not.' }]);
			expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ status: 409, goesOn: false });
		});

		it('waits again where n8n comes too early, and tells nobody twice', async () => {
			server.script([{ text: '', calls: [refund(4)] }, { text: 'Then not.' }]);
			const { node, wake } = await woken({ approval });
			expect(await wake(1_000)).toMatchObject([{ outcome: 'needs-human' }]);
			expect(node.waits).toEqual([node.waits[0], node.waits[0]]);
			expect(await wake(60_000)).toMatchObject([{ outcome: 'reply' }]);
		});

		it('asks the next approver, whom it sends the link, and goes on with what that one decides', async () => {
			server.script([{ text: '', calls: [refund(4)] }, { text: 'Refunded.' }]);
			const { node, wake } = await woken({ approval: { ...approval, escalateTo: [{ approver: 'boss' }] } });
			const [asked] = await wake(60_000);
			expect(asked).toMatchObject({ outcome: 'needs-human', whenTimedOut: 'decline', pending: [{ approver: 'boss' }] });
			expect(node.waits).toHaveLength(2);
			expect((await node.decide()).html).toContain('<p>For: boss</p>');
			expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ goesOn: true });
			expect(await node.run()).toMatchObject([{ outcome: 'reply', output: 'Refunded.' }]);
		});

		it('fails, where the agent says that the run ends', async () => {
			server.script([{ text: '', calls: [refund(4)] }]);
			const { wake } = await woken({ approval: { timeoutMs: 60_000 } });
			await expect(wake(60_000)).rejects.toThrow('nobody decided in time');
		});
	});

	describe('whose run is cancelled', () => {
		/** n8n, at the address under which the execution goes on. It answers so while it still saves an execution. */
		let n8n: Server;
		let saving: number;
		let woken: string[];
		let execution: FakeExecution;
		let warn: jest.SpyInstance;
		beforeEach(async () => {
			[saving, woken] = [1, []];
			process.env.TROUPE_WEBHOOK_PRIVATE = 'allow';
			warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
			const resume = async (body: unknown) => saving-- <= 0 && (await sendForm(execution, body as IDataObject)).goesOn;
			n8n = createServer((request, response) => {
				void json(request).then(async (body) => {
					const goesOn = await resume(body);
					if (goesOn) woken.push(request.url!);
					response.writeHead(goesOn ? 200 : 409).end();
				});
			}).listen(0, '127.0.0.1');
			await once(n8n, 'listening');
		});
		afterEach(() => {
			delete process.env.TROUPE_WEBHOOK_PRIVATE;
			warn.mockRestore();
			n8n.close();
		});
		const waitFor = async (orders: number[], more: Partial<FakeExecution> = {}) => {
			server.script(orders.map((order) => ({ text: '', calls: [refund(order)] })));
			const resumeUrl = `http://127.0.0.1:${(n8n.address() as AddressInfo).port}/webhook-waiting/7?signature=secret`;
			const node = keptNode(
				{ options: { includeTrail: true }, conversationId: `c${key}` },
				{ items: orders.map((order) => ({ json: { order } })), resumeUrl, ...more },
			);
			({ execution } = node);
			const items = await node.run();
			return { node, runs: items.map(({ runId }) => runId as string) };
		};
		const cancel = (runId: string) => {
			const host = { gate: openGate(), agentFolders: [], providers: {}, tools: [], stateFolder: home } as unknown as Host;
			return cancelRun(runId, host, { reason: 'wrong order', changedBy: 'ops' }, new AbortController().signal);
		};

		it('goes on at once, and ends as cancelled', async () => {
			const { node, runs } = await waitFor([4]);
			expect(await cancel(runs[0]!)).toMatchObject({ is: 'cancelled' });
			expect(woken).toEqual(['/webhook-waiting/7?signature=secret']);
			await expect(node.run()).rejects.toThrow(`An operator cancelled the run ${runs[0]}.`);
			expect(node.waits).toHaveLength(1);
			expect(warn).not.toHaveBeenCalled();
		});

		it('lets the runs of other items wait, and fails when they have ended', async () => {
			const { node, runs } = await waitFor([1, 2]);
			await cancel(runs[0]!);
			expect(await node.run()).toMatchObject([{ outcome: 'needs-human' }, { outcome: 'needs-human' }]);
			server.script([{ text: 'Refunded.' }]);
			expect((await node.decide()).html).not.toContain('order: 1');
			expect(await node.decide({ 'decision-0': 'approve' })).toMatchObject({ goesOn: true });
			// n8n tries again at once, by itself.
			for (const _ of [1, 2]) await expect(node.run()).rejects.toThrow(`An operator cancelled the run ${runs[0]}.`);
			// Whoever retries the execution asks the agent again, for this item alone.
			execution.executionId = `retry${key}`;
			server.script([{ text: 'Asked again.' }]);
			expect(await node.run()).toMatchObject([{ output: 'Asked again.' }, { output: 'Refunded.' }]);
			expect((execution.connectedTools![0] as ReturnType<typeof tool>).invoke).toHaveBeenCalledTimes(1);
		});

		it('fails its item alone where the node continues on fail', async () => {
			const { node, runs } = await waitFor([1, 2], { node: { onError: 'continueRegularOutput' } });
			await cancel(runs[1]!);
			const stopped = { error: expect.stringContaining('An operator cancelled the run') as string };
			expect(await node.run()).toMatchObject([{ outcome: 'needs-human' }, stopped]);
			await cancel(runs[0]!);
			expect(await node.run()).toMatchObject([stopped, stopped]);
			expect(node.waits).toHaveLength(2);
		});

		it('goes on at once as well where whose run it is was forgotten', async () => {
			const { node, runs } = await waitFor([4]);
			const host = { gate: openGate(), stateFolder: home } as unknown as Host;
			await runMemoryTask({ operation: 'forget', conversation: `c${key}` }, host, new AbortController().signal);
			expect(woken).toHaveLength(1);
			await expect(node.run()).rejects.toThrow(`cancelled the run ${runs[0]}.`);
		});

		it('is not woken where it goes on already when whose run it is is forgotten', async () => {
			await waitFor([4]);
			const host = { gate: openGate(), stateFolder: home } as unknown as Host;
			const { state } = readWaitingRuns(execution.context as never)!.items[0] as WaitingRun;
			await (await openRuns(host, home)).claim(state.id, 'n8n', true);
			await runMemoryTask({ operation: 'forget', conversation: `c${key}` }, host, new AbortController().signal);
			expect([woken, warn.mock.calls]).toEqual([[], []]);
		});

		it('is not woken by anybody else', async () => {
			const { node } = await waitFor([4]);
			expect(await node.decide({ cancelled: 'a'.repeat(43) })).toMatchObject({ status: 400, goesOn: false });
		});

		it('tells the operator where n8n cannot be reached, without the address', async () => {
			delete process.env.TROUPE_WEBHOOK_PRIVATE;
			const { node, runs } = await waitFor([4]);
			expect(await cancel(runs[0]!)).toMatchObject({ is: 'cancelled' });
			expect(woken).toEqual([]);
			const fix = 'Set TROUPE_WEBHOOK_PRIVATE=allow where n8n runs, if its address is in a private network.';
			const said = `n8n was not told that the run ${runs[0]} is cancelled: ADDRESS_REFUSED. It goes on when the time to decide is over. ${fix}`;
			expect(warn.mock.calls).toEqual([[said, { code: 'WEBHOOK_FAILED' }]]);
			await node.decide({ 'decision-0': 'approve' });
			await expect(node.run()).rejects.toThrow(`An operator cancelled the run ${runs[0]}.`);
		});
	});

	it('does not wait for an item that failed after its decision, nor runs it again, where the node continues on fail', async () => {
		server.script([1, 2].map((order) => ({ text: '', calls: [refund(order)] })));
		const items = [1, 2].map((order) => ({ json: { order } }));
		const node = keptNode({}, { items, node: { onError: 'continueRegularOutput' } });
		await node.run();
		server.script([
			{ status: 401, body: {} },
			{ text: '', calls: [refund(3)] },
		]);
		await node.decide({ 'decision-0': 'approve', 'decision-1': 'approve' });
		const failed = { error: expect.any(String) as string, details: expect.anything() as object };
		expect(await node.run()).toMatchObject([failed, { outcome: 'needs-human' }]);
		server.script([{ text: 'Refunded.' }]);
		await node.decide({ 'decision-0': 'approve' });
		expect(await node.run()).toMatchObject([failed, { output: 'Refunded.' }]);
		expect([node.waits.length, readWaitingRuns(node.execution.context!)]).toEqual([2, undefined]);
	});

	it('stops where nobody could be told', async () => {
		server.script([{ text: '', calls: [refund(5)] }]);
		await expect(keptNode({ options: { notifyUrl: `${server.url}/nobody` } }).run()).rejects.toThrow('Send Form Link To');
	});
});
