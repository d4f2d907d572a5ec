import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Type from 'typebox/type';
import { runTroupe } from '../../../cli/program';
import { callOperation } from '../../../cli/services/call-operation';
import { writeServices } from '../../../cli/services/known-services';
import { testTerminal } from '../../../test/support/test-terminal';
import { TroupeError } from '../../../core/base/errors';
import { closed } from '../../../core/base/shape';
import { openOperations, operationBounds } from '../../../providers/compose/state/host-operations';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { until } from '../../../test/support/wait-until';
import { operations } from '../index';
import { operation } from '../operation';

/** Operations that go on until the test lets them end. */
const gates = new Map<string, ReturnType<typeof Promise.withResolvers<void>>>();
const begun: string[] = [];
const declareSlow = (name: string, inBackground: 'once' | 'repeatable') =>
	operation({
		...{ summary: 'Go on until the test says so', tag: 'test', method: 'POST', path: `test/${name}`, scope: 'run:read', inBackground },
		about: ({ word }) => `the word ${word}`,
		input: { body: closed({ word: Type.String() }) },
		output: Type.Object({ word: Type.String(), by: Type.String() }),
		async perform({ word }, { by, report, signal }) {
			begun.push(word);
			report?.({ done: 1, total: 2, unit: 'word' });
			const gate = gates.get(word) ?? Promise.withResolvers<void>();
			gates.set(word, gate);
			signal.addEventListener('abort', () => gate.reject(signal.reason as Error));
			if (signal.aborted) gate.reject(signal.reason as Error);
			await gate.promise;
			return { word, by };
		},
	});
const slow = { once: declareSlow('once', 'once'), again: declareSlow('again', 'repeatable') };
const endOf = (word: string) => gates.get(word)!.resolve();

type Service = Awaited<ReturnType<typeof startTestService>>;
const home = mkdtempSync(join(tmpdir(), 'troupe-background-'));
const start = () => startTestService([], {}, {}, { home, rateLimits: { calls: 1_000_000 } });
let service: Service;
let keys: Record<'ana' | 'bo' | 'acme' | 'poor' | 'admin', string>;
beforeAll(async () => {
	Object.assign(operations, { slowOnce: slow.once, slowAgain: slow.again });
	service = await start();
	const make = (name: string, scopes: string[], tenant?: string) => service.createKey(name, scopes, tenant);
	keys = {
		...{ ana: await make('ana', ['run:read']), bo: await make('bo', ['run:read']), acme: await make('acme', ['run:read'], 'acme') },
		...{ poor: await make('poor', ['metrics:read', 'work:manage']), admin: await make('admin', ['run:read', 'work:manage']) },
	};
});
afterAll(async () => {
	await service.close();
	for (const name of ['slowOnce', 'slowAgain']) delete operations[name];
	rmSync(home, { recursive: true });
});

type Answer = [status: number, document: Record<string, unknown>];
interface Asked {
	as?: string;
	body?: object;
	prefer?: string;
}
async function send(request: string, { as = keys.ana, body, prefer }: Asked): Promise<Response> {
	const [method, path] = request.split(' ');
	return fetch(`${service.url}/api/v1/${path}`, {
		method,
		headers: { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }), ...(prefer && { prefer }) },
		...(body && { body: JSON.stringify(body) }),
	});
}
async function call(request: string, asked: Asked = {}): Promise<Answer> {
	const response = await send(request, asked);
	return [response.status, (await response.json()) as Record<string, unknown>];
}
async function begin(word: string, { path = 'test/once', as }: { path?: string; as?: string } = {}): Promise<string> {
	const response = await send(`POST ${path}`, { as, body: { word }, prefer: 'handling=lenient, respond-async' });
	const { id } = (await response.json()) as { id: string };
	expect([response.status, response.headers.get('location')]).toEqual([202, `/api/v1/operations/${id}`]);
	return id;
}
const running = (word: string) => until(() => begun.includes(word));

