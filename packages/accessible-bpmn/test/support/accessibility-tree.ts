import type { DiagramPage } from './diagram-page';

export interface TreeNode {
	readonly id: string;
	readonly role: string;
	readonly name: string;
	/** The element that it is inside of. */
	readonly inside: string | undefined;
	readonly flowsTo: string[];
}

interface DomNode {
	backendNodeId: number;
	nodeName: string;
	attributes?: string[];
	children?: DomNode[];
}

/** Returns the elements of the diagram as the browser gives them to screen readers, in their order. */
export async function readAccessibilityTree({ devtools }: DiagramPage): Promise<TreeNode[]> {
	const { root } = (await devtools.send('DOM.getDocument', { depth: -1 })) as { root: DomNode };
	const ids = new Map<number, string>();
	const open = [root];
	for (let node = open.pop(); node; node = open.pop()) {
		const { attributes = [], children = [] } = node;
		const index = attributes.findIndex((name, place) => place % 2 === 0 && name === 'data-element-id');
		// The drawing has the id of its process.
		if (index >= 0 && node.nodeName !== 'svg') ids.set(node.backendNodeId, attributes[index + 1]!);
		open.push(...children);
	}
	const { nodes } = await devtools.send('Accessibility.getFullAXTree');
	const all = new Map(nodes.map((node) => [node.nodeId, node]));
	const elementOf = (nodeId: string | undefined): string | undefined => {
		const node = nodeId === undefined ? undefined : all.get(nodeId);
		return node?.backendDOMNodeId === undefined ? undefined : ids.get(node.backendDOMNodeId);
	};
	const insideOf = (nodeId: string | undefined): string | undefined => {
		for (let at = nodeId; at !== undefined; at = all.get(at)?.parentId) if (elementOf(at) !== undefined) return elementOf(at);
		return undefined;
	};
	const ordered: string[] = [];
	const walk = (nodeId: string): void => {
		ordered.push(nodeId);
		for (const child of all.get(nodeId)?.childIds ?? []) if (all.has(child)) walk(child);
	};
	walk(nodes[0]!.nodeId);
	return ordered.flatMap((nodeId) => {
		const node = all.get(nodeId)!;
		const id = elementOf(nodeId);
		if (id === undefined || node.ignored) return [];
		const related = node.properties?.find(({ name }) => name === 'flowto')?.value.relatedNodes ?? [];
		const flowsTo = related.flatMap(({ backendDOMNodeId }) => ids.get(backendDOMNodeId) ?? []);
		return [{ id, role: String(node.role?.value), name: String(node.name?.value), inside: insideOf(node.parentId), flowsTo }];
	});
}
