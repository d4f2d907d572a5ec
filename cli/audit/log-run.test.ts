import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseVerifierKey } from '../../core/audit/note-key';
import { parseTlogProof, verifyTlogProof } from '../../core/audit/tlog-proof';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { registryOn } from '../../manifests/registry/open-registry';
import { openStore } from '../../manifests/registry/store/open-store';
import { closeOpened } from '../../providers/compose/open-once';
import { composeMark } from '../../providers/compose/state/host-mark';
import { openStateDatabase } from '../../providers/database/state-database';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { markOf } from '../../service/audit/task-notes';
import { useAuditHome } from '../../test/support/audit-home';
import { ada, gatherPeople } from '../../test/support/registry/registry-people';
import { callTroupe } from '../../test/support/test-terminal';

const { inHome, audit, append: appendAll } = useAuditHome();
const append = (count: number) =>
	appendAll(count, (number) => ({
		who: { kind: 'user', value: 'ana', subject: { kind: 'subject', id: 'ana' } },
		object: { kind: 'key', value: `k${number}` },
	}));

const change = async (sql: string) => {
	const database = openStateDatabase(inHome('state.db'), auditSchema);
	await database.change('default', (connection) => connection.run(sql));
	await database.close();
};

it('says that a log is empty', async () => {
	expect(await audit('list')).toEqual({ code: 0, printed: '', noted: 'The audit log of the tenant default has no such entries.' });
	expect(await audit('checkpoint')).toMatchObject({ code: 1, printed: '' });
	expect((await audit('prove', '0')).code).toBe(2);
	expect(await audit('verify')).toMatchObject({ code: 0, printed: '0 entries: nothing was changed, removed or added.' });
});

it('lists entries with what can be read of them, the last ones first', async () => {
	await append(3);
	expect((await audit('list', '--limit', '2')).printed).toMatch(
		/index +time[^]*\n *2 +2026-01-01 00:00:00 +api_key\.created +done +user ana +key k2\n *1 /,
	);
	expect(JSON.parse((await audit('list', '--before', '1', '--json')).printed)).toMatchObject({
		index: 0,
		action: 'api_key.created',
		object: { kind: 'key', value: 'k0' },
	});
	await change('DELETE FROM audit_key');
	expect((await audit('list')).printed).toContain('user (damaged)');
	await change('DELETE FROM audit_value');
	expect((await audit('list')).printed).toContain('user (forgotten)');
	expect((await audit('list', '--tenant', 'globex')).noted).toContain('globex');
});

it('issues a checkpoint and receipts that verify without the installation', async () => {
	await append(4);
	const key = parseVerifierKey((await audit('checkpoint', '--key')).printed);
	expect((await audit('checkpoint')).printed).toMatch(new RegExp(`^${key.name}\n4\n`));
	const file = inHome('two.tlog-proof');
	expect((await audit('prove', '2', '--output', file)).code).toBe(0);
	const proof = parseTlogProof(readFileSync(file));
	expect(`${(await audit('prove', '2')).printed}\n`).toBe(readFileSync(file, 'utf8'));
	expect(verifyTlogProof(proof, proof.extra!, [key]).problem).toBe(undefined);
	expect(await audit('prove', '4')).toMatchObject({ code: 2, noted: expect.stringContaining('has 4 entries') as string });
});

