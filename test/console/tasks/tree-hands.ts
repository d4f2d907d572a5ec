/**
 * The third way: what a reader of a screen does. It sees the accessibility tree of the browser, with roles and names and nothing of the page, and asks
 * the browser for the action of a node.
 */
import type { CDPSession, Page } from 'playwright-core';
import { waitUntil } from '../../support/wait-until';
import { type Aim, type Hands, toPattern } from './hands';
import type { Role } from './task';

interface Node {
	nodeId: string;
	parentId?: string;
	childIds?: string[];
	ignored: boolean;
	role?: { value: string };
	name?: { value: string };
	properties?: Array<{ name: string; value: { value: unknown } }>;
	backendDOMNodeId?: number;
}

/** As Chromium calls them. */
const roles: Record<Role, string[]> = {
	...{ link: ['link'], button: ['button'], checkbox: ['checkbox'], heading: ['heading'], textbox: ['textbox', 'searchbox'] },
	disclosure: ['DisclosureTriangle', 'DisclosureTriangleGrouped'],
};
const roleOf = ({ role }: Node): string => role?.value ?? '';
const nameOf = ({ name }: Node): string => (name?.value ?? '').replaceAll(/\s+/g, ' ');

export async function byTree(page: Page): Promise<Hands> {
	const session = await page.context().newCDPSession(page);
	await session.send('Accessibility.enable');

	async function readTree(): Promise<Tree> {
		const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
		return new Tree(nodes);
	}
	/** The one of this role and name: with two, nobody could tell them apart. */
	function seek(aim: Aim): Promise<Node> {
		let last: Tree | undefined;
		const look = async () => {
			last = await readTree();
			const found = last.seek(aim);
			if (found.length > 1) throw new Error(`${found.length} things are the ${aim.role} "${aim.name}".`);
			return found[0];
		};
		return waitUntil(`the ${aim.role} "${aim.name}"`, look, { everyMs: 100, seen: () => last?.describe() });
	}
	async function heard(what: string, is: (tree: Tree) => boolean): Promise<void> {
		let last: Tree | undefined;
		await waitUntil(what, async () => is((last = await readTree())), { everyMs: 100, seen: () => last?.describe() });
	}
	return {
		press: async (aim) => perform(session, await seek(aim), activate),
		async write(aim, text) {
			await perform(session, await seek(aim), takeFocus);
			await page.keyboard.insertText(text);
		},
		find: async (aim) => void (await seek(aim)),
		read: (text) => heard(`the text "${text}"`, (tree) => tree.says(text)),
		hear: (text) => heard(`"${text}" to be said`, (tree) => tree.says(text, true)),
	};
}

class Tree {
	readonly #byId: Map<string, Node>;

	constructor(private readonly nodes: Node[]) {
		this.#byId = new Map(nodes.map((node) => [node.nodeId, node]));
	}

	seek({ role, name, row, table }: Aim): Node[] {
		const pattern = toPattern(name);
		const isNamed = (node: Node) => !node.ignored && roles[role].includes(roleOf(node)) && pattern.test(nameOf(node));
		const isInPlace = (node: Node) =>
			(row === undefined || this.#isInRow(node, row)) && (table === undefined || this.#isInTable(node, table));
		return this.nodes.filter((node) => isNamed(node) && isInPlace(node) && !isDisabled(node));
	}

	/** Whether a text is there, and where `isLive`, in a part whose changes are said. */
	says(text: string, isLive = false): boolean {
		const words = text.replace(/\s*…$/, '');
		const isSaid = (node: Node) => !node.ignored && nameOf(node).includes(words);
		return this.nodes.some((node) => isSaid(node) && (!isLive || this.#above(node).some(isLivePart)));
	}

	describe(): string {
		return this.nodes
			.filter((node) => !node.ignored && nameOf(node) !== '' && roleOf(node) !== 'InlineTextBox')
			.map((node) => `${roleOf(node)} "${nameOf(node)}"`)
			.join('\n');
	}

	#isInRow(node: Node, text: string): boolean {
		const row = this.#above(node).find((one) => roleOf(one) === 'row');
		return row !== undefined && this.#textOf(row).includes(text);
	}

	#isInTable(node: Node, name: string): boolean {
		return this.#above(node).some((one) => roleOf(one) === 'table' && nameOf(one) === name);
	}

	#textOf(node: Node): string {
		if (roleOf(node) === 'StaticText') return nameOf(node);
		return (node.childIds ?? []).map((id) => this.#textOf(this.#byId.get(id)!)).join(' ');
	}

	#above({ parentId }: Node): Node[] {
		const parent = parentId === undefined ? undefined : this.#byId.get(parentId);
		return parent ? [parent, ...this.#above(parent)] : [];
	}
}

/** Whoever hears that a button is not available waits for it. */
const isDisabled = ({ properties = [] }: Node): boolean =>
	properties.some(({ name, value }) => name === 'disabled' && value.value === true);

const isLivePart = ({ role, properties = [] }: Node): boolean =>
	['status', 'alert', 'log'].includes(role?.value ?? '') || properties.some(({ name, value }) => name === 'live' && value.value !== 'off');

/** What the browser does where an assistive program asks for the action of a node. */
const activate = `function () { this.focus?.(); this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); }`;
const takeFocus = `function () { this.focus(); this.select(); }`;

async function perform(session: CDPSession, node: Node, functionDeclaration: string): Promise<void> {
	const { object } = await session.send('DOM.resolveNode', { backendNodeId: node.backendDOMNodeId! });
	await session.send('Runtime.callFunctionOn', { objectId: object.objectId!, functionDeclaration });
}
