import { end, findInFlow, flow, gateway, path, service } from '../../../test/support/bpmn/flow-models';

const find = (...elements: string[]) => findInFlow('agent-loop-counts', gateway('x'), end(), ...elements);
const loop = (condition: string) => [path('s > draft > x > draft'), flow('x', 'e', condition)];

test('finds a review loop that ends only when the model is content', async () => {
	expect(await find(service('draft', 'troupe:agent', ['score', '=reply.score']), ...loop('=score > 0.8'))).toEqual([
		'1.bpmn:draft is in a loop that no counter ends: it may ask the model, and cost, without end',
	]);
});

test.each([
	['a loop that counts', [service('draft', 'troupe:agent', ['n', '=n + 1']), ...loop('=n >= 3 or score > 0.8')]],
	['a loop that asks for the time', [service('draft', 'troupe:agent'), ...loop('=now() > due')]],
	['a loop without a model', [service('draft', 'mail'), ...loop('=done')]],
	[
		'a loop with a worker that may count',
		[service('draft', 'troupe:agent'), service('w', 'count'), path('s > draft > w > x > draft'), flow('x', 'e', '=n > 3')],
	],
	[
		'a loop in which a person is asked',
		[service('draft', 'troupe:agent'), '<bpmn:userTask id="u"/>', path('s > draft > u > x > draft'), flow('x', 'e', '=ok')],
	],
	['no loop', [service('draft', 'troupe:agent'), path('s > draft > x'), flow('x', 'e', '=ok')]],
])('leaves %s alone', async (_name, elements) => {
	expect(await find(...elements)).toEqual([]);
});
