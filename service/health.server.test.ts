import { fastify } from 'fastify';
import { TroupeError } from '../core/base/errors';
import type { Gate } from '../core/ports/manifests';
import { checkDisk, checkGate, checkPart, healthRoutes, readTrustStatus } from './health';
import { stateMetrics, trustMetrics } from './metrics';
import { openGate } from '../test/fakes/permissive-gate';

const root = { from: 'pinned', version: 3, sha256: 'a'.repeat(64), development: false } as const;
const status = async () => ({
	root,
	expiries: [
		{ document: 'root', endMs: 9_000_000 },
		{ document: 'approval', endMs: 5_000_000 },
		{ document: 'approval', endMs: 4_000_000 },
	] as const,
});
const withStatus = (more: Partial<Gate>): Gate => ({ ...openGate(), ...more });

async function readReady(gate: Gate, warnings: string[] = []): Promise<unknown> {
	const service = fastify();
	const checks = async () => ({ engine: 'open' });
	healthRoutes(service, { healthy: new Set(['open']), isDraining: () => false, gate, checks, warnings: async () => warnings });
	try {
		return await (await fetch(`${await service.listen({ port: 0 })}/readyz`)).json();
	} finally {
		await service.close();
	}
}

describe('readiness', () => {
	it('tells which root of trust decides', async () => {
		const gate = withStatus({ status: async () => ({ ...(await status()), expiries: [] }) });
		expect(await readReady(gate)).toEqual({ status: 'ready', checks: { engine: 'open' }, root });
	});

	it('is not lost with a warning', async () => {
		const status = { status: 'ready', checks: { engine: 'open' } };
		expect(await readReady(openGate(), ['State is local.'])).toEqual({ ...status, warnings: ['State is local.'] });
		expect(await readReady(openGate(), [])).toEqual(status);
	});

	it('is not lost while answers of the registry are not taken, but says so', async () => {
		const gate = withStatus({ status: async () => ({ root, expiries: [], registryFault: 'TOKEN_INVALID' }) });
		expect(await readReady(gate)).toMatchObject({ status: 'ready', warnings: [expect.stringContaining('TOKEN_INVALID')] });
	});

	it('answers without a root while the gate refuses', async () => {
		const refused = new TroupeError({ code: 'TRUST_ROOT_MISSING', message: 'none' });
		expect(await readReady(withStatus({ status: () => Promise.reject(refused) }))).toEqual({ status: 'ready', checks: { engine: 'open' } });
	});
});

describe('checks of readiness', () => {
	const report = () => undefined;

	it('end within seconds while a part does not answer (OpenHands/automation#287, markmhendrickson/neotoma#2281)', async () => {
		const never = () => new Promise<never>(() => undefined);
		const gate = { ...openGate(), admit: never, status: never };
		const disk = checkDisk({ stateFolder: '/' }, never);
		const checks = Promise.all([checkPart({}, never, report), checkGate({ gate }, report), disk, readTrustStatus(gate)]);
		expect(await checks).toEqual(['STORAGE_UNREACHABLE', 'STORAGE_UNREACHABLE', { disk: 'STORAGE_UNREACHABLE' }, undefined]);
	});

	it('say that the disk is full where a large request would not fit', async () => {
		const withBlocks = (bavail: number) => (async () => ({ bavail, bsize: 4096 })) as unknown as Parameters<typeof checkDisk>[1];
		expect(await checkDisk({ stateFolder: '/' }, withBlocks(100))).toEqual({ disk: 'STORAGE_FULL' });
		expect(await checkDisk({ stateFolder: '/' }, withBlocks(100_000))).toEqual({});
		expect(await checkDisk({ stateFolder: '/' })).toEqual({});
	});
});

it('the metrics name the root, and the first end of each document', async () => {
	const gate = withStatus({ status: async () => ({ ...(await status()), expiries: [...(await status()).expiries] }) });
	const [info, expiry] = trustMetrics(await readTrustStatus(gate));
	expect(info?.samples).toEqual([{ labels: { from: 'pinned', version: '3', development: 'false' }, value: 1 }]);
	expect(expiry?.samples).toEqual([
		{ labels: { document: 'root' }, value: 9_000 },
		{ labels: { document: 'approval' }, value: 4_000 },
	]);
	expect(trustMetrics(undefined)).toEqual([]);
});

it('the metrics name each sign of several machines, and none where state is shared', () => {
	const [metric] = stateMetrics({ signs: ['n8n-queue-mode', 'shared-memory'], warning: '' });
	expect(metric).toMatchObject({
		name: 'troupe_state_local',
		samples: [
			{ labels: { sign: 'n8n-queue-mode' }, value: 1 },
			{ labels: { sign: 'shared-memory' }, value: 1 },
		],
	});
	expect(stateMetrics(undefined)).toMatchObject([{ samples: [] }]);
});
