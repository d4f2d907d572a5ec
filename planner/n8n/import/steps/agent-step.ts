import { listValues } from '../../node-values';
import type { AgentStep } from '../../../tree/plan-tree';
import type { ImportedNode } from '../imported-workflow';
import { isOfLangchain, shortType, textAt, valueAt } from '../node-types';
import { describeNeed, nameOf, namesOf, type StepTools } from './tools';

const maxInstructions = 300;
/** Nodes that ask a model anything: their kind says nothing of what is asked. */
const asksModel: readonly string[] = ['agent', 'chainLlm', 'openAi', 'anthropic', 'googleGemini', 'ollama'];

/** An agent of Troupe, an AI Agent, or another node that asks a model. @throws NoFeel */
export function agentStep(node: ImportedNode, tools: StepTools): AgentStep {
	const { items, words } = tools;
	const isOurs = shortType(node) === 'n8n-nodes-troupe.troupeAgent';
	const agent = isOurs ? agentOf(node) : undefined;
	const instructions = textAt(node.parameters, 'options', 'systemMessage') || textAt(node.parameters, 'systemMessage');
	if (instructions !== '') tools.say(node, words.instructions(node.name));
	const about = instructions.startsWith('=') ? '' : instructions.replaceAll(/\s+/g, ' ').slice(0, maxInstructions);
	const parts = listParts(node, 'ai_tool', tools);
	const needs = [
		isOurs || asksModel.includes(shortType(node)) ? node.name : describeNeed(node, words),
		about,
		...(parts.length > 0 ? [words.withTools(parts.join(', '))] : []),
	];
	const message = readMessage(node, tools);
	const reads = message === undefined ? namesOf(items, node) : [];
	return {
		...{ kind: 'agent', ...nameOf(node), needs: needs.filter(Boolean).join('. ').slice(0, 900) },
		...(node.note !== undefined && { why: node.note }),
		...(agent !== undefined && agent !== '' && { agent }),
		...(message !== undefined && { message }),
		...(reads.length > 0 && { reads }),
	};
}

const agentOf = ({ parameters }: ImportedNode): string | undefined => {
	if (textAt(parameters, 'source') !== '' && textAt(parameters, 'source') !== 'choose') return undefined;
	const named = textAt(parameters, 'agent', 'value') || textAt(parameters, 'agent');
	return /^(?:registry:)?[a-z0-9][a-z0-9-]{0,62}(?:@.{1,100})?$/.test(named) ? named : undefined;
};

/** Lists the parts that are connected to an agent, by their kind. */
export const listParts = ({ name }: ImportedNode, kind: string, { workflow }: StepTools): string[] =>
	workflow.ways.filter((way) => way.to === name && way.kind === kind).map(({ from }) => from);

function readMessage(node: ImportedNode, { expressions, items }: StepTools): string | undefined {
	const { parameters } = node;
	const data = items.at(node);
	const isAuto =
		isOfLangchain(node) && node.version >= 1.5 && ['', 'auto'].includes(textAt(parameters, 'promptType')) && parameters.text === undefined;
	const written = isAuto
		? '={{ $json.chatInput }}'
		: (parameters.message ?? parameters.text ?? parameters.prompt ?? parameters.inputText ?? valueAt(firstMessage(parameters), 'content'));
	if (typeof written !== 'string' || written.trim() === '' || written === '=') return undefined;
	const { feel } = expressions.read(written, data);
	const names = namesOf(items, node);
	// The names and values of what is read is what an agent is told anyway.
	return written === `={{ ${listValues(names)} }}` ? undefined : feel;
}

function firstMessage(parameters: Record<string, unknown>): unknown {
	const list =
		valueAt(parameters, 'messages', 'values') ?? valueAt(parameters, 'responses', 'values') ?? valueAt(parameters, 'prompt', 'messages');
	return Array.isArray(list) ? list.at(-1) : undefined;
}
