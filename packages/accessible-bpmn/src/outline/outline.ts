import { listScope, type Graph } from '../graph/graph';
import { findOutlineTarget, isOpen, type OutlineItem } from './outline-keys';

export interface OutlineOptions {
	readonly label: string;
	readonly language: string;
	readonly nameOf: (id: string) => string;
	/** The item got the focus. */
	readonly onMove: (id: string) => void;
	/** Enter or a double click. */
	readonly onActivate: (id: string) => void;
}

/** The diagram as a tree (WAI-ARIA Authoring Practices, "Tree View"): one item for each element, in reading order. */
export class Outline {
	readonly #items = new Map<string, OutlineItem>();
	readonly #nav: HTMLElement;
	#current: string | undefined;
	#typed = '';
	#typedAt = 0;

	constructor(
		container: Element,
		private readonly graph: Graph,
		private readonly options: OutlineOptions,
	) {
		const { ownerDocument } = container;
		this.#nav = ownerDocument.createElement('nav');
		this.#nav.className = 'abpmn-outline';
		this.#nav.setAttribute('lang', options.language);
		this.#nav.setAttribute('aria-label', options.label);
		const tree = ownerDocument.createElement('ul');
		this.#fill(tree);
		tree.setAttribute('role', 'tree');
		tree.setAttribute('aria-label', options.label);
		tree.addEventListener('keydown', (event) => this.#onKey(event));
		tree.addEventListener('click', (event) => this.#onClick(event));
		tree.addEventListener('focusin', (event) => this.#onFocus(event));
		tree.addEventListener('dblclick', (event) => this.#withItem(event, (id) => options.onActivate(id)));
		if (graph.roots.length > 0) this.#nav.append(tree);
		container.append(this.#nav);
		const [first] = graph.roots;
		if (first !== undefined) this.select(first);
	}

	/** Writes the name of the element again. */
	rename(id: string): void {
		const label = this.#items.get(id)?.label;
		if (label) label.textContent = this.options.nameOf(id);
	}

	/** Shows which element is the current one, without taking the focus. */
	select(id: string): void {
		const item = this.#items.get(id);
		if (!item || id === this.#current) return;
		const before = this.#current === undefined ? undefined : this.#items.get(this.#current)?.element;
		before?.setAttribute('tabindex', '-1');
		before?.setAttribute('aria-selected', 'false');
		item.element.setAttribute('tabindex', '0');
		item.element.setAttribute('aria-selected', 'true');
		this.#current = id;
		for (let parent = item.parent; parent !== undefined; parent = this.#items.get(parent)?.parent) this.#expand(parent, true);
		item.label.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}

	remove(): void {
		this.#nav.remove();
	}

	/** The items are a flat list with levels: an item's text is then its name. */
	#fill(tree: HTMLElement): void {
		const open = this.#place(this.graph.roots, undefined, 1).reverse();
		for (let next = open.pop(); next; next = open.pop()) {
			const { id, parent, level, attributes } = next;
			const children = listScope(this.graph, id);
			const element = tree.ownerDocument.createElement('li');
			const label = tree.ownerDocument.createElement('span');
			label.className = 'abpmn-item';
			label.textContent = this.options.nameOf(id);
			const state = children.length > 0 ? { 'aria-expanded': 'true' } : {};
			for (const [name, value] of Object.entries({ ...attributes, ...state }) as Array<[string, string]>) element.setAttribute(name, value);
			element.append(label);
			tree.append(element);
			this.#items.set(id, { id, element, label, parent, level });
			open.push(...this.#place(children, id, level + 1).reverse());
		}
	}

	#place(ids: readonly string[], parent: string | undefined, level: number) {
		return ids.map((id, index) => {
			const place = { 'aria-level': String(level), 'aria-posinset': String(index + 1), 'aria-setsize': String(ids.length) };
			return { id, parent, level, attributes: { role: 'treeitem', tabindex: '-1', 'aria-selected': 'false', ...place } };
		});
	}

	#onKey(event: KeyboardEvent): void {
		const { key, ctrlKey, altKey, metaKey } = event;
		if (ctrlKey || altKey || metaKey || this.#current === undefined) return;
		if (key === 'Enter' || key === ' ') this.options.onActivate(this.#current);
		else if (key === '*') for (const id of this.#listBeside()) this.#expand(id, true);
		else if (!this.#toggleByKey(key) && !this.#moveByKey(key)) return;
		event.preventDefault();
		event.stopPropagation();
	}

	#listBeside(): readonly string[] {
		const parent = this.#current === undefined ? undefined : this.#items.get(this.#current)?.parent;
		return listScope(this.graph, parent);
	}

	/** Right opens, left closes. Where there is nothing to open or close, they move. */
	#toggleByKey(key: string): boolean {
		const item = this.#items.get(this.#current ?? '');
		if (!item || (key !== 'ArrowRight' && key !== 'ArrowLeft') || !item.element.hasAttribute('aria-expanded')) return false;
		const opens = key === 'ArrowRight';
		if (isOpen(item) === opens) return false;
		this.#expand(item.id, opens);
		return true;
	}

	#moveByKey(key: string): boolean {
		const visible = [...this.#items.values()].filter((item) => this.#isVisible(item));
		const now = Date.now();
		if (key.length === 1) {
			this.#typed = now - this.#typedAt < 700 ? this.#typed + key : key;
			this.#typedAt = now;
		}
		const target = findOutlineTarget(visible, this.#current, key, this.#typed, (id) => this.graph.nodes.get(id)?.name ?? '');
		if (target !== undefined) this.#items.get(target)?.element.focus();
		return target !== undefined || key.startsWith('Arrow') || key === 'Home' || key === 'End';
	}

	#isVisible({ parent }: OutlineItem): boolean {
		for (let id = parent; id !== undefined;) {
			const item = this.#items.get(id);
			if (!item || !isOpen(item)) return false;
			id = item.parent;
		}
		return true;
	}

	#expand(id: string, isExpanded: boolean): void {
		const item = this.#items.get(id);
		if (!item?.element.hasAttribute('aria-expanded') || isOpen(item) === isExpanded) return;
		item.element.setAttribute('aria-expanded', String(isExpanded));
		for (const inner of this.#items.values()) {
			const isHidden = !this.#isVisible(inner);
			if (inner.element.hidden !== isHidden) inner.element.hidden = isHidden;
		}
	}

	#onClick(event: MouseEvent): void {
		this.#withItem(event, (id, item) => {
			const { left } = item.label.getBoundingClientRect();
			// The mark that shows whether it is open is in front of the name.
			if (event.clientX < left && item.element.hasAttribute('aria-expanded')) this.#expand(id, !isOpen(item));
			item.element.focus();
		});
	}

	#onFocus(event: FocusEvent): void {
		this.#withItem(event, (id) => {
			this.select(id);
			this.options.onMove(id);
		});
	}

	#withItem(event: Event, act: (id: string, item: OutlineItem) => void): void {
		const element = event.target instanceof Element ? event.target.closest('[role="treeitem"]') : null;
		const item = [...this.#items.values()].find((each) => each.element === element);
		if (item) act(item.id, item);
	}
}
