import { countNouns } from './format-text';
import type { Terminal } from './terminal';

/** A page of a list. Without `isCut`, a cursor says that there are more. */
interface Shown {
	items: unknown[];
	cursor?: string;
	isCut?: boolean;
}

export const cutList = <Item>(read: Item[], limit: number) => ({ items: read.slice(0, limit), isCut: read.length > limit });

/** Says that a list was cut. @param how to see more */
export function tellMore({ items, cursor, isCut = cursor !== undefined }: Shown, terminal: Terminal, how = 'Raise --limit.'): void {
	if (isCut) terminal.note(`Only ${countNouns(items.length, 'row')} shown; there are more. ${how}`);
}
