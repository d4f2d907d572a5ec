import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import manifest from '../package.json';
import { describeNotes, type NotedNode } from '../test/support/workflow-notes';

const files = globSync('{*,*/n8n}/*workflow.json', { cwd: __dirname }).sort();
const examples = files.map((file) => {
	const { id, name, nodes } = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as { id: string; name: string; nodes: NotedNode[] };
	return { file, id, name, nodes };
});

/** A node that n8n offers as a tool, too, has the name of the tool there. */
const nodeTypes = manifest.n8n.nodes.map((path) => {
	const name = basename(path, '.node.js');
	return `n8n-nodes-troupe.${name[0]!.toLowerCase()}${name.slice(1)}`;
});

test.each(nodeTypes)('an example shows %s', (type) => {
	const shown = examples.filter(({ nodes }) => nodes.some((node) => node.type === type || node.type === `${type}Tool`));
	expect(shown).not.toEqual([]);
});

test('each example has a name and an id of its own, and stands in both indexes', () => {
	for (const key of ['id', 'name'] as const) expect(new Set(examples.map((example) => example[key])).size).toBe(examples.length);
	for (const index of ['README.md', 'README.pt.md']) {
		const text = readFileSync(join(__dirname, index), 'utf8');
		expect(files.filter((file) => !text.includes(`(${file})`))).toEqual([]);
	}
});

for (const { file, nodes } of examples) describeNotes(`the example ${file}`, nodes);

test('the workflow that sells has the agent of the example, with an address to fill in', () => {
	const agent = JSON.parse(readFileSync(join(__dirname, 'sdr/agent.json'), 'utf8')) as { tools: { define: object[] } };
	const { nodes } = examples.find(({ file }) => file === 'sdr/n8n/workflow.json')!;
	const { definition } = nodes.find(({ name }) => name === 'Lia')!.parameters as { definition: string };
	const define = agent.tools.define.map((tool) => ('url' in tool ? { ...tool, url: 'https://your-project.supabase.co' } : tool));
	expect(JSON.parse(definition)).toEqual({ ...agent, id: 'lia', tools: { ...agent.tools, define } });
});

test('the workflow that fills the handbook has its texts', () => {
	const { nodes } = examples.find(({ file }) => file === 'sdr/n8n/handbook-workflow.json')!;
	const { jsonOutput } = nodes.find(({ name }) => name === 'Handbook')!.parameters as { jsonOutput: string };
	const { documents } = JSON.parse(jsonOutput) as { documents: Array<{ id: string; text: string }> };
	const texts = globSync('*.md', { cwd: join(__dirname, 'sdr/handbook') }).sort();
	expect(documents.map(({ id }) => id)).toEqual(texts);
	for (const { id, text } of documents) expect(text).toBe(readFileSync(join(__dirname, 'sdr/handbook', id), 'utf8'));
});
