import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractCases, readCases } from './cases';
import { differsIn88, isFor, listMismatches } from './recording';

const notes = readFileSync(join(__dirname, '../../bench/notes/0031-recorded-engine-contract.md'), 'utf8');

test('every case in which Zeebe 8.8 differs from 8.6 is named, with the reason, in the notes of decision 31', () => {
	const differing = contractCases.filter(differsIn88).map(({ id }) => id);
	const notPlayed = contractCases.filter((one) => !isFor(one, '8.8')).map(({ id }) => id);
	expect([...differing, ...notPlayed].filter((id) => !notes.includes(`| \`${id}\` |`))).toEqual([]);
});

test('every case has its recording, and every recording its case', () => {
	expect(listMismatches()).toEqual([]);
});

test('a line that is not a case is refused with its file and number', () => {
	const one = { id: 'a', title: 'A', script: [{ start: { processId: 'a' } }], resources: [{ name: 'a.bpmn', content: '' }] };
	const read = (...lines: object[]) => readCases(lines.map((line) => JSON.stringify(line)).join('\n'), 'timer.jsonl');
	expect(read(one, { ...one, id: 'b' })).toMatchObject([{ id: 'a', family: 'timer' }, { id: 'b' }]);
	expect(() => read(one, one)).toThrow('timer.jsonl, line 2: the case of timer.jsonl, line 1 has the id "a" too.');
	expect(() => readCases('{"id":', 'timer.jsonl')).toThrow('timer.jsonl, line 1 is not JSON: ');
	const refused = (more: object) => expect(() => read(one, { ...one, id: 'b', ...more }));
	refused({ engines: ['8.7'] }).toThrow('timer.jsonl, line 2 is not a case: engines.0 must be one of 8.6, 8.8.');
	refused({ script: [{ completeUserTasks: {} }] }).toThrow('script.0 has the unknown field "completeUserTasks"');
	refused({ script: [{ runJobs: true, wait: 1 }] }).toThrow('script.0 must NOT have more than 1 properties');
	refused({ script: [{ answerJob: { outcome: { kind: 'fail', retries: 0 } } }] }).toThrow('script.0.answerJob.outcome');
});
