import { emptyDrawing, place, type Drawing, type Shape } from './geometry';
import { layoutComponent } from './layout-component';
import type { Connection, Scope, ScopeNode } from './read-scope';
import { measure, padding } from './sizes';

const componentGap = 60;
/** Single nodes that stand next to each other, such as the tools of an ad-hoc sub-process. */
const singlesPerRow = 4;

/** Connected nodes above, what stands alone below. */
export async function layoutScope(scope: Scope): Promise<Drawing> {
	const insides = new Map<string, Drawing>();
	for (const { id, content } of scope.nodes) if (content) insides.set(id, await layoutScope(content));
	const shapes = new Map(scope.nodes.map((node) => [node.id, measure(node, insides.get(node.id))]));
	const drawing = emptyDrawing();
	const components = findComponents(scope);
	for (const { nodes, connections } of components.filter(({ nodes: { length } }) => length > 1))
		place(await layoutComponent(nodes, shapes, connections), { x: 0, y: below(drawing) }, drawing);
	const singles = components.filter(({ nodes: { length } }) => length === 1);
	for (let from = 0; from < singles.length; from += singlesPerRow) {
		const y = below(drawing);
		let x = 0;
		for (const { nodes, connections } of singles.slice(from, from + singlesPerRow)) {
			const part = await layoutComponent(nodes, shapes, connections);
			place(part, { x, y }, drawing);
			x += part.width + componentGap;
		}
	}
	for (const [id, inside] of insides) placeInside(inside, drawing.shapes.get(id)!, drawing);
	return drawing;
}

const below = ({ height }: Drawing): number => (height === 0 ? 0 : height + componentGap);

const placeInside = (inside: Drawing, { x, y }: Shape, into: Drawing): void =>
	place(inside, { x: x + padding.x, y: y + padding.top }, into);

interface Component {
	nodes: ScopeNode[];
	connections: Connection[];
}

function findComponents({ nodes, connections }: Scope): Component[] {
	const component = new Map<string, Component>();
	for (const node of nodes) {
		const alone: Component = { nodes: [node], connections: [] };
		for (const end of [node.id, ...node.boundaryIds]) component.set(end, alone);
	}
	for (const connection of connections) {
		const one = component.get(connection.sourceId)!;
		const other = component.get(connection.targetId)!;
		one.connections.push(connection);
		if (one === other) continue;
		one.nodes.push(...other.nodes);
		one.connections.push(...other.connections);
		for (const node of other.nodes) for (const end of [node.id, ...node.boundaryIds]) component.set(end, one);
	}
	const order = new Map(nodes.map(({ id }, index) => [id, index]));
	for (const each of new Set(component.values())) each.nodes.sort((one, other) => order.get(one.id)! - order.get(other.id)!);
	return [...new Set(nodes.map(({ id }) => component.get(id)!))];
}
