/** The `troupe` command; bin/troupe loads this file. */
import { useProxies } from '../providers/http/proxies';
import { closeInspector } from '../providers/processes/signals';
import { runTroupe } from './program';
import { printWarnings } from './terminal/print-warnings';
import { reportError, type ExitCode } from './terminal/report-error';
import { pathReasons } from './terminal/system-errors';
import { processTerminal } from './terminal/terminal';

closeInspector();

// A reader that closes the pipe, as in `troupe … | head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	terminal.note(`error: Standard output cannot be written: ${pathReasons[error.code ?? ''] ?? error.message}.`);
	process.exit(1);
});

// A process that ends without an answer must not report success.
process.exitCode = 1;
const terminal = processTerminal();
printWarnings(terminal);
void run().then((code) => (process.exitCode = code));

async function run(): Promise<ExitCode> {
	try {
		const warning = useProxies(terminal.environment);
		if (warning !== undefined) terminal.note(`warning: ${warning}`);
	} catch (error) {
		return reportError(error, terminal);
	}
	return runTroupe(process.argv.slice(2), terminal);
}
