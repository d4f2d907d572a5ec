import { chain, endEvent, processModel, startEvent, type ModelPart } from '../../test/contract/model-builder';
import { callActivity } from '../../test/contract/event-parts';
import { processorSeconds } from '../../test/support/processor-time';
import { slowTest } from '../../test/support/slow-tests';
import { lintProcesses } from '../lint/lint-processes';
import { lintTargets } from '../lint/lint-target';
import { readProcessFile } from '../reading/read-process';
import { validateProcessFile } from './validate-process';

/** The cases of test/contract/cases/mixed/endless-loop.jsonl record what each version refuses. */
const script = (id: string): ModelPart => ({
	tag: 'scriptTask',
	id,
	extensions: '<bpmn:extensionElements><zeebe:script expression="=1" resultVariable="n"/></bpmn:extensionElements>',
});
const looping = processModel('p', [
	startEvent(),
	script('first'),
	{ tag: 'exclusiveGateway', id: 'again', attributes: ' default="again-end"' },
	endEvent(),
	...chain('start', 'first', 'again', 'end'),
	{
		tag: 'sequenceFlow',
		id: 'back',
		attributes: ' sourceRef="again" targetRef="first"',
		content: '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=n &lt; 3</bpmn:conditionExpression>',
		ends: { source: 'again', target: 'first' },
	},
]);

it('names the loop and what to do', async () => {
	const file = await readProcessFile(looping.name, looping.content);
	expect(await validateProcessFile(file, '8.6')).toEqual([]);
	expect(await validateProcessFile(file, '8.8')).toEqual([
		{
			file: 'p.bpmn',
			line: 2,
			elementId: 'first',
			message: 'is in a loop that never waits: first > again > first',
			fix: 'Add a task with a job, a user task or a waiting event to the loop.',
		},
	]);
});

slowTest('is linear in the model, and finds its way through a deep one', async () => {
	const ids = Array.from({ length: 4_000 }, (_, index) => `t${index}`);
	const { name, content } = processModel('p', [startEvent(), ...ids.map((id) => ({ tag: 'task', id })), ...chain('start', ...ids)]);
	const file = await readProcessFile(name, content);
	expect(await processorSeconds(async () => expect(await validateProcessFile(file, '8.8')).toEqual([]))).toBeLessThan(20);
});

describe('the linter', () => {
	const rules = async (content: string) =>
		Promise.all(
			lintTargets.map(async (target) =>
				(await lintProcesses([{ name: 'p.bpmn', content }], { target }))
					.filter(({ rule }) => rule === 'deployment')
					.map(({ elementId }) => elementId),
			),
		);

	slowTest('says what the deployment to its target says', async () => {
		expect(await rules(looping.content)).toEqual([[], ['first'], ['first']]);
		const late = processModel('p', [
			startEvent(),
			{ tag: 'manualTask', id: 'work' },
			endEvent(),
			...chain('start', 'work', 'end'),
			{ tag: 'boundaryEvent', id: 'late', attributes: ' attachedToRef="work"', content: '<bpmn:errorEventDefinition/>' },
		]);
		expect(await rules(late.content)).toEqual([['late'], [], []]);
		const itself = processModel('p', [startEvent(), callActivity('call', 'p'), endEvent(), ...chain('start', 'call', 'end')]);
		expect(await rules(itself.content)).toEqual([['call'], ['call'], ['call']]);
	});

	slowTest('leaves alone what only the embedded engine refuses', async () => {
		const pattern = {
			tag: 'scriptTask',
			id: 't',
			extensions: script('t').extensions!.replace('=1', '=matches(&#34;a&#34;, &#34;(?=a)&#34;)'),
		};
		const { content } = processModel('p', [startEvent(), pattern, endEvent(), ...chain('start', 't', 'end')]);
		expect(await validateProcessFile(await readProcessFile('p.bpmn', content), '8.8')).toHaveLength(1);
		expect(await rules(content)).toEqual([[], [], []]);
	});
});
