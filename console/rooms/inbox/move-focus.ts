const steps: Record<string, (at: number, last: number) => number> = {
	ArrowDown: (at, last) => Math.min(at + 1, last),
	ArrowUp: (at) => Math.max(at - 1, 0),
	Home: () => 0,
	End: (_at, last) => last,
};

/** Moves the focus through a list by arrow keys. @param selector finds the focus target of each entry */
export function moveFocus(event: KeyboardEvent, list: HTMLElement, selector: string): void {
	const step = steps[event.key];
	if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
	const entries = [...list.querySelectorAll<HTMLElement>(selector)];
	const at = entries.indexOf(document.activeElement as HTMLElement);
	if (at < 0) return;
	event.preventDefault();
	entries[step(at, entries.length - 1)]!.focus();
}
