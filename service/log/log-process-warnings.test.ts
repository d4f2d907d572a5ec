import { EventEmitter } from 'node:events';
import { openLog } from './log';
import { logProcessWarnings } from './log-process-warnings';

test('warnings of trust and others are lines of JSON, and Node prints them again afterwards', () => {
	const lines: string[] = [];
	const printed: string[] = [];
	const node = new EventEmitter().on('warning', ({ message }: Error) => printed.push(message));
	const warn = (message: string, facts = {}) => node.emit('warning', Object.assign(new Error(message), { name: 'Warning', ...facts }));
	const end = logProcessWarnings(openLog({ environment: {}, note: (line) => void lines.push(line) }), node);
	warn('The registry\ncannot be reached.', { name: 'TroupeWarning', code: 'TROUPE_REGISTRY' });
	warn('An old name was used.');
	warn('SQLite is an experimental feature.', { name: 'ExperimentalWarning' });
	end();
	warn('After the end.');
	expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
		{ level: 'warn', message: 'The registry\ncannot be reached.', warning: 'TroupeWarning', code: 'TROUPE_REGISTRY' },
		{ level: 'warn', message: 'An old name was used.', warning: 'Warning' },
	]);
	expect(printed).toEqual(['After the end.']);
});
