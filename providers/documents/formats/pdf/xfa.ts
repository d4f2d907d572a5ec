import type { Block } from './blocks';
import type { TextItem } from './segments';

/** The part of an element that is used here, as PDF.js draws it as HTML. */
export interface XfaNode {
	name?: string;
	value?: string | null;
	attributes?: { value?: unknown; textContent?: unknown; type?: unknown; checked?: unknown; class?: unknown };
	children?: Array<XfaNode | null>;
}

const unplaced = { transform: [10, 0, 0, 10, 0, 0], width: 0 };

/** Returns the texts of an XFA form and its fields with their labels, in reading order and without positions (XFA 3.3). */
export function readXfa(root: XfaNode | null): TextItem[] {
	return collect(root, isField).flatMap((node) => {
		const text = isField(node) ? collect(node).map(readNode).filter(Boolean).join(' ') : readNode(node);
		return text.trim() === '' ? [] : [{ str: text, ...unplaced }];
	});
}

function isField({ attributes }: XfaNode): boolean {
	return Array.isArray(attributes?.class) && attributes.class.includes('xfaField');
}

/** Collects a node and those below it, except for what is below one of these. */
function collect(root: XfaNode | null, isWhole = (_node: XfaNode) => false): XfaNode[] {
	const nodes: XfaNode[] = [];
	for (const pending = [root]; pending.length > 0;) {
		const node = pending.pop();
		if (!node) continue;
		nodes.push(node);
		// Leaves out choices that were not made.
		if (node.name !== 'select' && !isWhole(node)) pending.push(...(node.children ?? []).toReversed());
	}
	return nodes;
}

function readNode({ name, value, attributes = {}, children = [] }: XfaNode): string {
	if (attributes.type === 'password') return '';
	if (attributes.type === 'checkbox' || attributes.type === 'radio') return attributes.checked ? '[x]' : '[ ]';
	if (name === 'select') {
		const chosen = children.filter((option) => (option?.attributes as { selected?: unknown } | undefined)?.selected);
		return chosen.map((option) => option?.value ?? '').join(', ');
	}
	const text = value ?? attributes.value ?? attributes.textContent;
	return typeof text === 'string' ? text : '';
}

/** Makes each text a paragraph. */
export function xfaBlocks(items: TextItem[]): Block[] {
	return items.map(({ str }) => ({ kind: 'paragraph', text: str.replace(/\s+/g, ' ').trim(), size: 10, base: 0, lines: 1 }));
}
