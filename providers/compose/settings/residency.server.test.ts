import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedFetch } from '../../http/guarded-fetch';
import { TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import type { PlannedToolCall } from '../../../core/ports/tools/decision-point';
import { setEnvironment } from '../../../test/support/set-environment';
import { findServers } from '../../database/postgres/postgres-pool';
import { openGate } from '../../../test/fakes/permissive-gate';
import { callPipeRun } from '../../crm/piperun/piperun-call';
import { openCrm } from '../crm/open-crm';
import { openKnowledgeStore } from '../knowledge/knowledge-store';
import { openMemory } from '../memory/memory';
import { composeRouter, composeSteps } from '../models/models';
import { composeEmbedder } from '../models/named-models';
import { closeOpened } from '../open-once';
import { dropReadRules, openTenants } from '../state/host-tenants';
import { openTracing } from '../tracing/open-tracing';
import { openAccount } from '../channels/channel-providers';
import { composeDecisionPoint } from './decision-point';
import { withResidency } from './residency';

const never = new AbortController().signal;
const refused = (server: string) =>
	expect.objectContaining({ code: 'RESIDENCY_REFUSED', message: expect.stringContaining(server) as string }) as Error;

let home: string;
let server: Server;
let local: string;
/** Requests that left, by the address. */
let sent: string[];
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-residency-'));
	sent = [];
	server = createServer((request, response) => {
		sent.push(request.url!);
		if (request.url === '/away') response.writeHead(302, { location: 'https://elsewhere.test/' }).end();
		else if (request.url === '/moved') response.writeHead(303, { location: '/done' }).end();
		else response.end('{}');
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	process.env['TROUPE_REGIONS'] = 'near.test=br,far.test=us';
	await label('br');
});
afterEach(async () => {
	delete process.env['TROUPE_REGIONS'];
	delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
	server.close();
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

/** Counts what would be sent to models. */
const count: typeof fetch = (input) => {
	sent.push(input instanceof Request ? input.url : String(input));
	return Promise.reject(new TypeError('fetch failed'));
};
const host = () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', fetch: count });

async function label(residency?: string): Promise<void> {
	const rules = residency === undefined ? {} : { residency };
	await (await openTenants(host()))!.set({ name: 'default', rules, changedAt: 1, changedBy: 'user:ana' });
	dropReadRules(host());
}

it('asks no model elsewhere, and the next one of the route that is in the region (vercel/ai#10157)', async () => {
	const providers = { openai: { apiKey: 'k', baseUrl: 'https://far.test/v1' }, anthropic: { apiKey: 'k', baseUrl: 'https://near.test' } };
	const route = [
		{ provider: 'openai' as const, model: 'gpt-4.1-mini' },
		{ provider: 'anthropic' as const, model: 'claude-haiku-4-5' },
	];
	const ask = async () => {
		const model = composeRouter(await composeSteps(route, { ...host(), providers }), {}, 2);
		await model.generate({ messages: [{ role: 'user', content: 'Hi' }] }, never).catch(() => undefined);
		return [...new Set(sent.splice(0).map((url) => new URL(url).hostname))];
	};
	expect(await ask()).toEqual(['near.test']);
	await label();
	expect(await ask()).toContain('far.test');
});

it('says which server was refused, and what to do', async () => {
	const providers = { openai: { apiKey: 'k', baseUrl: 'https://far.test/v1' } };
	const model = composeRouter(await composeSteps([{ provider: 'openai', model: 'gpt-4.1-mini' }], { ...host(), providers }), {});
	await expect(model.generate({ messages: [{ role: 'user', content: 'Hi' }] }, never)).rejects.toMatchObject({
		code: 'RESIDENCY_REFUSED',
		message:
			'The server of the models of openai (far.test) is in the region us, and data of the tenant default stays in br. Nothing was sent.',
		fix: 'Use a server in br; or, if this one is there, correct its region in TROUPE_REGIONS, which declares far.test in us.',
	});
	await expect(composeEmbedder(['openai:text-embedding-3-small'], { ...host(), providers })).rejects.toThrow(refused('far.test'));
	const official = { openai: { apiKey: 'k' } };
	await expect(composeEmbedder(['openai:x'], { ...host(), providers: official })).rejects.toThrow(refused('api.openai.com'));
	expect(sent).toEqual([]);
});

it('sends nothing to channels and CRMs elsewhere, and goes on with those of this machine', async () => {
	const { residency } = withResidency('The channel', host());
	const settings = { instanceId: 'i' };
	const secrets = { token: 't', clientToken: 'c' };
	const channel = await openAccount('z-api', { settings, secrets }, { residency: residency! });
	const outcome = await channel.send({ address: '5544999999999', content: { kind: 'text', text: 'Hi' }, id: 'm' } as never, never);
	expect(outcome).toMatchObject({ kind: 'refused', retryable: false, code: 'RESIDENCY_REFUSED' });
	const crm = await openCrm({ secrets: { token: 't', baseUrl: 'https://far.test' }, residency: residency! });
	await expect(crm.listChoices(never)).rejects.toThrow(refused('far.test'));
	const own = await openCrm({ secrets: { token: 't', baseUrl: local }, residency: residency! });
	await own.listChoices(never).catch(() => undefined);
	expect(sent.length).toBeGreaterThan(0);
});

it('follows no redirect to elsewhere', async () => {
	const send = guardedFetch({ ...withResidency('The tool', host()), allowPrivateNetworks: true });
	expect((await send(`${local}/start`)).status).toBe(200);
	await expect(send(`${local}/away`)).rejects.toThrow(refused('elsewhere.test'));
	expect(sent.filter((path) => /^.(start|away)$/.test(path))).toEqual(['/start', '/away']);
});

it('opens no store of knowledge and memories elsewhere', async () => {
	const database = 'postgres://u:secret@far.test:5432/troupe';
	await expect(openKnowledgeStore({ ...host(), knowledgeStore: { kind: 'postgres', address: database } })).rejects.toThrow(
		refused('far.test'),
	);
	await expect(openKnowledgeStore({ ...host(), knowledgeStore: { kind: 'chroma', url: 'https://chroma.test' } })).rejects.toThrow(
		refused('chroma.test'),
	);
	await expect(openMemory({ ...host(), memoryStore: database })).rejects.toThrow(refused('far.test'));
	await (await openKnowledgeStore(host())).close();
});

it('traces no work for a collector elsewhere', async () => {
	process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'https://collector.test';
	expect(await openTracing(host())).toBeUndefined();
	process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = local;
	expect(await openTracing(host())).toBeDefined();
});

describe('a check that cannot be done', () => {
	const failing = (code: TroupeErrorCode) => () => Promise.reject(new TroupeError({ code, message: 'x', retryable: true }));
	const account = { settings: { instanceId: 'i' }, secrets: { token: 't', clientToken: 'c' } };
	const message = { address: '5544999999999', content: { kind: 'text', text: 'Hi' }, id: 'm' } as never;

	it.each<[TroupeErrorCode, boolean]>([
		['STORAGE_UNREACHABLE', true],
		['STORAGE_LOCKED', true],
		['INPUT_INVALID', false],
	])('with %s is known to have sent nothing; sent again: %s', async (code, retryable) => {
		const channel = await openAccount('z-api', account, { residency: failing(code) });
		expect(await channel.send(message, never)).toMatchObject({ kind: 'refused', retryable, code });
		const access = { baseUrl: local, token: 't' };
		const creates = { method: 'POST', path: '/deals', json: {}, creates: true } as const;
		const creation = callPipeRun({ ...access, send: guardedFetch({ residency: failing(code) }) }, creates, never);
		await expect(creation).rejects.toMatchObject({ code, retryable: true });
		expect(sent).toEqual([]);
	});

	it('is not done again for a redirect within an origin, after the first request was sent', async () => {
		let checks = 0;
		const residency = () => ((checks += 1) > 1 ? failing('STORAGE_LOCKED')() : Promise.resolve());
		const send = guardedFetch({ residency, allowPrivateNetworks: true });
		expect((await send(`${local}/moved`, { method: 'POST', body: 'x' })).status).toBe(200);
		expect(sent).toEqual(['/moved', '/done']);
		expect(checks).toBe(1);
	});
});

it('asks no decision point elsewhere, which would get the arguments of tools', async () => {
	const { residency } = withResidency('The decision point', host());
	const ask = (url: string) =>
		composeDecisionPoint({ TROUPE_DECISION_POINT: url }, { residency: residency! })!.permits(
			{ agent: {}, tool: {} } as PlannedToolCall,
			never,
		);
	await expect(ask('https://far.test/access')).rejects.toThrow(refused('far.test'));
	await expect(ask(local)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
	expect(sent).toEqual(['/']);
});

it('loads no file from elsewhere to send it', async () => {
	const { residency } = withResidency('The channel', host());
	const secrets = { accessToken: 't', webhookSecret: 's' };
	const settings = { baseUrl: local, accountId: '1', inboxId: '1' };
	const channel = await openAccount('chatwoot', { settings, secrets }, { residency: residency! });
	const content = { kind: 'image', reference: 'https://far.test/a.png' };
	await expect(channel.send({ address: '1', content, id: 'm' } as never, never)).rejects.toThrow(/far\.test|region/);
});

it.each([
	['postgres://near.test/db?host=far.test', ['far.test']],
	['postgres://near.test/db?host=near.test&host=FAR.test', ['far.test']],
	['postgres://near.test,far.test/db', ['near.test', 'far.test']],
	['postgres://f%61r.test/db', ['far.test']],
	['postgres:///db?host=/run/postgresql', ['localhost']],
	['postgres://%2Frun%2Fpostgresql/db', ['localhost']],
	['postgres:///db', ['localhost']],
	['postgres://u:secret@[::1]:5432/db', ['::1']],
])('finds the servers of %s where the client connects: %j', (address, servers) => {
	expect(findServers(address)).toEqual(servers);
});

it('looks where PGHOST leads an address without a host', () => {
	const restore = setEnvironment({ PGHOST: 'far.test' });
	expect(findServers('postgres:///db')).toEqual(['far.test']);
	restore();
});

it('opens no store by an address whose options lead elsewhere', async () => {
	for (const address of ['postgres://near.test/db?host=far.test', 'postgres://near.test,far.test/db']) {
		await expect(openMemory({ ...host(), memoryStore: address })).rejects.toThrow(refused('far.test'));
		await expect(openKnowledgeStore({ ...host(), knowledgeStore: { kind: 'postgres', address } })).rejects.toThrow(refused('far.test'));
	}
});
