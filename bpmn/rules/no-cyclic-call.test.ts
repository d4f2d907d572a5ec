import { call, definitions, collectFindings, writeProcess } from './test-models';

const findings = (...files: string[]) => collectFindings('no-cyclic-call', files);
const file = (id: string, ...calls: string[]) => definitions(writeProcess(id, ...calls.map((called) => call(`call-${called}`, called))));

test('lets processes call each other one way', async () => {
	expect(await findings(file('a', 'b', 'c'), file('b', 'c'), file('c', 'elsewhere'))).toEqual([]);
});

test('finds a process that calls itself', async () => {
	expect(await findings(file('a', 'a'))).toEqual(['1.bpmn:call-a calls its own process again: a → a']);
});

test('finds a circle over several files, at each of its calls, and names it', async () => {
	expect(await findings(file('a', 'b'), file('b', 'c'), file('c', 'a', 'd'), file('d'))).toEqual([
		'1.bpmn:call-b calls its own process again: a → b → c → a',
		'2.bpmn:call-c calls its own process again: b → c → a → b',
		'3.bpmn:call-a calls its own process again: c → a → b → c',
	]);
});

test('leaves calls alone whose process is known at run time only', async () => {
	expect(await findings(file('a', '=a'))).toEqual([]);
});
