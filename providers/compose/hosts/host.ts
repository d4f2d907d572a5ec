/** What a host brings along: an n8n node, a job worker, the service or the command line. Each part of the composition names what it needs of it. */
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

/** What an agent needs. */
export interface Host extends MemoryStoreHost, KnowledgeHost, ToolHost, NodeHost {
	gate: Gate;
	/** Agents and prompts from a registry; they come before those in folders. */
	published?: PublishedAgents;
	/** Folders of agents, `<folder>/<id>.json` or `<folder>/<id>/agent.json`; the package's own always come last. */
	agentFolders: string[];
	/** Whether jobs run agents that neither the manifest nor the registry lists. Default: deny. */
	unlistedAgents?: 'allow' | 'deny';
	/** What approvals need, whatever an agent says. Default: TROUPE_APPROVALS of this process. */
	approvals?: ApprovalRules;
	/** Verifies statements of approvals. Default: none counts. */
	verifyStatement?: AgentParts['verifyStatement'];
	/** Folders of guardrail policies, `<folder>/<id>.json`. Without any, no policy can be referred to by id. */
	policyFolders?: string[];
	/** The shape of the answer, such as an output parser connected in n8n defines it; replaces the definition's. */
	output?: AgentDefinition['output'];
	/** Fields of definitions that are replaced, to compare variants of an agent. A prompt with values is a template, as a published one. */
	variant?: { prompt?: string; values?: Record<string, string>; model?: Partial<AgentDefinition['model']> };
	/** What people set for the settings that agents declare. Default: what the agents say. */
	settingValues?: SettingValues;
	/** What the tenant demands, where its rules cannot be read: in a sandbox, or offline. Default: its rules. */
	demands?: TenantDemands;
	/** Whether a run fails when models are configured and none answers, instead of quoting the documents. Default: false. */
	failsWithoutAnswer?: boolean;
	/** Memories of the person that an agent gets, even if its definition asks for fewer. */
	minMemories?: number;
	/** Whether agents share each conversation with all that know its id, even if their definitions do not say so. */
	sharesConversations?: boolean;
	/** Removes a person from the processes of its engine. Absent: it has no engine. */
	forgetInProcesses?: ForgetInProcesses;
	/** Reads a person from the processes of its engine. Absent: it has no engine. */
	exportFromProcesses?: ExportFromProcesses;
	/** False to keep nothing of a conversation but its violations. */
	remembers?: boolean;
	/** Is between agents and what they ask outside, such as a recording. */
	carryParts?: (parts: AgentParts) => AgentParts;
}
