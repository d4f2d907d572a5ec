import type { Canvas, DiagramElement } from '../diagram';

const layer = 'accessible-bpmn-focus';
const svg = 'http://www.w3.org/2000/svg';
const margin = 7;
/** Below this, an element is too small to read when it gets the focus. */
const minScale = 0.6;
const padding = 60;

export class FocusRing {
	#lines: SVGRectElement[] = [];

	constructor(private readonly canvas: Canvas) {}

	surround({ x = 0, y = 0, width = 0, height = 0 }: DiagramElement): void {
		for (const line of this.#draw()) {
			line.setAttribute('x', String(x - margin));
			line.setAttribute('y', String(y - margin));
			line.setAttribute('width', String(width + 2 * margin));
			line.setAttribute('height', String(height + 2 * margin));
		}
	}

	/** Brings the element into view at a readable size, without motion. */
	reveal(element: DiagramElement): void {
		const view = this.canvas.viewbox();
		const { x = 0, y = 0, width = 0, height = 0 } = element;
		const fits = width < view.width * view.scale && height < view.height * view.scale;
		if (view.scale < minScale && fits) this.canvas.zoom(1, { x: x + width / 2, y: y + height / 2 });
		this.canvas.scrollToElement(element, padding);
	}

	clear(): void {
		for (const line of this.#lines) line.remove();
		this.#lines = [];
	}

	#draw(): SVGRectElement[] {
		if (this.#lines.length === 0) {
			const group = this.canvas.getLayer(layer, 5);
			group.setAttribute('aria-hidden', 'true');
			this.#lines = ['abpmn-ring abpmn-ring-halo', 'abpmn-ring abpmn-ring-line'].map((name) => {
				const line = this.canvas.getContainer().ownerDocument.createElementNS(svg, 'rect');
				line.setAttribute('class', name);
				line.setAttribute('rx', '6');
				group.append(line);
				return line;
			});
		}
		return this.#lines;
	}
}
