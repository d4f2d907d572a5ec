/** The `troupe` command; bin/troupe loads this file. */
import { runTroupe } from './program';
import { printWarnings } from './terminal/print-warnings';
import { processTerminal } from './terminal/terminal';

// A reader that closes the pipe, as in `troupe … | head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// A process that ends without an answer must not report success.
process.exitCode = 1;
const terminal = processTerminal();
printWarnings(terminal);
void runTroupe(process.argv.slice(2), terminal).then((code) => (process.exitCode = code));
