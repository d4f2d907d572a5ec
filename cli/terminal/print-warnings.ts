import { replaceWarningListeners } from '../../core/base/process-warnings';
import { printable, type Terminal } from './terminal';

/** Prints Troupe's own warnings as commands print theirs. Node would add the process id and a hint about an option of Node. */
export function printWarnings({ note }: Pick<Terminal, 'note'>): void {
	replaceWarningListeners((warning, ofNode) => {
		if (warning.name === 'TroupeWarning' || warning.code?.startsWith('TROUPE_')) note(`warning: ${printable(warning.message)}`);
		else for (const listener of ofNode) listener(warning);
	});
}
