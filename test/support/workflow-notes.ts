/** What is expected of the sticky notes of a workflow that people import. */
export interface NotedNode {
	name: string;
	type: string;
	position: [number, number];
	parameters: { content?: string; width?: number; height?: number };
	credentials?: object;
}

const sticky = 'n8n-nodes-base.stickyNote';

/** Declares the tests of one workflow. */
export function describeNotes(name: string, nodes: NotedNode[]): void {
	describe(name, () => {
		it('says on the canvas what it shows, what is needed and how to try it', () => {
			const text = nodes
				.filter(({ type }) => type === sticky)
				.map(({ parameters }) => parameters.content)
				.join('\n');
			expect(text).toMatch(/^## /m);
			expect(text).toMatch(/You need|needs no key/);
			expect(text).toMatch(/Try it|Ask a question/);
		});

		it('names no credential of somebody’s n8n', () => {
			expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		});

		it('has notes that cover neither a node nor one another', () => {
			const boxes = nodes.map(({ name: box, type, position: [x, y], parameters: { width = 100, height = 100 } }) => {
				const isNote = type === sticky;
				return { name: box, isNote, left: x, top: y, right: x + (isNote ? width : 100), bottom: y + (isNote ? height : 100) };
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
}
