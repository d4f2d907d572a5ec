export interface OutlineItem {
	readonly id: string;
	readonly element: HTMLElement;
	readonly label: HTMLElement;
	readonly parent: string | undefined;
	readonly level: number;
}

export const isOpen = ({ element }: Pick<OutlineItem, 'element'>): boolean => element.getAttribute('aria-expanded') === 'true';

/**
 * Returns the item that a key leads to.
 * @param visible the items that are not inside of a closed one, from top to bottom
 * @param typed the letters that were typed one after the other
 */
export function findOutlineTarget(
	visible: readonly OutlineItem[],
	current: string | undefined,
	key: string,
	typed: string,
	nameOf: (id: string) => string,
): string | undefined {
	const index = visible.findIndex(({ id }) => id === current);
	const item = visible[index];
	switch (key) {
		case 'ArrowDown':
			return visible[index + 1]?.id;
		case 'ArrowUp':
			return visible[index - 1]?.id;
		case 'Home':
			return visible[0]?.id;
		case 'End':
			return visible.at(-1)?.id;
		case 'ArrowLeft':
			return item?.parent;
		case 'ArrowRight':
			return visible.find(({ parent }, place) => place > index && parent === current)?.id;
		default:
			return key.length === 1 ? findByText(visible, index, typed, nameOf) : undefined;
	}
}

/** Finds the next item whose name or text begins with the typed letters. A repeated letter goes on. */
function findByText(visible: readonly OutlineItem[], index: number, typed: string, nameOf: (id: string) => string): string | undefined {
	const letters = typed.toLocaleLowerCase();
	const isRepeated = [...letters].every((letter) => letter === letters[0]);
	const wanted = isRepeated ? letters.slice(0, 1) : letters;
	const from = isRepeated || typed.length === 1 ? index + 1 : index;
	const following = [...visible.slice(from), ...visible.slice(0, from)];
	return following.find(({ id, label }) => [nameOf(id), label.textContent].some((text) => text.toLocaleLowerCase().startsWith(wanted)))?.id;
}
