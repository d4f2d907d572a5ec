import { end, findInFlow, flow, gateway } from '../../../test/support/bpmn/flow-models';

const find = (conditions: string[], attributes = '') =>
	findInFlow(
		'default-flow',
		gateway('x', 'exclusive', attributes),
		flow('s', 'x'),
		...conditions.flatMap((condition, index) => [end(`e${index}`), flow('x', `e${index}`, condition)]),
	);

test.each([
	[['=status = "a"', '=status = "b"'], 'status is another text'],
	[['=n > 3', '=n < 3'], 'n is 3'],
	[['=order.paid', '=order.sent'], 'order.paid is false and order.sent is false'],
	[['=done'], 'done is false'],
])('says when no condition of %j holds', async (conditions, gap) => {
	expect(await find(conditions)).toEqual([`1.bpmn:x has no default flow, and no condition holds when ${gap}`]);
});

test.each([
	[['=n > 3', '=n <= 3']],
	[['=n < 1', '=n >= 1 and n < 5', '=n >= 5']],
	[['=done', '=not(done)']],
	[['=done = true', '=done = false']],
	[['=status = "a"', '=status != "a"']],
	[['=count(list) > 1', '=count(list) <= 1']],
	[['=x == 1', '=x == 2']],
])('leaves %j alone', async (conditions) => {
	expect(await find(conditions)).toEqual([]);
});

test('leaves a gateway with a default flow alone', async () => {
	expect(await find(['=done', '=sent'], 'default="x-e1"')).toEqual([]);
});
