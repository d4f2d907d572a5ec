import { boundaryBeside, callActivity, endWith, escalation, signal, throwOf } from '../../../test/contract/event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	forEach,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
} from '../../../test/contract/model-builder';
import type { Resource } from '../../../engine-adapter/engine/deployments';
import { parseProcessCase } from '../../../engine-adapter/cases/parse-process-case';
import { playCase } from '../../../engine-adapter/cases/play-case';
import { readModels } from '../../../engine-adapter/instance/read-models';
import { testTerminal } from '../../../test/support/test-terminal';
import { formatDuration } from '../../terminal/format-text';
import { Timeline } from './timeline';

async function play(resources: Resource[], script: object[] = []): Promise<string> {
	const document = { start: { processId: 'p' }, script, autoComplete: script.length === 0 };
	const { events } = await playCase(resources, await parseProcessCase(JSON.stringify(document), 'case.json'), 1_000_000);
	const timeline = new Timeline(await readModels(resources), 1_000_000, testTerminal());
	return events.flatMap((event) => timeline.lines(event)).join('\n');
}

const oneTask = (id = 'p') =>
	processModel(id, [startEvent(), serviceTask('work', { type: 'w' }), endEvent(), ...chain('start', 'work', 'end')]);

test('nests what happens in scopes, with jobs inside their tasks', async () => {
	const inner = subProcess('inner', [startEvent('s'), serviceTask('deep', { type: 'w' }), endEvent('e'), ...chain('s', 'deep', 'e')]);
	const text = await play([processModel('p', [startEvent(), inner, endEvent(), ...chain('start', 'inner', 'end')])]);
	expect(text.replaceAll(/ +(?=\n|$)/g, '')).toBe(
		`
      0 ms  ▶ p                                           process
      0 ms  │ ✔ start                                     start event
      0 ms  │ ▶ inner                                     sub process
      0 ms  │ │ ✔ s                                       start event
      0 ms  │ │ ▶ deep                                    service task
      0 ms  │ │ │ + job w                                 3 attempts
      0 ms  │ │ │ … job w                                 taken by a worker
      0 ms  │ │ │ ✔ job w                                 completed by its worker
      0 ms  │ │ ✔ deep                                    took 0 ms
      0 ms  │ │ ✔ e                                       end event
      0 ms  │ ✔ inner                                     took 0 ms
      0 ms  │ ✔ end                                       end event
      0 ms  ✔ p                                           took 0 ms`
			.replaceAll('\n      ', '\n')
			.replaceAll(/^(\d)/gm, '      $1')
			.slice(1),
	);
});

test('nests a called process in its call', async () => {
	const caller = processModel('p', [startEvent(), callActivity('call', 'q'), endEvent(), ...chain('start', 'call', 'end')]);
	const text = await play([caller, oneTask('q')]);
	expect(text).toMatch(
		/│ ▶ call +call activity\n.* {2}│ │ ▶ q +process\n[^]*│ │ │ ▶ work +service task\n[^]*│ │ ✔ q +took 0 ms\n.*│ ✔ call/,
	);
});

test('nests the instances that a multi-instance call runs at the same time, each in its own call', async () => {
	const call = forEach(callActivity('call', 'q'), { inputCollection: '=[1, 2]' });
	const caller = processModel('p', [startEvent(), call, endEvent(), ...chain('start', 'call', 'end')]);
	const text = await play([caller, oneTask('q')]);
	expect(text.match(/^.*[▶] .*/gm)!.map((line) => line.slice(12).trimEnd())).toEqual([
		'▶ p                                           process',
		'│ ▶ call                                      multi instance body',
		'│ │ ▶ call                                    call activity',
		'│ │ ▶ call                                    call activity',
		'│ │ │ ▶ q                                     process',
		'│ │ │ ▶ q                                     process',
		'│ │ │ │ ▶ work                                service task',
		'│ │ │ │ ▶ work                                service task',
	]);
});

test('nests what an ad-hoc sub-process runs, and times each run by itself', async () => {
	const tools = adHocSubProcess('tools', [serviceTask('search', { type: 'w' })], { activeElements: '=["search", "search"]' });
	const text = await play(
		[processModel('p', [startEvent(), tools, endEvent(), ...chain('start', 'tools', 'end')])],
		[{ wait: 5 }, { completeJob: {} }, { wait: 20 }, { completeJob: {} }],
	);
	expect(text).toMatch(/│ ▶ tools +ad hoc sub process\n.* {2}│ │ ▶ tools#innerInstance[^]*│ │ │ ▶ search +service task/);
	expect(text.match(/search +took .*/g)).toEqual([expect.stringMatching(/took 5 ms$/), expect.stringMatching(/took 25 ms$/)]);
});

test('tells what became of a failed job, and what to do about the incident', async () => {
	const text = await play(
		[oneTask()],
		[
			{ completeJob: { fail: { retries: 1, message: 'the bank is away' } } },
			{ completeJob: { fail: { retries: 0, message: 'still away' } } },
		],
	);
	expect(text).toContain('│ │ ✘ job w failed, 1 attempt left');
	expect(text).toMatch(
		/the bank is away\n[^]*✘ incident JOB_NO_RETRIES: still away\n +│ │ +what to do: correct the fault in the message, give the job new retries/,
	);
});

test('tells how long something took, also when it was terminated', async () => {
	const text = await play([oneTask()], [{ wait: 90_000 }, { cancelInstance: true }]);
	expect(text).toMatch(/1 min 30 s {2}│ ■ work +terminated, took 1 min 30 s/);
});

test.each([
	[0, '0 ms'],
	[999.4, '999 ms'],
	[1_250, '1.25 s'],
	[60_000, '1 min'],
	[200_000, '3 min 20 s'],
	[3_600_000, '1 h'],
	[176_400_000, '2 d 1 h'],
])('%i ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test('tells what was thrown, and what catches it', async () => {
	const inner = subProcess('inner', [
		startEvent('s'),
		throwOf('late', escalation('LATE')),
		throwOf('later', escalation('LATER')),
		endWith('e', signal('storm')),
		...chain('s', 'late', 'later', 'e'),
	]);
	const beside = boundaryBeside('warned', 'inner', escalation('LATE'));
	const parts = [startEvent(), inner, endEvent(), ...chain('start', 'inner', 'end'), beside, endEvent('told'), ...chain('warned', 'told')];
	const text = await play([processModel('p', parts)]);
	expect(text).toMatch(/│ │ │ ◭ late +escalation LATE, caught by warned\n/);
	expect(text).toMatch(/│ │ │ ◭ later +escalation LATER, caught by nothing\n/);
	expect(text).toMatch(/│ │ │ ◬ e +signal storm\n/);
});
