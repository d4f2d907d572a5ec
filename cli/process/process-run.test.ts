import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	adHocSubProcess,
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	messageCatch,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../test/contract/model-builder';
import { boundary, catchOf, timer } from '../../test/contract/event-parts';
import { listening, onStart } from '../../test/contract/listener-parts';
import { openGate } from '../../test/fakes/permissive-gate';
import { runProcessCommand } from './process-run';
import type { ProcessRunOptions } from './process-run-options';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

const support = join(__dirname, '../../examples/support/support.bpmn');
const host = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-process-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function model(...[id, parts]: Parameters<typeof processModel>): string {
	const { name, content } = processModel(id, parts);
	writeFileSync(join(folder, name), content);
	return join(folder, name);
}

async function run(files: string[], options: Partial<ProcessRunOptions> = {}) {
	const terminal = testTerminal();
	const all: ProcessRunOptions = {
		files,
		variables: {},
		engine: 'embedded',
		address: '',
		trace: 'text',
		lint: true,
		timeout: 10_000,
		...options,
	};
	const code = await runProcessCommand(all, terminal, host);
	return { code, lines: terminal.printed, text: terminal.printed.join('\n'), notes: terminal.noted.join('\n') };
}

describe('the support example', () => {
	// The first run loads the engine, the linter and the agent.
	beforeAll(() => run([support], { variables: { message: 'Hi' } }), 30_000);

	test('answers, and shows how', async () => {
		const { code, text, notes } = await run([support], { variables: { message: 'Qual é o prazo para devolver um produto?' } });
		expect(text).toMatch(/\d ms {2}│ ✔ .*start event/);
		expect(text).toMatch(/▶ .*service task/);
		expect(text).toMatch(/\ncompleted\n\n[^]*\[1\] /);
		expect(text).toContain('outcome = "reply"');
		expect(notes).toContain('development root');
		expect(code).toBe(0);
	});

	slowTest('waits for a person when the handbook does not hold the answer', async () => {
		const { code, text } = await run([support], { variables: { message: 'Do you sell submarines to Norway?' } });
		expect(text).toMatch(/waiting for a person at '.+'/);
		expect(code).toBe(0);
	});

	test('shows the incident of a message that is not valid', async () => {
		const { code, text } = await run([support], { variables: { message: 7 } });
		expect(text).toMatch(/incident JOB_NO_RETRIES at '.+': INPUT_INVALID: .*"message"/);
		// Nothing is left to resolve.
		expect(text).toContain('what to do: correct the fault in the message, and run the command again');
		expect(text).not.toContain('resolve the incident');
		expect(code).toBe(1);
	});

	slowTest('gives the trace as JSON lines', async () => {
		const { lines } = await run([support], { trace: 'json', variables: { message: 'How long is the warranty?' } });
		const documents = lines.map((line) => JSON.parse(line) as { event?: { kind: string }; ending?: { kind: string } });
		expect(documents.map(({ event }) => event?.kind)).toEqual(
			expect.arrayContaining(['element-activated', 'job-completed', 'sequence-flow-taken']),
		);
		expect(documents.at(-1)?.ending?.kind).toBe('completed');
	});
});

test('names the element that waits for what nothing here serves', async () => {
	const parts = [
		startEvent(),
		serviceTask('pay', { type: 'bank' }),
		messageCatch('paid', 'paid', '="1"'),
		endEvent(),
		flow('a', 'start', 'pay'),
		flow('b', 'pay', 'paid'),
		flow('c', 'paid', 'end'),
	];
	const { code, text } = await run([model('waiting', parts)]);
	expect(text).toContain("waiting at 'pay'");
	expect(code).toBe(1);
});

test.each([
	[
		'a job',
		[startEvent(), serviceTask('pay', { type: 'bank' }), endEvent(), ...chain('start', 'pay', 'end')],
		`waiting at 'pay' for a job of type "bank"`,
	],
	[
		"a listener's job",
		[startEvent(), listening(scriptTask('sum', '=1', 'n'), onStart('audit')), endEvent(), ...chain('start', 'sum', 'end')],
		`waiting at 'sum' for a job of type "audit", of its listener at the start`,
	],
	[
		'a join that no other token can reach',
		[
			startEvent(),
			exclusiveGateway('choose', 'choose-join'),
			parallelGateway('join'),
			endEvent(),
			...chain('start', 'choose', 'join', 'end'),
			flow('other', 'choose', 'join', '=false'),
		],
		`waiting at 'join' for the flows "other", which it joins`,
	],
	[
		'a message',
		[startEvent(), messageCatch('paid', 'paid', '="1"'), endEvent(), ...chain('start', 'paid', 'end')],
		`waiting at 'paid' for the message "paid" with the correlation key "1"`,
	],
])('says that an instance waits for %s', async (name, parts, expected) => {
	const file = model(`waits-${name.replaceAll(/\W/g, '')}`, parts);
	expect((await run([file])).text).toContain(expected);
	const ending = JSON.parse((await run([file], { trace: 'json' })).lines.at(-1)!) as { ending: { elements: string[]; waiting: unknown[] } };
	expect(ending.ending).toMatchObject({ kind: 'waits', elements: [expect.any(String)], waiting: [{ for: expect.any(String) }] });
});

slowTest('deploys all files together and starts the one of the first', async () => {
	const first = model('first', [
		startEvent(),
		userTask('ask', { native: true }),
		endEvent(),
		flow('a', 'start', 'ask'),
		flow('b', 'ask', 'end'),
	]);
	const second = model('second', [startEvent(), endEvent(), flow('a', 'start', 'end')]);
	expect((await run([first, second])).text).toContain("waiting for a person at 'ask'");
	expect((await run([first, second], { process: 'second', variables: { n: 1 } })).text).toMatch(/completed[^]*n = 1/);
	await expect(run([first], { process: 'third' })).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('first') });
});

