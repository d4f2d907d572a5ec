import { fields, openTestPool, type TestPool } from './open-pool';

let pool: TestPool;
beforeAll(() => (pool = openTestPool()));
afterAll(() => pool.close());

const items = [{ json: { name: 'Ada', tags: ['x'] } }, { json: { name: 'Grace', tags: [] } }];

it('runs a node on items, with expressions that n8n evaluates', async () => {
	const parameters = { ...fields({ greeting: '=Hello {{ $json.name }}', place: '={{ $workflow.name }} {{ $execution.id }}' }) };
	const task = { parameters: { ...parameters, includeOtherFields: true }, items };
	expect(await pool.run(task)).toEqual({
		kind: 'result',
		result: {
			outputs: [
				[
					{ json: { name: 'Ada', tags: ['x'], greeting: 'Hello Ada', place: 'process 1' }, pairedItem: { item: 0 } },
					{ json: { name: 'Grace', tags: [], greeting: 'Hello Grace', place: 'process 1' }, pairedItem: { item: 1 } },
				],
			],
		},
	});
});
