import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

/** What a command's definition needs: the terminal, and a place for its end. */
export interface Session {
	terminal: Terminal;
	exitCode: ExitCode;
}
