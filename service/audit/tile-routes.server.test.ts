import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import { decodeBundle } from '../../core/audit/entry-bundle';
import { formatVerifierKey } from '../../core/audit/note-key';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { openStateDatabase } from '../../providers/database/state-database';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { startTestService } from '../../test/support/offering-service';

let service: Awaited<ReturnType<typeof startTestService>>;
let keys: Record<'auditor' | 'other' | 'stranger', string>;
beforeAll(async () => {
	service = await startTestService([], { database: '' });
	keys = {
		auditor: await service.createKey('auditor', ['audit:read'], 'acme'),
		other: await service.createKey('other', ['run:read'], 'acme'),
		stranger: await service.createKey('stranger', ['audit:read'], 'globex'),
	};
	const { store } = await open();
	const entry = (number: number) => ({
		...{ tenant: 'acme', at: Date.now() + number, action: 'a.b', outcome: 'success' },
		who: { kind: 'user', value: 'ana@example.com', subject: { kind: 'subject' as const, id: 'ana' } },
	});
	await store.append(Array.from({ length: 600 }, (_, number) => entry(number)));
	await store.sequence('acme');
});
afterAll(async () => {
	await service.close();
	await closeOpened();
});

const open = async () => (await openAudit(service.host))!;
const get = (path: string, key: keyof typeof keys | 'nobody' = 'auditor') =>
	fetch(`${service.url}/api/v1/audit/log/${path}`, { headers: key === 'nobody' ? {} : { authorization: `Bearer ${keys[key]}` } });
const read = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());

it('serves a log of which a download is a whole export, without what names a person', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-tiles-'));
	const note = await read('checkpoint');
	const size = Number(parseSignedCheckpoint(note).checkpoint.size);
	const rest = size - 512;
	const bundles = ['tile/entries/000', 'tile/entries/001', `tile/entries/002.p/${rest}`];
	for (const path of ['tile/0/000', 'tile/0/001', `tile/0/002.p/${rest}`, 'tile/1/000.p/2', ...bundles, 'checkpoint']) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), path === 'checkpoint' ? note : await read(path));
	}
	const key = formatVerifierKey((await (await open()).openKeys()).signerOf('acme').key);
	const { stdout } = spawnSync(process.execPath, ['bin/verify-audit-log.mjs', folder, '--key', key], { encoding: 'utf8' });
	expect(stdout).toBe(`ok: ${size} entries\n`);
	for (const path of bundles) expect(readFileSync(join(folder, path), 'latin1')).not.toContain('ana@');
	rmSync(folder, { recursive: true });
});

it('says of a tile that it never changes, and of the checkpoint that it does (transparency-dev/tessera#416)', async () => {
	const tile = await get('tile/0/000');
	expect([tile.headers.get('content-type'), tile.headers.get('cache-control')]).toEqual([
		'application/octet-stream',
		'private, max-age=31536000, immutable',
	]);
	const checkpoint = await get('checkpoint');
	expect([checkpoint.headers.get('content-type'), checkpoint.headers.get('cache-control')]).toEqual([
		'text/plain; charset=utf-8',
		'no-store',
	]);
});

it('goes on serving parts of a tile that has grown since (C2SP/C2SP#145, transparency-dev/tessera#672)', async () => {
	const whole = await read('tile/0/000');
	expect(await read('tile/0/000.p/7')).toEqual(whole.subarray(0, 7 * 32));
	expect(decodeBundle(await read('tile/entries/000.p/7'), 7)).toEqual(decodeBundle(await read('tile/entries/000'), 256).slice(0, 7));
});

it.each([
	...['tile/0/003 (C2SP/C2SP#84)', 'tile/0/002', 'tile/0/002.p/255', 'tile/1/000', 'tile/1/000.p/3', 'tile/2/000.p/1', 'tile/entries/003'],
	...['tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/0', 'tile/00/000', 'tile/-1/000', 'tile/-2/000', 'tile/64/000', 'tile/0/x000/000'],
	...['tile/0/..%2f..%2fcheckpoint', 'tile/', `tile/0/${'x999/'.repeat(50)}999`, 'tile/8/0/000', 'tile/data/000'],
])('has no %s', async (path) => {
	expect((await get(path.split(' ')[0]!)).status).toBe(404);
});

it('is for those who may read the audit log, each with that of its own tenant', async () => {
	for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/000']) {
		expect((await get(path, 'nobody')).status).toBe(401);
		expect((await get(path, 'other')).status).toBe(403);
	}
	expect((await get('tile/0/000', 'stranger')).status).toBe(404);
	const origin = (await (await get('checkpoint', 'stranger')).text()).split('\n')[0];
	expect(origin).not.toContain('acme');
});

it('serves a damaged log as it is, because whoever verifies it has to see it', async () => {
	const before = await read('checkpoint');
	const database = openStateDatabase(join(service.host.stateFolder, 'state.db'), auditSchema);
	const zeros = Buffer.alloc(88 * 32);
	await database.change('acme', (connection) =>
		connection.run("UPDATE audit_tile SET content = ? WHERE tenant = 'acme' AND level = 0 AND place = 2", zeros),
	);
	await database.close();
	const size = Number(parseSignedCheckpoint(before).checkpoint.size);
	const { store } = await open();
	await store.append([{ tenant: 'acme', at: Date.now() + 1_000, action: 'a.b', outcome: 'success', who: { kind: 'system' } }]);
	expect(await read('checkpoint')).toEqual(before);
	expect((await read(`tile/0/002.p/${size - 512}`)).subarray(0, 32)).toEqual(Buffer.alloc(32));
});
