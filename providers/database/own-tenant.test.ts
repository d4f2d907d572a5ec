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
const list = { sha256: 'beta', content: '{}' };
/** What a query becomes, with its values in their places. */
const compileSql = (query: { compile(): { sql: string; parameters: readonly unknown[] } }) => {
	const compiled = query.compile();
	let place = 0;
	return compiled.sql.replaceAll('"', '').replace(/\?/g, () => JSON.stringify(compiled.parameters[place++]));
};

describe('a query of one tenant', () => {
	it('reads its own rows, also with an or of its own and in a query inside another', () => {
		expect(compileSql(database.selectFrom('file_lists').select('sha256'))).toBe('select sha256 from file_lists where tenant = "acme"');
		const either = database
			.selectFrom('file_lists')
			.select('sha256')
			.where(({ or, eb }) => or([eb('sha256', '=', 'x'), eb('content', '=', '{}')]));
		expect(compileSql(either)).toBe('select sha256 from file_lists where tenant = "acme" and ((sha256 = "x" or content = "{}"))');
		// The inner one is held where it is written and where it is put: twice does no harm.
		const inner = database.selectFrom('events').select('id').where('type', '=', 'policy.changed');
		expect(compileSql(database.deleteFrom('events').where('id', '<=', inner))).toBe(
			'delete from events where tenant = "acme" and (id <= (select id from events where tenant = "acme" and (tenant = "acme" and (type = "policy.changed"))))',
		);
	});

	it('changes and removes its own rows', () => {
		expect(compileSql(database.updateTable('file_lists').set({ content: '' }))).toBe(
			'update file_lists set content = "" where tenant = "acme"',
		);
		expect(compileSql(database.deleteFrom('file_lists').where('sha256', '=', 'x'))).toBe(
			'delete from file_lists where tenant = "acme" and (sha256 = "x")',
		);
	});

	it('adds rows of its own, each of several, and meets its own where they are there already', () => {
		expect(compileSql(database.insertInto('file_lists').values([list, { ...list, sha256: 'gamma' }]))).toBe(
			'insert into file_lists (tenant, sha256, content) values ("acme", "beta", "{}"), ("acme", "gamma", "{}")',
		);
		const computed = database.insertInto('file_lists').values({ ...list, content: sql<string>`1 + 1` });
		expect(compileSql(computed)).toContain('values ("acme", "beta", 1 + 1)');
		const known = database
			.insertInto('file_lists')
			.values(list)
			.onConflict((one) => one.columns(['sha256']).doUpdateSet({ content: '' }));
		expect(compileSql(known)).toMatch(/on conflict \(tenant, sha256\) do update set content = ""$/);
	});

	it('leaves alone what is of everybody', () => {
		expect(compileSql(database.selectFrom('roots').select('version'))).toBe('select version from roots');
		expect(compileSql(database.insertInto('roots').values({ version: 1, tokens: 'x', added_at: 'now' }))).not.toContain('tenant');
	});

	it.each<[string, { compile(): unknown }]>([
		['a join', database.selectFrom('file_lists').innerJoin('rollouts', 'rollouts.name', 'file_lists.sha256').select('file_lists.sha256')],
		['two tables', database.selectFrom(['file_lists', 'rollouts']).select('file_lists.sha256')],
		['another name for a table', database.selectFrom('file_lists as f').select('f.sha256')],
		['a union', database.selectFrom('file_lists').select('sha256 as name').union(database.selectFrom('rollouts').select('name'))],
		[
			'a common table',
			database
				.with('all', (one) => one.selectFrom('file_lists').select('sha256'))
				.selectFrom('all')
				.select('sha256'),
		],
		['a change from another table', database.updateTable('file_lists').from('rollouts').set({ content: '' })],
		['a removal by another table', database.deleteFrom('file_lists').using('rollouts')],
		['rows of a query', database.insertInto('file_lists').columns(['sha256']).expression(database.selectFrom('rollouts').select('name'))],
		['rows without values', database.insertInto('file_lists').defaultValues()],
		['a merge', database.mergeInto('file_lists').using('rollouts', 'rollouts.name', 'file_lists.sha256').whenMatched().thenDelete()],
		['a change of the schema', database.schema.dropTable('file_lists')],
		['a table inside a text', database.selectFrom('roots').select(sql<number>`(select count(*) from file_lists)`.as('count'))],
		['a table given to a text', database.selectFrom('roots').select(sql<number>`(select 1 from ${sql.table('file_lists')})`.as('one'))],
	])('is not written with %s', (_what, query) => {
		expect(() => query.compile()).toThrow('cannot be limited to one tenant');
	});

	it('is not written as text, which may only say what is of no table', () => {
		expect(() => sql`delete from "file_lists"`.compile(database)).toThrow('cannot be limited to one tenant');
		expect(sql`savepoint one_change`.compile(database).sql).toBe('savepoint one_change');
	});
});
