import type { Plan } from '../../planner/plan';

const shape = /<(?:\w+:)?BPMNShape\b[^>]*?\bbpmnElement="([^"]+)"[^>]*>\s*<(?:\w+:)?Bounds\b([^>]*)>/g;

/** Reads the places of a plan's elements by id, as its diagram has them. */
export function readPlaces(files: NonNullable<Plan['files']>): Map<string, string> {
	const diagrams = files.filter(({ name }) => name.endsWith('.bpmn')).map(({ content }) => content);
	return new Map(diagrams.flatMap((content) => [...content.matchAll(shape)].map(([, id, bounds]) => [id!, readBounds(bounds!)] as const)));
}

const readBounds = (attributes: string): string =>
	['x', 'y', 'width', 'height'].map((name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]).join();
