import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { agentGuardrails } from '../../core/agents/agent-guardrails';
import type { AgentParts, TeamMember } from '../../core/agents/agent-parts';
import type { PersonalDataType } from '../../core/guardrails/personal-data/types';
import { createPlacedGuard } from '../../core/guardrails/policy/apply-guardrails';
import { createVault } from '../../core/guardrails/vault/create-vault';
import type { ChatModel, ChatResponse } from '../../core/ports/models/models';
import type { Tool, ToolContext } from '../../core/ports/tools/tools';
import { createAgentTool } from '../../core/teams/agent-tool';
import type { AgentTool } from '../../core/tools/definition/agent-tools';
import { openGate } from './permissive-gate';

const types: PersonalDataType[] = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'];

type Changes = Omit<Partial<AgentParts>, 'definition'> & {
	/** Default `clerk`. */
	id?: string;
	limits?: Partial<AgentDefinition['limits']>;
	rules?: NonNullable<AgentDefinition['tools']>['rules'];
	settings?: AgentDefinition['tools'];
};

/** An agent with tools, for tests of its loop: every tool is allowed where no rules are given. */
export function toolAgent(model: ChatModel, { id = 'clerk', limits, rules, settings, ...changes }: Changes): AgentParts {
	const definition: AgentDefinition = {
		id,
		version: '1.0.0',
		name: 'Clerk',
		purpose: 'Does things.',
		capabilities: [],
		prompt: 'You help.',
		model: { route: [] },
		memory: { turns: 4 },
		tools: { rules: rules ?? [{ tool: '*', permission: 'allow', afterResults: true }], ...settings },
		guardrails: { personalData: { types, action: 'token' }, grounded: true },
		limits: { messageCharacters: 2_000, modelCalls: 20, toolCalls: 20, outputTokens: 100, tokens: 50_000, wallClockMs: 60_000, ...limits },
	};
	const vault = createVault(types);
	return {
		definition,
		definitionSha256: 'a'.repeat(64),
		gate: openGate(),
		model,
		openVault: () => vault,
		guard: createPlacedGuard(agentGuardrails(definition)),
		clock: { now: () => 1_000 },
		...changes,
	};
}

/** An agent as another one calls it; it is composed again for each call. */
export function teamMember(parts: AgentParts | (() => AgentParts), changes: Partial<AgentTool> = {}): TeamMember & { opened: number } {
	const compose = typeof parts === 'function' ? parts : () => parts;
	const { id } = compose().definition;
	const definition: AgentTool = { kind: 'agent', agent: id, description: `Is ${id}.`, ...changes };
	const member = {
		tool: createAgentTool(definition),
		definition,
		opened: 0,
		open: async () => {
			member.opened += 1;
			return compose();
		},
	};
	return member;
}

/** A tool that records its calls. */
export function fakeTool(
	name: string,
	give: (input: Record<string, unknown>, context: ToolContext) => string | Promise<string> = () => 'done',
	changes: Partial<Tool> = {},
): Tool & { calls: Array<Record<string, unknown>>; keys: string[] } {
	const calls: Array<Record<string, unknown>> = [];
	const keys: string[] = [];
	return {
		name,
		description: `Does ${name}.`,
		parameters: { type: 'object', properties: { to: { type: 'string' }, number: { type: 'integer' } } },
		source: 'definition',
		effect: 'irreversible',
		calls,
		keys,
		async call(input, context) {
			calls.push(input);
			keys.push(context.idempotencyKey);
			return { kind: 'ok', text: await give(input, context) };
		},
		...changes,
	};
}

/** An answer that calls tools: `['send', { to: 'x' }]`, or with the arguments' text as a model wrote it. */
export function calling(...calls: Array<[name: string, input: Record<string, unknown> | string, id?: string]>): Partial<ChatResponse> {
	return {
		finish: 'tool-calls',
		toolCalls: calls.map(([name, input, id], index) => ({
			id: id ?? `${name}-${index}-${JSON.stringify(input)}`,
			name,
			arguments: typeof input === 'string' ? input : JSON.stringify(input),
		})),
	};
}
