import { describeNode, describeNodesEnding } from './describe-nodes';

const run = (node: string, more: object = {}) => ({ node, durationMs: 5, outputs: [[{}]], ...more });

it.each([
	[run('Set'), 'Set: 1 item (5 ms)'],
	[run('If', { outputs: [[{}, {}], []] }), 'If: 2 items, 0 items (5 ms)'],
	[run('Ask', { failedItems: 1 }), 'Ask: 1 item, 1 of them with an error (5 ms)'],
	[run('Ask', { outputs: [], error: 'Forbidden' }), 'Ask: error: Forbidden (5 ms)'],
	[run('None', { outputs: [] }), 'None: no items (5 ms)'],
])('describes what a node returned: %j', (ran, line) => {
	expect(describeNode(ran)).toBe(line);
});

it('names the node at which a workflow failed', () => {
	const runs = [run('Start'), run('Ask', { outputs: [], error: 'Forbidden' })];
	expect(describeNodesEnding({ finished: false, error: 'Forbidden', runs })).toBe('failed at the node "Ask"');
	expect(describeNodesEnding({ finished: false, error: 'no node', runs: [] })).toBe('failed (no node)');
});

it('says which nodes had errors after which the workflow went on', () => {
	expect(describeNodesEnding({ finished: true, runs: [run('Start')] })).toBe('completed');
	const runs = [run('Start'), run('Ask', { failedItems: 1 }), run('Ask', { failedItems: 1 }), run('Tell', { error: 'Away' })];
	expect(describeNodesEnding({ finished: true, runs })).toBe('completed, although "Ask", "Tell" had errors,');
});
