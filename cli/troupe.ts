import { closeInspector } from '../providers/processes/signals';
import { runTroupe } from './program';
import { pathReasons } from './terminal/system-errors';
import { printable, processTerminal, type Terminal } from './terminal/terminal';
import { replaceWarningListeners } from '../core/base/process-warnings';

closeInspector();

// A reader that closes the pipe, as in `troupe … | head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	terminal.note(`error: Standard output cannot be written: ${pathReasons[error.code ?? ''] ?? error.message}.`);
	process.exit(1);
});
process.stderr.on('error', () => undefined);

// A process that ends without an answer must not report success.
process.exitCode = 1;
const terminal = processTerminal();
printWarnings(terminal);
void runTroupe(process.argv.slice(2), terminal).then((code) => {
	process.exitCode = code;
	// Ends the process although work that was stopped goes on.
	if (terminal.stop.aborted) setTimeout(() => process.exit(), 1_000).unref();
});

/** Prints Troupe's own warnings as commands print theirs. Node would add the process id and a hint about an option of Node. */
function printWarnings({ note }: Pick<Terminal, 'note'>): void {
	replaceWarningListeners((warning, ofNode) => {
		if (warning.name === 'TroupeWarning' || warning.code?.startsWith('TROUPE_')) note(`warning: ${printable(warning.message)}`);
		else for (const listener of ofNode) listener(warning);
	});
}
