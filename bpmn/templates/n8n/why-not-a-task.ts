import { type Choice, type ConnectionList, isChoice, type NodeDescription } from './node-description';

/** True for an operation that suspends an n8n execution until a call. Answers to `sendAndWait` reach a task. */
export const waits = ({ value }: Choice): boolean => typeof value === 'string' && value.endsWith('AndWait') && value !== answeredOperation;

/** n8n's name of the operations that send a message with links, and wait for the answer. */
const answeredOperation = 'sendAndWait';

/** Returns why the node cannot be a task, as the end of a sentence about it. Undefined if it can. */
export function whyNotATask(node: NodeDescription): string | undefined {
	const { inputs, webhooks = [] } = node;
	const never = whyNeverATask(node);
	if (never !== undefined) return never;
	if (isExpression(inputs)) return whyNotByExpression(inputs);
	if (typesOf(inputs).some((type) => type !== 'main')) return 'needs other nodes that are connected to it';
	if (inputs.length === 0) return 'takes no items';
	if (inputs.length > 1) return 'needs several inputs; a task has one list of items';
	if (
		webhooks.some(({ restartWebhook }) => restartWebhook) &&
		!hasOperation(node, (choice) => waits(choice) || choice.value === answeredOperation)
	)
		return 'suspends its workflow; use a timer, a receive task or a user task';
	return undefined;
}

export function whyNeverATask({ group = [], polling, outputs }: NodeDescription): string | undefined {
	if (group.includes('trigger') || polling) return 'starts workflows; use a start event with a timer, a message or a signal';
	if (!isExpression(outputs) && typesOf(outputs).some((type) => type !== 'main')) return 'is a part of other nodes, not a step';
	return undefined;
}

/** Judges an expression of n8n by its text: models and tools that it names can stay away, unless one of them is required. */
function whyNotByExpression(inputs: string): string | undefined {
	if (!inputs.includes('ai_')) return 'has inputs that depend on its parameters; a task has one list of items';
	return /\brequired\b/.test(inputs) ? 'needs other nodes that are connected to it' : undefined;
}

const isExpression = (connections: ConnectionList): connections is string => typeof connections === 'string';

const typesOf = (connections: Exclude<ConnectionList, string>): string[] =>
	connections.map((connection) => (typeof connection === 'string' ? connection : connection.type));

/** Only some operations of the node wait, and those that a task cannot answer are left out. */
export const hasWaitingOperation = (node: NodeDescription): boolean => hasOperation(node, waits);

const hasOperation = ({ properties }: NodeDescription, fits: (choice: Choice) => boolean): boolean =>
	properties.some(({ name, options = [] }) => name === 'operation' && options.some((option) => isChoice(option) && fits(option)));
