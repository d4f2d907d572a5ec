import type { DiagramParts } from '../diagram';
import { format, type Messages } from '../messages/messages';
import { describeState } from '../names/describe';
import type { ElementState, ElementTokens } from '../state/element-state';
import { readHeat, type Heat, type HeatOptions } from '../state/heat';
import { StateStore } from '../state/state-store';
import { Badges } from './badges';
import { writeLegend } from './help-texts';
import { LiveRegion } from './live-region';

export interface StateViewTexts {
	readonly messages: Messages;
	readonly referTo: (id: string) => string;
	/** The name of the element is another now. */
	readonly onRename: (id: string) => void;
}

export class StateView {
	readonly live: LiveRegion;
	readonly #badges: Badges;
	readonly #store = new StateStore((changed) => this.#show(changed));
	readonly #legends = new Set<Element>();
	#heat: Heat | undefined;
	/** The first state after a diagram was opened is not a change. */
	#isFirst = true;

	constructor(
		private readonly parts: DiagramParts,
		private readonly texts: StateViewTexts,
		isMuted: boolean,
	) {
		this.#badges = new Badges(parts);
		const more = (count: number): string => format(texts.messages, 'moreChanges', { count });
		this.live = new LiveRegion(
			parts.canvas.getContainer(),
			{ language: texts.messages.language, change: (id) => this.#tell(id), more },
			isMuted,
		);
	}

	get(id: string): ElementState {
		return this.#store.get(id);
	}

	setTokens(values: Readonly<Record<string, ElementTokens | null>>, replace: boolean): string[] {
		const { known, unknown } = this.#divide(values);
		this.#store.setTokens(known, replace);
		return unknown;
	}

	setHeat(values: Readonly<Record<string, number>> | null, options: HeatOptions): string[] {
		const { known, unknown } = this.#divide(values ?? {});
		this.#heat = values === null ? undefined : readHeat(known, options, this.texts.messages.language);
		this.#store.setHeat(this.#heat);
		this.#writeLegends();
		return unknown;
	}

	/** @returns what removes it */
	addLegend(container: Element): () => void {
		this.#legends.add(container);
		writeLegend(container, this.#heat, this.texts.messages);
		return () => {
			this.#legends.delete(container);
			container.replaceChildren();
		};
	}

	/** Forgets everything: another diagram is opened. */
	clear(): void {
		this.#heat = undefined;
		this.#isFirst = true;
		this.#store.clear();
		this.#badges.clear();
		this.live.clear();
		this.#writeLegends();
	}

	#writeLegends(): void {
		for (const legend of this.#legends) writeLegend(legend, this.#heat, this.texts.messages);
	}

	#show(changed: ReadonlyMap<string, { before: ElementState; after: ElementState }>): void {
		for (const [id, { before, after }] of changed) {
			const element = this.parts.elementRegistry.get(id);
			if (!element) continue;
			this.#badges.show(element, after);
			this.texts.onRename(id);
			const isTold = before.tokens !== after.tokens || before.incidents !== after.incidents || before.status !== after.status;
			if (isTold && !this.#isFirst) this.live.noteChange(id);
		}
		this.#isFirst = false;
	}

	#tell(id: string): string {
		const { messages, referTo } = this.texts;
		const text = describeState({ ...this.get(id), heat: undefined }, messages).join(', ');
		return format(messages, 'change', { name: referTo(id), state: text === '' ? format(messages, 'changeNothing') : text });
	}

	#divide<Value>(values: Readonly<Record<string, Value>>): { known: Record<string, Value>; unknown: string[] } {
		const entries = Object.entries(values);
		const isKnown = ([id]: [string, Value]): boolean => this.parts.elementRegistry.get(id) !== undefined;
		return {
			known: Object.fromEntries(entries.filter(isKnown)),
			unknown: entries.filter((entry) => !isKnown(entry)).map(([id]) => id),
		};
	}
}
