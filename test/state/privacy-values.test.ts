import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FieldKind, listForgotten } from '../../core/base/privacy/personal-data';
import { closeOpened } from '../../providers/compose/open-once';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openGate } from '../fakes/permissive-gate';
import { findPerson } from '../../service/operations/privacy/find-person';
import { registeredTables } from '../../service/privacy/register';
import { fillWithPerson, valuesOf } from '../support/privacy/fill-with-person';
import { findValues } from '../support/privacy/find-values';
import { type Databases, onBoth } from '../support/servers/databases';

/** Kinds of fields that may show what a person wrote, or who they are. */
const showing: readonly FieldKind[] = ['identifier', 'name', 'words', 'derived', 'masked'];

onBoth('what is stored of a person', (openDatabases) => {
	let databases: Databases;
	let home: string;
	let database: string;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-values-'));
		const place = await databases.create();
		database = isPostgresAddress(place) ? place : '';
	});
	afterEach(async () => {
		await closeOpened();
		rmSync(home, { recursive: true, force: true });
	});

	it('is in no field of which the register says that it shows nothing, and after forgetting in none (eventespresso/event-espresso-core#509, danny-avila/LibreChat#6733)', async () => {
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database, memoryStore: database || undefined };
		const [ana, bob] = [await fillWithPerson('ana', host), await fillWithPerson('bob', host)];
		const values = Object.values(valuesOf('ana'));

		const before = await findValues(home, database, values);
		expect(before.filter(({ kind }) => !showing.includes(kind))).toEqual([]);
		// A masked text shows no value that the policy masks.
		expect(before.filter(({ kind, value }) => kind === 'masked' && value === valuesOf('ana').mail)).toEqual([]);
		// What was said in a conversation, and of it, is under its key, and a request is sealed: what is nowhere else is nowhere in clear.
		const { mail, noted, request } = valuesOf('ana');
		expect(values.filter((value) => !before.some((one) => one.value === value))).toEqual([mail, noted, request]);
		// An id that we made is where a row belongs to its contact, and nowhere else.
		const ids = await findValues(home, database, [ana]);
		expect(ids.filter(({ kind }) => kind === 'nothing').map(({ where }) => where)).toEqual([]);

		const find = async (person: string) =>
			(await findPerson.perform({ person }, { host: { ...host, tenant: 'default' }, by: 'test', signal: new AbortController().signal }))
				.stored;
		const stored = await find(`phone=+${valuesOf('ana').phone}`);
		expect(stored.map(({ table }) => table)).toEqual(
			expect.arrayContaining([
				'message',
				'contact_alias',
				'receipt',
				'desk_relay',
				'run',
				'run_entry',
				'vault_entry',
				'violation',
				'memory_turns',
			]),
		);
		expect(stored.find(({ table }) => table === 'message')).toMatchObject({ store: 'state.db', rows: 3, stays: null });
		expect(await find(ana)).toEqual(stored);

		await runMemoryTask({ operation: 'forget', person: ana }, host, new AbortController().signal);
		// What stays is without the person: see `endRelays`.
		expect((await findValues(home, database, values)).map(({ where }) => where)).toEqual(['state.db desk_relay.address']);
		const forgotten = new Set(registeredTables.flatMap(({ name, data }) => listForgotten({ [name]: data })));
		expect((await findValues(home, database, [ana])).filter(({ table }) => forgotten.has(table))).toEqual([]);
		expect((await find(ana)).filter(({ stays }) => stays === null)).toEqual([]);
		expect((await find(bob)).length).toBe(stored.length);
		expect((await findValues(home, database, Object.values(valuesOf('bob')))).length).toBeGreaterThan(20);
		expect((await findValues(home, database, [bob])).length).toBeGreaterThan(5);
	});
});
