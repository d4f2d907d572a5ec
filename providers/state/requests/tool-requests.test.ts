import { slowTest } from '../../../test/support/slow-tests';
import { openToolRequests, type ToolRequestStore } from './tool-request-store';
import { testToolRequests } from './tool-requests.contract';

let store: ToolRequestStore;
let now = 0;
beforeEach(() => (store = openToolRequests(':memory:', { now: () => (now += 1) })));
afterEach(() => store.close());

testToolRequests(() => store);

slowTest('at most a thousand are stored: the oldest go first', async () => {
	for (let index = 0; index < 1_010; index += 1) await store.note('acme', { tool: `tool_${index}`, agent: 'sales', source: 'run' });
	const tools = (await store.list('acme', 2_000)).map(({ tool }) => tool);
	expect(tools).toHaveLength(1_000);
	expect([tools.includes('tool_9'), tools.includes('tool_10')]).toEqual([false, true]);
});
