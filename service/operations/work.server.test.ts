import { findStatePlace } from '../../providers/compose/state/state-place';
import { openStateDatabase } from '../../providers/database/state-database';
import { addWork } from '../../providers/state/work/work-rows';
import { workSchema } from '../../providers/state/work/work-schema';
import { startOperationsService } from '../../test/support/operations-service';

it('goes on with the list after the longest key that can be named', async () => {
	const service = await startOperationsService(['work:manage']);
	const database = openStateDatabase(findStatePlace(service.host)!, workSchema);
	const keys = [`${'語'.repeat(499)}1`, `${'\u0001'.repeat(499)}2`, 'last'];
	for (const [dueAt, key] of keys.entries())
		await database.change('default', (connection) => addWork(connection, { tenant: 'default', kind: 'run-notice', key, dueAt }));
	const listed: string[] = [];
	let cursor: string | undefined = '';
	while (cursor !== undefined) {
		const [status, page]: [number, unknown] = await service.call(`GET work?limit=1${cursor && `&cursor=${cursor}`}`);
		expect([status, page]).toMatchObject([200, { items: [{}] }]);
		const read = page as { items: Array<{ key: string }>; cursor?: string };
		listed.push(...read.items.map(({ key }) => key));
		({ cursor } = read);
	}
	expect(listed).toEqual(keys);
	await Promise.all([database.close(), service.close()]);
});
