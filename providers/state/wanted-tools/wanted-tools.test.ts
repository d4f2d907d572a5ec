import { slowTest } from '../../../test/support/slow-tests';
import { openWantedTools, type WantedToolStore } from './wanted-tool-store';
import { testWantedTools } from './wanted-tools.contract';

let store: WantedToolStore;
let now = 0;
beforeEach(() => (store = openWantedTools(':memory:', { now: () => (now += 1) })));
afterEach(() => store.close());

testWantedTools(() => store);

slowTest('at most a thousand are stored: the oldest go first', async () => {
	for (let index = 0; index < 1_010; index += 1) await store.note('acme', { tool: `tool_${index}`, agent: 'sales', source: 'run' });
	const tools = (await store.list('acme', 2_000)).map(({ tool }) => tool);
	expect(tools).toHaveLength(1_000);
	expect([tools.includes('tool_9'), tools.includes('tool_10')]).toEqual([false, true]);
});
