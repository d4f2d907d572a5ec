import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startFakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { fakeAiNodeSdk } from '../../../test/support/n8n/fake-ai-node-sdk';
import { fakeExecuteFunctions, type FakeExecution } from '../../../test/support/n8n/fake-execute-functions';
import { sendForm } from '../../../test/support/n8n/send-form';
import { execute } from '../execute';
import { defaultDefinition } from '../request/default-definition';
import { readWaitingRuns } from './waiting-runs';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-eyes-'));
let server: Awaited<ReturnType<typeof startOpenAiServer>>;
let desk: FakeServer;
let runs = 0;
beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	process.env.TROUPE_APPROVALS = 'people=2';
	[server, desk] = await Promise.all([startOpenAiServer({ keys: null }), startFakeServer(() => ({ status: 200, body: '{}' }))]);
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	delete process.env.TROUPE_APPROVALS;
	await Promise.all([server.close(), desk.close()]);
	rmSync(home, { recursive: true });
});

const approves = { 'decision-0': 'approve' };

/** A node whose agent wants to refund; the form of its execution is sent by people. */
function node(options: IDataObject, more: Partial<FakeExecution> = {}) {
	runs += 1;
	server.script([{ text: '', calls: [{ name: 'refund', input: { order: 7 } }] }]);
	const refund = jest.fn(async () => 'refunded');
	const schema = { type: 'object', properties: { order: { type: 'number' } } };
	const execution: FakeExecution = {
		credentials: { troupeOpenAiApi: { apiKey: `sk-eyes-${runs}`, baseUrl: `${server.url}/v1` } },
		executionId: `eyes${runs}`,
		context: {},
		connectedTools: [{ name: 'refund', description: 'Refunds.', schema, invoke: refund }],
		...more,
		parameters: {
			...{ source: 'define', definition: defaultDefinition, message: 'Refund it', conversationId: `c${runs}`, model: 'openai' },
			options: { notifyUrl: `${desk.url}/desk`, ...options },
		},
	};
	const run = async () =>
		(await execute.call(fakeExecuteFunctions(execution), openGate(), () => fakeAiNodeSdk))[0]!.map(({ json }) => json);
	/** What the desk was sent last. */
	const told = () => desk.calls.at(-1)!.body as { text: string; url?: string; links?: Array<{ person: string; url: string }> };
	const queryOf = (person: string) =>
		Object.fromEntries(new URL(told().links!.find((link) => link.person === person)!.url).searchParams) as { person: string; key: string };
	return { execution, run, refund, told, queryOf, send: (body?: IDataObject, query?: object) => sendForm(execution, body, query) };
}

test('two people approve a call by links of their own, and the record names both (dotCMS/core#14144, Steinbeck-Lab/coconut#612)', async () => {
	const { run, refund, told, queryOf, send, execution } = node({ approvers: 'ana@example.com, bia@example.com' });
	expect(await run()).toMatchObject([{ outcome: 'needs-human' }]);
	const { text, url, links } = told();
	expect([text.includes('http'), url, links!.map(({ person }) => person)]).toEqual([
		false,
		undefined,
		['ana@example.com', 'bia@example.com'],
	]);
	const ana = queryOf('ana@example.com');
	expect(await send(undefined, ana)).toMatchObject({ status: 200 });
	expect(await send(approves, ana)).toMatchObject({ goesOn: true });
	expect(await run()).toMatchObject([{ outcome: 'needs-human', pending: [{ approvedBy: ['n8n:person:ana@example.com'] }] }]);
	expect(await send(approves, ana)).toMatchObject({
		status: 409,
		goesOn: false,
		html: expect.stringContaining('counted already') as string,
	});
	expect(refund).not.toHaveBeenCalled();
	expect(await send(approves, queryOf('bia@example.com'))).toMatchObject({ goesOn: true });
	server.script([{ text: 'It is refunded.' }]);
	Object.assign((execution.parameters as { options: IDataObject }).options, { includeTrail: true });
	const [done] = await run();
	expect(done).toMatchObject({ outcome: 'reply' });
	expect(refund).toHaveBeenCalledTimes(1);
	const by = (done!.trail as Array<{ kind: string; by: string }>).filter(({ kind }) => kind === 'agreed' || kind === 'decision');
	expect(by.map((entry) => entry.by)).toEqual(['n8n:person:ana@example.com', 'n8n:person:bia@example.com']);
});