it('answers at once, goes on in the background, says how far it is, and keeps the answer for its caller', async () => {
	const id = await begin('first');
	await running('first');
	await until(async () => (await call(`GET operations/${id}`))[1].progress !== undefined);
	const [, during] = await call(`GET operations/${id}`);
	expect(during).toMatchObject({
		id,
		operation: 'slowOnce',
		about: 'the word first',
		state: 'running',
		progress: { done: 1, total: 2, unit: 'word' },
	});
	expect(during).not.toHaveProperty('process');
	for (const as of [keys.bo, keys.acme]) {
		expect(await call(`GET operations/${id}`, { as })).toMatchObject([404, {}]);
		expect(await call(`POST operations/${id}/cancel`, { as, body: {} })).toMatchObject([404, {}]);
		expect(await call('GET operations', { as })).toMatchObject([200, { items: [] }]);
	}
	expect(await call(`GET operations/${id}`, { as: keys.poor })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect((await call('GET operations', { as: keys.admin }))[1].items).toMatchObject([
		{ id, by: expect.stringMatching(/^key:/), about: 'the word first', process: `${hostname()}:${process.pid}` },
	]);
	expect((await call('GET operations', { as: keys.poor }))[1].items).toEqual([expect.not.objectContaining({ about: 'the word first' })]);
	const waiting = call(`GET operations/${id}?waitSeconds=30`);
	endOf('first');
	expect(await waiting).toMatchObject([200, { state: 'completed', answer: { word: 'first', by: during.by } }]);
	expect(await call(`POST operations/${id}/cancel`, { body: {} })).toMatchObject([409, { code: 'STATE_CONFLICT' }]);
	const { store } = await openOperations({ stateFolder: home });
	const { answer, about } = (await store.find('default', id))!;
	expect([answer, about].map((sealed) => Buffer.from(sealed!).includes('first'))).toEqual([false, false]);
});

it('answers as before where nobody asks for it', async () => {
	const answer = call('POST test/once', { body: { word: 'now' } });
	await running('now');
	endOf('now');
	expect(await answer).toMatchObject([200, { word: 'now' }]);
	expect(await call('POST test/once', { body: { word: 1 }, prefer: 'respond-async' })).toMatchObject([400, {}]);
});

it('is cancelled half-way, and says why it failed', async () => {
	const id = await begin('cancelled');
	await running('cancelled');
	expect(await call(`POST operations/${id}/cancel`, { body: {} })).toMatchObject([200, { id, state: 'cancelled' }]);
	await expect(gates.get('cancelled')!.promise).rejects.toThrow('cancelled');
	expect(await call(`GET operations/${id}`)).toMatchObject([200, { state: 'cancelled', error: { code: 'CANCELLED' } }]);
	const failing = await begin('failing');
	await running('failing');
	gates.get('failing')!.reject(new Error('a secret of the machine'));
	const [, failed] = await call(`GET operations/${failing}?waitSeconds=30`);
	expect(failed).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } });
	expect(JSON.stringify(failed)).not.toContain('secret');
});

it('refuses too many of a caller', async () => {
	const openOnes = await Promise.all(
		Array.from({ length: operationBounds.openPerCaller }, (_, index) => begin(`many ${index}`, { as: keys.bo })),
	);
	expect(await call('POST test/once', { as: keys.bo, body: { word: 'more' }, prefer: 'respond-async' })).toMatchObject([
		429,
		{ code: 'RATE_LIMITED', retryable: true },
	]);
	await until(() => begun.filter((word) => word.startsWith('many')).length === 2);
	const [, first] = await call('GET operations?state=queued&limit=10', { as: keys.bo });
	const [, second] = await call(`GET operations?state=queued&limit=10&cursor=${String(first.cursor)}`, { as: keys.bo });
	const listed = [first, second].flatMap(({ items }) => (items as Array<{ id: string }>).map(({ id }) => id));
	expect(new Set(listed).size).toBe(listed.length);
	expect(listed.length).toBe(openOnes.length - 2);
	for (const id of openOnes) expect((await call(`POST operations/${id}/cancel`, { as: keys.bo, body: {} }))[0]).toBe(200);
});

it('after a restart half-way, does again what can be done again, and says of the rest that it was interrupted', async () => {
	const once = await begin('restart once');
	const again = await begin('restart again', { path: 'test/again' });
	await Promise.all([running('restart once'), running('restart again')]);
	await service.close();
	begun.length = 0;
	gates.clear();
	service = await start();
	await running('restart again');
	endOf('restart again');
	expect(await call(`GET operations/${again}?waitSeconds=30`)).toMatchObject([
		200,
		{ state: 'completed', answer: { word: 'restart again' } },
	]);
	expect(await call(`GET operations/${once}`)).toMatchObject([200, { state: 'interrupted', error: { code: 'CANCELLED' } }]);
	expect(begun).toEqual(['restart again']);
});

