import type { EventEmitter } from 'node:events';

export type ProcessWarning = Error & { code?: string };
type Listener = (warning: ProcessWarning) => void;

/**
 * Passes the warnings that parts give to Node to one listener, in place of those that listen now. That node:sqlite is experimental is of no use to
 * users and left out. The option of Node that hides it is unknown to versions that must be able to read bin/troupe.
 * @param listen also gets the replaced listeners
 * @returns a function that puts the replaced listeners back
 */
export function replaceWarningListeners(
	listen: (warning: ProcessWarning, replaced: readonly Listener[]) => void,
	source: EventEmitter = process,
): () => void {
	const replaced = source.listeners('warning') as Listener[];
	source.removeAllListeners('warning');
	const listener: Listener = (warning) => {
		if (warning.name !== 'ExperimentalWarning') listen(warning, replaced);
	};
	source.on('warning', listener);
	return () => {
		source.off('warning', listener);
		for (const one of replaced) source.on('warning', one);
	};
}
