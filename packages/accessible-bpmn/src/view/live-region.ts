/** Time for changes to come together. Each text replaces the one before, so more often would cut speech off. */
const batchMs = 1_000;
/** Changes that are told by name; others are counted. */
const maxTold = 5;

export interface LiveTexts {
	readonly language: string;
	change(id: string): string;
	more(count: number): string;
}

/** Tells people who listen what happens: moves at once, changes of state together, and never more than a few of them. */
export class LiveRegion {
	readonly #lines: [HTMLElement, HTMLElement];
	readonly #changed = new Set<string>();
	readonly #region: HTMLElement;
	#texts: LiveTexts;
	#timer: number | undefined;
	#next = 0;
	#isMuted: boolean;

	constructor(container: HTMLElement, texts: LiveTexts, isMuted: boolean) {
		const { ownerDocument } = container;
		this.#texts = texts;
		this.#isMuted = isMuted;
		this.#region = ownerDocument.createElement('div');
		this.#region.className = 'abpmn-live';
		this.#region.lang = texts.language;
		this.#region.setAttribute('role', 'status');
		this.#region.setAttribute('aria-live', 'polite');
		this.#lines = [ownerDocument.createElement('p'), ownerDocument.createElement('p')];
		this.#region.append(...this.#lines);
		container.append(this.#region);
	}

	mute(isMuted: boolean): void {
		this.#isMuted = isMuted;
		if (isMuted) this.#forget();
	}

	/** Tells what a person's key did. */
	say(text: string): void {
		const [one, other] = this.#next++ % 2 === 0 ? this.#lines : [this.#lines[1], this.#lines[0]];
		other.textContent = '';
		one.textContent = text;
	}

	noteChange(id: string): void {
		if (this.#isMuted) return;
		this.#changed.add(id);
		this.#timer ??= window.setTimeout(() => this.#tellChanges(), batchMs);
	}

	clear(): void {
		this.#forget();
		for (const line of this.#lines) line.textContent = '';
	}

	remove(): void {
		this.#forget();
		this.#region.remove();
	}

	#forget(): void {
		window.clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#changed.clear();
	}

	#tellChanges(): void {
		const ids = [...this.#changed];
		this.#forget();
		const told = ids.slice(0, maxTold).map((id) => this.#texts.change(id));
		const others = ids.length - told.length;
		this.say([...told, ...(others > 0 ? [this.#texts.more(others)] : [])].join('; '));
	}
}
