import { format } from 'node:util';
import { faultLog } from './fault-log';
import type { Log } from './log';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/**
 * Logs what libraries print, a line a minute of each kind. Otherwise it would be text, with stacks, between lines of JSON.
 * @returns a function that ends it
 */
export function logConsole(log: Log, target: Pick<Console, (typeof methods)[number]> = console): () => void {
	const report = faultLog(log, 'a library reported');
	const before = methods.map((name) => [name, target[name]] as const);
	for (const name of methods)
		target[name] = (...said: unknown[]) => {
			const fault = said.find((one) => one instanceof Error);
			const text = format(...said.filter((one) => one !== fault));
			report(fault ?? text, fault === undefined ? {} : { text });
		};
	return () => {
		for (const [name, own] of before) target[name] = own;
	};
}
