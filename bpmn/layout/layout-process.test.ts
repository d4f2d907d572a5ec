import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../test/contract/random/random';
import { randomModel } from '../../test/contract/random/random-model';
import { slowTest } from '../../test/support/slow-tests';
import { lintProcesses } from '../lint/lint-processes';
import { definitions, writeProcess } from '../../test/support/bpmn/test-models';
import { hasDiagram, layoutProcess } from './layout-process';
import { readDiagram } from './read-diagram';
import { findFaults } from '../../test/support/bpmn/test-diagrams';

const draw = (...elements: string[]) => layoutProcess('model.bpmn', definitions(writeProcess('p', ...elements)));

const flow = (id: string, source: string, target: string) => `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"/>`;
const task = (id: string) => `<bpmn:task id="${id}" name="${id}"/>`;
const start = '<bpmn:startEvent id="start"/>';
const end = '<bpmn:endEvent id="end"/>';
const boundary = (id: string, host: string) =>
	`<bpmn:boundaryEvent id="${id}" attachedToRef="${host}"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>`;

const models: Record<string, string[]> = {
	'a chain': [start, task('a'), end, flow('f', 'start', 'a'), flow('g', 'a', 'end')],
	'a flow past tasks': [
		start,
		task('a'),
		task('b'),
		end,
		flow('f', 'start', 'a'),
		flow('g', 'a', 'b'),
		flow('h', 'b', 'end'),
		flow('i', 'start', 'end'),
	],
	'loops into each other': [
		start,
		task('a'),
		'<bpmn:exclusiveGateway id="x"/>',
		task('b'),
		'<bpmn:exclusiveGateway id="y"/>',
		end,
		flow('f1', 'start', 'a'),
		flow('f2', 'a', 'x'),
		flow('f3', 'x', 'b'),
		flow('f4', 'b', 'y'),
		flow('f5', 'y', 'end'),
		flow('again', 'y', 'b'),
		flow('anew', 'y', 'a'),
		flow('back', 'x', 'a'),
	],
	'a loop of one': [start, task('a'), end, flow('f', 'start', 'a'), flow('self', 'a', 'a'), flow('g', 'a', 'end')],
	'several boundary events': [
		start,
		task('a'),
		...['one', 'two', 'three'].flatMap((id) => [boundary(id, 'a'), task(`${id}-task`), flow(`${id}-flow`, id, `${id}-task`)]),
		boundary('retry', 'a'),
		flow('retry-flow', 'retry', 'a'),
		end,
		flow('f', 'start', 'a'),
		flow('g', 'a', 'end'),
		flow('h', 'one-task', 'end'),
	],
	'sub-processes in sub-processes': [
		start,
		`<bpmn:subProcess id="outer"><bpmn:startEvent id="s1"/><bpmn:subProcess id="inner"><bpmn:startEvent id="s2"/>${task('deep')}${flow('f2', 's2', 'deep')}</bpmn:subProcess>${flow('f1', 's1', 'inner')}</bpmn:subProcess>`,
		boundary('failed', 'outer'),
		task('repair'),
		flow('f3', 'failed', 'repair'),
		flow('f4', 'repair', 'outer'),
		flow('f5', 'start', 'outer'),
		'<bpmn:subProcess id="event" triggeredByEvent="true"><bpmn:startEvent id="s3"><bpmn:errorEventDefinition/></bpmn:startEvent></bpmn:subProcess>',
	],
	'tools of an ad-hoc sub-process': [
		start,
		`<bpmn:adHocSubProcess id="tools">${Array.from({ length: 9 }, (_, index) => task(`tool${index}`)).join('')}${flow('t', 'tool0', 'tool1')}</bpmn:adHocSubProcess>`,
		flow('f', 'start', 'tools'),
	],
	'annotations and data': [
		start,
		task('a'),
		flow('f', 'start', 'a'),
		'<bpmn:dataObject id="order"/><bpmn:dataObjectReference id="order-ref" dataObjectRef="order"/>',
		'<bpmn:textAnnotation id="note"><bpmn:text>Why</bpmn:text></bpmn:textAnnotation>',
		'<bpmn:association id="about" sourceRef="a" targetRef="note"/>',
	],
	'an empty process': [],
};

test.each(Object.entries(models))('draws %s as a person would leave it', async (_name, elements) => {
	expect(findFaults(await readDiagram(await draw(...elements)))).toEqual([]);
});

slowTest('draws what the linter accepts', async () => {
	for (const elements of Object.values(models)) {
		const findings = await lintProcesses([{ name: 'model.bpmn', content: await draw(...elements) }], { target: '8.8' });
		expect(findings.filter(({ rule }) => ['no-bpmndi', 'no-overlapping-elements', 'xml'].includes(rule))).toEqual([]);
	}
});

