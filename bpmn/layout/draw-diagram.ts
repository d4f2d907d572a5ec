import { escapeHtml as escape } from '../../core/base/text/escape-html';
import { listElements, readText } from '../rules/moddle';
import { bottom, middleX, middleY, type Point, right } from './geometry';
import type { Diagram, DrawnEdge, DrawnShape } from './read-diagram';

export interface ElementNote {
	/** `here`: what the drawing is about. `active`: it is still there. */
	state: 'passed' | 'active' | 'failed' | 'here';
	/** Shown below the element. */
	lines?: readonly string[];
}

type Notes = ReadonlyMap<string, ElementNote>;

const margin = 40;
const lineHeight = 14;
/** Average width of a letter, in pixels. */
const letter = 6.2;

export const diagramStyle = `
.diagram { background: #fff; color: #222; font: 12px sans-serif; max-width: none; }
.diagram .shape, .diagram .flow { fill: #fff; stroke: #555; stroke-width: 1.5; }
.diagram .flow { fill: none; }
.diagram .area { fill: none; stroke: #999; }
.diagram .dashed { stroke-dasharray: 5 4; }
.diagram .thick { stroke-width: 3.5; }
.diagram text { fill: #222; text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 2; }
.diagram .kind { fill: #777; font-size: 10px; }
.diagram .note { fill: #06c; font-size: 11px; }
.diagram .passed > .shape { fill: #e8f5e9; stroke: #2e7d32; }
.diagram .passed > .flow { stroke: #2e7d32; stroke-width: 2.5; }
.diagram .active > .shape { fill: #e3f2fd; stroke: #1565c0; }
.diagram .failed > .shape { fill: #fdecea; stroke: #c62828; }
.diagram .here > .shape { fill: #fff3c4; stroke: #d9480f; stroke-width: 4; }
`;

/** The SVG loads nothing and runs nothing. */
export function drawDiagram({ shapes, edges }: Pick<Diagram, 'shapes' | 'edges'>, notes: Notes): string {
	const points = [...shapes.flatMap((shape) => [shape, { x: right(shape), y: bottom(shape) }]), ...edges.flatMap((edge) => edge.points)];
	const xs = points.map(({ x }) => x);
	const ys = points.map(({ y }) => y);
	const left = min(xs) - margin;
	const top = min(ys) - margin;
	const width = max(xs) - left + margin;
	const height = max(ys) - top + 2 * margin;
	const isArea = ({ element: { $type }, isExpanded }: DrawnShape) => isExpanded || areas.test($type);
	const draw = (part: DrawnShape | DrawnEdge, body: string[]) =>
		`<g class="${notes.get(part.id)?.state ?? ''}" data-element="${escape(part.id)}">${body.join('')}</g>`;
	return [
		`<svg class="diagram" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" role="img">`,
		'<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" fill="#555"/></marker></defs>',
		...shapes.filter(isArea).map((shape) => draw(shape, drawArea(shape))),
		...edges.map((edge) => draw(edge, drawEdge(edge))),
		...shapes.filter((shape) => !isArea(shape)).map((shape) => draw(shape, drawNode(shape))),
		...shapes.map((shape) => drawLines(notes.get(shape.id)?.lines ?? [], middleX(shape), bottom(shape) + 14 + labelHeight(shape), 'note')),
		'</svg>',
	].join('\n');
}

/** They hold others. */
const areas = /:(?:Participant|Lane|Group)$/;

function drawArea(shape: DrawnShape): string[] {
	const { x, y, width, height, element } = shape;
	const isPool = /:(?:Participant|Lane)$/.test(element.$type);
	const border = `<rect class="shape area${/Group$|AdHoc/.test(element.$type) ? ' dashed' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${isPool ? 0 : 10}"/>`;
	const name = escape(element.name ?? '');
	if (!isPool) return [border, `<text x="${middleX(shape)}" y="${y + 18}">${name}</text>`];
	return [border, `<text transform="translate(${x + 18} ${middleY(shape)}) rotate(-90)">${name}</text>`];
}

