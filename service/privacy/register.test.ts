import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSettable } from '../../core/base/privacy/kept-classes';
import { isAboutPersons, listForgotten } from '../../core/base/privacy/personal-data';
import { knownSchemas } from '../../cli/state/known-schemas';
import type { HostKeys } from '../../providers/compose/guardrails/changing-keys';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { closeOpened } from '../../providers/compose/open-once';
import { stateSubjects } from '../../providers/state/subjects';
import { openGate } from '../../test/fakes/permissive-gate';
import { fillWithPerson } from '../../test/support/privacy/fill-with-person';
import { openEveryStore } from '../../test/support/privacy/open-every-store';
import { listDifferences, readSqliteColumns } from '../../test/support/privacy/stored-columns';
import { sealedColumns } from '../../providers/state/channels/sealed/sealed-text';
import { registeredTables } from './register';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-register-'));
	await openEveryStore(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const of = (store: string) => registeredTables.filter((table) => table.store === store);

it('knows every database that Troupe opens', () => {
	expect([...new Set(registeredTables.map(({ store }) => store))].sort()).toEqual(Object.keys(knownSchemas).sort());
});

it.each(Object.keys(knownSchemas))(
	'says once what each column of %s tells of a person (FinAegis/core-banking-prototype-laravel#1142)',
	(store) => {
		expect(listDifferences(readSqliteColumns(join(home, store)), of(store))).toEqual([]);
	},
);

it('finds a table and a column that nobody declared, one that is declared twice, and one that is gone', () => {
	const [run] = of('state.db').filter(({ name }) => name === 'run');
	const declared = [{ ...run!, fields: run!.fields.filter(({ column }) => column !== 'error') }];
	const stored = new Map([
		['run', ['tenant', ...run!.fields.map(({ column }) => column)]],
		['extra', ['tenant']],
	]);
	expect(listDifferences(stored, declared)).toEqual(['extra is not declared', 'run.error is not declared']);
	const twice = [
		{ ...run!, fields: [...run!.fields, { column: 'error', kind: 'name' as const }, { column: 'gone', kind: 'name' as const }] },
	];
	stored.delete('extra');
	expect(listDifferences(stored, twice)).toEqual(['run.error is declared 2 times', 'run.gone does not exist']);
});

it('says of every table that holds something of a contact either how a row belongs to them, or why it stays', () => {
	const silent = registeredTables.filter(
		({ data }) => isAboutPersons(data) && data.whose === undefined && ('stays' in data ? data.stays : undefined) === undefined,
	);
	expect(silent.map(({ store, name }) => `${store} ${name}`)).toEqual([]);
});

it('names in `whose` a column of the table, and a table of the same store', () => {
	const faults = registeredTables.flatMap(({ store, name, data, fields }) =>
		Object.entries(data.whose ?? {}).flatMap(([by, columns]) => [
			...(['pseudonym', 'alias', 'text'].includes(by) || of(store).some((table) => table.name === by) ? [] : [`${name}: no table ${by}`]),
			...columns!
				.split(' ')
				.filter((column) => !fields.some((field) => field.column === column))
				.map((column) => `${name}: no column ${column}`),
		]),
	);
	expect(faults).toEqual([]);
});

it('says of every table that a tenant can set the time of when its rows are old, or with which others they go (caura-ai/caura#819)', () => {
	const settable = registeredTables.filter(({ data }) => isSettable(data.kept));
	const isSaid = ({ store, name, data }: (typeof settable)[number]) =>
		data.oldBy !== undefined ||
		data.endsBy !== undefined ||
		[data.goesWith, ...Object.keys(data.whose ?? {})].some((other) => other !== name && of(store).some((table) => table.name === other));
	expect(settable.filter((table) => !isSaid(table)).map(({ store, name }) => `${store} ${name}`)).toEqual([]);
	const times = settable.flatMap(({ name, data, fields }) =>
		[data.oldBy, data.endsBy].flatMap((column) =>
			column === undefined || /\s/.test(column) || fields.some((field) => field.column === column) ? [] : [`${name}: no column ${column}`],
		),
	);
	expect(times).toEqual([]);
});

it('has a way to forget in every subject of the state that holds rows of persons', () => {
	const without = stateSubjects.filter(({ tables, forgetting }) => listForgotten(tables).length > 0 !== (forgetting !== undefined));
	expect(without.map(({ name }) => name)).toEqual([]);
});

/** Sealed under a key of a person or a credential, which is itself under the master key. */
const underOtherKeys = [
	...[
		'audit_value.sealed',
		'audit_waiting.sealed',
		'credential.sealed',
		'vault_entry.sealed',
		'memory_facts.content',
		'memory_turns.content',
	],
	...Object.keys(sealedColumns),
	...['memory_conversations.name', 'memory_conversations.summary', 'memory_conversations.summary_labels'],
];

it('says of every encrypted column whether a new master key seals it again (MemberJunction/MJ#4580)', () => {
	const silent = registeredTables.flatMap(({ name, data, fields }) =>
		fields
			.filter(({ kind }) => kind === 'sealed' || kind === 'encrypted')
			.map(({ column }) => column)
			.filter((column) => !data.underMasterKey?.split(' ').includes(column))
			.map((column) => `${name}.${column}`),
	);
	expect(silent.sort()).toEqual(underOtherKeys.toSorted());
});

slowTest('names every column in which something is sealed under the master key', async () => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-sealed-'));
	try {
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '' };
		await fillWithPerson('ana', host);
		const { prefix } = ((await openVaultKeys(host, stateFolder)) as HostKeys).ring.current;
		await closeOpened();
		const found = registeredTables.flatMap((table) => findSealed(join(stateFolder, table.store), table.name, Buffer.from(prefix)));
		const declared = registeredTables.flatMap(
			({ name, data }) => data.underMasterKey?.split(' ').map((column) => `${name}.${column}`) ?? [],
		);
		expect(found.filter((column) => !declared.includes(column))).toEqual([]);
		expect(found).toEqual(expect.arrayContaining(['subject_key.wrapped', 'audit_key.sealed', 'memory_persons.data_key']));
	} finally {
		rmSync(stateFolder, { recursive: true, force: true });
	}
});

function findSealed(file: string, table: string, prefix: Buffer): string[] {
	if (!existsSync(file)) return [];
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
		const rows = isThere ? (database.prepare(`SELECT * FROM ${table}`).all() as Array<Record<string, unknown>>) : [];
		const isSealed = (value: unknown) =>
			typeof value === 'string'
				? value.includes(prefix.toString('base64'))
				: value instanceof Uint8Array && Buffer.from(value).includes(prefix);
		return [...new Set(rows.flatMap((row) => Object.keys(row).filter((column) => isSealed(row[column]))))].map(
			(column) => `${table}.${column}`,
		);
	} finally {
		database.close();
	}
}
