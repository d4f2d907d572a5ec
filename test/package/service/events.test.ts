/** What an operator types to be told of what happens, and what the receiver then gets, also when it, or the service, is down in between. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { eventKinds, isEventType } from '../../../core/events/event-types';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { type EventReceiver, startEventReceiver } from '../../fakes/event-receiver';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { waitUntil, within } from '../../support/wait-until';

const cpf = '529.982.247-25';
const painter = {
	...{ id: 'painter', version: '1.0.0', name: 'Painter', purpose: 'Paints.', prompt: 'Ask before you paint.', limits: {} },
	...{ model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false }, tools: { askPerson: true } },
	guardrails: { personalData: { types: ['BR_CPF'], action: 'token' } },
};
const thrifty = { ...painter, id: 'thrifty', budgets: [{ name: 'a day', per: 'day', calls: 1 }] };

let home: string;
let model: FakeServer;
let receiver: EventReceiver;
let service: ChildProcess | undefined;
let log: string;
let url: string;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-events-'));
	mkdirSync(join(home, 'agents'));
	for (const agent of [painter, thrifty]) writeFileSync(join(home, 'agents', `${agent.id}.json`), JSON.stringify(agent));
	[model, receiver] = await Promise.all([startOpenAiServer({ respond: () => ({ text: 'Painted.' }) }), startEventReceiver()]);
});
afterEach(async () => {
	await kill();
	await Promise.all([model.close(), receiver.close()]);
	rmSync(home, { recursive: true, force: true });
});

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
	...process.env,
	...{ TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_GRACE: '', TROUPE_WEBHOOK_PRIVATE: 'allow' },
	...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` },
	...more,
});

async function serve(): Promise<void> {
	log = '';
	service = spawn(process.execPath, ['bin/troupe', 'serve', '--port', '0'], { env: environment() });
	for (const stream of [service.stdout!, service.stderr!]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
	url = (await waitUntil('troupe serve', () => /ready at (\S+)/.exec(log), { seen: () => log }))[1]!;
}

async function kill(): Promise<void> {
	if (!service) return;
	const ended = once(service, 'exit');
	service.kill('SIGKILL');
	await ended;
	service = undefined;
}

/** Types a command. */
async function troupe(args: string[], more: NodeJS.ProcessEnv = {}): Promise<{ code: number; printed: string; noted: string }> {
	const child = spawn(process.execPath, ['bin/troupe', ...args], { env: environment(more) });
	let [printed, noted] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (noted += chunk.toString()));
	child.stdin.end();
	const [code] = (await within(args.join(' '), once(child, 'close'), { seen: () => noted })) as [number];
	return { code, printed, noted };
}

const json = async <Found>(...args: string[]): Promise<Found> => JSON.parse((await troupe([...args, '--json'])).printed) as Found;

/** @returns the id of the subscription */
async function subscribe(...options: string[]): Promise<string> {
	const { id, secret } = await json<{ id: string; secret: string }>('events', 'subscribe', `${receiver.url}/events`, ...options);
	receiver.trust(secret);
	return id;
}

const run = (message: string, agent = 'painter', more: NodeJS.ProcessEnv = {}) =>
	troupe(['agent', 'run', join(home, 'agents', `${agent}.json`), '--message', message], more);
const typesTaken = () => receiver.taken.map(({ type }) => type);
const isTaken = (...types: string[]) =>
	waitUntil(types.join(), () => types.every((type) => typesTaken().includes(type)), { seen: () => `${typesTaken().join()}\n${log}` });

interface Listed {
	id: string;
	state: string;
	type: string;
	status: string | null;
	reason: string | null;
}
const deliveries = (...options: string[]) => json<Listed[]>('deliveries', 'list', ...options);

/** Throws for a message that does not fit the schema of its type. */
function checkMessages(): void {
	const ajv = addFormats.default(new Ajv({ strict: false }));
	for (const { type, version, tenant, data } of receiver.taken) {
		if (!isEventType(type)) throw new Error(`unknown type ${type}`);
		ajv.validate(eventKinds[type].schema, data);
		expect({ type, version, tenant, errors: ajv.errors }).toEqual({ type, version: 1, tenant: 'default', errors: null });
	}
}

