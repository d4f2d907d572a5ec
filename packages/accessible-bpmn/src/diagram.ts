/** The used parts of bpmn-js, declared here: its types need no installation. */

export interface ModelElement {
	readonly $type: string;
	readonly id?: string;
	readonly name?: string;
	readonly [property: string]: unknown;
}

export interface DiagramElement {
	readonly id: string;
	readonly businessObject?: ModelElement;
	readonly di?: { readonly isExpanded?: boolean };
	readonly parent?: DiagramElement | null;
	readonly children?: readonly DiagramElement[];
	readonly incoming?: readonly DiagramElement[];
	readonly outgoing?: readonly DiagramElement[];
	readonly attachers?: readonly DiagramElement[];
	readonly host?: DiagramElement | null;
	readonly source?: DiagramElement | null;
	readonly target?: DiagramElement | null;
	readonly labelTarget?: DiagramElement | null;
	readonly waypoints?: ReadonlyArray<{ readonly x: number; readonly y: number }>;
	readonly x?: number;
	readonly y?: number;
	readonly width?: number;
	readonly height?: number;
}

export interface EventBus {
	on(events: string | string[], listener: (event: DiagramEvent) => unknown): void;
	on(events: string | string[], priority: number, listener: (event: DiagramEvent) => unknown): void;
	fire(event: string, data?: object): unknown;
}

export interface DiagramEvent {
	readonly element?: DiagramElement;
	readonly newSelection?: readonly DiagramElement[];
}

export interface ElementRegistry {
	get(id: string): DiagramElement | undefined;
	getAll(): DiagramElement[];
	getGraphics(element: DiagramElement | string): SVGGElement | undefined;
}

export interface Viewbox {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly scale: number;
}

export interface Canvas {
	getContainer(): HTMLElement;
	getRootElement(): DiagramElement;
	setRootElement(root: DiagramElement): unknown;
	findRoot(element: DiagramElement): DiagramElement | undefined;
	getLayer(name: string, index?: number): SVGGElement;
	addMarker(element: DiagramElement, marker: string): void;
	removeMarker(element: DiagramElement, marker: string): void;
	scrollToElement(element: DiagramElement, padding?: number): void;
	viewbox(): Viewbox;
	zoom(scale: number | 'fit-viewport', center?: { x: number; y: number } | 'auto'): number;
}

export interface Overlays {
	add(element: DiagramElement, type: string, overlay: { position: { top?: number; left?: number }; html: HTMLElement }): string;
	remove(id: string): void;
}

export interface Selection {
	get(): DiagramElement[];
	select(elements: DiagramElement | DiagramElement[] | null): void;
}

export interface DiagramParts {
	readonly eventBus: EventBus;
	readonly elementRegistry: ElementRegistry;
	readonly canvas: Canvas;
	readonly overlays: Overlays;
	readonly selection: Selection;
}
