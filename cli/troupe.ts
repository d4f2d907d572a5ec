/** The `troupe` command; bin/troupe loads this file. */
import { runTroupe } from './program';
import { processTerminal } from './terminal/terminal';

// A reader that closes the pipe, as in `troupe … | head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// A process that ends without an answer must not report success.
process.exitCode = 1;
void runTroupe(process.argv.slice(2), processTerminal()).then((code) => (process.exitCode = code));
