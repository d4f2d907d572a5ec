import type { Problem } from '../../api/problem';
import type { Kind } from './item';

export interface ItemProps {
	kind: Kind;
	id: string;
	/** Performs an act, reports it, and returns to the list. A refusal is thrown, unless another person was faster. */
	settle: (perform: () => Promise<unknown>, done: string) => Promise<void>;
	onMissing: (problem: Problem) => void;
}
