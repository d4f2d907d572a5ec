import type { Bounds, Drawing, Point, Shape } from './geometry';

const namespaces = {
	bpmndi: 'http://www.omg.org/spec/BPMN/20100524/DI',
	dc: 'http://www.omg.org/spec/DD/20100524/DC',
	di: 'http://www.omg.org/spec/DD/20100524/DI',
};

/** The file with this diagram in place of those that it has. Everything else keeps its text. */
export function writeDiagram(content: string, planeId: string, drawing: Drawing): string {
	const without = content.replace(/[ \t]*<([\w.-]+:)?BPMNDiagram\b(?:[^>]*\/>|[\s\S]*?<\/\1?BPMNDiagram\s*>)[ \t]*\r?\n?/g, '');
	const end = without.search(/<\/[\w.-]*:?definitions\s*>\s*(?:<!--[\s\S]*?-->\s*)*$/);
	return `${without.slice(0, end)}${buildDiagram(planeId, drawing)}\n${without.slice(end)}`;
}

function buildDiagram(planeId: string, { shapes, edges }: Drawing): string {
	const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
	return [
		`  <bpmndi:BPMNDiagram id="BPMNDiagram_1"${declared.join('')}>`,
		`    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="${escape(planeId)}">`,
		...[...shapes].map(([id, shape]) => buildShape(id, shape)),
		...[...edges].map(([id, points]) => buildEdge(id, points)),
		'    </bpmndi:BPMNPlane>',
		'  </bpmndi:BPMNDiagram>',
	].join('\n');
}

const buildShape = (id: string, { isExpanded, hasMarker, isHorizontal, label, ...bounds }: Shape): string =>
	[
		`      <bpmndi:BPMNShape id="${escape(id)}_di" bpmnElement="${escape(id)}"${attributes({ isExpanded, isMarkerVisible: hasMarker, isHorizontal })}>`,
		`        ${buildBounds(bounds)}`,
		...(label ? [`        <bpmndi:BPMNLabel>${buildBounds(label)}</bpmndi:BPMNLabel>`] : []),
		'      </bpmndi:BPMNShape>',
	].join('\n');

const buildBounds = ({ x, y, width, height }: Bounds): string => `<dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" />`;

const attributes = (flags: Record<string, true | undefined>): string =>
	Object.entries(flags)
		.map(([name, isSet]) => (isSet ? ` ${name}="true"` : ''))
		.join('');

const buildEdge = (id: string, points: Point[]): string =>
	[
		`      <bpmndi:BPMNEdge id="${escape(id)}_di" bpmnElement="${escape(id)}">`,
		...points.map(({ x, y }) => `        <di:waypoint x="${x}" y="${y}" />`),
		'      </bpmndi:BPMNEdge>',
	].join('\n');

const escape = (id: string): string => id.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
