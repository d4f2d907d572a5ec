import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';
import type { ToolRule } from '../../../core/tools/definition/rules';
import { TroupeError } from '../../../core/base/errors';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { readText } from '../read-text';
import { readResumedAgent } from '../request/read-resume';
import { defaultTurns } from '../properties/form-fields';
import { type AgentForm, formDefinition, type FormOptions, nameLikeNode } from './form-definition';

type FilledIn = FormOptions & Partial<Pick<AgentForm, 'personalData' | 'memoryTurns'>> & { whenNoModelAnswers?: 'quote' | 'fail' };

/** @throws TroupeError INPUT_INVALID, naming the field */
export function readFormDefinition(context: IExecuteFunctions, item: number, rules: ToolRule[]): Record<string, unknown> {
	const choice = context.getNodeParameter('model', item) as ProviderName | 'connected' | 'none';
	const collection = readCollection(context, item);
	if (choice === 'none' && !collection) throw withoutSource();
	const options = context.getNodeParameter('options', item, {}) as FilledIn;
	return formDefinition({
		...(readResumedAgent(context, item) ?? nameLikeNode(context.getNode().name)),
		systemPrompt: readSystemPrompt(context, item),
		model: readModel(context, item, choice),
		quotes: choice === 'none' || options.whenNoModelAnswers === 'quote',
		collection,
		personalData: options.personalData ?? 'token',
		memoryTurns: options.memoryTurns ?? defaultTurns,
		team: readTeam(context, item),
		rules,
		options,
	});
}

function readSystemPrompt(context: IExecuteFunctions, item: number): string {
	const prompt = readText(context, 'systemPrompt', item);
	if (prompt.trim()) return prompt;
	throw invalid('The field "System Prompt" is empty.', 'Describe who the agent is and what it does.');
}

function readModel(context: IExecuteFunctions, item: number, choice: ProviderName | 'connected' | 'none'): AgentForm['model'] {
	if (choice === 'connected' || choice === 'none') return undefined;
	const { value } = context.getNodeParameter('modelName', item) as INodeParameterResourceLocator;
	const model = String(value ?? '').trim();
	if (model) return { provider: choice, model };
	throw invalid('The field "Model Name" is empty.', 'Choose a model from the list, or type its name.');
}

function readCollection(context: IExecuteFunctions, item: number): string | undefined {
	if (context.getNodeParameter('store', item) === 'none') return undefined;
	const { value } = context.getNodeParameter('collection', item) as INodeParameterResourceLocator;
	const collection = String(value ?? '').trim();
	if (collection) return collection;
	throw invalid(
		'The field "Collection" is empty.',
		'Choose a collection, or set "Knowledge Store" to "None". Use the node Troupe Knowledge to fill a collection.',
	);
}

function withoutSource(): TroupeError {
	return invalid(
		'The agent has nothing to answer from: "Model" and "Knowledge Store" are both set to "None".',
		'Choose a model, or a collection to quote from.',
	);
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}

interface MemberFields {
	agent: INodeParameterResourceLocator;
	description: string;
	handOver: 'none' | 'once' | 'stays';
}

/** @throws TroupeError INPUT_INVALID, naming the member and the field */
function readTeam(context: IExecuteFunctions, item: number): AgentTool[] {
	const { members = [] } = context.getNodeParameter('team', item, {}) as { members?: MemberFields[] };
	return members.map(({ agent: { value }, description, handOver }, index) => {
		const [agent = '', range] = String(value ?? '')
			.trim()
			.split('@');
		if (!agent) throw missing(index, 'Team Member', 'Choose an agent from the list, or remove the member.');
		if (!description.trim())
			throw missing(index, 'When to Call', 'Describe what the member can do, so that the model knows when to call it.');
		return { kind: 'agent', agent, ...(range && { range }), description, ...(handOver !== 'none' && { handOver }) };
	});
}

function missing(index: number, field: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `The field "${field}" of team member ${index + 1} is empty.`, fix });
}
