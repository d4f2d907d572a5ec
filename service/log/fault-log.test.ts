import { TroupeError } from '../../core/base/errors';
import { faultLog } from './fault-log';
import type { Log } from './log';

function reporter() {
	const lines: unknown[][] = [];
	let time = 0;
	const log: Log = (...line) => void lines.push(line);
	return { lines, pass: (ms: number) => (time += ms), report: faultLog(log, 'request failed', () => time) };
}
const full = new TroupeError({ code: 'STORAGE_FULL', message: 'no space', fix: 'Free space.' });

it('logs one line a minute for each kind of fault, and how often it was repeated', () => {
	const { lines, pass, report } = reporter();
	for (let number = 0; number < 1_000; number++) report(full, { url: '/v2/jobs/activation' });
	report(new TroupeError({ code: 'ENGINE_OVERLOADED', message: 'too many' }), {});
	pass(59_999);
	report(full, { url: '/v2/topology' });
	expect(lines).toHaveLength(2);
	pass(1);
	report(full, { url: '/v2/topology' });
	const facts = { code: 'STORAGE_FULL', error: 'no space', fix: 'Free space.' };
	expect(lines).toEqual([
		['warn', 'request failed', { url: '/v2/jobs/activation', ...facts }],
		['warn', 'request failed', { code: 'ENGINE_OVERLOADED', error: 'too many', fix: undefined }],
		['warn', 'request failed', { url: '/v2/topology', ...facts, repeated: 1_000 }],
	]);
});

it('logs an unforeseen error with its stack', () => {
	const { lines, report } = reporter();
	const error = new TypeError('a bug');
	report(error, { url: '/' });
	report(error, { url: '/' });
	expect(lines).toEqual([['error', 'request failed', { url: '/', error: error.stack }]]);
});
