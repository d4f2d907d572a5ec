import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { ApprovalTerms } from '../../core/tools/definition/rules';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { waitUntil } from '../support/wait-until';
import { createOwner, startN8n } from '../../scripts/lib/n8n.mjs';
import { bootedN8n, owner } from './boot';
import { N8nApi } from './n8n-api';
import { sendDecision } from './send-decision';
import { row, type Step, type SubNode, webhookWorkflow } from './workflows';

interface Mail {
	url: string;
	text: string;
	approvers: string[];
	links?: Array<{ person: string; url: string }>;
}

/** An n8n of its own, which is killed: the others go on with theirs. */
describe('Troupe Agent that waits for a person, in n8n', () => {
	let userFolder: string;
	let n8n: Awaited<ReturnType<typeof startN8n>>;
	let api: N8nApi;
	let openAi: FakeServer;
	/** Where the links of forms are sent. */
	let mailbox: Server;
	const mails: Mail[] = [];

	beforeAll(async () => {
		userFolder = await mkdtemp(join(tmpdir(), 'troupe-waiting-'));
		await cp(join(bootedN8n().settings.userFolder, '.n8n/nodes'), join(userFolder, '.n8n/nodes'), { recursive: true });
		openAi = await startOpenAiServer({});
		mailbox = createServer((request, response) => {
			void json(request).then((sent) => {
				mails.push(sent as Mail);
				response.setHeader('content-type', 'application/json').end('{}');
			});
		}).listen(0, '127.0.0.1');
		await once(mailbox, 'listening');
		n8n = await start();
		api = new N8nApi(n8n.url, (await createOwner({ url: n8n.url, ...owner })).cookie);
	}, 600_000);
	afterAll(async () => {
		await n8n?.stop();
		mailbox?.close();
		await openAi?.close();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 3 });
	});

	it('goes on after n8n was killed, with the prompt that it began with, by one of two decisions', async () => {
		const id = await api.publish(webhookWorkflow('refund-form', [await agentWithForm()], [refundTool]), 'refund-form');
		const listening = await publishListener();
		openAi.script([{ text: '', calls: [{ name: 'refund', input: { order: 7 } }] }, { text: 'Order 7 is refunded.' }]);
		await api.ask('refund-form', { message: 'Refund order 7' });
		const link = await waitUntil('the link of the form', () => mails[0]?.url);
		await api.reached(id, ['waiting']);
		await api.runWith(listening, 'Done', (run) => run.includes('"waiting"') && run.includes('"refund"'));

		await killAndStart();
		const form = await fetch(link);
		expect({ status: form.status, html: await form.text() }).toEqual({
			status: 200,
			html: expect.stringContaining('May the agent call refund?</legend><pre>- order: 7\nThis call cannot be undone.') as string,
		});

		const answers = await Promise.all([decide(link, 'approve'), decide(link, 'approve')]);
		const [taken, refused] = answers.sort((one, other) => one.status - other.status);
		expect(taken).toMatchObject({ status: 200, text: expect.stringContaining('The agent continues now') as string });
		expect(refused).toMatchObject({
			status: 409,
			text: expect.stringMatching(/already been decided|running already|finished already/) as string,
		});
		const run = await api.finishedRun(id);
		expect(run.refund).toHaveLength(1);
		expect(JSON.stringify(run.Agent)).toContain('Order 7 is refunded.');
		const [first, last] = [openAi.calls.at(0)!, openAi.calls.at(-1)!].map(({ body }) => /It is \d+\./.exec(JSON.stringify(body))?.[0]);
		expect(first).toBeDefined();
		expect(last).toBe(first);
		expect((await decide(link, 'decline')).status).toBe(409);
		const again = await fetch(mails[0]!.text.split('\n').at(-1)!);
		expect(again.headers.get('content-type')).toContain('text/html');
		expect(await again.text()).toContain('has finished already');
		// Nothing of what the run is about.
		const notice = await api.runWith(listening, 'Done', (ran) => ran.includes('"decided"'));
		expect(JSON.stringify(notice)).not.toContain('order 7');
	});

	it('asks the next approver and then goes on without a decision, by itself, also after n8n was killed', async () => {
		const approval: ApprovalTerms = { approver: 'desk', timeoutMs: 3_000, whenTimedOut: 'decline', escalateTo: [{ approver: 'boss' }] };
		const id = await api.publish(webhookWorkflow('late-refund', [await agentWithForm(approval), after], [refundTool]), 'late-refund');
		openAi.script([{ text: '', calls: [{ name: 'refund', input: { order: 9 } }] }, { text: 'Order 9 was not refunded.' }]);
		const before = mails.length;
		await api.ask('late-refund', { message: 'Refund order 9' });
		await api.reached(id, ['waiting']);
		// n8n looks once a minute, and when it starts.
		await killAndStart();
		const sent = await waitUntil('the message to the second approver', () => mails.slice(before)[1]);
		expect(mails.slice(before).map(({ approvers }) => approvers)).toEqual([['desk'], ['boss']]);
		await api.reached(id, ['waiting']);
		await killAndStart();
		const run = await api.finishedRun(id);
		expect(run.refund).toBeUndefined();
		const output = JSON.stringify(run.After);
		expect(output).toContain('Order 9 was not refunded.');
		expect(output).not.toContain('needs-human');
		expect(JSON.stringify(openAi.calls.at(-1)!.body)).toContain('Nobody decided in time.');
		expect((await decide(sent.url, 'approve')).status).toBe(409);
	});

	it('fails the execution by itself where the agent says that the run ends', async () => {
		const id = await api.publish(webhookWorkflow('ended', [await agentWithForm({ timeoutMs: 2_000 }), after], [refundTool]), 'ended');
		openAi.script([{ text: '', calls: [{ name: 'refund', input: { order: 9 } }] }]);
		await api.ask('ended', { message: 'Refund order 9' });
		await api.reached(id, ['waiting']);
		await killAndStart();
		const run = await api.finishedRun(id);
		expect(JSON.stringify(run.Agent)).toContain('nobody decided in time');
		expect(run.After).toBeUndefined();
	});

	it('goes on and fails at once where its run is cancelled', async () => {
		await killAndStart({ TROUPE_WEBHOOK_PRIVATE: 'allow' });
		const id = await api.publish(webhookWorkflow('cancelled', [await agentWithForm({}), after], [refundTool]), 'cancelled');
		openAi.script([{ text: '', calls: [{ name: 'refund', input: { order: 12 } }] }]);
		await api.ask('cancelled', { message: 'Refund order 12' });
		await api.reached(id, ['waiting']);
		const { runs } = JSON.parse(await troupe('list', '--workflow', id, '--json')) as { runs: Array<{ runId: string }> };
		const [{ runId }] = runs as [{ runId: string }];
		await troupe('cancel', runId, '--reason', 'wrong order', '--yes');
		const execution = await api.finishedRun(id);
		expect(JSON.stringify(execution.Agent)).toContain(`An operator cancelled the run ${runId}.`);
		expect(execution.After).toBeUndefined();
	});

	it('is approved by two people by links of their own, where the operator demands two', async () => {
		await killAndStart({ TROUPE_APPROVALS: 'people=2' });
		const agent = await agentWithForm({}, { approvers: 'ana@example.com, bia@example.com' });
		const id = await api.publish(webhookWorkflow('four-eyes', [agent, after], [refundTool]), 'four-eyes');
		openAi.script([{ text: '', calls: [{ name: 'refund', input: { order: 11 } }] }, { text: 'Order 11 is refunded.' }]);
		const before = mails.length;
		await api.ask('four-eyes', { message: 'Refund order 11' });
		const [ana, bia] = await waitUntil('the links', () => mails[before]?.links);
		const editors = ana!.url.replace(/&person=.*/, '');
		expect([(await fetch(editors)).status, (await decide(editors, 'approve')).status]).toEqual([403, 403]);
		expect(await decide(ana!.url, 'approve')).toMatchObject({ status: 200, text: expect.stringContaining('continues now') as string });
		await waitUntil('the question to the second person', () => mails[before + 1]);
		await api.reached(id, ['waiting']);
		expect(await (await fetch(bia!.url)).text()).toContain('So far: n8n:person:ana@example.com.');
		expect(await decide(ana!.url, 'approve')).toMatchObject({ status: 409, text: expect.stringContaining('counted already') as string });
		expect((await decide(bia!.url, 'approve')).status).toBe(200);
		const run = await api.finishedRun(id);
		expect(run.refund).toHaveLength(1);
		expect(JSON.stringify(run.After)).toContain('Order 11 is refunded.');
	});

	/** A workflow that an agent starts that waits, and a person who decides. */
	async function publishListener(): Promise<string> {
		const parameters = { source: 'approvals', events: [] };
		const trigger = { name: 'Waits', type: 'n8n-nodes-troupe.troupeEventsTrigger', typeVersion: 1, parameters };
		const id = await api.createWorkflow(row('waits', [trigger, { name: 'Done', type: 'n8n-nodes-base.noOp', typeVersion: 1 }]));
		await api.activate(id);
		await waitUntil('the publication', async () => (await api.publication(id)).status === 'published', { everyMs: 50 });
		return id;
	}

	/** @param approval who approves calls, for an agent that the node defines; without it, one that the form describes */
	async function agentWithForm(approval?: ApprovalTerms, options: object = {}): Promise<Step> {
		const credential = await api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${openAi.url}/v1`, header: false });
		const { port } = mailbox.address() as AddressInfo;
		return {
			name: 'Agent',
			type: 'n8n-nodes-troupe.troupeAgent',
			typeVersion: 1,
			parameters: {
				source: 'form',
				message: '={{ $json.body.message }}',
				...(approval && {
					source: 'define',
					definition: JSON.stringify({ ...clerk, ...(Object.keys(approval).length > 0 && { tools: { approval } }) }),
				}),
				systemPrompt: '=You refund orders. It is {{ $now.toMillis() }}.',
				model: 'openai',
				modelName: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' },
				options: { notifyUrl: `http://127.0.0.1:${port}/`, ...options },
			},
			credentials: { openAiApi: credential },
		};
	}

	/** The command of the package in this n8n. */
	async function troupe(...args: string[]): Promise<string> {
		const command = ['--disable-warning=ExperimentalWarning', join(installedPackage(), 'bin/troupe'), 'run', ...args];
		const env = { ...process.env, TROUPE_HOME: join(userFolder, '.n8n/troupe') };
		return (await promisify(execFile)(process.execPath, command, { env, timeout: 60_000 })).stdout;
	}

	const installedPackage = (): string => bootedN8n().installed.replace(bootedN8n().settings.userFolder, userFolder);

	async function killAndStart(more: Record<string, string> = {}): Promise<void> {
		process.kill(n8n.pid, 'SIGKILL');
		await n8n.ended;
		n8n = await start(n8n.port, more);
	}

	async function decide(link: string, decision: string): Promise<{ status: number; text: string }> {
		const response = await sendDecision(link, { 'decision-0': decision });
		return { status: response.status, text: await response.text() };
	}

	function start(port?: number, more: Record<string, string> = {}) {
		const { settings } = bootedN8n();
		const hooks = [join(installedPackage(), 'dist/n8n-hooks.js')];
		const env = { ...settings.env, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true', ...more };
		return startN8n({ ...settings, userFolder, hooks, env, port, webhooks: [], readyTimeoutMs: 300_000 });
	}
});

const clerk = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Refunds orders.', prompt: 'You refund orders.' },
	...{ model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }] }, guardrails: { personalData: { types: [] } }, limits: {} },
};

const after: Step = { name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1 };

const refundTool: SubNode = {
	name: 'refund',
	type: '@n8n/n8n-nodes-langchain.toolCode',
	typeVersion: 1.3,
	parameters: {
		description: 'Refunds an order.',
		jsCode: 'return `Order ${query.order} is refunded.`;',
		specifyInputSchema: true,
		schemaType: 'manual',
		inputSchema: '{"type":"object","properties":{"order":{"type":"number"}},"required":["order"]}',
	},
	into: 'Agent',
	as: 'ai_tool',
};
