import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';
import type { ApprovalTerms, ToolRule } from '../../../core/tools/definition/rules';
import type { ToolSettings } from '../../../core/tools/definition/tool-settings';
import { personalDataTypes, type PersonalDataType } from '../../../core/guardrails/personal-data/types';
import type { GroundedPart } from '../../../core/guardrails/policy/grounded-policy';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { givenJson } from '../../shared/given-json';
import { splitNames } from '../../shared/split-names';

/** Used if the form has no name. */
export interface AgentIdentity {
	id: string;
	name: string;
}

export interface AgentForm extends AgentIdentity {
	systemPrompt: string;
	/** Model with a credential; absent for a connected one or none. */
	model?: { provider: ProviderName; model: string };
	/** Quotes documents if no model answers. */
	quotes: boolean;
	collection?: string;
	personalData: 'token' | 'all' | 'partial' | 'block' | 'off';
	memoryTurns: number;
	team: AgentTool[];
	rules: ToolRule[];
	options: FormOptions;
}

/** Each is absent until added. */
export interface FormOptions {
	agentId?: string;
	agentVersion?: string;
	shareConversation?: boolean;
	linkHosts?: string;
	judgeImages?: boolean;
	/** Parts of the standard policy. */
	switchOff?: StandardPart[];
	grounded?: boolean;
	groundedWithout?: GroundedPart[];
	purpose?: string;
	temperature?: number;
	approver?: string;
	nextApprover?: string;
	hoursToDecide?: number;
	whenTimedOut?: ApprovalTerms['whenTimedOut'];
	flow?: ToolSettings['flow'];
	/** Tool names, separated by commas, as in `tells`. */
	trustedResults?: string;
	tells?: string;
	/** JSON: schemas by tool name. */
	extract?: unknown;
	/** Document origins, separated by commas. */
	trustedDocuments?: string;
	maxPassages?: number;
	onlyFromKnowledge?: boolean;
	/** Empty: the usual types. */
	personalDataTypes?: PersonalDataType[];
	maxMessageCharacters?: number;
	maxOutputTokens?: number;
	maxModelCalls?: number;
	maxToolCalls?: number;
	costUsd?: number;
	timeout?: number;
}

export function formDefinition({ model, collection, personalData, team, rules, options, ...form }: AgentForm): Record<string, unknown> {
	const { temperature, maxPassages, onlyFromKnowledge = false } = options;
	const trustedDocuments = splitNames(options.trustedDocuments ?? '');
	return {
		id: options.agentId || form.id,
		version: options.agentVersion || '1.0.0',
		name: form.name,
		purpose: options.purpose || firstSentence(form.systemPrompt),
		prompt: form.systemPrompt,
		model: { route: model ? [model] : [], extractive: form.quotes, ...(temperature !== undefined && { temperature }) },
		...(collection && {
			knowledge: {
				collection,
				...(maxPassages !== undefined && { passages: maxPassages }),
				...(trustedDocuments.length > 0 && { trustedDocuments }),
				citations: onlyFromKnowledge ? 'required' : 'optional',
			},
		}),
		memory: { turns: form.memoryTurns, ...(options.shareConversation && { shared: true }) },
		...toTools({ team, rules, options }),
		guardrails: {
			personalData: toPersonalData(personalData, options.personalDataTypes),
			...(options.switchOff?.length && { standard: { without: options.switchOff } }),
			...toGrounded(options),
			...(options.judgeImages && { images: 'judge' }),
			...toLinks(options),
		},
		limits: toLimits(options),
	};
}

/** Only surrounding words reveal names of people. */
const usualTypes = personalDataTypes.filter((type) => type !== 'PERSON');

function toPersonalData(action: AgentForm['personalData'], types: PersonalDataType[] = []): AgentDefinition['guardrails']['personalData'] {
	if (action === 'off') return { types: [], action: 'token' };
	const chosen = types.length > 0 ? types : usualTypes;
	return action === 'all' ? { types: chosen, action: 'token', restore: 'all' } : { types: chosen, action };
}

function toGrounded({ grounded = false, groundedWithout: without = [] }: FormOptions): Pick<AgentDefinition['guardrails'], 'grounded'> {
	if (!grounded) return {};
	return { grounded: without.length > 0 ? { without } : true };
}

function toLinks({ linkHosts = '' }: FormOptions): Pick<AgentDefinition['guardrails'], 'links'> {
	const allow = splitNames(linkHosts.toLowerCase());
	return allow.length > 0 ? { links: { allow } } : {};
}

const hourMs = 3_600_000;
/** Default timeout of a call. */
const usualCallSeconds = 30;
const maxCallMs = 600_000;

function toTools({ team, rules, options }: Pick<AgentForm, 'team' | 'rules' | 'options'>): Pick<AgentDefinition, 'tools'> {
	const { approver, nextApprover, hoursToDecide, whenTimedOut, timeout = 0, flow } = options;
	const trustedResults = splitNames(options.trustedResults ?? '');
	const tells = splitNames(options.tells ?? '');
	const approval: ApprovalTerms = {
		...(approver && { approver }),
		...(hoursToDecide !== undefined && { timeoutMs: Math.round(hoursToDecide * hourMs) }),
		...(whenTimedOut && { whenTimedOut }),
		...(nextApprover && { escalateTo: [{ approver: nextApprover }] }),
	};
	const tools = {
		...(team.length > 0 && { define: team }),
		...(rules.length > 0 && { rules }),
		...(flow && { flow }),
		...(trustedResults.length > 0 && { trustedResults }),
		...(tells.length > 0 && { tells }),
		...(options.extract !== undefined &&
			options.extract !== '' && {
				extract: givenJson(options.extract, 'The option "Values Instead of Results"') as ToolSettings['extract'],
			}),
		...(Object.keys(approval).length > 0 && { approval }),
		// A longer answer timeout also applies to calls of workflows and agents.
		...(timeout > usualCallSeconds && { timeoutMs: Math.min(timeout * 1000, maxCallMs) }),
	};
	return Object.keys(tools).length > 0 ? { tools } : {};
}

function toLimits({ maxMessageCharacters, maxOutputTokens, maxModelCalls, maxToolCalls, costUsd, timeout }: FormOptions) {
	const limits = {
		messageCharacters: maxMessageCharacters,
		outputTokens: maxOutputTokens,
		modelCalls: maxModelCalls,
		toolCalls: maxToolCalls,
		costUsd: costUsd || undefined,
		wallClockMs: timeout !== undefined ? timeout * 1000 : undefined,
	};
	return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

/**
 * Derives an id from the node's name: `Returns desk (EU)` becomes `n8n-returns-desk-eu`, safe for every file system. The prefix separates it from
 * agents of packages and registries.
 */
export function nameLikeNode(name: string): AgentIdentity {
	const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
	return { id: `n8n-${words || 'agent'}`.slice(0, 63).replace(/-+$/, ''), name: name.slice(0, 100) };
}

/** Default purpose: the first sentence of the system prompt. */
function firstSentence(prompt: string): string {
	const [sentence = ''] = /^[^.!?\n]{1,499}[.!?]?/.exec(prompt.trim()) ?? [];
	return sentence.trim() || 'Answers messages.';
}
