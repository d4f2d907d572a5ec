import { plain, type Terminal } from './terminal';

/**
 * Prints Troupe's own warnings as commands print theirs. Node would add the process id and a hint about an option of Node. That node:sqlite is
 * experimental is of no use to users. The option of Node that hides it is unknown to versions that must be able to read bin/troupe.
 */
export function printWarnings({ note }: Pick<Terminal, 'note'>): void {
	takeWarnings((message) => note(`warning: ${plain(message)}`));
}

/** Gives Troupe's own warnings to the last that asked for them, such as the log of a service. */
export function takeWarnings(tell: (message: string) => void): void {
	const before = process.listeners('warning');
	process.removeAllListeners('warning');
	process.on('warning', (warning: Error & { code?: string }) => {
		if (warning.name === 'TroupeWarning' || warning.code?.startsWith('TROUPE_')) tell(warning.message);
		else if (warning.name !== 'ExperimentalWarning') for (const listener of before) listener(warning);
	});
}
