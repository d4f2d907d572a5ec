import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldKind } from '../../core/base/privacy/personal-data';
import { closeOpened } from '../../providers/compose/open-once';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openGate } from '../fakes/permissive-gate';
import { findPerson } from '../../service/operations/privacy/find-person';
import { exportWhole } from '../support/privacy/export-whole';
import { fillWithPerson, valuesOf } from '../support/privacy/fill-with-person';
import { findValues } from '../support/privacy/find-values';
import { type Databases, onBoth } from '../support/servers/databases';

/** Kinds of fields whose values are given to the person as they are stored. */
const given: readonly FieldKind[] = ['identifier', 'name', 'words', 'derived', 'masked'];
/** Rows of the memory have other columns than their tables: the store opens them. */
const ofMemory = (store: string) => store === 'memory.db';

onBoth('the export of a person', (openDatabases) => {
	let databases: Databases;
	let home: string;
	let database: string;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-export-'));
		const place = await databases.create();
		database = isPostgresAddress(place) ? place : '';
	});
	afterEach(async () => {
		await closeOpened();
		rmSync(home, { recursive: true, force: true });
	});

	it('has every value and every row that is stored of them, and none of another person', async () => {
		const host = {
			...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database, tenant: 'default' },
			memoryStore: database || undefined,
		};
		const [ana, bob] = [await fillWithPerson('ana', host), await fillWithPerson('bob', host)];
		const [hers, his] = [Object.values(valuesOf('ana')), [...Object.values(valuesOf('bob')), bob]];
		const stored = await findValues(home, database, hers);

		const { answer, rows, page, leftOut } = await exportWhole(`phone=+${valuesOf('ana').phone}`, host);
		expect(answer.person).toMatchObject({ id: ana, name: valuesOf('ana').name });
		const missing = stored.filter(({ where, kind, value }) => {
			const [store, place] = where.split(' ') as [string, string];
			const [table, column] = place.split('.') as [string, string];
			if (!given.includes(kind)) return false;
			return !rows.some((one) => one.store === store && one.table === table && JSON.stringify(one.row[column]).includes(value));
		});
		expect(missing).toEqual([]);
		// Sealed values are opened.
		const texts = JSON.stringify(rows);
		expect(hers.filter((value) => !texts.includes(value))).toEqual([]);
		expect(rows.find(({ table }) => table === 'vault_entry')?.row.sealed).toBe(valuesOf('ana').mail);
		expect(rows.filter(({ table }) => table === 'memory_turns').length).toBeGreaterThan(0);
		expect(texts).not.toContain('[unreadable]');
		// Memories of a conversation are noted under the conversation, too, which is nobody else.
		expect(leftOut).toMatchObject({ shared: 0, others: 0 });
		expect(his.filter((value) => texts.includes(value) || page.includes(value))).toEqual([]);
		expect(texts).not.toContain('user:bia');

		const context = { host, by: 'test', signal: new AbortController().signal };
		const counted = (await findPerson.perform({ person: ana }, context)).stored.filter(
			({ store, table }) => !ofMemory(store) && !['audit_value', 'audit_key'].includes(table),
		);
		const counts = counted.map(({ table, rows: count }) => [table, count]);
		expect(counts.map(([table]) => [table, rows.filter((one) => one.table === table).length])).toEqual(counts);
		expect((await exportWhole(ana, host)).rows.filter(({ purpose }) => purpose !== 'audit').length).toBe(
			rows.filter(({ purpose }) => purpose !== 'audit').length,
		);
	});
});
