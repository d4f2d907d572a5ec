import { definitions, writeProcess } from '../../test/support/bpmn/test-models';
import { keepPlaces } from './keep-places';
import { layoutProcess } from './layout-process';
import { readDiagram, type Diagram } from './read-diagram';
import { findFaults } from '../../test/support/bpmn/test-diagrams';
import { sampleOf, slowTest } from '../../test/support/slow-tests';

const node =
	(type: string) =>
	(id: string, inside = '') =>
		`<bpmn:${type} id="${id}" name="${id}">${inside}</bpmn:${type}>`;
const [start, task, end] = [node('startEvent'), node('task'), node('endEvent')];
const [fork, join, sub] = [node('exclusiveGateway'), node('exclusiveGateway'), node('subProcess')];
const alarm = (id: string, host: string) =>
	`<bpmn:boundaryEvent id="${id}" attachedToRef="${host}"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>`;
/** Flows of ways such as `start a b`. */
const ways = (...all: string[]) =>
	all
		.flatMap((way) => way.split(' ').flatMap((from, index, ids) => (ids[index + 1] ? [[from, ids[index + 1]!] as const] : [])))
		.map(([from, to]) => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`)
		.join('');
const model = (...elements: string[]) => definitions(writeProcess('p', ...elements));

const line = [start('start'), task('a'), task('b'), end('end')];
const split = [start('start'), fork('ask'), task('yes'), task('no'), join('join'), task('last'), end('end')];
const nested = (...inside: string[]) => [
	start('start'),
	sub('sub', inside.join('')),
	task('after'),
	end('end'),
	ways('start sub after end'),
];
const inner = [start('s'), task('one'), end('e')];

const changes: Record<string, [before: string[], after: string[], moved?: string[]]> = {
	'a step in a line': [
		[...line, ways('start a b end')],
		[...line, task('new'), ways('start a new b end')],
	],
	'three steps in a line': [
		[...line, ways('start a b end')],
		[...line, task('n1'), task('n2'), task('n3'), ways('start a n1 n2 n3 b end')],
	],
	'a step that goes': [
		[...line, ways('start a b end')],
		[start('start'), task('a'), end('end'), ways('start a end')],
	],
	'a choice around a step': [
		[...line, ways('start a b end')],
		[...line, fork('f'), task('other'), join('j'), ways('start a f b j end', 'f other j')],
	],
	'a branch': [
		[...split, ways('start ask yes join last end', 'ask no join')],
		[...split, task('perhaps'), ways('start ask yes join last end', 'ask no join', 'ask perhaps join')],
	],
	'a branch that ends': [
		[...split, ways('start ask yes join last end', 'ask no join')],
		[...split, task('refuse'), end('refused'), ways('start ask yes join last end', 'ask no join', 'ask refuse refused')],
	],
	'a step in a branch': [
		[...split, ways('start ask yes join last end', 'ask no join')],
		[...split, task('new'), ways('start ask yes join last end', 'ask no new join')],
	],
	'a step at the beginning': [
		[...line, ways('start a b end')],
		[...line, task('new'), ways('start new a b end')],
	],
	'an event at a border': [
		[...line, ways('start a b end')],
		[...line, alarm('failed', 'b'), task('repair'), ways('start a b end', 'failed repair end')],
	],
	'a second event at a border': [
		[...line, alarm('failed', 'b'), ways('start a b end', 'failed end')],
		[...line, alarm('failed', 'b'), alarm('late', 'b'), task('remind'), ways('start a b end', 'failed end', 'late remind end')],
	],
	'a step in a sub-process, which grows': [
		nested(...inner, ways('s one e')),
		nested(...inner, task('two'), ways('s one two e')),
		['after', 'end'],
	],
	'a sub-process around a step': [
		[...line, ways('start a b end')],
		[start('start'), task('a'), sub('round', start('s') + task('b') + end('e') + ways('s b e')), end('end'), ways('start a round end')],
		['b'],
	],
	'other steps in the place of all': [
		[...line, ways('start a b end')],
		[start('s2'), task('x'), end('e2'), ways('s2 x e2')],
	],
};

const placeOf = ({ shapes }: Diagram) => new Map(shapes.map(({ id, x, y }) => [id, `${x} ${y}`]));

test.each(sampleOf(Object.entries(changes)))('keeps the places of what stays beside %s', async (_, [before, after, mayMove = []]) => {
	const earlier = await layoutProcess('m.bpmn', model(...before));
	const changed = await keepPlaces('m.bpmn', model(...after), earlier);
	const [one, other] = [await readDiagram(earlier), await readDiagram(changed)];
	expect(findFaults(other)).toEqual([]);
	const now = placeOf(other);
	const moved = [...placeOf(one)].filter(([id, place]) => now.has(id) && now.get(id) !== place).map(([id]) => id);
	expect(moved.filter((id) => !mayMove.includes(id))).toEqual([]);
});

slowTest('draws the same model the same, and a model without a diagram afresh', async () => {
	const same = model(...split, ways('start ask yes join last end', 'ask no join'));
	const drawn = await layoutProcess('m.bpmn', same);
	expect(await keepPlaces('m.bpmn', same, drawn)).toBe(drawn);
	expect(await keepPlaces('m.bpmn', same, same)).toBe(drawn);
});

slowTest('keeps what a person moved by hand, with the place of its name', async () => {
	const same = model(...line, ways('start a b end'));
	const drawn = await layoutProcess('m.bpmn', same);
	const byHand = drawn.replace(
		/(<bpmndi:BPMNShape id="end_di"[^>]*>\s*)<dc:Bounds[^>]*>/,
		'$1<dc:Bounds x="900" y="300" width="36" height="36" /><bpmndi:BPMNLabel><dc:Bounds x="950" y="310" width="40" height="14" /></bpmndi:BPMNLabel>',
	);
	const changed = await readDiagram(await keepPlaces('m.bpmn', model(...line, task('new'), ways('start a new b end')), byHand));
	expect(changed.shapes.find(({ id }) => id === 'end')).toMatchObject({ x: 900, y: 300, label: { x: 950, y: 310 } });
});
