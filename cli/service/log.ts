import type { Terminal } from '../terminal/terminal';

/** One line of a long-running command's log. Facts only, never a message's text, a secret or personal data. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, unknown>) => void;

/** Writes JSON lines to standard error. */
export function jsonLog(terminal: Pick<Terminal, 'note'>): Log {
	return (level, message, facts) => terminal.note(JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }));
}
