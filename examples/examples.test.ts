import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import manifest from '../package.json';

interface Node {
	name: string;
	type: string;
	position: [number, number];
	parameters: { content?: string; width?: number; height?: number };
	credentials?: object;
}

const sticky = 'n8n-nodes-base.stickyNote';
const files = globSync('*/*workflow.json', { cwd: __dirname }).sort();
const examples = files.map((file) => {
	const { id, name, nodes } = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as { id: string; name: string; nodes: Node[] };
	return { file, id, name, nodes, notes: nodes.filter(({ type }) => type === sticky) };
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

describe.each(examples)('the example $file', ({ nodes, notes }) => {
	it('says on the canvas what it shows, what is needed and how to try it', () => {
		const text = notes.map(({ parameters }) => parameters.content).join('\n');
		expect(text).toMatch(/^## /m);
		expect(text).toMatch(/You need|needs no key/);
		expect(text).toMatch(/Try it|Ask a question/);
	});

	it('names no credential of somebody’s n8n', () => {
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});

	it('has notes that cover neither a node nor one another', () => {
		const boxes = nodes.map(({ name, type, position: [x, y], parameters: { width = 100, height = 100 } }) => {
			const isNote = type === sticky;
			return { name, isNote, left: x, top: y, right: x + (isNote ? width : 100), bottom: y + (isNote ? height : 100) };
		});
		const covered = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => one.isNote || other.isNote)
				.filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
				.map((other) => `${one.name} and ${other.name}`),
		);
		expect(covered).toEqual([]);
	});
});
