import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSteps } from './process-steps';

const model = (inside: string) => `<?xml version="1.0"?><bpmn:definitions><bpmn:process id="p">${inside}</bpmn:process></bpmn:definitions>`;

it('reads steps in the order of their flows, with the names of their ways', () => {
	const steps = readSteps(
		model(`
			<bpmn:endEvent id="end" name="Done"/>
			<bpmn:exclusiveGateway id="hot" name="Hot?"><bpmn:outgoing>yes</bpmn:outgoing></bpmn:exclusiveGateway>
			<bpmn:serviceTask id="ask" name='Say "hi" &amp; ask&#10;&lt;img&gt;'/>
			<bpmn:startEvent id="start"/>
			<bpmn:sequenceFlow id="a" sourceRef="start" targetRef="ask"/>
			<bpmn:sequenceFlow id="b" sourceRef="ask" targetRef="hot"/>
			<bpmn:sequenceFlow id="yes" name="yes" sourceRef="hot" targetRef="end"/>
			<bpmn:sequenceFlow id="no" sourceRef="hot" targetRef="ask"/>
			<bpmn:boundaryEvent id="late" attachedToRef="ask"/>`),
	);
	expect(steps.map(({ name }) => name)).toEqual(['start', 'Say "hi" & ask\n<img>', 'Hot?', 'Done', 'late']);
	expect(steps[2]?.next).toEqual([
		{ by: 'yes', to: 'end' },
		{ by: '', to: 'ask' },
	]);
});

it.each([
	['nothing', ''],
	['no XML', 'Hello <b'],
	['a flow to nowhere', model('<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="gone"/>')],
	['a megabyte of an attribute that does not end', `<bpmn:task id="${'a="'.repeat(300_000)}`],
])('reads what it can: %s', (_, xml) => {
	expect(readSteps(xml).length).toBeLessThan(2);
});

it('reads each process of the package from a start to an end', () => {
	const folder = join('providers', 'compose', 'templates', 'ready');
	const models = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.bpmn'));
	expect(models.length).toBeGreaterThan(5);
	for (const path of models) {
		const steps = readSteps(readFileSync(join(folder, path), 'utf8'));
		expect([path, steps[0]?.type, steps.some(({ type }) => type === 'endEvent')]).toEqual([path, 'startEvent', true]);
	}
});
