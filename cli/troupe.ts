/** The `troupe` command; bin/troupe loads this file. */
import { closeInspector } from '../providers/processes/signals';
import { runTroupe } from './program';
import { printWarnings } from './terminal/print-warnings';
import { pathReasons } from './terminal/system-errors';
import { processTerminal } from './terminal/terminal';

closeInspector();

// A reader that closes the pipe, as in `troupe … | head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	terminal.note(`error: Standard output cannot be written: ${pathReasons[error.code ?? ''] ?? error.message}.`);
	process.exit(1);
});
// A disk that is full, or a reader that is gone, takes the notes and leaves the answer.
process.stderr.on('error', () => undefined);

// A process that ends without an answer must not report success.
process.exitCode = 1;
const terminal = processTerminal();
printWarnings(terminal);
void runTroupe(process.argv.slice(2), terminal).then((code) => (process.exitCode = code));
