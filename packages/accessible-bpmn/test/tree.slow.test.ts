import { describeSlow } from '../../../test/support/slow-tests';
import { cleanText } from '../src/names/clean-text';
import { readAccessibilityTree } from './support/accessibility-tree';
import { openDiagramPage, type DiagramPage, type DiagramWindow } from './support/diagram-page';
import { readModelGraph } from './support/model-graph';
import { examples, pickCases } from './support/models';

declare const window: DiagramWindow;

describeSlow('the tree that screen readers get', () => {
	let diagram: DiagramPage;
	beforeAll(async () => {
		diagram = await openDiagramPage();
	});
	afterAll(() => diagram.close());

	it.each([...examples, ...pickCases(1)])('has the elements, flows and tokens of $name', async ({ xml }) => {
		const model = await xml();
		const expected = await readModelGraph(model);
		await diagram.open(model);
		const tokens = Object.fromEntries([...expected.elements.keys()].map((id, index) => [id, { tokens: index % 3, incidents: index % 2 }]));
		await diagram.page.evaluate(async (values) => {
			const unknown = window.diagram.service.setTokens(values);
			if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}`);
			await window.diagram.shown();
		}, tokens);
		const tree = await readAccessibilityTree(diagram);
		expect(tree.map(({ id }) => id).sort()).toEqual([...expected.elements.keys()].sort());
		expect(Object.fromEntries(tree.map(({ id, inside }) => [id, inside]))).toEqual(
			Object.fromEntries([...expected.elements].map(([id, { inside }]) => [id, inside])),
		);
		expect([...new Set(tree.flatMap(({ id, flowsTo }) => flowsTo.map((target) => `${id}>${target}`)))].sort()).toEqual(expected.flows);
		for (const { id, name, role } of tree) {
			const { tokens: count, incidents } = tokens[id]!;
			expect(name).toContain(cleanText(expected.elements.get(id)?.name));
			expect(name.includes(`, ${count} token`)).toBe(count > 0);
			expect(name.includes(', 1 incident')).toBe(incidents > 0);
			expect(['button', 'group']).toContain(role);
		}
		expect(tree.map(({ id }) => id)).toEqual(await diagram.page.evaluate(() => window.diagram.service.graph.order));
		expect(await diagram.complaints()).toEqual([]);
	});

	it('has each element once, with what it says, and no text of labels, lines and lanes beside it (bpmn-io/bpmn-js#1548) (bpmn-io/diagram-js#634)', async () => {
		const model = await examples.find(({ name }) => name === 'sdr.bpmn')!.xml();
		await diagram.open(model);
		const { nodes } = await diagram.devtools.send('Accessibility.getFullAXTree');
		const application = nodes.find(({ role, ignored }) => !ignored && role?.value === 'application')!;
		const all = new Map(nodes.map((node) => [node.nodeId, node]));
		const read: string[] = [];
		const open = [...(application.childIds ?? [])];
		for (let id = open.pop(); id !== undefined; id = open.pop()) {
			const node = all.get(id);
			if (node && !node.ignored) read.push(String(node.role?.value));
			open.push(...(node?.childIds ?? []));
		}
		const { elements } = await readModelGraph(model);
		expect(read).toHaveLength(elements.size);
		expect([...new Set(read)].sort()).toEqual(['button', 'group']);
	});
});
