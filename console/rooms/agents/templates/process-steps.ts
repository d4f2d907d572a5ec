interface ProcessStep {
	id: string;
	/** The local name of its element, such as `serviceTask`. */
	type: string;
	name: string;
	next: Array<{ by: string; to: string }>;
}

const tag = /<(?:[\w-]+:)?([A-Za-z]+)\b((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
export const stepTypes =
	/^(?:startEvent|endEvent|intermediate\w+Event|boundaryEvent|\w*[tT]ask|callActivity|subProcess|adHocSubProcess|\w+Gateway)$/;

export const readTags = (xml: string) =>
	[...xml.matchAll(tag)].map(([, type = '', text = '']) => ({ type, attributes: readAttributes(text) }));

/** Reads the steps of a BPMN model in the order of its flows, beginning at start events. */
export function readSteps(xml: string): ProcessStep[] {
	const tags = readTags(xml);
	const steps = new Map<string, ProcessStep>();
	for (const {
		type,
		attributes: { id, name },
	} of tags)
		if (id && stepTypes.test(type)) steps.set(id, { id, type, name: name || id, next: [] });
	for (const { type, attributes } of tags) {
		const { sourceRef = '', targetRef = '', name = '' } = attributes;
		if (type === 'sequenceFlow' && steps.has(targetRef)) steps.get(sourceRef)?.next.push({ by: name, to: targetRef });
	}
	return follow(steps);
}

function follow(steps: Map<string, ProcessStep>): ProcessStep[] {
	const reached = new Set<ProcessStep>();
	const waiting = [...steps.values()].filter(({ type }) => type === 'startEvent').reverse();
	while (waiting.length > 0) {
		const step = waiting.pop()!;
		if (reached.has(step)) continue;
		reached.add(step);
		waiting.push(...step.next.map(({ to }) => steps.get(to)!).reverse());
	}
	// Steps that no flow reaches, such as boundary events, come last.
	return [...reached, ...[...steps.values()].filter((step) => !reached.has(step))];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function readAttributes(text: string): Partial<Record<string, string>> {
	const read = [...text.matchAll(attribute)].map(([, name = '', double, single]) => [name, decode(double ?? single ?? '')]);
	return Object.fromEntries(read) as Partial<Record<string, string>>;
}

const decode = (text: string): string =>
	text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (_, decimal?: string, hex?: string, named?: string) =>
		named ? entities[named]! : toText(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)),
	);

const toText = (code: number): string => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\uFFFD');
