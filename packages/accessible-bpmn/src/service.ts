import type { Canvas, DiagramElement, DiagramParts, ElementRegistry, EventBus, Overlays, Selection } from './diagram';
import { emptyGraph, type Graph } from './graph/graph';
import { readGraph } from './graph/read-graph';
import { DiagramKeys } from './keyboard/diagram-keys';
import { chooseMessages, type MessageChanges } from './messages/choose-messages';
import { format, type Messages } from './messages/messages';
import { cleanText } from './names/clean-text';
import { describe, reference } from './names/describe';
import { Outlines } from './outline/outlines';
import type { ElementTokens } from './state/element-state';
import type { HeatOptions } from './state/heat';
import { adaptOwnParts } from './view/bpmn-js-parts';
import { DiagramTree } from './view/diagram-tree';
import { FocusRing } from './view/focus-ring';
import { writeHint, writeKeys } from './view/help-texts';
import { StateView } from './view/state-view';

export interface AccessibleBpmnOptions {
	/** `en` or `pt`. The language of the page where it is one of them, else English. */
	readonly language?: string;
	readonly messages?: MessageChanges;
	readonly announce?: boolean;
}

/** The event of Enter or the space bar on an element: show its details. It has the `element`. */
export const activateEvent = 'accessibleBpmn.activate';
const early = 2_000;
const late = 500;

/** Makes the diagram of a viewer readable and usable without sight and without a mouse: `viewer.get('accessibleBpmn')`. */
export class AccessibleBpmn {
	static readonly $inject = ['config.accessibleBpmn', 'eventBus', 'elementRegistry', 'canvas', 'overlays', 'selection'];

	readonly #parts: DiagramParts;
	readonly #messages: Messages;
	readonly #hint: HTMLElement;
	readonly #state: StateView;
	readonly #ring: FocusRing;
	readonly #keys: DiagramKeys;
	readonly #outlines: Outlines;
	#graph: Graph = emptyGraph;
	#tree: DiagramTree | undefined;
	#current: string | undefined;
	#ignoresFocus = false;