function drawNode(shape: DrawnShape): string[] {
	const { x, y, width, height, element } = shape;
	const cx = middleX(shape);
	const cy = middleY(shape);
	const type = element.$type.replace(/^.*:/, '');
	const symbol = (text: string, size = 16) => `<text x="${cx}" y="${cy + size / 3}" font-size="${size}">${text}</text>`;
	if (type.endsWith('Event')) {
		const [definition] = listElements(element, 'eventDefinitions');
		const circle = (radius: number, more = '') => `<circle class="shape${more}" cx="${cx}" cy="${cy}" r="${radius}"/>`;
		const isDouble = !/^(?:Start|End)/.test(type);
		return [
			circle(width / 2, `${type === 'EndEvent' ? ' thick' : ''}${element.cancelActivity === false ? ' dashed' : ''}`),
			...(isDouble ? [circle(width / 2 - 4)] : []),
			...(definition ? [symbol(eventSymbols[definition.$type.replace(/^.*:|EventDefinition$/g, '')] ?? '', 14)] : []),
			drawName(shape),
		];
	}
	if (type.endsWith('Gateway'))
		return [
			`<path class="shape" d="M${cx} ${y}L${right(shape)} ${cy}L${cx} ${bottom(shape)}L${x} ${cy}z"/>`,
			symbol(gatewaySymbols[type] ?? '', 22),
			drawName(shape),
		];
	if (type === 'TextAnnotation')
		return [`<path class="flow" d="M${x + 12} ${y}H${x}V${y + height}H${x + 12}"/>`, ...drawText(readText(element, 'text'), shape)];
	const isData = type.startsWith('Data');
	const kind =
		type === 'Task' || isData
			? ''
			: type
					.replace(/Task$/, '')
					.replace(/([a-z])([A-Z])/g, '$1 $2')
					.toLowerCase();
	return [
		`<rect class="shape${type === 'CallActivity' ? ' thick' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${isData ? 0 : 10}"/>`,
		`<text class="kind" x="${cx}" y="${y + 13}">${kind}</text>`,
		...(isData ? [drawName(shape)] : drawText(element.name || shape.id, shape)),
	];
}

const gatewaySymbols: Record<string, string> = {
	ExclusiveGateway: '×',
	ParallelGateway: '+',
	InclusiveGateway: '○',
	EventBasedGateway: '⬠',
	ComplexGateway: '✱',
};
const eventSymbols: Record<string, string> = {
	Timer: '◷',
	Message: '✉',
	Error: '↯',
	Signal: '△',
	Escalation: '⇧',
	Compensate: '«',
	Terminate: '●',
	Link: '➔',
	Conditional: '≡',
};

function drawEdge({ element, points }: DrawnEdge): string[] {
	const way = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
	const isFlow = element.$type.endsWith('SequenceFlow');
	const { x, y } = findMiddle(points);
	return [
		`<path class="flow${isFlow ? '' : ' dashed'}" d="${way}"${/Flow$/.test(element.$type) ? ' marker-end="url(#arrow)"' : ''}/>`,
		...(element.name ? [`<text x="${x}" y="${y - 5}">${escape(element.name)}</text>`] : []),
	];
}

function findMiddle(points: Point[]): Point {
	const parts = points.slice(1).map((to, index) => ({ from: points[index]!, to }));
	const length = ({ from, to }: (typeof parts)[0]) => Math.abs(from.x - to.x) + Math.abs(from.y - to.y);
	const longest = parts.toSorted((one, other) => length(other) - length(one))[0];
	return longest ? { x: (longest.from.x + longest.to.x) / 2, y: (longest.from.y + longest.to.y) / 2 } : { x: 0, y: 0 };
}

/** Events, gateways and data have their names below them. */
const namedBelow = /(?:Event|Gateway|DataObjectReference|DataStoreReference)$/;
const widthBelow = 110;
const labelHeight = ({ element }: DrawnShape): number =>
	namedBelow.test(element.$type) ? wrap(element.name ?? '', widthBelow).length * lineHeight : 0;

const drawName = (shape: DrawnShape): string =>
	shape.label
		? drawLines(wrap(shape.element.name ?? '', shape.label.width + letter), middleX(shape.label), shape.label.y + lineHeight - 3)
		: drawLines(wrap(shape.element.name ?? '', widthBelow), middleX(shape), bottom(shape) + lineHeight);

function drawText(text: string, shape: DrawnShape): string[] {
	const lines = wrap(text, shape.width - 8).slice(0, Math.max(1, Math.floor(shape.height / lineHeight)));
	return [drawLines(lines, middleX(shape), middleY(shape) + 4 - ((lines.length - 1) * lineHeight) / 2)];
}

const drawLines = (lines: readonly string[], x: number, y: number, more = ''): string =>
	lines.map((line, index) => `<text class="${more}" x="${x}" y="${y + index * lineHeight}">${escape(line)}</text>`).join('');

function wrap(text: string, width: number): string[] {
	const max = Math.max(4, Math.floor(width / letter));
	const lines: string[] = [];
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
		if (lines.length > 0 && longer.length <= max) lines[lines.length - 1] = longer;
		else lines.push(word.length > max ? `${word.slice(0, max - 1)}…` : word);
	}
	return lines;
}

const min = (values: number[]) => values.reduce((one, other) => Math.min(one, other), Infinity);
const max = (values: number[]) => values.reduce((one, other) => Math.max(one, other), -Infinity);
