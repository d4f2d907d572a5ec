import { collectFindings, definitions, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const find = (...elements: string[]) => collectFindings('retries-are-a-number', [definitions(writeProcess('p', ...elements))]);
const task = (extension: string) => `<bpmn:serviceTask id="t">${extensions(extension)}</bpmn:serviceTask>`;
const listener = (retries: string) =>
	task(
		`<zeebe:taskDefinition type="work"/><zeebe:executionListeners><zeebe:executionListener eventType="start" type="log" retries="${retries}"/></zeebe:executionListeners>`,
	);

test.each([
	[task('<zeebe:taskDefinition type="work" retries="three"/>'), 'three'],
	[task('<zeebe:taskDefinition type="work" retries="1.5"/>'), '1.5'],
	[listener('some'), 'some'],
	[listener(' 2 '), ' 2 '],
])('finds the retries in %s', async (element, retries) => {
	expect(await find(element)).toEqual([`1.bpmn:t has the retries "${retries}", which are not a whole number`]);
});

test.each([
	task('<zeebe:taskDefinition type="work" retries="5"/>'),
	task('<zeebe:taskDefinition type="work" retries="=attempts"/>'),
	task('<zeebe:taskDefinition type="work"/>'),
	listener('2'),
	listener('+2'),
])('leaves %s alone', async (element) => {
	expect(await find(element)).toEqual([]);
});