test('a program that opens the links before their people decides nothing (activepieces/activepieces#14024)', async () => {
	const { run, queryOf, send, refund } = node({ approvers: 'ana@example.com, bia@example.com' });
	await run();
	for (const person of ['ana@example.com', 'bia@example.com'])
		expect(await send(undefined, queryOf(person))).toMatchObject({ status: 200, goesOn: false });
	expect(refund).not.toHaveBeenCalled();
	expect(await send(approves, queryOf('ana@example.com'))).toMatchObject({ goesOn: true });
});

test.each<[what: string, change: (query: { person: string; key: string }) => object]>([
	['without a name', () => ({})],
	['with the name of another', ({ key }) => ({ person: 'bia@example.com', key })],
	['with a name that nobody signed', ({ person }) => ({ person, key: 'x' })],
	['with several names', ({ person, key }) => ({ person: [person, 'bia@example.com'], key })],
])('a link %s decides nothing', async (_what, change) => {
	const { run, queryOf, send, refund } = node({ approvers: 'ana@example.com, bia@example.com' });
	await run();
	const query = change(queryOf('ana@example.com'));
	expect(await send(approves, query)).toMatchObject({ status: 403, goesOn: false });
	expect(await send(undefined, query)).toMatchObject({ status: 403 });
	expect(refund).not.toHaveBeenCalled();
});

test('who writes to the database of n8n cannot take the names away, or decide as somebody', async () => {
	const { run, send, queryOf, execution } = node({ approvers: 'ana@example.com, bia@example.com' });
	await run();
	const ana = queryOf('ana@example.com');
	const kept = readWaitingRuns(execution.context as never)!.items[0] as { approvers?: string[]; decided?: { by?: string } };
	const { approvers } = kept;
	delete kept.approvers;
	expect(await send(approves)).toMatchObject({ status: 409, goesOn: false });
	kept.approvers = approvers;
	expect(await send(approves, ana)).toMatchObject({ goesOn: true });
	kept.decided!.by = 'n8n:person:bia@example.com';
	await expect(run()).rejects.toMatchObject({ message: expect.stringMatching(/do not match their signature/) as string });
});

test('without names, the form says that the call needs people who are known, and the execution waits on', async () => {
	const { run, send, refund, told } = node({});
	await run();
	expect(told().url).toContain('webhook-waiting');
	const refused = await send(approves);
	expect(refused).toMatchObject({ status: 409, goesOn: false, html: expect.stringContaining('does not say which person') as string });
	expect(refund).not.toHaveBeenCalled();
	expect(await send({ 'decision-0': 'decline' })).toMatchObject({ goesOn: true });
});

test('the person who asked does not approve, whatever link they got', async () => {
	const { run, send, queryOf, refund } = node({ approvers: 'ana@example.com, bia@example.com', personId: 'ana@example.com' });
	await run();
	expect(await send(approves, queryOf('ana@example.com'))).toMatchObject({
		...{ status: 409, goesOn: false },
		html: expect.stringContaining('whoever asked the agent cannot approve it') as string,
	});
	expect(refund).not.toHaveBeenCalled();
});

test('names without a place to send the links are refused, except in the editor, which shows them', async () => {
	await expect(node({ approvers: 'ana', notifyUrl: '' }).run()).rejects.toMatchObject({
		message: expect.stringContaining('get no link') as string,
	});
	const [item] = await node({ approvers: 'ana', notifyUrl: '' }, { mode: 'manual' }).run();
	expect(item).toMatchObject({ formUrls: [{ person: 'ana', url: expect.stringMatching(/person=ana&key=/) as string }] });
	expect(item).not.toHaveProperty('formUrl');
});
