import type { Block } from './blocks';
import type { TextItem } from './segments';

export interface XfaNode {
	name?: string;
	value?: string | null;
	attributes?: { value?: unknown; textContent?: unknown; type?: unknown; checked?: unknown; class?: unknown };
	children?: Array<XfaNode | null>;
}

const unplaced = { transform: [10, 0, 0, 10, 0, 0], width: 0 };

/** Texts and labelled fields in reading order, without positions (XFA 3.3). */
export function readXfa(root: XfaNode | null): TextItem[] {
	return collect(root, isField).flatMap((node) => {
		const text = isField(node) ? collect(node).map(readNode).filter(Boolean).join(' ') : readNode(node);
		return text.trim() === '' ? [] : [{ str: text, ...unplaced }];
	});
}

function isField({ attributes }: XfaNode): boolean {
	return Array.isArray(attributes?.class) && attributes.class.includes('xfaField');
}

function collect(root: XfaNode | null, isWhole = (_node: XfaNode) => false): XfaNode[] {
	const nodes: XfaNode[] = [];
	for (const pending = [root]; pending.length > 0;) {
		const node = pending.pop();
		if (!node) continue;
		nodes.push(node);
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

export function xfaBlocks(items: TextItem[]): Block[] {
	return items.map(({ str }) => ({ kind: 'paragraph', text: str.replace(/\s+/g, ' ').trim(), size: 10, base: 0, lines: 1 }));
}
