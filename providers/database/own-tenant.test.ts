import { DummyDriver, Kysely, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { OwnTenant } from './own-tenant';
import { registryTables } from '../../manifests/registry/store/migrations';
import type { Tables } from '../../manifests/registry/store/tables';

const database = new Kysely<Tables>({
	dialect: {
		createAdapter: () => new SqliteAdapter(),
		createDriver: () => new DummyDriver(),
		createIntrospector: (one) => new SqliteIntrospector(one),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	},
	plugins: [new OwnTenant('acme', registryTables)],
});
const flag = { name: 'beta', enabled: 1, percent: null, revision: 1 };
/** What a query becomes, with its values in their places. */
const compileSql = (query: { compile(): { sql: string; parameters: readonly unknown[] } }) => {
	const compiled = query.compile();
	let place = 0;
	return compiled.sql.replaceAll('"', '').replace(/\?/g, () => JSON.stringify(compiled.parameters[place++]));
};

describe('a query of one tenant', () => {
	it('reads its own rows, also with an or of its own and in a query inside another', () => {
		expect(compileSql(database.selectFrom('flags').select('name'))).toBe('select name from flags where tenant = "acme"');
		const either = database
			.selectFrom('flags')
			.select('name')
			.where(({ or, eb }) => or([eb('name', '=', 'x'), eb('enabled', '=', 1)]));
		expect(compileSql(either)).toBe('select name from flags where tenant = "acme" and ((name = "x" or enabled = 1))');
		// The inner one is held where it is written and where it is put: twice does no harm.
		const inner = database.selectFrom('events').select('id').where('type', '=', 'flag.changed');
		expect(compileSql(database.deleteFrom('events').where('id', '<=', inner))).toBe(
			'delete from events where tenant = "acme" and (id <= (select id from events where tenant = "acme" and (tenant = "acme" and (type = "flag.changed"))))',
		);
	});

	it('changes and removes its own rows', () => {
		expect(compileSql(database.updateTable('flags').set({ enabled: 0 }))).toBe('update flags set enabled = 0 where tenant = "acme"');
		expect(compileSql(database.deleteFrom('flags').where('name', '=', 'x'))).toBe(
			'delete from flags where tenant = "acme" and (name = "x")',
		);
	});

	it('adds rows of its own, each of several, and meets its own where they are there already', () => {
		expect(compileSql(database.insertInto('flags').values([flag, { ...flag, name: 'gamma' }]))).toBe(
			'insert into flags (tenant, name, enabled, percent, revision) values ("acme", "beta", 1, null, 1), ("acme", "gamma", 1, null, 1)',
		);
		const computed = database.insertInto('flags').values({ ...flag, revision: sql<number>`1 + 1` });
		expect(compileSql(computed)).toContain('values ("acme", "beta", 1, null, 1 + 1)');
		const known = database
			.insertInto('flags')
			.values(flag)
			.onConflict((one) => one.columns(['name']).doUpdateSet({ enabled: 0 }));
		expect(compileSql(known)).toMatch(/on conflict \(tenant, name\) do update set enabled = 0$/);
	});

	it('leaves alone what is of everybody', () => {
		expect(compileSql(database.selectFrom('roots').select('version'))).toBe('select version from roots');
		expect(compileSql(database.insertInto('roots').values({ version: 1, tokens: 'x', added_at: 'now' }))).not.toContain('tenant');
	});

	it.each<[string, { compile(): unknown }]>([
		['a join', database.selectFrom('flags').innerJoin('rollouts', 'rollouts.name', 'flags.name').select('flags.name')],
		['two tables', database.selectFrom(['flags', 'rollouts']).select('flags.name')],
		['another name for a table', database.selectFrom('flags as f').select('f.name')],
		['a union', database.selectFrom('flags').select('name').union(database.selectFrom('rollouts').select('name'))],
		[
			'a common table',
			database
				.with('all', (one) => one.selectFrom('flags').select('name'))
				.selectFrom('all')
				.select('name'),
		],
		['a change from another table', database.updateTable('flags').from('rollouts').set({ enabled: 0 })],
		['a removal by another table', database.deleteFrom('flags').using('rollouts')],
		['rows of a query', database.insertInto('flags').columns(['name']).expression(database.selectFrom('rollouts').select('name'))],
		['rows without values', database.insertInto('flags').defaultValues()],
		['a merge', database.mergeInto('flags').using('rollouts', 'rollouts.name', 'flags.name').whenMatched().thenDelete()],
		['a change of the schema', database.schema.dropTable('flags')],
		['a table inside a text', database.selectFrom('roots').select(sql<number>`(select count(*) from flags)`.as('count'))],
		['a table given to a text', database.selectFrom('roots').select(sql<number>`(select 1 from ${sql.table('flags')})`.as('one'))],
	])('is not written with %s', (_what, query) => {
		expect(() => query.compile()).toThrow('cannot be limited to one tenant');
	});

	it('is not written as text, which may only say what is of no table', () => {
		expect(() => sql`delete from "flags"`.compile(database)).toThrow('cannot be limited to one tenant');
		expect(sql`savepoint one_change`.compile(database).sql).toBe('savepoint one_change');
	});
});
