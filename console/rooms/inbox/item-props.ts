import type { Problem } from '../../api/problem';
import type { Kind } from './item';

/** The properties of the view of an item. */
export interface ItemProps {
	kind: Kind;
	id: string;
	/** Does something to the item, says so, and goes back to the list. A refusal is thrown, unless it says that somebody was faster. */
	settle: (perform: () => Promise<unknown>, done: string) => Promise<void>;
	/** Tells of an item that cannot be read. */
	onMissing: (problem: Problem) => void;
}
