import { end, findInFlow, gateway, path, service } from '../../../test/support/bpmn/flow-models';
import { slowTest } from '../../../test/support/slow-tests';

const find = (first: string, second: string, kind = 'parallel') =>
	findInFlow(
		'parallel-writes-differ',
		gateway('x', kind),
		first,
		second,
		gateway('y', kind),
		end(),
		path('s > x > a > y > e'),
		path('x > b > y'),
	);

test('finds two tasks that write one variable in parallel', async () => {
	expect(await find(service('a', 'mail', ['result', '=x']), service('b', 'sms', ['result', '=y']))).toEqual([
		'1.bpmn:b writes "result", as "a" does in a parallel branch: the slower one wins',
	]);
});

test('knows what jobs of Troupe return without an output mapping', async () => {
	expect(await find(service('a', 'troupe:agent'), service('b', 'troupe:agent'))).toContain(
		'1.bpmn:b writes "reply", as "a" does in a parallel branch: the slower one wins',
	);
});

test.each([
	['variables of their own', [service('a', 'mail', ['first', '=x']), service('b', 'sms', ['second', '=x'])]],
	['one constant in both', [service('a', 'mail', ['sent', '=true']), service('b', 'sms', ['sent', '=true'])]],
	['jobs of which nothing is known', [service('a', 'mail'), service('b', 'sms')]],
	['one branch at a time', [service('a', 'mail', ['result', '=x']), service('b', 'sms', ['result', '=y']), 'exclusive']],
] as Array<[string, [string, string, string?]]>)('leaves %s alone', async (_name, elements) => {
	expect(await find(...elements)).toEqual([]);
});

slowTest('tells of each variable once, however many branches there are', async () => {
	const names = Array.from({ length: 600 }, (_, index) => `t${index}`);
	const found = await findInFlow(
		'parallel-writes-differ',
		gateway('x', 'parallel'),
		...names.map((name) => service(name, 'mail', ['result', `=${name}`])),
		gateway('y', 'parallel'),
		end(),
		path('s > x > t0 > y > e'),
		...names.slice(1).map((name) => path(`x > ${name} > y`)),
	);
	expect(found).toEqual(['1.bpmn:t1 writes "result", as "t0" and 598 more do in parallel branches: the slowest one wins']);
});
