import type { Canvas } from '../diagram';
import type { Graph } from '../graph/graph';
import { findTarget, readMove, type Move } from './find-target';

export interface KeyParts {
	readonly canvas: Canvas;
	readonly graph: () => Graph;
	readonly current: () => string | undefined;
	readonly onMove: (id: string) => void;
	readonly onActivate: (id: string) => void;
	/** Tells why nothing happens. */
	readonly say: (text: 'noNext' | 'noPrevious' | 'noWay', id: string, count?: number) => void;
}

const zoomStep = 1.25;
const scales = { min: 0.2, max: 4 };
/** Longer trails lose their beginning: people go back a few steps. */
const maxTrail = 10_000;

export class DiagramKeys {
	readonly #cameFrom = new Map<string, string>();

	constructor(private readonly parts: KeyParts) {}

	forget(): void {
		this.#cameFrom.clear();
	}

	press(event: KeyboardEvent): void {
		const id = this.parts.current();
		if (id === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
		const isDone = this.#zoom(event.key) || (!event.shiftKey && this.#move(id, event.key));
		if (!isDone) return;
		event.preventDefault();
		event.stopPropagation();
	}

	#zoom(key: string): boolean {
		const { canvas } = this.parts;
		const { scale } = canvas.viewbox();
		if (key === '0') canvas.zoom('fit-viewport', 'auto');
		else if (key === '+' || key === '=') canvas.zoom(Math.min(scales.max, scale * zoomStep), 'auto');
		else if (key === '-') canvas.zoom(Math.max(scales.min, scale / zoomStep), 'auto');
		else return false;
		return true;
	}

	#move(id: string, key: string): boolean {
		if (key === ' ') {
			this.parts.onActivate(id);
			return true;
		}
		const move = readMove(key);
		if (!move) return false;
		const target = findTarget(this.parts.graph(), id, move, this.#cameFrom);
		if (target !== undefined) this.#go(id, target, move);
		else if (move.kind === 'into') this.parts.onActivate(id);
		else if (move.kind === 'out') return false;
		else this.#explain(id, move);
		return true;
	}

	#go(id: string, target: string, move: Move): void {
		if (move.kind === 'next' || move.kind === 'way') {
			if (this.#cameFrom.size > maxTrail) this.#cameFrom.clear();
			this.#cameFrom.set(target, id);
		}
		if ((move.kind === 'up' || move.kind === 'down') && !this.#cameFrom.has(target)) {
			const before = this.#cameFrom.get(id);
			if (before !== undefined) this.#cameFrom.set(target, before);
		}
		this.parts.onMove(target);
	}

	#explain(id: string, move: Move): void {
		if (move.kind === 'next') this.parts.say('noNext', id);
		if (move.kind === 'previous') this.parts.say('noPrevious', id);
		if (move.kind === 'way') this.parts.say('noWay', id, this.parts.graph().nodes.get(id)?.ways.length ?? 0);
	}
}
