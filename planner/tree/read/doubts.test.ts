import { readTree } from '../read-tree';

const paid = { kind: 'event', name: 'Wait for the payment', on: { kind: 'message', name: 'paid' } };
const read = (more: object, ...blocks: object[]) => readTree({ name: 'P', inputs: [], do: blocks, ...more });
const rules = (faults: Array<{ rule: string; path: string }>) => faults.map(({ rule, path }) => `${path} ${rule}`);
const keyOf = ({ tree }: ReturnType<typeof readTree>) => tree?.do.flatMap((block) => (block.kind === 'event' ? block.waits : []))[0]?.on;

it.each([
	['the number of an input', { inputs: [{ name: 'amount', type: 'number' }, { name: 'orderNumber' }] }, [], 'orderNumber'],
	['what a step before surely brings', {}, [{ kind: 'human', name: 'File it', who: 'a', writes: ['protocolo'] }], 'protocolo'],
	['an address, where nothing has a number', { inputs: ['name', { name: 'x', label: 'E-mail' }] }, [], 'x'],
	['a new input, where nothing tells instances apart', { inputs: [{ name: 'guests', label: 'Number of guests' }] }, [], 'reference'],
	['no value that may be missing', { inputs: [{ name: 'orderId', required: false }] }, [], 'reference'],
])('takes as the key of a message %s, and doubts it', (_, more, before, key) => {
	const result = read(more, ...before, paid);
	expect(keyOf(result)).toMatchObject({ key });
	expect(rules(result.doubts)).toEqual([`/do/${before.length}/waits/0/on/key no-key`]);
	expect([result.faults, result.tree!.inputs.some(({ name }) => name === key) || before.length > 0]).toEqual([[], true]);
});

it('asks for the key of a message where a time begins the plan, since it brings nothing', () => {
	const { faults } = read({ trigger: { kind: 'timer', at: 'R/P1D' }, inputs: ['orderId'] }, paid);
	expect(rules(faults)).toEqual(['/do/0/waits/0/on/key missing']);
});

it('leaves a key that was written, and looks for none in a part of a plan', () => {
	const keyed = { ...paid, on: { ...paid.on, key: 'orderId' } };
	expect(read({ inputs: ['orderId', 'code'] }, keyed).doubts).toEqual([]);
	expect(readTree({ name: 'x', inputs: [], do: [paid] }, true)).toMatchObject({ faults: [], doubts: [], tree: { inputs: [] } });
});

it.each([
	[{ kind: 'teleport', name: 'Send it' }, ' ("teleport")'],
	[{ name: 'Send it' }, ''],
	['Send it', ''],
])('doubts a step by a kind that does not exist: %j', (block, kind) => {
	const { doubts, tree } = readTree({ name: 'P', do: [block] });
	expect(doubts).toMatchObject([
		{ path: '/do/0', rule: 'unknown-kind', message: expect.stringContaining(`"Send it" has no kind that exists${kind}:`) },
	]);
	expect(tree!.do).toMatchObject([{ kind: 'unsupported' }]);
});

it('does not doubt a kind that its fields say', () => {
	expect(read({}, { kind: 'rpc', name: 'Order', url: 'https://erp.example' }).doubts).toEqual([]);
});

it.each(['[1, 2, 3]', [1, 2, 3], '1..3', 'for month in 1..3'])('takes the fixed list %j for a number of rounds', (each) => {
	const { tree, faults } = read({}, { kind: 'loop', name: 'Months', each, as: 'month', do: [{ kind: 'human', name: 'Visit', who: 'a' }] });
	expect([tree!.do[0], faults]).toMatchObject([{ kind: 'loop', limit: 3 }, []]);
	expect(tree!.do[0]).not.toHaveProperty('each');
});

it.each([
	['of other values', ['law', 'sales'], 'Ask'],
	['of numbers that are read', '[1,2]', 'Visit {{month}}'],
])('refuses a fixed list %s, and says what to write', (_, each, message) => {
	const { faults } = read({}, { kind: 'loop', name: 'Each', each, as: 'month', do: [{ kind: 'agent', name: 'A', message }] });
	expect(faults).toMatchObject([{ path: '/do/0/each', rule: 'fixed-list', fix: expect.stringContaining('set "limit"') }]);
});

it('loses nothing of an event that waits for something unknown', () => {
	const waits = [{ on: { kind: 'timer', duration: 'P1D' } }, { on: { kind: 'moon' }, do: [{ kind: 'end', name: 'E' }] }];
	expect(rules(read({}, { kind: 'event', name: 'W', waits }).faults)).toEqual(['/do/0/waits/1/on value']);
});