it('uploads a document in the background, with the rights of its caller', async () => {
	const key = await service.createKey('writer', ['knowledge:manage:handbook', 'knowledge:read:handbook']);
	const body = { name: 'leave.md', content: Buffer.from('# Leave\n\nThirty days in a year.').toString('base64') };
	const [status, { id }] = await call('POST knowledge/collections/handbook/documents', { as: key, body, prefer: 'respond-async' });
	expect(status).toBe(202);
	const [, ended] = await call(`GET operations/${String(id)}?waitSeconds=30`, { as: key });
	expect(ended).toMatchObject({ operation: 'uploadDocument', state: 'completed', answer: { id: 'leave.md', state: 'added' } });
	expect(await call('POST knowledge/collections/other/documents', { as: key, body, prefer: 'respond-async' })).toMatchObject([403, {}]);
	const broken = { ...body, content: 'data:text/plain;base64,x' };
	const refused = await call('POST knowledge/collections/handbook/documents', { as: key, body: broken, prefer: 'respond-async' });
	expect(refused).toMatchObject([400, { detail: expect.stringContaining('base64') as string }]);
	const [, document] = await call('GET ../../openapi.json', { as: serviceToken });
	expect(document).toMatchObject({
		paths: { '/api/v1/knowledge/collections/{collection}/documents': { post: { responses: { 202: { headers: { location: {} } } } } } },
	});
});

describe('a command at the service', () => {
	const login = mkdtempSync(join(tmpdir(), 'troupe-logins-'));
	afterAll(() => rmSync(login, { recursive: true }));
	const open = () => {
		writeServices({ prod: { url: service.url, key: keys.ana } }, { TROUPE_HOME: login });
		return { ...testTerminal({ TROUPE_HOME: login }), service: 'prod' };
	};
	async function troupe(...args: string[]) {
		const terminal = open();
		const code = await runTroupe(['operations', ...args, '--service', 'prod'], terminal);
		return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	}

	it('waits for the end, shows progress, and gets the answer and the error of the operation', async () => {
		const shown: string[] = [];
		const terminal = { ...open(), showProgress: (text: string) => void shown.push(text) };
		const answer = callOperation(slow.once, { word: 'followed' }, terminal);
		await until(() => shown.includes('1 of 2 words'));
		const [listed] = JSON.parse((await troupe('list', '--state', 'running', '--json')).printed) as Array<{ id: string }>;
		expect(await troupe('show', listed!.id)).toMatchObject({
			code: 0,
			printed: expect.stringMatching(/slowOnce .*running .*1 of 2 words/),
		});
		endOf('followed');
		expect(await answer).toMatchObject({ word: 'followed' });
		expect(shown.at(-1)).toBe('');
		expect(await troupe('show', listed!.id, '--wait')).toMatchObject({ code: 0, printed: expect.stringContaining('"word": "followed"') });
		const failing = callOperation(slow.once, { word: 'broken' }, open());
		await running('broken');
		gates.get('broken')!.reject(new Error('broken'));
		await expect(failing).rejects.toMatchObject({ code: 'INTERNAL' });
	});

	it('says how to follow what may go on, and not of what has ended', async () => {
		const [failing, cut] = [open(), open()];
		const ended = callOperation(slow.once, { word: 'away' }, failing);
		await running('away');
		gates.get('away')!.reject(new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'The model is away.', retryable: true }));
		await expect(ended).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED', retryable: true });
		expect(failing.noted.join()).not.toContain('may go on');
		const key = await service.createKey('cut', ['run:read']);
		writeServices({ prod: { url: service.url, key } }, { TROUPE_HOME: login });
		const refused = callOperation(slow.once, { word: 'cut' }, cut);
		await running('cut');
		writeServices({ prod: { url: service.url, key: `trp_${'x'.repeat(43)}` } }, { TROUPE_HOME: login });
		await expect(refused).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
		expect(cut.noted.join()).toContain('may go on');
	});

	it('cancels the operation when it is stopped', async () => {
		const terminal = open();
		const answer = callOperation(slow.once, { word: 'interrupted' }, terminal);
		await running('interrupted');
		terminal.interrupt();
		await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', message: expect.stringContaining('was cancelled at the service') });
		await expect(gates.get('interrupted')!.promise).rejects.toThrow('cancelled');
		const { id } = (JSON.parse((await troupe('list', '--json')).printed) as Array<{ id: string }>)[0]!;
		expect(await troupe('show', id)).toMatchObject({ code: 1, printed: expect.stringContaining('cancelled') });
		expect(await troupe('cancel', id, '--yes')).toMatchObject({ code: 1, noted: expect.stringContaining('it is cancelled') });
	});
});
