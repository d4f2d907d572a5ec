import { plain, type Terminal } from './terminal';

/**
 * Prints Troupe's own warnings as commands print theirs. Node would add the process id and a hint about an option of Node. That node:sqlite is
 * experimental is of no use to users. The option of Node that hides it is unknown to versions that must be able to read bin/troupe.
 */
export function printWarnings({ note }: Pick<Terminal, 'note'>): void {
	const ofNode = process.listeners('warning');
	process.removeAllListeners('warning');
	process.on('warning', (warning: Error & { code?: string }) => {
		if (warning.name === 'TroupeWarning' || warning.code?.startsWith('TROUPE_')) note(`warning: ${plain(warning.message)}`);
		else if (warning.name !== 'ExperimentalWarning') for (const listener of ofNode) listener(warning);
	});
}
