import type { AgentParts } from '../../../core/agents/agent-parts';
import type { ApprovalRules } from '../../../core/agents/approvals/approval-rules';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { SettingValues } from '../../../core/ports/channels/channel-settings';
import type { ExportFromProcesses, ForgetInProcesses } from '../../../core/ports/processes';
import type { Gate, PublishedAgents } from '../../../core/ports/manifests';
import type { TenantDemands } from '../guardrails/tenant-demands';
import type { KnowledgeHost } from './knowledge-host';
import type { NodeHost } from './node-host';
import type { MemoryStoreHost } from './state-host';
import type { ToolHost } from './tool-host';

export interface Host extends MemoryStoreHost, KnowledgeHost, ToolHost, NodeHost {
	gate: Gate;
	/** The registry; it comes before folders. */
	published?: PublishedAgents;
	/** Folders of agents, `<folder>/<id>.json` or `<folder>/<id>/agent.json`; the package's own come last. */
	agentFolders: string[];
	/** Allows jobs to run agents that neither the manifest nor the registry lists. Default: deny. */
	unlistedAgents?: 'allow' | 'deny';
	/** Approval rules that no agent overrides. Default: TROUPE_APPROVALS. */
	approvals?: ApprovalRules;
	/** Verifies statements of approvals. Default: none is accepted. */
	verifyStatement?: AgentParts['verifyStatement'];
	/** Folders of guardrail policies, `<folder>/<id>.json`. Default: no policy has an id. */
	policyFolders?: string[];
	/** Output schema, such as from an output parser in n8n; replaces the definition's. */
	output?: AgentDefinition['output'];
	/** Replaced fields of definitions, for comparing variants. A prompt with values is a template. */
	variant?: { prompt?: string; values?: Record<string, string>; model?: Partial<AgentDefinition['model']> };
	/** Values for the settings of agents. Default: those of the agents. */
	settingValues?: SettingValues;
	/** Demands of a tenant whose rules cannot be read: in a sandbox, or offline. Default: its rules. */
	demands?: TenantDemands;
	/** Fails a run if no configured model answers, instead of quoting documents. Default: false. */
	failsWithoutAnswer?: boolean;
	/** Min memories that an agent gets, even if its definition asks for fewer. */
	minMemories?: number;
	/** Shares conversations with all who know the id, whatever definitions say. */
	sharesConversations?: boolean;
	forgetInProcesses?: ForgetInProcesses;
	exportFromProcesses?: ExportFromProcesses;
	/** False stores only violations. */
	remembers?: boolean;
	/** Wraps the outside calls of agents, such as for a recording. */
	carryParts?: (parts: AgentParts) => AgentParts;
}