it('tells how runs end, of budgets, violations and incidents, signed, and without what was said', async () => {
	await subscribe();
	await serve();
	expect((await run(`Paint my door, my CPF is ${cpf}.`)).code).toBe(0);
	model.script([{ text: '', calls: [{ name: 'ask_person', input: { question: 'Which colour?' } }] }]);
	await run('Paint my secret wall.');
	expect((await run('Paint my gate.', 'painter', { OPENAI_API_KEY: 'sk-wrong' })).code).toBe(1);
	await run('Paint my fence.', 'thrifty');
	expect((await troupe(['agent', 'run', 'nobody', '--message', 'Paint my secret roof.'])).code).toBe(1);
	await startStuckProcess();
	await isTaken('agent.run.completed', 'agent.run.suspended', 'agent.run.failed', 'guardrail.violated');
	await isTaken('budget.threshold-reached', 'budget.exhausted', 'process.incident-created');
	checkMessages();
	const find = (type: string) => receiver.taken.find((event) => event.type === type)!.data;
	expect(find('agent.run.completed')).toMatchObject({ outcome: 'reply', agent: { id: 'painter', version: '1.0.0' }, host: 'cli' });
	expect(find('agent.run.suspended')).toMatchObject({ waitsFor: 1 });
	expect(find('agent.run.failed')).toMatchObject({ code: expect.stringMatching(/^MODEL_/) as string });
	const isUnbegun = ({ data }: (typeof receiver.taken)[number]) => data['code'] === 'AGENT_NOT_FOUND';
	await waitUntil('the run that could not begin', () => receiver.taken.some(isUnbegun), { seen: () => `${typesTaken().join()}\n${log}` });
	expect(receiver.taken.filter(isUnbegun)).toMatchObject([{ type: 'agent.run.failed', data: { agent: { id: 'nobody' }, host: 'cli' } }]);
	expect(find('guardrail.violated')).toMatchObject({ matchTypes: ['BR_CPF'], matchCount: 1, agent: 'painter' });
	expect(find('budget.exhausted')).toMatchObject({ budget: 'a day', per: 'day', field: 'calls', cap: 1, spent: 1 });
	expect(find('process.incident-created')).toMatchObject({ engine: 'embedded', processId: 'stuck', elementId: 'task' });
	expect(JSON.stringify(receiver.taken)).not.toMatch(/Paint my|colour|529\.?982|whsec_/);
	expect(typesTaken().filter((type) => type === 'process.incident-created')).toHaveLength(1);
	expect((await deliveries()).every(({ state, status }) => state === 'delivered' && status === '204')).toBe(true);
});

/** Its task reads a variable that is not there. */
async function startStuckProcess(): Promise<void> {
	const authorization = `Bearer ${readFileSync(join(home, 'api-token'), 'utf8').trim()}`;
	const { name, content } = processModel('stuck', [
		startEvent(),
		serviceTask('task', { type: 'nobody', inputs: [{ source: '=assert(missing, missing != null)', target: 'wanted' }] }),
		endEvent(),
		flow('a', 'start', 'task'),
		flow('b', 'task', 'end'),
	]);
	const form = new FormData();
	form.append('resources', new Blob([content]), name);
	const deployed = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers: { authorization } });
	const started = await fetch(`${url}/v2/process-instances`, {
		...{ method: 'POST', headers: { authorization, 'content-type': 'application/json' } },
		body: JSON.stringify({ processDefinitionId: 'stuck' }),
	});
	expect([deployed.status, started.status, started.ok ? '' : await started.text()]).toEqual([200, 200, '']);
}

it('a receiver that is down: attempts, a dead delivery, and a person who sends it again', async () => {
	await subscribe('--events', 'agent.run.*', '--attempts', '3');
	receiver.script([500, 503, 500].map((status) => ({ status, body: 'down' })));
	await serve();
	await run('Paint.');
	const dead = await waitUntil('a dead delivery', async () => (await deliveries('--state', 'dead'))[0], { seen: () => log });
	expect(dead).toMatchObject({ type: 'agent.run.completed', status: '500', reason: expect.stringMatching(/^3 attempts failed/) as string });
	expect(log).toMatch(/event not delivered/);
	const { log: attempts, message } = await json<{ log: Array<{ status: string; error: string | null }>; message: { id: string } }>(
		'deliveries',
		'show',
		dead.id,
	);
	expect(attempts.map(({ status }) => status)).toEqual(['500', '503', '500']);
	expect(await troupe(['deliveries', 'resend', dead.id])).toMatchObject({ code: 0 });
	await isTaken('agent.run.completed');
	expect(receiver.taken.map(({ id }) => id)).toEqual([message.id]);
	expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([message.id]));
	expect(await troupe(['deliveries', 'resend', 'nothing'])).toMatchObject({ code: 1 });
});

it('a service that is killed while it sends: nothing is lost', async () => {
	await subscribe();
	await run('Paint.');
	receiver.script([{ status: 200, body: '', delayMs: 3_600_000 }]);
	await serve();
	await waitUntil('the request', () => receiver.calls.length > 0, { seen: () => log });
	await kill();
	expect(receiver.taken).toEqual([]);
	await serve();
	await isTaken('agent.run.completed');
	expect(receiver.taken[0]!.id).toBe(receiver.calls[0]!.headers['webhook-id']);
}, 120_000);

