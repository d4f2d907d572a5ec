import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suspendedRun } from '../../../core/agents/run-store.contract';
import { openRunStore } from '../../state/runs/run-store';
import { waitUntil } from '../../../test/support/wait-until';
import { openRuns, tendNotices } from './host-runs';
import { readRunWebhook, sendNotices } from './run-webhook';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const received: Array<{ headers: IncomingHttpHeaders; body: string }> = [];
let status = 200;
const server = createServer((request, response) => {
	let body = '';
	request.on('data', (chunk: Buffer) => (body += chunk.toString()));
	request.on('end', () => {
		received.push({ headers: request.headers, body });
		response.writeHead(status).end();
	});
});
let url: string;
let home: string;
let warned: jest.SpyInstance;
beforeAll(async () => {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => server.close());
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-webhook-'));
	status = 200;
	received.splice(0);
	warned = jest.spyOn(process, 'emitWarning').mockImplementation();
	Object.assign(process.env, { TROUPE_AGENT_WEBHOOK_URL: url, TROUPE_AGENT_WEBHOOK_SECRET: secret, TROUPE_WEBHOOK_PRIVATE: 'allow' });
});
afterEach(() => {
	warned.mockRestore();
	for (const name of ['URL', 'SECRET']) delete process.env[`TROUPE_AGENT_WEBHOOK_${name}`];
	delete process.env.TROUPE_WEBHOOK_PRIVATE;
	rmSync(home, { recursive: true });
});

const host = () => ({ stateFolder: home });
const isReceived = (count: number) => waitUntil(`${count} messages`, () => received.length >= count, { seen: () => received, everyMs: 5 });

test('posts a signed message for each notice, with nothing of what the run is about', async () => {
	const store = await openRuns(host(), home);
	await store.suspend(suspendedRun(Date.now(), { pending: [{ kind: 'approval', tool: 'pay', approver: 'finance' }] }));
	await isReceived(1);
	await store.claim('r:1', 'somebody', true);
	await isReceived(2);
	const [first, second] = received;
	const message = JSON.parse(first!.body) as { type: string; data: object };
	expect(message).toMatchObject({
		type: 'agent.run.waiting',
		data: {
			...{ tenant: 'default', runId: 'r', agent: { id: 'clerk', version: '1.0.0' }, whenTimedOut: 'end' },
			pending: [{ kind: 'approval', tool: 'pay', approver: 'finance' }],
		},
	});
	expect(JSON.parse(second!.body)).toMatchObject({ type: 'agent.run.decided' });
	expect(first!.body).not.toMatch(/912 345|ana/);
	const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = first!.headers;
	const key = Buffer.from(secret.slice(6), 'base64');
	expect(signature).toBe(
		`v1,${createHmac('sha256', key)
			.update(`${String(id)}.${String(time)}.${first!.body}`)
			.digest('base64')}`,
	);
});

test('sends again later what the address did not take, once, and tells of the time that is up', async () => {
	delete process.env.TROUPE_AGENT_WEBHOOK_URL;
	let now = 1_000_000;
	const store = openRunStore(join(home, 'state.db'), { tenant: 'default', clock: { now: () => now } });
	const send = () => sendNotices({ url }, store.notices, () => now);
	await store.suspend(suspendedRun(now, { decideBy: now + 10_000, whenTimedOut: 'decline' }));
	status = 503;
	await send();
	const said = expect.stringContaining('did not take the notice of the run r: 503. It is sent again later.') as string;
	expect(warned.mock.calls).toEqual([[said, { code: 'WEBHOOK_FAILED' }]]);
	await send(); // not yet
	expect(received).toHaveLength(1);
	[status, now] = [200, now + 20_000];
	await store.notices.noteTimedOut();
	await store.notices.noteTimedOut();
	await send();
	await send();
	expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
		'agent.run.waiting',
		'agent.run.waiting',
		'agent.run.timed-out',
	]);
	expect(received[0]!.headers['webhook-id']).toBe(received[1]!.headers['webhook-id']);
	expect(received[0]!.headers['webhook-signature']).toBeUndefined();
	await store.close();
});

test('is tended by a process that keeps running', async () => {
	const store = await openRuns(host(), home);
	await store.suspend(suspendedRun(Date.now(), { decideBy: Date.now() - 1 }));
	await isReceived(1);
	await tendNotices(host());
	await isReceived(2);
	expect(JSON.parse(received[1]!.body)).toMatchObject({ type: 'agent.run.timed-out' });
});

test.each([
	['TROUPE_AGENT_WEBHOOK_URL', 'ftp://example.com', 'is not an http or https URL'],
	['TROUPE_AGENT_WEBHOOK_URL', 'https://ana:secret@example.com', 'is not an http or https URL'],
	['TROUPE_AGENT_WEBHOOK_SECRET', 'secret', 'is not whsec_'],
])('refuses %s=%s', (name, value, message) => {
	process.env[name] = value;
	expect(() => readRunWebhook()).toThrow(message);
});
