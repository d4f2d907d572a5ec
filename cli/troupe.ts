/** The `troupe` command; bin/troupe loads this file. */
import { runTroupe } from './program';
import { processTerminal } from './terminal/terminal';

// A reader that went away, as in `troupe … | head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// Whoever stops without an answer has not said yes.
process.exitCode = 1;
void runTroupe(process.argv.slice(2), processTerminal()).then((code) => (process.exitCode = code));