test('stops waiting when its time is over', async () => {
	const slow = model('slow', [
		startEvent(),
		serviceTask('agent', { type: 'troupe:agent', headers: { agent: 'support' } }),
		endEvent(),
		flow('a', 'start', 'agent'),
		flow('b', 'agent', 'end'),
	]);
	const terminal = testTerminal();
	terminal.interrupt();
	const options: ProcessRunOptions = {
		files: [slow],
		variables: { message: 'Hi' },
		engine: 'embedded',
		address: '',
		trace: 'text',
		lint: true,
		timeout: 10_000,
	};
	expect(await runProcessCommand(options, terminal, host)).toBe(1);
});

describe('a timer', () => {
	const timed = (id: string, duration: string) =>
		model(id, [startEvent(), catchOf('pause', timer('Duration', duration)), endEvent(), ...chain('start', 'pause', 'end')]);

	slowTest('is waited for when it rings in time', async () => {
		const { code, lines } = await run([timed('soon', 'PT0.2S')]);
		expect(lines.slice(-2)).toEqual(['', 'completed']);
		expect(code).toBe(0);
	});

	test('is named with its time when it rings later', async () => {
		const { code, text } = await run([timed('later', 'PT1H')]);
		expect(text).toMatch(/waiting at 'pause'[^]*the next timer fires at 20/);
		expect(code).toBe(1);
	});

	const late = (duration: string) => [
		...[startEvent(), userTask('ask', { native: true }), boundary('late', 'ask', timer('Duration', duration)), endEvent()],
		...[...chain('start', 'ask', 'end'), ...chain('late', 'end')],
	];

	slowTest('is waited for while a person has to act', async () => {
		const { code, lines } = await run([model('reminded', late('PT2S'))]);
		expect(lines.slice(-2)).toEqual(['', 'completed']);
		expect(code).toBe(0);
	});

	test('is named with its time where a person has to act before', async () => {
		const { code, text } = await run([model('later-reminded', late('PT1H'))]);
		expect(text).toMatch(/waiting for a person at 'ask'\nthe next timer fires at 20/);
		expect(code).toBe(0);
	});
});

test.each([
	['missing.bpmn', 'does not exist'],
	['.', 'is a folder'],
])('says why %s cannot be read', async (file, reason) => {
	await expect(run([join(folder, file)])).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(reason) });
});

test('reads files in the encoding that they declare', async () => {
	const { name, content } = processModel('latin1', [startEvent(), endEvent(), ...chain('start', 'end')]);
	const named = content.replace('UTF-8', 'ISO-8859-1').replace('<bpmn:startEvent id="start"', '$& name="Início"');
	writeFileSync(join(folder, name), named, 'latin1');
	expect((await run([join(folder, name)])).text).toContain('Início');
});

test('refuses input that is not BPMN before anything starts', async () => {
	writeFileSync(join(folder, 'text.bpmn'), 'not XML');
	await expect(run([join(folder, 'text.bpmn')])).rejects.toMatchObject({ code: 'PROCESS_INVALID' });
});

test('says that a cluster is away, and where it was looked for', async () => {
	await expect(run([support], { engine: 'zeebe', address: 'not an address' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

describe('the version of the engine', () => {
	const failing = () =>
		model('unhandled', [startEvent(), serviceTask('work'), endEvent(), flow('a', 'start', 'work'), flow('b', 'work', 'end')]);
	const incidentOf = async (engine: unknown, target?: ProcessRunOptions['target']) => {
		const script = join(folder, 'version.case.json');
		const steps = [{ completeJob: { error: { code: 'E' } } }];
		writeFileSync(script, JSON.stringify({ engine, start: { processId: 'unhandled' }, script: steps, autoComplete: false }));
		const { lines } = await run([failing()], { script, trace: 'json', target });
		return (JSON.parse(lines.at(-1)!) as { incidents: Array<{ elementId: string }> }).incidents[0]!.elementId;
	};

	it.each([
		[undefined, 'NO_CATCH_EVENT_FOUND'],
		['8.6', 'NO_CATCH_EVENT_FOUND'],
		['zeebe-8.8.21', 'work'],
		['18.8', 'NO_CATCH_EVENT_FOUND'],
		['another', 'NO_CATCH_EVENT_FOUND'],
		[8.8, 'work'],
	])('is that of a case whose engine is %p', async (engine, expected) => {
		expect(await incidentOf(engine)).toBe(expected);
	});

	it('is the one of --target before that of the case', async () => {
		expect(await incidentOf('8.6', '8.8')).toBe('work');
		expect(await incidentOf('8.8', '8.6')).toBe('NO_CATCH_EVENT_FOUND');
	});

	it.each([
		['8.8.0', undefined, false],
		['8.6.0', undefined, true],
		['8.8.0', '8.6' as const, true],
	])('is that of a model for %s without a case, with --target %s', async (version, target, isRefused) => {
		const tools = adHocSubProcess('tools', [scriptTask('a', '=1', 'one')], { activeElements: '=["a"]' });
		const file = model('platform', [startEvent(), tools, endEvent(), ...chain('start', 'tools', 'end')]);
		const platform = `modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="${version}"`;
		const content = readFileSync(file, 'utf8').replace(
			'<bpmn:definitions ',
			`<bpmn:definitions xmlns:modeler="http://camunda.org/schema/modeler/1.0" ${platform} `,
		);
		writeFileSync(file, content);
		const { code, notes } = await run([file], { target });
		expect(code).toBe(0);
		expect(notes.includes('camunda-compat/element-type')).toBe(isRefused);
	});

	it('is not for a cluster', async () => {
		await expect(run([failing()], { engine: 'zeebe', target: '8.8' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});
