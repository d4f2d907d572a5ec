import type { Node } from './feel/syntax';

/** A parameter that an element takes from an agent, by `fromAi` in one of its inputs. */
export interface AiParameter {
	/** As the call writes it: `toolCall.query`. */
	name: string;
	description?: string;
	type?: string;
	schema?: Record<string, unknown>;
	options?: Record<string, unknown>;
}

const names = ['value', 'description', 'type', 'schema', 'options'];

type Call = Node & { kind: 'call' };

/** Camunda's documentation, fromAi: the calls in an expression, in order. What is not constant in one is left out. */
export async function readAiParameters(source: string): Promise<AiParameter[]> {
	if (!source.startsWith('=') || !source.includes('fromAi')) return [];
	const [{ parseExpression }, { anyNode }] = await Promise.all([import('./feel/parser'), import('./feel/syntax')]);
	const calls: Call[] = [];
	anyNode(parseExpression(source.slice(1), '8.8'), (node) => {
		if (node.kind === 'call' && node.name === 'fromAi') calls.push(node);
		return false;
	});
	return Promise.all(calls.map(readCall));
}

async function readCall({ parameters }: Call): Promise<AiParameter> {
	const given = 'named' in parameters ? parameters.named : new Map(parameters.positional.map((node, index) => [names[index]!, node]));
	const constants = await Promise.all(names.slice(1).map(async (name) => [name, await readConstant(given.get(name))] as const));
	return { name: readPath(given.get('value')), ...Object.fromEntries(constants.filter(([, value]) => value !== null)) };
}

function readPath(node: Node | undefined): string {
	if (node?.kind === 'reference') return node.names.join('.');
	return node?.kind === 'path' ? `${readPath(node.base)}.${node.name}` : '';
}

async function readConstant(node: Node | undefined): Promise<unknown> {
	if (!node) return null;
	const { evaluateConstant } = await import('./feel/evaluator');
	return evaluateConstant(node, '8.8');
}
