import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

export interface Session {
	terminal: Terminal;
	exitCode: ExitCode;
}
