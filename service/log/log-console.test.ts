import { TroupeError } from '../../core/base/errors';
import { openLog } from './log';
import { logConsole } from './log-console';

it('makes lines of JSON of what libraries print, and lets them print afterwards', () => {
	const lines: string[] = [];
	const printed: unknown[][] = [];
	const print = (...said: unknown[]) => void printed.push(said);
	const target = { log: print, info: print, warn: print, error: print, debug: print, trace: print };
	const end = logConsole(openLog({ environment: {}, note: (line) => void lines.push(line) }), target);
	const fault = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'The runs cannot be read.', fix: 'Start it.' });
	for (const task of ['one', 'two']) target.error(`Event processing loop failed for task ${task}:`, fault);
	target.warn('Reference task %s not found.', 'a');
	end();
	target.info('After the end.');
	expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
		{ level: 'warn', message: 'a library reported', text: 'Event processing loop failed for task one:', code: 'STORAGE_UNREACHABLE' },
		{ message: 'a library reported', error: 'Reference task a not found.' },
	]);
	expect(printed).toEqual([['After the end.']]);
});
