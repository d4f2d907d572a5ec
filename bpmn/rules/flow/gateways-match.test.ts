import { end, findInFlow, flow, gateway, path, task } from '../../../test/support/bpmn/flow-models';

const find = (...elements: string[]) => findInFlow('gateways-match', ...elements);
const [a, b] = [task('a'), task('b')];
const diamond = (split: string, join: string) => [
	gateway('x', split),
	a,
	b,
	gateway('y', join),
	end(),
	path('s > x > a > y > e'),
	path('x > b > y'),
];

test('finds a parallel join after an exclusive split', async () => {
	expect(await find(...diamond('exclusive', 'parallel'))).toEqual([
		'1.bpmn:y waits for all its flows, but "x" takes only one of the ways to it',
	]);
});

test('finds an exclusive join after a parallel split', async () => {
	expect(await find(...diamond('parallel', 'exclusive'))).toEqual([
		'1.bpmn:y lets each branch of "x" pass, so that everything after it runs several times',
	]);
});

test.each([
	['gateways of one kind', diamond('parallel', 'parallel')],
	['exclusive gateways', diamond('exclusive', 'exclusive')],
	['an inclusive join', diamond('exclusive', 'inclusive')],
	[
		'a choice within a branch of a parallel split',
		[
			gateway('x', 'parallel'),
			gateway('c'),
			gateway('m'),
			a,
			b,
			task('d'),
			gateway('y', 'parallel'),
			end(),
			path('s > x > c > a > m > y > e'),
			path('c > b > m'),
			path('x > d > y'),
		],
	],
	[
		'a choice in each branch of which both flows of the join are reached',
		[gateway('x'), gateway('f', 'parallel'), gateway('g', 'parallel'), gateway('m'), gateway('n'), gateway('y', 'parallel'), end()].concat(
			path('s > x > f > m > y > e'),
			path('x > g > m'),
			path('f > n > y'),
			path('g > n'),
		),
	],
	[
		'a loop that brings the missing token',
		[
			gateway('m'),
			gateway('x'),
			gateway('f', 'parallel'),
			a,
			gateway('y', 'parallel'),
			end(),
			path('s > m > x > f > m'),
			path('x > a > y > e'),
			path('f > y'),
		],
	],
	[
		'a parallel branch that may end before the exclusive join',
		[
			gateway('x', 'parallel'),
			gateway('c'),
			gateway('d'),
			gateway('y'),
			end(),
			end('e2'),
			path('s > x > c > y > e'),
			path('x > d > y'),
			flow('c', 'e2'),
			flow('d', 'e2'),
		],
	],
])('leaves %s alone', async (_name, elements) => {
	expect(await find(...elements)).toEqual([]);
});
