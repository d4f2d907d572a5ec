import bpmnStyle from 'bpmn-js/dist/assets/bpmn-js.css?file';
import diagramStyle from 'bpmn-js/dist/assets/diagram-js.css?file';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import accessibleStyle from '../../packages/accessible-bpmn/accessible-bpmn.css?file';
import {
	type AccessibleBpmn,
	accessibleBpmn,
	activateEvent,
	createDefaultPolicy,
	type ElementTokens,
} from '../../packages/accessible-bpmn/src/index';

export interface DiagramView {
	/** @param isWhole clears the elements that are not named */
	setTokens(tokens: Record<string, ElementTokens>, options: { isWhole: boolean }): void;
	/** Null shows none. */
	setHeat(heat: Record<string, number> | null, options?: { format: (value: number) => string; label: string }): void;
	setTaken(flows: readonly string[]): void;
	listFlows(): Array<{ id: string; source: string; target: string }>;
	select(element: string | undefined): void;
	zoom(to: 'in' | 'out' | 'fit'): void;
	close(): void;
}

interface Places {
	canvas: HTMLElement;
	outline: HTMLElement;
	legend: HTMLElement;
	keys: HTMLElement;
}

interface Options {
	language: string;
	onSelect: (element: string) => void;
}

interface Drawn {
	id: string;
	type: string;
	source?: { id: string };
	target?: { id: string };
}

interface Services {
	accessibleBpmn: AccessibleBpmn;
	canvas: {
		zoom(scale?: 'fit-viewport' | number, center?: 'auto'): number;
		addMarker(element: string, marker: string): void;
		removeMarker(element: string, marker: string): void;
		scrollToElement(element: string): void;
	};
	elementRegistry: { get(id: string): Drawn | undefined; filter(fits: (element: Drawn) => boolean): Drawn[] };
	selection: { select(element: object | null): void };
}

const taken = 'flow-taken';
const zoomStep = 1.4;
const minZoom = 0.1;
const maxZoom = 4;
let hasPolicy = false;

/** @throws Error for a model without a drawing */
export async function openDiagram(
	xml: string,
	{ canvas, outline, legend, keys }: Places,
	{ language, onSelect }: Options,
): Promise<DiagramView> {
	await Promise.all([diagramStyle, bpmnStyle, accessibleStyle].map(loadStyle));
	if (!hasPolicy) createDefaultPolicy();
	hasPolicy = true;
	const viewer = new NavigatedViewer<Services>({
		container: canvas,
		additionalModules: [accessibleBpmn],
		accessibleBpmn: { language },
		bpmnRenderer: { defaultFillColor: 'var(--paper)', defaultStrokeColor: 'var(--ink)', defaultLabelColor: 'var(--ink)' },
	});
	const accessible = viewer.get('accessibleBpmn');
	const registry = viewer.get('elementRegistry');
	const drawing = viewer.get('canvas');
	let flows: readonly string[] = [];
	const choose = ({ element }: { element: { id: string } }) => onSelect(element.id.replace(/_label$/, ''));
	viewer.on('element.click', choose);
	viewer.on(activateEvent, choose);
	try {
		await viewer.importXML(xml);
	} catch (fault) {
		viewer.destroy();
		throw fault;
	}
	drawing.zoom('fit-viewport', 'auto');
	const written = [accessible.renderOutline(outline), accessible.renderLegend(legend)];
	accessible.renderKeys(keys);
	return {
		setTokens: (tokens, { isWhole }) => void accessible.setTokens(tokens, { replace: isWhole }),
		setHeat: (heat, options) => void accessible.setHeat(heat, options),
		setTaken(now) {
			for (const flow of flows) if (registry.get(flow)) drawing.removeMarker(flow, taken);
			for (const flow of now) if (registry.get(flow)) drawing.addMarker(flow, taken);
			flows = now;
		},
		listFlows: () =>
			registry
				.filter(({ type, source, target }) => type === 'bpmn:SequenceFlow' && source !== undefined && target !== undefined)
				.map(({ id, source, target }) => ({ id, source: source!.id, target: target!.id })),
		select(id) {
			const element = id === undefined ? undefined : registry.get(id);
			viewer.get('selection').select(element ?? null);
		},
		zoom(to) {
			const scale = drawing.zoom() * (to === 'in' ? zoomStep : 1 / zoomStep);
			drawing.zoom(to === 'fit' ? 'fit-viewport' : Math.min(maxZoom, Math.max(minZoom, scale)), 'auto');
		},
		close() {
			for (const remove of written) remove();
			keys.replaceChildren();
			viewer.destroy();
		},
	};
}

const loaded = new Map<string, Promise<void>>();

/** Each style once; the page keeps it. */
function loadStyle(address: string): Promise<void> {
	const before = loaded.get(address);
	if (before) return before;
	const loading = new Promise<void>((resolve, reject) => {
		const link = document.createElement('link');
		link.rel = 'stylesheet';
		link.href = address;
		link.addEventListener('load', () => resolve());
		link.addEventListener('error', () => {
			loaded.delete(address);
			link.remove();
			reject(new Error(`The style ${address} could not be loaded.`));
		});
		document.head.append(link);
	});
	loaded.set(address, loading);
	return loading;
}