const examples = globSync('examples/*/*.bpmn', { cwd: join(__dirname, '../..') });

slowTest.each(examples)('draws %s again without a fault', async (path) => {
	const content = readFileSync(join(__dirname, '../..', path), 'utf8');
	const drawn = await layoutProcess(path, content);
	expect(findFaults(await readDiagram(drawn))).toEqual([]);
	expect(drawn.match(/<bpmndi:BPMNDiagram\b/g)).toHaveLength(1);
	// Everything beside the diagram keeps its text.
	const withoutDiagram = (text: string) => text.replace(/\s*<bpmndi:BPMNDiagram[^]*<\/bpmndi:BPMNDiagram>\s*/, '\n');
	expect(withoutDiagram(drawn)).toBe(withoutDiagram(content));
	expect(await layoutProcess(path, drawn)).toBe(drawn);
});

slowTest('draws any model without a fault', async () => {
	for (let seed = 1; seed <= 40; seed++) {
		const [model] = randomModel(new Random(seed), `case-${seed}`, false);
		const faults = findFaults(await readDiagram(await layoutProcess('model.bpmn', model!.content)));
		expect({ seed, faults }).toEqual({ seed, faults: [] });
	}
});

test('draws the pool around its process, and those of others below', async () => {
	const pools =
		'<bpmn:collaboration id="c"><bpmn:participant id="us" name="Us" processRef="p"/><bpmn:participant id="them" name="Them"/></bpmn:collaboration>';
	const drawn = await layoutProcess('model.bpmn', definitions(pools, writeProcess('p', ...models['loops into each other']!)));
	expect(drawn).toContain('<bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="c">');
	const { shapes, ...rest } = await readDiagram(drawn);
	const [us, them] = ['us', 'them'].map((wanted) => shapes.find(({ id }) => id === wanted)!);
	const nodes = shapes.filter((shape) => shape !== us && shape !== them);
	expect(them!.y).toBeGreaterThan(us!.y + us!.height);
	for (const { x, y, width, height } of nodes) {
		expect([x > us!.x + 30, x + width < us!.x + us!.width, y > us!.y, y + height < us!.y + us!.height]).toEqual([true, true, true, true]);
	}
	expect(findFaults({ ...rest, shapes: nodes })).toEqual([]);
});

slowTest('replaces a diagram of any prefix, and only that', async () => {
	const drawn = await draw(...models['a chain']!);
	const foreign = drawn
		.replaceAll('bpmndi:', 'x:')
		.replace('xmlns:bpmndi', 'xmlns:x')
		.replace('</bpmn:definitions>', '<!-- the end -->\n</bpmn:definitions>\n<!-- after -->\n');
	const again = await layoutProcess('model.bpmn', foreign);
	expect(again).not.toContain('<x:');
	expect(again).toContain('<!-- the end -->');
	expect(again.endsWith('</bpmn:definitions>\n<!-- after -->\n')).toBe(true);
	expect(findFaults(await readDiagram(again))).toEqual([]);
});

test('draws ids in letters of any language', async () => {
	const drawn = await draw('<bpmn:startEvent id="início"/>', task('prüfen'), flow('f', 'início', 'prüfen'));
	expect(hasDiagram(drawn)).toBe(true);
	expect(findFaults(await readDiagram(drawn))).toEqual([]);
	expect(drawn).toContain('bpmnElement="prüfen"');
});

slowTest('keeps a chain straight, and leads out of boundary events downwards', async () => {
	const chain = await readDiagram(await draw(...models['a chain']!));
	expect(chain.edges.map(({ points }) => points.length)).toEqual([2, 2]);
	const flows = [flow('f', 'start', 'a'), flow('g', 'a', 'b'), flow('h', 'failed', 'c')];
	const { shapes } = await readDiagram(await draw(start, task('a'), boundary('failed', 'a'), task('c'), task('b'), ...flows));
	const topOf = (wanted: string) => shapes.find(({ id }) => id === wanted)!.y;
	expect(topOf('c')).toBeGreaterThan(topOf('b'));
});

slowTest(
	'a path of 2,000 elements is drawn (dagrejs/dagre#327)',
	async () => {
		const ids = Array.from({ length: 2_000 }, (_, index) => `t${index}`);
		const flows = ids.slice(1).map((id, index) => flow(`f${index}`, ids[index]!, id));
		const { shapes, edges } = await readDiagram(await draw(...ids.map(task), ...flows));
		expect([shapes.length, edges.length]).toEqual([2_000, 1_999]);
	},
	120_000,
);
