import { format } from 'node:util';
import { faultLog } from './fault-log';
import type { Log } from './log';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** Logs libraries' prints, one line a minute of each kind. Otherwise text with stacks would mix with JSON lines. @returns a function that ends it */
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
