import type { INode, INodeParameters, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow/dist/cjs/workflow.js';
import { loadNode } from '../test/shared/package-files';

const byName = (value: string) => ({ __rl: true, mode: 'name', value });

/** Texts on the canvas under a node, by its parameters: those that are left out have their defaults. */
const subtitles: Record<string, Array<[INodeParameters, string]>> = {
	TroupeAgent: [
		[{ source: 'choose', agent: byName('support') }, 'support'],
		[{ source: 'choose', task: 'resume', agent: byName('support') }, 'Resume: support'],
		[{ source: 'define', task: 'export' }, 'Export: defined in this node'],
		[{}, 'connected chat model'],
		[{ model: 'openai', modelName: byName('gpt-4.1-mini') }, 'gpt-4.1-mini'],
	],
	TroupeChannel: [
		[{}, 'Send a text'],
		[{ operation: 'handOver' }, 'Hand over to a person'],
		[{ operation: 'contact' }, 'Get a contact'],
		[{ operation: 'noAnswer' }, 'Leave a message without an answer'],
	],
	TroupeChannelTrigger: [
		[{}, 'No channel yet'],
		[{ channel: 'whatsapp-sales' }, 'whatsapp-sales'],
	],
	TroupeChatMemory: [
		[{}, 'Last 10 turns'],
		[{ turns: 1 }, 'Last turn'],
	],
	TroupeCrm: [
		[{}, 'Record a lead'],
		[{ operation: 'findCompany' }, 'Find a company'],
	],
	TroupeEvaluation: [
		[{}, 'Run support'],
		[{ setFrom: 'name', setName: 'sales@^1' }, 'Run sales@^1'],
		[{ operation: 'score', compareBy: 'rubric' }, 'Score answers: a judge'],
	],
	TroupeEventsTrigger: [
		[{}, 'agent.run.failed, budget.exhausted and 1 more'],
		[{ types: [] }, 'Every event'],
		[{ source: 'approvals' }, 'waiting'],
		[{ source: 'approvals', events: [] }, 'Every approval'],
		[{ source: 'violations' }, 'Every violation'],
		[{ source: 'violations', codes: ['JSON_SCHEMA', 'SECRET', 'PRICE'] }, 'json schema, secret and 1 more'],
		[{ source: 'registry' }, 'approved, published and 1 more'],
	],
	TroupeGuardedModel: [
		[{}, 'Masks per execution'],
		[{ tokensFor: 'conversation' }, 'Masks per conversation'],
	],
	TroupeGuardrails: [
		[{}, 'Check a message'],
		[{ options: { stage: 'tool-result' } }, 'Check a tool result'],
		[{ operation: 'checkReply' }, 'Check a reply'],
		[{ operation: 'mask' }, 'Mask personal data'],
		[{ operation: 'restore' }, 'Restore personal data'],
	],
	TroupeKnowledge: [
		[{ collection: byName('handbook') }, 'Search handbook'],
		[{ operation: 'delete', collection: byName('handbook') }, 'Delete from handbook'],
		[{ operation: 'ingest', collection: byName('handbook') }, 'Ingest into handbook'],
		[{ operation: 're-embed', collection: byName('handbook') }, 'Re-embed handbook'],
		[{ operation: 'list' }, 'List (no collection)'],
		[{ operation: 'statistics' }, 'Statistics of all collections'],
	],
	TroupeMemory: [
		[{}, 'Recall'],
		[{ operation: 'forget' }, 'Forget a person'],
		[{ operation: 'forget', what: 'conversation' }, 'Forget a conversation'],
		[{ operation: 'preferences' }, 'Preferences of a person'],
	],
	TroupeModel: [
		[{ source: 'openai', model: byName('gpt-4.1-mini') }, 'Chat: gpt-4.1-mini'],
		[{ operation: 'structured', source: 'connected' }, 'Structured output: connected model'],
		[{ operation: 'embed', source: 'ollama', model: byName('nomic-embed-text') }, 'Embed: nomic-embed-text'],
		[{ operation: 'list', source: 'anthropic' }, 'List models: Anthropic'],
	],
	TroupeModelRouter: [
		[{}, 'connected model, then connected model'],
		[
			{
				models: {
					model: [
						{ source: 'openai', model: byName('one') },
						{ source: 'google', model: byName('two') },
					],
				},
			},
			'one, then two',
		],
		[{ models: { model: [{ source: 'connected' }, { source: 'openai' }, { source: 'google' }] } }, 'connected model, then 2 more'],
		[{ models: {} }, 'No model yet'],
	],
	TroupePlanner: [
		[{}, 'Plan in a conversation'],
		[{ operation: 'confirm' }, 'Confirm a plan'],
	],
	TroupePrivacy: [
		[{}, 'Find what is stored'],
		[{ operation: 'forget' }, 'Forget a person: dry run'],
		[{ operation: 'forget', forgetMode: 'forget' }, 'Forget a person'],
		[{ resource: 'request', operation: 'getAll' }, 'Get many requests'],
		[{ resource: 'report', operation: 'retention' }, 'Retention periods'],
	],
	TroupeProcess: [
		[{}, 'Start a process and wait'],
		[{ processId: 'support' }, 'Start support and wait'],
		[{ operation: 'start', processId: 'support' }, 'Start support'],
		[{ resource: 'userTask', operation: 'getAll' }, 'Get many user tasks'],
		[{ resource: 'message', operation: 'publish', messageName: 'paid' }, 'Publish paid'],
		[{ resource: 'job', operation: 'throwError' }, 'Throw a BPMN error'],
	],
	TroupeProcessTrigger: [
		[{}, 'No job type yet'],
		[{ jobType: 'check-stock' }, 'Jobs of type check-stock'],
	],
	TroupeRegistry: [
		[{}, 'Search agents'],
		[{ resource: 'package', operation: 'getAll' }, 'Get many packages'],
		[{ operation: 'rollBack' }, 'Roll back agent'],
		[{ resource: 'rollout', operation: 'reportMetrics' }, 'Report metrics of rollout'],
	],
	TroupeSandbox: [
		[{}, 'Run script at L0+ or more'],
		[{ level: 'L1' }, 'Run script at L1 or more'],
		[{ operation: 'report' }, 'Get report'],
	],
};

const cases = Object.entries(subtitles).flatMap(([name, shown]) => shown.map(([parameters, words]) => ({ name, parameters, words })));

test.each(cases)('$name with $parameters shows "$words"', ({ name, parameters, words }) => {
	const type = loadNode(`nodes/${name}/${name}.node.ts`);
	expect(evaluate(type.description.subtitle!, type, parameters)).toBe(words);
});

test.each(operations())('%s has words for its operation %s', (name, _operation, parameters) => {
	const type = loadNode(`nodes/${name}/${name}.node.ts`);
	expect(evaluate(type.description.subtitle!, type, parameters)).not.toMatch(/undefined|\b[a-z]+[A-Z]|^$/);
});

/** Each operation of each resource. */
function operations(): Array<[string, string, INodeParameters]> {
	return Object.keys(subtitles).flatMap((name) =>
		loadNode(`nodes/${name}/${name}.node.ts`)
			.description.properties.filter((field) => field.name === 'operation')
			.flatMap(({ options = [], displayOptions }) => {
				const resources = (displayOptions?.show?.resource ?? [undefined]) as Array<string | undefined>;
				return resources.flatMap((resource) =>
					options.map((option): [string, string, INodeParameters] => {
						const operation = 'value' in option ? String(option.value) : '';
						return [name, [resource, operation].filter(Boolean).join(' '), { operation, ...(resource && { resource }) }];
					}),
				);
			}),
	);
}

/** As n8n's editor does for the canvas. */
function evaluate(subtitle: string, type: INodeType, parameters: INodeParameters): unknown {
	const { name, version, defaultVersion } = type.description;
	const typeVersion = defaultVersion ?? [version].flat().at(-1)!;
	const node: INode = { id: '1', name: 'Node', type: name, typeVersion, position: [0, 0], parameters };
	const nodeTypes = { getByNameAndVersion: () => type } as unknown as INodeTypes;
	// Its types are those of another build of the package, and comparing them takes the compiler minutes.
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes } as never);
	return workflow.expression.getSimpleParameterValue(workflow.getNode('Node')!, subtitle, 'internal', {});
}
