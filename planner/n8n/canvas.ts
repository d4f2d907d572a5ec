interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [x: number, y: number];
	parameters: object;
	credentials?: Record<string, unknown>;
	onError?: string;
}

interface Target {
	node: string;
	type: 'main';
	index: number;
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: Target[][] }>;
	settings?: object;
}

const columnWidth = 224;
const laneHeight = 180;

/** Nodes on the canvas of n8n, from left to right, with names that no other has. */
export class Canvas {
	readonly nodes: WorkflowNode[] = [];
	readonly connections: Workflow['connections'] = {};

	constructor(private readonly idOf: (name: string) => string) {}

	/** @returns its name, with a number if another node has it */
	add(node: Omit<WorkflowNode, 'id' | 'position'>, lane: number): string {
		let { name } = node;
		for (let number = 2; this.nodes.some((one) => one.name === name); number++) name = `${node.name} ${number}`;
		this.nodes.push({ id: this.idOf(name), ...node, name, position: [this.nodes.length * columnWidth, lane * laneHeight] });
		return name;
	}

	connect(from: string, output: number, to: string, input = 0): void {
		const outputs = (this.connections[from] ??= { main: [] }).main;
		while (outputs.length <= output) outputs.push([]);
		outputs[output]!.push({ node: to, type: 'main', index: input });
	}
}