	constructor(
		options: AccessibleBpmnOptions | undefined,
		eventBus: EventBus,
		elementRegistry: ElementRegistry,
		canvas: Canvas,
		overlays: Overlays,
		selection: Selection,
	) {
		this.#parts = { eventBus, elementRegistry, canvas, overlays, selection };
		const container = canvas.getContainer();
		const messages = chooseMessages(options?.language ?? container.ownerDocument.documentElement.lang, options?.messages);
		const referTo = (id: string): string => reference(this.#graph, id, messages);
		this.#state = new StateView(this.#parts, { messages, referTo, onRename: (id) => this.#rename(id) }, options?.announce === false);
		this.#messages = messages;
		this.#hint = writeHint(container, messages);
		this.#ring = new FocusRing(canvas);
		this.#keys = new DiagramKeys({
			canvas,
			graph: () => this.#graph,
			current: () => this.#current,
			onMove: (id) => this.#move(id, true),
			onActivate: (id) => this.#activate(id),
			say: (text, id, count = 0) => this.#state.live.say(format(messages, text, { name: referTo(id), count })),
		});
		this.#outlines = new Outlines({
			label: format(messages, 'outline'),
			language: messages.language,
			nameOf: (id) => this.nameOf(id),
			onMove: (id) => this.#move(id, false),
			onActivate: (id) => this.#activate(id),
		});
		this.#listen();
	}

	get graph(): Graph {
		return this.#graph;
	}

	get messages(): Messages {
		return this.#messages;
	}

	nameOf(id: string): string {
		return describe(this.#graph, id, this.#state.get(id), this.#messages);
	}

	/** @returns the ids that the diagram does not have @throws TypeError for a count that is not a whole number from 0 */
	setTokens(values: Readonly<Record<string, ElementTokens | null>>, { replace = false }: { replace?: boolean } = {}): string[] {
		return this.#state.setTokens(values, replace);
	}

	/**
	 * Shows a value at elements, by level and as a text. It replaces all earlier values; `null` removes them.
	 * @returns the ids that the diagram does not have
	 * @throws TypeError for a value that is not a finite number
	 */
	setHeat(values: Readonly<Record<string, number>> | null, options: HeatOptions = {}): string[] {
		return this.#state.setHeat(values, options);
	}

	/** Tells changes of state, or stops telling them. */
	setAnnouncements(isOn: boolean): void {
		this.#state.live.mute(!isOn);
	}

	/** Writes the outline of the diagram into the container, and keeps it in step. @returns what removes it */
	renderOutline(container: Element): () => void {
		return this.#outlines.add(container, this.#graph);
	}

	/** @returns what removes it */
	renderLegend(container: Element): () => void {
		return this.#state.addLegend(container);
	}

	/** Writes the keys and what they do into the container. */
	renderKeys(container: Element): void {
		writeKeys(container, this.#messages);
	}

	focus(id: string | undefined = this.#current): void {
		if (id !== undefined && this.#graph.nodes.has(id)) this.#move(id, true);
	}

	#listen(): void {
		const { eventBus, canvas } = this.#parts;
		const container = canvas.getContainer();
		let hadFocus = false;
		eventBus.on(['import.render.complete', 'commandStack.changed'], late, () => this.#open());
		// The parts of bpmn-js are there when the import is over.
		eventBus.on('import.done', late, () => adaptOwnParts(container, format(this.#messages, 'crumbs')));
		eventBus.on('diagram.clear', () => this.#close());
		eventBus.on('diagram.destroy', early, () => this.#destroy());
		eventBus.on('selection.changed', late, ({ newSelection }) => this.#follow(newSelection ?? []));
		eventBus.on('root.set', early, () => {
			hadFocus = container.contains(container.ownerDocument.activeElement);
		});
		eventBus.on('root.set', late, () => this.#showPlane(hadFocus));
		const press = (event: KeyboardEvent): unknown => this.#tree?.takesKeys(event.target) === true && this.#keys.press(event);
		container.addEventListener('keydown', press, { capture: true });
		container.addEventListener('mousedown', () => this.#onMouseDown(), { capture: true });
		container.addEventListener('focusin', ({ target }) => this.#onFocus(target));
	}

	#open(): void {
		const name = this.#parts.canvas.getRootElement().businessObject?.name ?? '';
		const label = name === '' ? format(this.#messages, 'diagram') : format(this.#messages, 'diagramOf', { name: cleanText(name) });
		this.#graph = readGraph(this.#parts.elementRegistry);
		const texts = { label, kind: format(this.#messages, 'diagramKind'), hintId: this.#hint.id, language: this.#messages.language };
		this.#tree = new DiagramTree(this.#parts, this.#graph, texts);
		for (const id of this.#graph.order) this.#tree.name(id, this.nameOf(id));
		this.#keys.forget();
		this.#outlines.open(this.#graph);
		const isKept = this.#current !== undefined && this.#graph.nodes.has(this.#current);
		const current = isKept ? this.#current : this.#tree.listPlane()[0];
		if (current !== undefined) this.#setCurrent(current);
	}

	#close(): void {
		this.#graph = emptyGraph;
		this.#tree = undefined;
		this.#current = undefined;
		this.#state.clear();
		this.#ring.clear();
	}

	#destroy(): void {
		this.#close();
		this.#outlines.clear();
		this.#state.live.remove();
		this.#hint.remove();
	}

	#rename(id: string): void {
		if (!this.#graph.nodes.has(id)) return;
		this.#tree?.name(id, this.nameOf(id));
		this.#outlines.rename(id);
	}

	#onFocus(target: EventTarget | null): void {
		const id = this.#tree?.findNode(target);
		if (id !== undefined && !this.#ignoresFocus) this.#move(id, false);
	}

	#onMouseDown(): void {
		this.#ignoresFocus = true;
		window.setTimeout(() => (this.#ignoresFocus = false));
	}

	#follow(selected: readonly DiagramElement[]): void {
		const element = selected[0]?.labelTarget ?? selected[0];
		if (!element || !this.#graph.nodes.has(element.id)) return;
		this.#setCurrent(element.id);
		if (this.#tree?.hasFocus !== true) return;
		// Whoever clicks sees the element: nothing has to move into view.
		this.#ignoresFocus = true;
		this.#tree.focus(element.id);
		this.#ignoresFocus = false;
	}

	#move(id: string, takesFocus: boolean): void {
		const { elementRegistry, selection, canvas } = this.#parts;
		const element = elementRegistry.get(id);
		if (!element || !this.#tree) return;
		const root = canvas.findRoot(element);
		this.#setCurrent(id);
		if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
		if (selection.get()[0] !== element) selection.select(element);
		this.#ring.reveal(element);
		if (takesFocus) this.#tree.focus(id);
	}

	#setCurrent(id: string): void {
		const element = this.#parts.elementRegistry.get(id);
		if (!element) return;
		this.#current = id;
		this.#tree?.moveStop(id);
		this.#ring.surround(element);
		this.#outlines.select(id);
	}

	#activate(id: string): void {
		this.#move(id, false);
		this.#parts.eventBus.fire(activateEvent, { element: this.#parts.elementRegistry.get(id) });
	}

	#showPlane(hadFocus: boolean): void {
		if (!this.#tree) return;
		this.#tree.showPlane();
		const [first] = this.#tree.listPlane();
		if (first !== undefined && (this.#current === undefined || !this.#tree.isShown(this.#current))) this.#setCurrent(first);
		if (hadFocus && this.#current !== undefined) this.#tree.focus(this.#current);
	}
}
