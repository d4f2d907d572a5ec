import { sql } from 'kysely';
import { maxTold } from '../../../core/base/counted-windows';
import { TroupeError } from '../../../core/base/errors';
import type { TenantAudit } from './tenant-audit';
import { registryOn } from '../open-registry';
import type { Registry } from '../registry';
import { openStore } from '../store/open-store';
import type { Store } from '../store/store';
import type { AuditStore } from '../../../providers/state/audit/audit-store';
import { auditSchema } from '../../../providers/state/audit/audit-schema';
import { forgetSubject } from '../../../providers/state/audit/forget-subject';
import { isPostgresAddress } from '../../../providers/database/database-place';
import { openStateDatabase } from '../../../providers/database/state-database';
import { openTestAuditKeys } from '../../../test/support/audit-keys';
import { openAuditBeside } from '../../../test/support/registry/audited-registry';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../../test/support/registry/registry-people';

const mark = async (text: string) => (await openTestAuditKeys()).mark(text).toString('base64');
const whole = { waiting: 0, foreign: 0 };

/** @param create an empty one */
export function describeOutbox(create: () => Promise<string>): void {
	let people: RegistryPeople;
	let address: string;
	let log: AuditStore;
	let opened: Registry[];
	let stores: Store[];
	let faults: unknown[];

	beforeAll(async () => {
		people = await gatherPeople();
	});
	beforeEach(async () => {
		address = await create();
		log = openAuditBeside(address);
		[opened, stores, faults] = [[], [], []];
	});
	afterEach(async () => {
		for (const one of opened) await one.close();
		await log.close();
	});

	/** Opens a process of the registry. */
	const open = async (audit: TenantAudit | null = log, change: (store: Store) => Store = (store) => store) => {
		const store = await openStore(address);
		const parts = {
			root: people.root,
			keys: people.signers,
			mark,
			...(audit && { audit }),
			reportFault: (fault: unknown) => faults.push(fault),
		};
		const registry = await registryOn(change(store), parts);
		opened.push(registry);
		stores.push(store);
		return registry;
	};
	const withoutLog = () => open(null);
	const act = async (registry: Registry, count: number, prefix = 'act') => {
		for (let number = 0; number < count; number += 1) await registry.revokeTokens(ada, { subject: `${prefix}-${number}` });
	};
	const objects = async (registry: Registry) => {
		await registry.tick();
		return (await registry.audit(ada, { limit: 500 })).items.map(({ object }) => object).reverse();
	};
	const named = (count: number, prefix = 'act') => Array.from({ length: count }, (_, number) => `${prefix}-${number}`);
	const write = (statement: string) =>
		stores[0]!.whole.transaction().execute(async (connection) => {
			if (isPostgresAddress(address)) await sql`select set_config('troupe.tenant', 'default', true)`.execute(connection);
			await sql.raw(statement).execute(connection);
		});

	it('wait in the database of the registry until there is a log, which gets them in their order (mohamedboukari/bunmail#184)', async () => {
		const bare = await withoutLog();
		await act(bare, 3);
		await expect(bare.audit(ada, {})).rejects.toMatchObject({ code: 'REGISTRY_NOT_READY' });
		// As one that was killed right after its commit: nothing of it is in the log.
		expect(await log.verify('default')).toEqual({ entries: 0 });
		const registry = await open();
		expect(await objects(registry)).toEqual(named(3));
		expect(await registry.checkAudit(ada)).toEqual({ entries: 3, ...whole });
	});

	it('are there once where the row stays after the log took it (Particular/docs.particular.net#1816)', async () => {
		let isFailing = true;
		const registry = await open(log, (store) => ({
			...store,
			change: (tenant, work) =>
				store.change(tenant, async (connection) => {
					const result = await work(connection);
					const left = await connection.selectFrom('audit_outbox').select('number').executeTakeFirst();
					if (isFailing && !left) throw new TroupeError({ code: 'REGISTRY_NOT_READY', message: 'cut off' });
					return result;
				}),
		}));
		await act(registry, 1);
		await expect(registry.audit(ada, {})).rejects.toThrow('cut off');
		await expect(registry.audit(ada, {})).rejects.toThrow('cut off');
		expect(await log.countWaiting('default')).toBe(1);
		isFailing = false;
		expect(await objects(registry)).toEqual(['act-0']);
		expect(await registry.checkAudit(ada)).toEqual({ entries: 1, ...whole });
	});

	it('of two processes at once are all there, once each, also where both hand over the same rows (kamu-data/kamu-cli#1398)', async () => {
		const bare = await withoutLog();
		await act(bare, 20, 'before');
		const one = await open();
		const other = await open();
		await Promise.all([one.tick(), other.tick(), act(one, 20, 'one'), act(other, 20, 'other')]);
		const all = await objects(one);
		expect(all).toHaveLength(60);
		for (const prefix of ['before', 'one', 'other']) expect(all.filter((object) => object.startsWith(prefix))).toEqual(named(20, prefix));
		expect(await other.checkAudit(ada)).toEqual({ entries: 60, ...whole });
		expect(faults).toEqual([]);
	});

	it('are taken in beside rows that somebody else wrote or changed, which stay and are counted (MarcosRabadan/Agendia#260)', async () => {
		const bare = await withoutLog();
		await act(bare, 4);
		await write(`update audit_outbox set content = replace(content, 'ada@', 'bob@') where number = 2`);
		await write(`insert into audit_outbox select tenant, 600, 'ff' || substr(id, 3), content, mark from audit_outbox where number = 3`);
		const registry = await open();
		expect(await objects(registry)).toEqual(['act-0', 'act-2', 'act-3']);
		expect(await registry.checkAudit(ada)).toEqual({ entries: 3, waiting: 0, foreign: 2 });
	});

	it('go on while the log is away, and say why they wait', async () => {
		let isAway = true;
		const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'the log is away' });
		const registry = await open({ ...log, take: (entries) => (isAway ? Promise.reject(away) : log.take(entries)) });
		await act(registry, 3);
		await expect(registry.audit(ada, {})).rejects.toThrow('the log is away');
		expect(faults).toContain(away);
		isAway = false;
		expect(await objects(registry)).toEqual(named(3));
	});

	it('are not doubled by a backup of the registry in which they waited', async () => {
		const bare = await withoutLog();
		await act(bare, 2);
		const rows = await stores[0]!.read('default', (connection) =>
			connection.selectFrom('audit_outbox').select(['number', 'id', 'content', 'mark']).execute(),
		);
		const registry = await open();
		expect(await objects(registry)).toEqual(named(2));
		await stores[0]!.change('default', (connection) => connection.insertInto('audit_outbox').values(rows).execute());
		expect(await objects(registry)).toEqual(named(2));
		expect(await registry.checkAudit(ada)).toEqual({ entries: 2, ...whole });
	});

	it('that are refused are bounded, and none is left out of the counts', async () => {
		// The minute of a window does not end.
		jest.useFakeTimers({
			doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'],
		});
		const registry = await open();
		const refuse = (sha256: string) => expect(registry.revoke(bob, sha256, {})).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		for (let number = 0; number < maxTold + 50; number += 1) await refuse(number.toString(16).padStart(64, '0'));
		for (let number = 0; number < 30; number += 1) await refuse('0'.repeat(64));
		await registry.close();
		const again = await open();
		const { items } = await again.audit(ada, { limit: 500 });
		expect(items).toHaveLength(maxTold + 2);
		expect(items.reduce((sum, { details }) => sum + Number(details.count ?? 1), 0)).toBe(maxTold + 80);
		expect(items.slice(0, 2)).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ action: 'manifest.revoked', subject: bob.subject, outcome: 'refused' }),
				expect.objectContaining({ action: 'change.refused', subject: 'several', object: 'several' }),
			]),
		);
		jest.useRealTimers();
	});

	it('name nobody in the leaf, and nothing once the person is forgotten', async () => {
		const registry = await open();
		await registry.revokeTokens(ada, { subject: 'agent', reason: 'ada was wrong' });
		await registry.revokeTokens(bob, { subject: ada.subject });
		expect((await registry.audit(ada, {})).items).toMatchObject([
			{ action: 'access_token.revoked', subject: bob.subject, object: ada.subject },
			{ action: 'access_token.revoked', subject: ada.subject, details: { reason: 'ada was wrong' } },
		]);
		const { entries } = await log.search('default', { limit: 9 });
		expect(entries.map(({ leaf }) => leaf).join('')).not.toMatch(/\b(?:ada|bob)\b/); // hashes have any letters
		const keys = await openTestAuditKeys();
		const state = openStateDatabase(isPostgresAddress(address) ? address : `${address}.state`, auditSchema);
		const pseudonyms = [keys.pseudonym('default', { kind: 'subject', id: ada.subject })];
		const forgotten = { tenant: 'default', pseudonyms, pseudonym: () => '', now: Date.now() };
		await state.change('default', (connection) => forgetSubject(connection, forgotten));
		await state.close();
		expect((await registry.audit(ada, {})).items).toMatchObject([
			{ subject: bob.subject, object: '' },
			{ action: 'access_token.revoked', subject: '', details: {} },
		]);
		expect(await registry.checkAudit(ada)).toEqual({ entries: 2, ...whole });
	});

	it('are found among the other entries of the tenant, and no other is shown', async () => {
		const registry = await open();
		await act(registry, 3);
		await registry.audit(ada, {});
		const at = Date.now();
		await log.append([{ tenant: 'default', at, action: 'agent.executed', outcome: 'success', who: { kind: 'system' } }]);
		await act(registry, 2, 'later');
		expect(await objects(registry)).toEqual([...named(3), ...named(2, 'later')]);
		const first = await registry.audit(ada, { limit: 2 });
		expect(first.items.map(({ object }) => object)).toEqual(['later-1', 'later-0']);
		expect((await registry.audit(ada, { cursor: first.cursor })).items).toHaveLength(3);
		expect((await registry.audit(ada, { subject: bob.subject })).items).toEqual([]);
	});
}
