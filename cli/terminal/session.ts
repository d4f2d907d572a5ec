import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

/** What the declaration of a command needs: the terminal, and a place for the exit code. */
export interface Session {
	terminal: Terminal;
	exitCode: ExitCode;
}
