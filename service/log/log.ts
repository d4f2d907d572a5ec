import type { Environment } from '../../core/base/settings/setting-names';
import { readChoice } from '../../core/base/settings/settings';
import { readTraceId } from '../../core/base/trace-context';
import { hideInShort } from '../../core/guardrails/masking/hide-in-short';
import { formatLine } from './format-line';
import { logLevels, type LogLevel, type LogLine } from './log-line';
import { maskFacts } from './mask-facts';

/** Writes a log line of a long-running command: facts, never message texts, secrets or personal data. */
export type Log = (level: LogLevel, message: string, facts?: Record<string, unknown>) => void;

interface LogPlace {
	note: (line: string) => void;
	environment: Environment;
	/** A person reads the notes as text. */
	isWatched?: boolean;
}

/**
 * Logs to standard error: JSON, or text at a terminal or by TROUPE_LOG_FORMAT, from TROUPE_LOG_LEVEL on. @param keep also gets each line @throws
 * TroupeError INPUT_INVALID for another format or level
 */
export function openLog({ note, environment, isWatched = false }: LogPlace, keep?: (line: LogLine) => void): Log {
	const format = readChoice('TROUPE_LOG_FORMAT', environment) ?? (isWatched ? 'text' : 'json');
	const least = logLevels.indexOf(readChoice('TROUPE_LOG_LEVEL', environment) ?? 'info');
	const show = format === 'text' ? formatLine : (line: LogLine) => JSON.stringify(line);
	return (level, message, facts) => {
		if (logLevels.indexOf(level) < least) return;
		const trace = readTraceId();
		const what = { time: new Date().toISOString(), level, message: hideInShort(message) };
		// A fact of the same name must not replace them.
		const line: LogLine = { ...what, ...maskFacts({ ...(trace !== undefined && { trace }), ...facts }), ...what };
		note(show(line));
		keep?.(line);
	};
}
