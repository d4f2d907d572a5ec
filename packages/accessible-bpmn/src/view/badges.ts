import type { DiagramElement, DiagramParts } from '../diagram';
import { heatLevels } from '../state/heat';
import { isEmpty, type ElementState } from '../state/element-state';

const overlayType = 'accessible-bpmn';
const position = { top: -18, left: -8 };
const parts = ['tokens', 'incidents', 'status', 'heat'] as const;
type Part = (typeof parts)[number];

interface Badge {
	readonly overlay: string;
	readonly texts: Readonly<Record<Part, HTMLElement>>;
	level: number | undefined;
}

/** Shows the state of elements: one overlay for each element that has any, which is changed in place. */
export class Badges {
	readonly #badges = new Map<string, Badge>();

	constructor(private readonly parts: Pick<DiagramParts, 'overlays' | 'canvas'>) {}

	show(element: DiagramElement, state: ElementState): void {
		const badge = this.#badges.get(element.id);
		if (isEmpty(state)) {
			if (badge) this.#remove(element, badge);
			return;
		}
		this.#update(element, badge ?? this.#add(element), state);
	}

	clear(): void {
		this.#badges.clear();
	}

	#add(element: DiagramElement): Badge {
		const { ownerDocument } = this.parts.canvas.getContainer();
		const html = ownerDocument.createElement('div');
		html.className = 'abpmn-badge';
		// The name of the element has all of it.
		html.setAttribute('aria-hidden', 'true');
		const create = (part: Part): HTMLElement => {
			const text = ownerDocument.createElement('span');
			text.className = `abpmn-badge-${part}`;
			text.hidden = true;
			html.append(text);
			return text;
		};
		const texts = { tokens: create('tokens'), incidents: create('incidents'), status: create('status'), heat: create('heat') };
		const badge: Badge = { overlay: this.parts.overlays.add(element, overlayType, { position, html }), texts, level: undefined };
		this.#badges.set(element.id, badge);
		return badge;
	}

	#update(element: DiagramElement, badge: Badge, { tokens, incidents, status, heat }: ElementState): void {
		const { texts } = badge;
		write(texts.tokens, tokens > 0 ? `● ${tokens}` : '');
		write(texts.incidents, incidents > 0 ? `▲ ${incidents}` : '');
		write(texts.status, status);
		write(texts.heat, heat?.text ?? '');
		// The text may be rounded.
		if (heat) texts.heat.dataset.value = String(heat.value);
		this.#mark(element, badge, heat?.level);
	}

	#mark(element: DiagramElement, badge: Badge, level: number | undefined): void {
		if (badge.level === level) return;
		if (badge.level !== undefined) this.parts.canvas.removeMarker(element, markerOf(badge.level));
		if (level !== undefined) this.parts.canvas.addMarker(element, markerOf(level));
		badge.level = level;
	}

	#remove(element: DiagramElement, badge: Badge): void {
		this.#mark(element, badge, undefined);
		this.parts.overlays.remove(badge.overlay);
		this.#badges.delete(element.id);
	}
}

export const markerOf = (level: number): string => `abpmn-heat-${Math.min(level, heatLevels)}`;

function write(element: HTMLElement, text: string): void {
	if (element.textContent === text) return;
	element.textContent = text;
	if (element.hidden !== (text === '')) element.hidden = text === '';
}
