import type { Block } from '../../../planner/tree/plan-tree';
import type { ImportedWorkflow } from '../../../planner/n8n/import/imported-workflow';
import { readWorkflow } from '../../../planner/n8n/import/read-workflow';

type Raw = Record<string, unknown>;

/** A node as n8n exports it, for tests. */
export const node = (name: string, type: string, parameters: Raw = {}, more: Raw = {}): Raw => ({
	...{ id: name, name, type: type.includes('.') ? type : `n8n-nodes-base.${type}`, typeVersion: 1, position: [0, 0], parameters },
	...more,
});

/** Connections of `a > b`, or from the second output on of `a 1> b`; `a (ai_tool)> b` connects a part. */
export function connect(...lines: string[]): Raw {
	const connections: Record<string, Record<string, unknown[][]>> = {};
	for (const line of lines) {
		const [, from, output, kind = 'main', to] = /^(.+?) (\d*)(?:\((\w+)\))?> (.+)$/.exec(line)!;
		const outputs = ((connections[from!] ??= {})[kind] ??= []);
		const at = Number(output || 0);
		while (outputs.length <= at) outputs.push([]);
		for (const target of to!.split(', ')) outputs[at]!.push({ node: target, type: kind, index: 0 });
	}
	return connections;
}

export const workflow = (nodes: Raw[], connections: Raw, more: Raw = {}): Raw => ({ name: 'Flow', nodes, connections, ...more });

export const read = (nodes: Raw[], connections: Raw, more: Raw = {}): ImportedWorkflow => readWorkflow(workflow(nodes, connections, more));

/** A condition of an If, Filter or Switch node. */
export const filter = (leftValue: string, type: string, operation: string, rightValue: unknown = ''): Raw => ({
	conditions: { options: {}, combinator: 'and', conditions: [{ leftValue, rightValue, operator: { type, operation } }] },
});

/** The names of the blocks, with those in them in brackets. */
export const outline = (blocks: readonly Block[]): string =>
	blocks
		.map((block) => {
			const inner = (list: readonly Block[] | undefined) => (list === undefined ? '' : `[${outline(list)}]`);
			switch (block.kind) {
				case 'choice':
					return `${block.name}?${[...block.branches, block.otherwise].map((branch) => inner(branch.do)).join('')}`;
				case 'parallel':
					return `+${block.branches.map((branch) => inner(branch.do)).join('')}`;
				case 'loop':
					return `${block.name}*${inner(block.do)}`;
				case 'end':
					return `${block.name}.`;
				case 'unsupported':
					return `!${block.name}`;
				case 'event':
					return `${block.name}~`;
				default:
					return `${block.name}${'onError' in block && block.onError ? `^${inner(block.onError)}` : ''}`;
			}
		})
		.join(' ');
