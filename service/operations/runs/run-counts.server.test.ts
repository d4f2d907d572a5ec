import { useRunApi } from '../../../test/support/run-api';

const { open, call, begin, as } = useRunApi();

test('counts the runs of the last days, so that a list of failures leaves none out in silence (Azure/LogicAppsUX#5554)', async () => {
	await open('Done.', 'Done.');
	for (const message of ['One', 'Two']) await begin(message);
	const reader = await as('reader', ['run:read']);
	const { status, body } = await call('GET', '/run-counts', undefined, reader);
	expect([status, body]).toMatchObject([200, { states: { completed: 2, failed: 0, running: 0 }, more: [], faults: [] }]);
	const ofAnother = await call('GET', '/run-counts?days=1', undefined, await as('other', ['run:read:another']));
	expect(ofAnother.body.states).toMatchObject({ completed: 0 });
	const codes = await Promise.all([
		call('GET', '/run-counts?days=0', undefined, reader),
		call('GET', '/run-counts?days=1000', undefined, reader),
		call('GET', '/run-counts', undefined, await as('seller', ['usage:read'])),
	]);
	expect(codes.map((answer) => answer.status)).toEqual([400, 400, 403]);
});
