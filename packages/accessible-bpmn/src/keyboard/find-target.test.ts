import type { Graph, GraphNode, Way } from '../graph/graph';
import { findTarget, readMove } from './find-target';

const way = (target: string): Way => ({ kind: 'sequence', target, name: '' });
const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
	...{
		id,
		type: 'Task',
		name: id,
		isInterrupting: true,
		isEventSubProcess: false,
		boundaries: [],
		ways: [],
		predecessors: [],
		children: [],
		notes: [],
	},
	...more,
});
const nodes = [
	node('start', { ways: [way('gate')] }),
	node('gate', { ways: [way('a'), way('b')], predecessors: [way('start')] }),
	node('a', { ways: [way('join')], predecessors: [way('gate')], boundaries: ['timeout'] }),
	node('timeout', { host: 'a' }),
	node('b', { ways: [way('join')], predecessors: [way('gate')], children: ['inner'] }),
	node('inner', { scope: 'b' }),
	node('join', { predecessors: [way('a'), way('b')] }),
];
const roots = nodes.filter(({ scope }) => scope === undefined).map(({ id }) => id);
const graph: Graph = { nodes: new Map(nodes.map((each) => [each.id, each])), roots, order: nodes.map(({ id }) => id) };

const press = (id: string, key: string, cameFrom = new Map<string, string>()): string | undefined => {
	const move = readMove(key);
	return move && findTarget(graph, id, move, cameFrom);
};

it.each([
	['start', 'ArrowRight', 'gate'],
	['gate', 'ArrowRight', 'a'],
	['gate', '2', 'b'],
	['gate', '3', undefined],
	['a', 'ArrowDown', 'timeout'],
	['timeout', 'ArrowDown', 'b'],
	['b', 'ArrowUp', 'timeout'],
	['timeout', 'ArrowLeft', 'a'],
	['b', 'Enter', 'inner'],
	['inner', 'Escape', 'b'],
	['start', 'Escape', undefined],
	['join', 'ArrowRight', undefined],
	['join', 'ArrowLeft', 'a'],
	['join', 'Home', 'start'],
	['start', 'End', 'join'],
	['start', 'x', undefined],
])('leads from %s by %s to %s', (id, key, target) => {
	expect(press(id, key)).toBe(target);
});

it('goes back where one came from', () => {
	expect(press('join', 'ArrowLeft', new Map([['join', 'b']]))).toBe('b');
	expect(press('join', 'ArrowLeft', new Map([['join', 'gone']]))).toBe('a');
});
