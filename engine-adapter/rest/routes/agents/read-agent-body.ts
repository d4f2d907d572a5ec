import { TroupeError } from '../../../../core/base/errors';
import type { AgentConfiguration, AgentItem, AgentToolInfo, ContentBlock } from '../../../embedded/agents/agent-instance';
import { blockFields, noLimits } from '../../../embedded/agents/agent-instance';
import type { AgentCreation, AgentUpdate, JobClaim } from '../../../embedded/agents/change-agents';
import type { AgentCreationBody, AgentItemBody, AgentUpdateBody, ClaimBody, ItemBody, ToolBody } from './agent-schemas';

/** The configuration is in a history item; in the first versions, without a history. @throws TroupeError INPUT_INVALID */
export function readCreation(body: AgentCreationBody): AgentCreation {
	const { definition, limits } = body;
	const history = readHistory(body.history);
	const elementInstanceKey = Number(body.elementInstanceKey);
	if (history.length === 0) {
		if (!definition) throw invalid('No history provided.', 'Send a history with an item of the role CONFIGURATION.');
		const systemPrompt: ContentBlock[] = [{ contentType: 'TEXT', text: definition.systemPrompt }];
		return { elementInstanceKey, history, configuration: { ...definition, systemPrompt, limits: { ...noLimits, ...limits } } };
	}
	if (definition || limits)
		throw invalid('The request has a history, and a definition or limits outside of it.', 'Move them into its CONFIGURATION item.');
	const stated = Object.assign({}, ...history.map(({ changes }) => changes ?? {})) as Partial<AgentConfiguration>;
	for (const name of ['model', 'provider', 'systemPrompt'] as const)
		if (stated[name] === undefined) throw invalid(`The history does not state the ${name}.`, `Add it to its CONFIGURATION item.`);
	return { elementInstanceKey, history, job: readClaim(body) };
}

/** @throws TroupeError INPUT_INVALID */
export function readUpdate(body: AgentUpdateBody): AgentUpdate {
	const history = readHistory(body.history);
	return {
		elementInstanceKey: Number(body.elementInstanceKey),
		history,
		...(history.length > 0 && { job: readClaim(body) }),
		...(body.status && { status: body.status }),
		...(body.metrics && { metrics: withoutNulls(body.metrics) }),
		...(body.tools && { configuration: { tools: body.tools.map(readTool) } }),
	};
}

/** @throws TroupeError INPUT_INVALID */
export function readItemUpdate(body: AgentItemBody): AgentUpdate & { job: JobClaim } {
	return { elementInstanceKey: Number(body.elementInstanceKey), job: readClaim(body), history: [readItem(body)] };
}

function readClaim({ jobKey, jobLeaseToken, jobLease }: ClaimBody): JobClaim {
	const lease = jobLeaseToken ?? jobLease;
	if (jobKey && lease) return { key: Number(jobKey), lease };
	throw invalid(
		`A history needs a ${jobKey ? 'jobLeaseToken' : 'jobKey'}, and this request has none.`,
		'Activate the job with `withLease`, and pass its key and its token.',
	);
}

const readHistory = (history: ItemBody[] | null = []): AgentItem[] => (history ?? []).map(readItem);

function readItem(body: ItemBody): AgentItem {
	const { historyItemId = '', loopIteration = null, role, content, toolCalls, metrics, producedAt } = body;
	const changes = readChanges(body);
	for (const block of [...content, ...(changes?.systemPrompt ?? [])]) checkBlock(block);
	if (changes && role !== 'CONFIGURATION')
		throw invalid(
			`A history item of the role ${role} has ${Object.keys(changes).join(', ')}.`,
			'Send these with an item of the role CONFIGURATION.',
		);
	return {
		id: historyItemId,
		loopIteration,
		role,
		content,
		toolCalls: (toolCalls ?? []).map((call) => ({ ...call, elementId: call.elementId ?? null, arguments: call.arguments ?? null })),
		...(metrics && { metrics: withoutNulls(metrics) }),
		producedAt: new Date(producedAt).toISOString(),
		...(changes && { changes }),
	};
}

function checkBlock({ contentType, ...fields }: ContentBlock): void {
	const expected = blockFields[contentType];
	const value = fields[expected];
	const isRight = contentType === 'TEXT' ? typeof value === 'string' : value !== undefined;
	if (isRight && Object.keys(fields).length === 1) return;
	throw invalid(
		`A content block of the type ${contentType} has ${Object.keys(fields).join(', ') || 'contentType alone'}.`,
		`Give it "${expected}"${contentType === 'TEXT' ? ', a text,' : ''} and nothing else.`,
	);
}

function readChanges({ model, provider, systemPrompt, tools, limits }: ItemBody): Partial<AgentConfiguration> | undefined {
	const changes: Partial<AgentConfiguration> = withoutNulls({
		model,
		provider,
		systemPrompt,
		tools: tools?.map(readTool),
		limits: limits && { ...noLimits, ...limits },
	});
	return Object.keys(changes).length === 0 ? undefined : changes;
}

const readTool = ({ name, description, elementId }: ToolBody): AgentToolInfo => ({
	name,
	description: description ?? null,
	elementId: elementId ?? null,
});

const withoutNulls = <Value extends object>(value: Value): { [Name in keyof Value]?: NonNullable<Value[Name]> } =>
	Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined)) as {
		[Name in keyof Value]?: NonNullable<Value[Name]>;
	};

const invalid = (message: string, fix: string): TroupeError => new TroupeError({ code: 'INPUT_INVALID', message, fix });
