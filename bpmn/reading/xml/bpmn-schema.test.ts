import { definitions, extensions, writeProcess } from '../../../test/support/bpmn/test-models';
import { readProcessFile } from '../read-process';

const looping = (attributes: string) =>
	definitions(
		writeProcess(
			'p',
			`<bpmn:task id="t"><bpmn:multiInstanceLoopCharacteristics${attributes}>${extensions('<zeebe:loopCharacteristics inputCollection="=[1]"/>')}</bpmn:multiInstanceLoopCharacteristics></bpmn:task>`,
		),
	);

test.each([
	['1', false],
	['0', false],
	[' true ', true],
	['false', false],
])('reads the boolean %j as Zeebe does', async (text, sequential) => {
	const { processes, problems } = await readProcessFile('a.bpmn', looping(` isSequential="${text}"`));
	expect(problems).toEqual([]);
	expect(processes[0]!.nodes[0]!.loop).toMatchObject({ sequential });
});

test.each([
	[' isSequential="maybe"', { line: 3, message: 'isSequential="maybe" is neither true nor false' }],
	[" isSequential=''", { line: 3, message: 'isSequential="" is neither true nor false' }],
	[
		' collection="items"',
		{
			elementId: 't',
			line: 3,
			message: '<bpmn:multiInstanceLoopCharacteristics> has the attribute "collection", which BPMN does not have',
		},
	],
	[
		' behavior="Some"',
		{
			elementId: 't',
			message: 'the behavior of <bpmn:multiInstanceLoopCharacteristics> is "Some" instead of one of None, One, All, Complex',
		},
	],
])('refuses the attribute%s, as Zeebe does', async (attributes, problem) => {
	const { problems } = await readProcessFile('a.bpmn', looping(attributes));
	expect(problems).toMatchObject([{ file: 'a.bpmn', ...problem }]);
});

test('leaves attributes of other namespaces alone', async () => {
	const { problems } = await readProcessFile('a.bpmn', looping(' zeebe:collection="items" xmlns:o="http://other" o:collection="items"'));
	expect(problems).toEqual([]);
});

test('leaves extensions that Zeebe does not know alone, and refuses the one that this engine does not have', async () => {
	const task = (extension: string) => definitions(writeProcess('p', `<bpmn:task id="t">${extensions(extension)}</bpmn:task>`));
	expect((await readProcessFile('a.bpmn', task('<zeebe:unknown name="x"/>'))).problems).toEqual([]);
	expect((await readProcessFile('a.bpmn', task('<zeebe:publishMessage correlationKey="=x"/>'))).problems).toMatchObject([
		{ line: 3, message: 'zeebe:publishMessage is not supported by the embedded engine', fix: expect.stringContaining('task definition') },
	]);
});
