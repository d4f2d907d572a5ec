import type { DiagramElement, DiagramParts } from '../diagram';
import { typeOf } from '../graph/read-graph';
import { listScope, type Graph, type GraphNode } from '../graph/graph';

let diagrams = 0;

export class DiagramTree {
	readonly #prefix = `abpmn-${++diagrams}`;
	readonly #ids = new Map<string, string>();
	readonly #svg: SVGSVGElement;
	#graph: Graph;
	#stop: string | undefined;

	/** @param hintId the element that tells how the keys work */
	constructor(
		private readonly parts: Pick<DiagramParts, 'canvas' | 'elementRegistry'>,
		graph: Graph,
		texts: { readonly label: string; readonly kind: string; readonly hintId: string; readonly language: string },
	) {
		// Overlays have drawings too, and come before it.
		const drawing = parts.canvas.getContainer().querySelector<SVGSVGElement>(':scope > svg');
		if (!drawing) throw new Error('The canvas of bpmn-js has no SVG. Use a version of bpmn-js 18.');
		this.#svg = drawing;
		this.#graph = graph;
		this.#hideRest();
		for (const [index, id] of graph.order.entries()) this.#ids.set(id, `${this.#prefix}-${index + 1}`);
		for (const node of graph.nodes.values()) this.#prepare(node);
		drawing.setAttribute('role', 'application');
		drawing.setAttribute('aria-roledescription', texts.kind);
		drawing.setAttribute('aria-label', texts.label);
		drawing.setAttribute('aria-describedby', texts.hintId);
		drawing.setAttribute('lang', texts.language);
		// Tab goes to an element. The drawing itself takes the focus of a click beside all of them.
		drawing.setAttribute('tabindex', graph.order.length > 0 ? '-1' : '0');
		this.showPlane();
	}

	/** Returns the element of the diagram that the node of the page belongs to. */
	findNode(target: EventTarget | null): string | undefined {
		const graphics = target instanceof Element ? target.closest('.djs-element') : null;
		const id = graphics?.getAttribute('data-element-id') ?? undefined;
		return id !== undefined && this.#graph.nodes.has(id) ? id : undefined;
	}

	takesKeys(target: EventTarget | null): boolean {
		return target === this.#svg || this.findNode(target) !== undefined;
	}

	name(id: string, name: string): void {
		this.#graphicsOf(id)?.setAttribute('aria-label', name);
	}

	/** Lets the Tab key stop at this element only, and says that it is the current one. */
	moveStop(id: string): void {
		if (this.#stop === id) return;
		const before = this.#stop === undefined ? undefined : this.#graphicsOf(this.#stop);
		before?.setAttribute('tabindex', '-1');
		before?.removeAttribute('aria-current');
		const graphics = this.#graphicsOf(id);
		graphics?.setAttribute('tabindex', '0');
		graphics?.setAttribute('aria-current', 'true');
		this.#stop = id;
	}

	focus(id: string): void {
		this.#graphicsOf(id)?.focus({ preventScroll: true });
	}

	get hasFocus(): boolean {
		return this.#svg.contains(this.#svg.ownerDocument.activeElement);
	}

	/** Returns the sub-process that is open on its own, if any, and its elements in reading order. */
	listPlane(): readonly string[] {
		const root = this.parts.canvas.getRootElement();
		const id = root.businessObject?.id;
		return listScope(this.#graph, id !== undefined && this.#graph.nodes.has(id) ? id : undefined);
	}

	/** Puts elements in reading order. The drawing has the order of painting, which must stay. */
	showPlane(): void {
		this.#own(this.#svg, this.listPlane());
	}

	isShown(id: string): boolean {
		const element = this.parts.elementRegistry.get(id);
		return element !== undefined && this.parts.canvas.findRoot(element) === this.parts.canvas.getRootElement();
	}

	#prepare(node: GraphNode): void {
		const graphics = this.#graphicsOf(node.id);
		if (!graphics) return;
		graphics.setAttribute('id', this.#ids.get(node.id) ?? '');
		graphics.setAttribute('tabindex', '-1');
		const contained = node.children.filter((child) => this.#isOnPlaneOf(child, node.id));
		graphics.setAttribute('role', contained.length > 0 ? 'group' : 'button');
		if (contained.length > 0) this.#own(graphics, contained);
		const following = node.ways.flatMap(({ target }) => this.#ids.get(target) ?? []);
		if (following.length > 0) graphics.setAttribute('aria-flowto', following.join(' '));
		if (node.notes.length > 0) graphics.setAttribute('aria-description', node.notes.join(' '));
		for (const drawn of graphics.children) drawn.setAttribute('aria-hidden', 'true');
		// Each line of a label is a text of its own, and the last word of one must not run into the first of the next: people call what they see by voice.
		for (const line of graphics.querySelectorAll('tspan')) if (line.nextElementSibling && !line.textContent.endsWith(' ')) line.append(' ');
	}

	/** Labels and connections are part of the names; lanes too. */
	#hideRest(): void {
		for (const element of this.parts.elementRegistry.getAll()) {
			const isRest = !this.#graph.nodes.has(element.id) || typeOf(element) === 'Lane' || element.labelTarget;
			if (isRest && element.parent) this.parts.elementRegistry.getGraphics(element)?.setAttribute('aria-hidden', 'true');
		}
	}

	#own(owner: Element, ids: readonly string[]): void {
		owner.setAttribute('aria-owns', ids.flatMap((id) => this.#ids.get(id) ?? []).join(' '));
	}

	#isOnPlaneOf(id: string, other: string): boolean {
		const rootOf = (each: string): DiagramElement | undefined => {
			const element = this.parts.elementRegistry.get(each);
			return element && this.parts.canvas.findRoot(element);
		};
		return rootOf(id) === rootOf(other);
	}

	#graphicsOf(id: string): SVGGElement | undefined {
		return this.parts.elementRegistry.getGraphics(id);
	}
}
