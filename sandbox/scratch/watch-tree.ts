import { isTroupeError } from '../../core/base/errors';
import { listTree, type TreeLimits } from './list-tree';

const everyMs = 100;
const gone = new Set(['ENOENT', 'ENOTDIR']);

/** Watches a folder and reports once that it is too large. The kernel limits each file at once; this, their sum. */
export function watchTree(folder: string, limits: TreeLimits, onLimit: () => void): () => void {
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	const look = async () => {
		try {
			await listTree(folder, limits);
		} catch (error) {
			// A file disappeared during the listing. An unlistable one, such as with a too long path, exceeds the limit.
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
