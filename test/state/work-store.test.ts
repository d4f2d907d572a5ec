import { openStateDatabase } from '../../providers/database/state-database';
import { openWorkStore } from '../../providers/state/work-store';
import { addWork } from '../../providers/state/work/work-rows';
import { workSchema } from '../../providers/state/work/work-schema';
import { describeWorkStore } from '../../providers/state/work/work-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';
import { readPages } from '../support/read-pages';

onBoth('the work table', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describeWorkStore(() => databases.create());

	it('is shown, measured, retried and given up by operators', async () => {
		const place = await databases.create();
		const database = openStateDatabase(place, workSchema);
		const store = openWorkStore(place);
		const add = (key: string, tenant: string, dueAt: number) =>
			database.change(tenant, (connection) => addWork(connection, { tenant, kind: 'run-notice', key, lane: 'x', dueAt }));
		await add('late', 'acme', Date.now() - 60_000);
		await add('later', 'acme', Date.now() + 3_600_000);
		await add('theirs', 'globex', Date.now() + 3_600_000);
		const [backlog, ...others] = await store.measure(9);
		expect(backlog).toMatchObject({ kind: 'run-notice', tenant: 'acme', lane: 'x', count: 2 });
		expect(others).toMatchObject([{ tenant: 'globex', count: 1, overdueMs: 0 }]);
		expect(await store.measure(1)).toMatchObject([{ tenant: 'acme' }]);
		expect(backlog!.overdueMs).toBeGreaterThanOrEqual(59_000);
		const later = { kind: 'run-notice', lane: 'x', keys: ['later', 'theirs'] };
		expect(await store.retry('acme', later)).toEqual([]);
		await database.change('acme', (connection) => connection.run(`UPDATE work SET attempts = 3 WHERE key = 'later'`));
		expect(await store.retry('acme', later)).toEqual(['later']);
		expect((await store.list('acme', {}, 9)).map(({ key, state }) => [key, state])).toEqual([
			['late', 'due'],
			['later', 'due'],
		]);
		const page = (after?: readonly [number, string, string]) => store.list('acme', { lane: 'x', after }, 1);
		expect(await readPages(page, ({ dueAt, kind, key }) => [dueAt, kind, key])).toEqual(await store.list('acme', {}, 9));
		expect((await store.drop('acme', 'run-notice', {})).sort()).toEqual(['late', 'later']);
		expect(await store.measure(9)).toMatchObject([{ count: 1, overdueMs: 0 }]);
		await Promise.all([store.close(), database.close()]);
	});
});
