import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import manifest from '../package.json';
import { describeNotes, type NotedNode } from '../test/support/workflow-notes';

const files = globSync('*/*workflow.json', { cwd: __dirname }).sort();
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
