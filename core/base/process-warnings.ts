import type { EventEmitter } from 'node:events';

type ProcessWarning = Error & { code?: string };
type Listener = (warning: ProcessWarning) => void;

/**
 * Redirects Node's warnings to one listener, without that about node:sqlite. Node's own option is unknown to versions that must read
 * bin/troupe. @param listen also gets the replaced listeners @returns a function that puts the replaced listeners back
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
