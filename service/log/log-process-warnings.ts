import type { EventEmitter } from 'node:events';
import type { Log } from './log';

type Printer = (warning: Error & { code?: string }) => void;

/**
 * Logs the warnings that parts give to Node, such as that the registry cannot be reached: Node prints them as text between lines of JSON.
 * @returns a function that gives them back to Node
 */
export function logProcessWarnings(log: Log, source: EventEmitter = process): () => void {
	const printers = source.listeners('warning') as Printer[];
	for (const printer of printers) source.off('warning', printer);
	const tell: Printer = ({ name, message, code }) => {
		// That node:sqlite is experimental is of no use to operators.
		if (name !== 'ExperimentalWarning') log('warn', message, { warning: name, ...(code && { code }) });
	};
	source.on('warning', tell);
	return () => {
		source.off('warning', tell);
		for (const printer of printers) source.on('warning', printer);
	};
}