it('verifies the log, alone and against a checkpoint that was kept, with exit code 1 for a fault', async () => {
	await append(4);
	const kept = inHome('kept');
	writeFileSync(kept, `${(await audit('checkpoint')).printed}\n`);
	await append(2);
	expect((await audit('verify')).noted).toBe('2 more entries without an index, which nothing proves yet.');
	await audit('checkpoint');
	expect(await audit('verify', '--against', kept)).toMatchObject({ code: 0, printed: '6 entries: nothing was changed, removed or added.' });
	await change('DELETE FROM audit_head');
	await change('DELETE FROM audit_tile');
	await append(1);
	await audit('checkpoint');
	expect((await audit('verify')).code).toBe(0);
	expect(await audit('verify', '--against', kept)).toMatchObject({ code: 1, printed: 'first bad index 1: the entry is missing' });
	expect(JSON.parse((await audit('verify', '--against', kept, '--json')).printed)).toEqual({
		ok: false,
		entries: 1,
		waiting: 0,
		registry: { waiting: 0, foreign: 0 },
		index: 1,
		problem: 'removed',
	});
	writeFileSync(kept, readFileSync(kept, 'utf8').replace('\n4\n', '\n5\n'));
	expect(await audit('verify', '--against', kept)).toMatchObject({
		code: 2,
		noted: expect.stringContaining('does not fit the note') as string,
	});
});

it('counts changes of the registry that are not in the log, and tells those of somebody else', async () => {
	const host = { stateFolder: inHome(''), database: '' };
	const store = await openStore(inHome('registry.db'));
	const people = await gatherPeople();
	const registry = await registryOn(store, { root: people.root, keys: people.signers, mark: composeMark(host) });
	await registry.setPolicy(ada, { graceSeconds: 60 });
	expect(await audit('verify')).toMatchObject({
		code: 0,
		noted: expect.stringContaining('1 change of the registry not in the log yet') as string,
	});
	await store.change('default', (connection) => connection.updateTable('audit_outbox').set({ content: '{}' }).execute());
	expect(await audit('verify')).toMatchObject({ code: 1, noted: expect.stringContaining('not written by this installation') as string });
	expect(JSON.parse((await audit('verify', '--json')).printed)).toMatchObject({ ok: false, registry: { waiting: 0, foreign: 1 } });
	await registry.close();
});

it('counts acts on user tasks that are in the engine of the home, and tells those of somebody else', async () => {
	const engine = await openEmbeddedEngine({ file: inHome('engine.db'), isPaused: true });
	const row = { id: 'f0', tenantId: defaultTenantId, content: '{}' };
	const marks = [await markOf(row, { stateFolder: inHome(''), database: '' }), 'no mark'];
	await engine.read(({ database }) =>
		marks.forEach((mark, index) =>
			database.run('INSERT INTO audit_outbox (id, tenant_id, content, mark) VALUES (?, ?, ?, ?)', `f${index}`, row.tenantId, '{}', mark),
		),
	);
	await engine.close();
	const { code, noted } = await audit('verify');
	expect([code, noted]).toEqual([
		1,
		expect.stringMatching(/1 act on user tasks not in the log yet[^]*1 act on user tasks not written by this/),
	]);
	expect(JSON.parse((await audit('verify', '--json')).printed)).toMatchObject({ ok: false, tasks: { waiting: 1, foreign: 1 } });
});

describe('with another key than that of the home', () => {
	const withKey = (key: string | undefined, ...args: string[]) =>
		callTroupe(args, { TROUPE_HOME: inHome(''), ...(key && { TROUPE_VAULT_KEY: key }) });
	const [own, other] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];

	it.each([
		['a shell without the key', undefined],
		['a shell with a key of another installation', other],
	])('refuses %s, which would write entries that nobody can prove (n8n-io/n8n#8332, dotenvx/dotenvx#787)', async (_, key) => {
		await withKey(own, 'key', 'create', 'ci', '--role', 'editor');
		await closeOpened();
		for (const args of [
			['key', 'create', 'b', '--role', 'editor'],
			['audit', 'verify'],
			['audit', 'list'],
		]) {
			const refused = await withKey(key, ...args);
			expect(refused).toMatchObject({ code: 1, printed: '', noted: expect.stringContaining('TROUPE_VAULT_KEY') });
		}
		expect(existsSync(inHome('vault.key'))).toBe(false);
		await closeOpened();
		expect(await withKey(own, 'audit', 'checkpoint')).toMatchObject({ code: 0 });
		expect(await withKey(own, 'audit', 'verify')).toMatchObject({ code: 0, printed: '1 entry: nothing was changed, removed or added.' });
	});
});