it('a receiver that is gone: it gets nothing more, until a person enables it and replays what it missed', async () => {
	const id = await subscribe('--events', 'agent.run.completed');
	await serve();
	receiver.script([{ status: 410, body: 'gone' }]);
	await run('Paint.');
	const state = async () => (await json<Array<{ state: string; reason: string }>>('events', 'list'))[0]!;
	await waitUntil('the end of the subscription', async () => (await state()).state === 'disabled');
	expect((await state()).reason).toContain('410');
	await run('Paint again.');
	expect(await deliveries()).toMatchObject([{ state: 'dead', status: '410' }]);
	expect(await troupe(['events', 'enable', id])).toMatchObject({ code: 0 });
	const range = ['--from', '2026-01-01', '--to', '2100-01-01', '--subscriber', id];
	expect(await json('deliveries', 'replay', ...range)).toEqual({ replayed: 2 });
	await waitUntil('both runs', () => receiver.taken.length === 2, { seen: () => log });
	expect(await troupe(['events', 'remove', id])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('Remove the subscription of http') as string,
	});
	expect(await troupe(['events', 'remove', id, '--yes'])).toMatchObject({ code: 0 });
	expect(await troupe(['events', 'remove', id])).toMatchObject({ code: 1, noted: expect.stringContaining('troupe events list') as string });
});

it('does the same over HTTP, for callers with the scope', async () => {
	await serve();
	const token = readFileSync(join(home, 'api-token'), 'utf8').trim();
	const viewer = (await json<{ secret: string }>('key', 'create', 'watch', '--role', 'viewer')).secret;
	const call = async (method: string, path: string, body?: object, key = token) => {
		const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
		const response = await fetch(`${url}/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
		return { status: response.status, body: (await response.json().catch(() => undefined)) as Record<string, unknown> };
	};
	const address = `${receiver.url}/events`;
	expect(await call('GET', '/events/subscriptions', undefined, viewer)).toMatchObject({ status: 403 });
	expect(await call('GET', '/events/subscriptions', undefined, 'nonsense')).toMatchObject({ status: 401 });
	for (const wrong of [
		{},
		{ url: address, events: ['nonsense'] },
		{ url: 'ftp://x' },
		{ url: address, attempts: 1 },
		{ url: address, more: 1 },
	])
		expect(await call('POST', '/events/subscriptions', wrong)).toMatchObject({ status: 400 });
	const added = await call('POST', '/events/subscriptions', { url: address, events: ['agent.*'] });
	expect(added).toMatchObject({ status: 200, body: { state: 'active', events: expect.arrayContaining(['agent.run.failed']) as string[] } });
	receiver.trust(added.body['secret'] as string);
	await run('Paint.');
	await isTaken('agent.run.completed');
	expect(JSON.stringify(await call('GET', '/events/subscriptions'))).not.toContain('whsec_');
	const [listed] = await waitUntil('the delivery', async () => {
		const { body } = await call('GET', '/events/deliveries?state=delivered&event=agent.run.completed');
		return (body['items'] as Listed[]).length > 0 ? (body['items'] as Listed[]) : undefined;
	});
	expect(await call('GET', `/events/deliveries/${listed!.id}`)).toMatchObject({
		status: 200,
		body: { log: [{ number: 1, status: '204' }] },
	});
	expect(await call('POST', '/events/deliveries/resend', { ids: [listed!.id] })).toMatchObject({ body: { resent: [listed!.id] } });
	await waitUntil('it again', () => receiver.taken.length === 2, { seen: () => log });
	const everything = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
	expect(await call('POST', '/events/deliveries/replay', everything)).toMatchObject({ status: 200 });
	expect(await call('GET', '/events/deliveries/unknown')).toMatchObject({ status: 404 });
	for (const query of ['state=nope', 'event=nope', 'limit=0', 'since=yesterday', 'since=2026-99-99T00:00:00Z', 'more=1'])
		expect({ query, ...(await call('GET', `/events/deliveries?${query}`)) }).toMatchObject({ query, status: 400 });
	const backwards = { from: everything.to, to: everything.from };
	expect(await call('POST', '/events/deliveries/replay', backwards)).toMatchObject({ status: 400 });
	expect(await call('POST', '/events/deliveries/replay', { ...everything, subscriber: 'unknown' })).toMatchObject({ status: 404 });
	expect(await call('DELETE', `/events/subscriptions/${added.body['id'] as string}`)).toMatchObject({ status: 200 });
	expect(await call('DELETE', `/events/subscriptions/${added.body['id'] as string}`)).toMatchObject({ status: 404 });
	expect((await call('GET', '/events/types')).body['items']).toHaveLength(Object.keys(eventKinds).length);
});
