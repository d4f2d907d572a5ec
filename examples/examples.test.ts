import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadNode, nodeFiles } from '../test/shared/package-files';
import { describeNotes, type NotedNode } from '../test/support/workflow-notes';

const files = globSync('{*,*/n8n}/*workflow.json', { cwd: __dirname }).sort();
const examples = files.map((file) => {
	const { id, name, nodes } = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as { id: string; name: string; nodes: NotedNode[] };
	return { file, id, name, nodes };
});

/** Those that the picker offers. A node that n8n offers as a tool, too, has the name of the tool there. */
const nodeTypes = nodeFiles
	.map((file) => loadNode(file).description)
	.filter(({ hidden }) => !hidden)
	.map(({ name }) => `n8n-nodes-troupe.${name}`);

const descriptions = new Map(nodeFiles.map((file) => [`n8n-nodes-troupe.${loadNode(file).description.name}`, loadNode(file).description]));

/** n8n gives them to each node that it offers as a tool. */
const isOfTools = (field: string) => ['descriptionType', 'toolDescription'].includes(field);

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

/** n8n runs a node with whatever its parameters are: an operation of another name fails only when a person executes the example. */
test.each(files)('%s sets fields and choices that its nodes have', (file) => {
	const { nodes } = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as {
		nodes: Array<NotedNode & { parameters: Record<string, unknown> }>;
	};
	const wrong = nodes.flatMap(({ name, type, parameters }) => {
		const own = descriptions.get(type.replace(/Tool$/, ''));
		if (!own) return [];
		return Object.entries(parameters).flatMap(([field, value]) => {
			const fields = own.properties.filter((one) => one.name === field);
			if (fields.length === 0) return isOfTools(field) ? [] : [`${name}: ${field}`];
			const choices = fields.map(({ type: kind, options = [] }) =>
				kind === 'options' || kind === 'multiOptions' ? options.flatMap((one) => ('value' in one ? [one.value] : [])) : undefined,
			);
			if (choices.includes(undefined) || choices.every((each) => each!.length === 0)) return [];
			const chosen = [value].flat().filter((one) => !(typeof one === 'string' && one.startsWith('=')));
			const known = new Set(choices.flatMap((each) => each!));
			return chosen.filter((one) => !known.has(one as string)).map((one) => `${name}: ${field} = ${String(one)}`);
		});
	});
	expect(wrong).toEqual([]);
});
