import { isTroupeError } from '../../core/base/errors';
import { listTree, type TreeLimits } from './list-tree';

const everyMs = 100;
const gone = new Set(['ENOENT', 'ENOTDIR']);

/** Looks at a folder while a process writes into it, and reports once that it has become too large. The kernel limits each file at once; this, their sum. */
export function watchTree(folder: string, limits: TreeLimits, onLimit: () => void): () => void {
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	const look = async () => {
		try {
			await listTree(folder, limits);
		} catch (error) {
			// A file disappeared while it was listed. What cannot be listed for another reason, such as a path that is too long, has no limit.
			if (isTroupeError(error) || !gone.has((error as NodeJS.ErrnoException).code ?? '')) return onLimit();
		}
		if (!stopped) timer = setTimeout(() => void look(), everyMs);
	};
	void look();
	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}
