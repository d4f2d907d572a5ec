import { startTask } from '../../test/support/fill-inbox';
import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
let key: string;
beforeAll(async () => {
	service = await startOperationsService(['process:read', 'process:run']);
	await startTask(service.engine, 'refund', 'Refund', { customer: 'Maria' });
	key = (await service.engine.searchUserTasks({}))[0]!.key;
});
afterAll(() => service.close());

interface Filled {
	fields: Array<{ path: string[] }>;
}
const fill = async (entered?: object, as?: 'ours' | 'theirs' | 'nobody') =>
	service.call(`POST user-tasks/${key}/fill`, { body: { ...(entered && { entered }) }, as });
const names = ([, answer]: [number, unknown]) => (answer as Filled).fields.map(({ path }) => path.join('.'));

it('shows what a person sees with the values so far, and why the form cannot be sent', async () => {
	const first = await fill();
	expect(first).toMatchObject([200, { hasForm: true, values: { customer: 'Maria' }, variables: { customer: 'Maria' } }]);
	expect(names(first)).toEqual(['customer', 'amount', 'reason', 'agreed']);
	expect(first[1]).toMatchObject({
		fields: [
			{ label: 'Customer', value: 'Maria', isReadOnly: true, problems: [] },
			{ label: 'Amount', isRequired: true, problems: ['is required'] },
			{ options: [{ value: 'late', label: 'It was late' }, { value: 'broken' }] },
			{ type: 'checkbox', value: false },
		],
	});
	const broken = await fill({ amount: 900, reason: 'broken' });
	expect(names(broken)).toContain('note');
	expect(broken[1]).toMatchObject({ problems: [expect.stringContaining('above 500'), expect.stringContaining('"note"')] });
	const whole = await fill({ amount: 70, reason: 'broken', note: 'The lid is off', agreed: true });
	expect(whole[1]).toMatchObject({ problems: [], values: { amount: 70, reason: 'broken', note: 'The lid is off', agreed: true } });
});

it('changes nothing, and is for who reads the task', async () => {
	expect((await service.engine.searchUserTasks({})).map((task) => [task.key, task.variables])).toEqual([[key, { customer: 'Maria' }]]);
	expect(await fill({}, 'theirs')).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect(await fill({}, 'nobody')).toMatchObject([403, {}]);
	expect(await service.call('POST user-tasks/1/fill', { body: {} })).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect(await service.call('POST user-tasks/x/fill', { body: {} })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});
