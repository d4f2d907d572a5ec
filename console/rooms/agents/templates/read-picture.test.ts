import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPicture } from './read-picture';

const ready = join(__dirname, '../../../../providers/compose/templates/ready');

test.each(['chatbot-team/chatbot', 'lead-enrichment/lead'])('the process of %s is drawn where its model places it', (name) => {
	const xml = readFileSync(join(ready, `${name}.bpmn`), 'utf8');
	const { shapes, flows, steps, viewBox } = readPicture(xml)!;
	expect(shapes).toHaveLength(xml.match(/<bpmndi:BPMNShape /g)!.length);
	expect(flows).toHaveLength(xml.match(/<bpmndi:BPMNEdge /g)!.length);
	expect(steps).toBeGreaterThan(3);
	expect(new Set(shapes.map(({ kind }) => kind))).toContain('end');
	const [x, y, width, height] = viewBox.split(' ').map(Number) as [number, number, number, number];
	for (const shape of shapes)
		expect([shape.x >= x, shape.y >= y, shape.x + shape.width <= x + width, shape.y + shape.height <= y + height]).not.toContain(false);
});

const draw = (bounds: string) =>
	`<task id="a" name="x"/><bpmndi:BPMNShape bpmnElement="a"><dc:Bounds ${bounds}/></bpmndi:BPMNShape><bpmndi:BPMNEdge><di:waypoint x="1" y="&quot;&gt;"/></bpmndi:BPMNEdge>`;

test('a label is not a step, and what is not a number is left out', () => {
	const label = `<bpmndi:BPMNLabel><dc:Bounds x="0" y="0" width="9" height="9"/></bpmndi:BPMNLabel>`;
	const drawn = draw('x="1" y="2" width="3" height="4"').replace('</bpmndi:BPMNShape>', `${label}</bpmndi:BPMNShape>`);
	expect(readPicture(drawn)).toEqual({
		...{ viewBox: '-9 -8 23 24', steps: 1, flows: [] },
		shapes: [{ kind: 'work', x: 1, y: 2, width: 3, height: 4 }],
	});
	for (const wrong of [
		'x="NaN" y="2" width="3" height="4"',
		'x="1e99" y="2" width="3" height="4"',
		'x="1" y="2" width="-3" height="4"',
		'',
	])
		expect(readPicture(draw(wrong))).toBeUndefined();
});

test('a model without a drawing, or with a huge one, has no picture: the list stays quick', () => {
	expect(readPicture('<process id="a"><task id="b"/></process>')).toBeUndefined();
	expect(readPicture(draw('x="1" y="2" width="3" height="4"').repeat(501))).toBeUndefined();
});
