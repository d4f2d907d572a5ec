/** The one place that wires an agent's parts together, for every host: n8n node, job worker, sandbox and command line. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { AgentDefinition } from '../../core/agents/agent-definition';
import { agentGuardrails } from '../../core/agents/agent-guardrails';
import { parseAgentDefinition } from '../../core/agents/parse-agent-definition';
import type { AgentParts } from '../../core/agents/run-agent';
import type { Violation } from '../../core/guardrails/policy/guard';
import { guardOf } from '../../core/guardrails/policy/apply-guardrails';
import { isStateful, placeChecks } from '../../core/guardrails/policy/create-guard';
import { composeConversationStates } from './conversation-states';
import { createBm25Retriever } from '../../core/knowledge/bm25-retriever';
import { packagedAgentsFolder } from '../../core/package-folder';
import { type ChatModel, type ConversationMemory, type Gate, type ProviderName, type Retriever, systemClock } from '../../core/ports';
import { composeModelFacts } from './model-facts';
import { composeModel } from './models';
import type { UsageHost } from './usage';
import { composeRuns } from './runs';
import { composeTools, type ToolHost } from './tools';
import { composeVault, type VaultHost } from './vault';
import { composeViolationLog } from './violations';
import { findAgent, readAgentFile } from '../files/agent-files';
import { readDocuments } from '../files/documents';
import type { ProviderSettings } from '../provider-settings';

export type { ProviderSettings } from '../provider-settings';

/** Where an agent's definition comes from. */
export type AgentReference =
	| { kind: 'id'; id: string } // looked for in the host's agent folders, the package's own last
	| { kind: 'file'; path: string } // refused outside these folders
	| { kind: 'inline'; definition: unknown };

/** What a host brings along. */
export interface Host extends VaultHost, UsageHost, ToolHost {
	/** What it is called in the ledger and in the log of violations, such as `n8n` or `worker`. Default `agent`. */
	name?: string;
	gate: Gate;
	/** Folders that hold agents, `<folder>/<id>.json` or `<folder>/<id>/agent.json`; the package's own come last by themselves. */
	agentFolders: string[];
	/** Folders that hold guardrail policies, `<folder>/<id>.json`. Without any, none is known by id. */
	policyFolders?: string[];
	/** A model of an agent's route is skipped where its provider has no settings. */
	providers: Partial<Record<ProviderName, ProviderSettings>>;
	/** A model that the host brings itself, such as one connected in n8n; it comes first in the route. */
	model?: ChatModel;
	/** Folder of Troupe's state: conversations are remembered in it, their tokens, violations, and what models used. Without it nothing is remembered. */
	stateFolder?: string;
	/** False where nothing of a conversation shall be kept but its violations. */
	remembers?: boolean;
	fetch?: typeof fetch;
}

/**
 * Reads the agent, indexes what it knows and builds its route of models.
 * @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, POLICY_INVALID, KNOWLEDGE_UNREADABLE
 */
export async function composeAgent(reference: AgentReference, host: Host): Promise<AgentParts> {
	const source = await readSource(reference, host);
	const definition = await parseAgentDefinition(source.definition, source.where, host);
	const clock = host.clock ?? systemClock;
	const { policy } = definition.guardrails;
	const memory = host.remembers === false ? { ...host, stateFolder: undefined } : host;
	return {
		definition,
		definitionSha256: source.sha256,
		gate: host.gate,
		model: await composeModel(definition, host, clock),
		modelFacts: await composeModelFacts(definition, host),
		retriever: await composeRetriever(definition, source.folder),
		memory: await composeMemory(definition, memory),
		openVault: (conversationId) => composeVault(memory, { conversationId, types: definition.guardrails.personalData.types }),
		guard: guardOf([...agentGuardrails(definition), ...(policy ? await placeChecks(policy) : [])]),
		conversations: policy && isStateful(policy) ? await composeConversationStates(memory) : undefined,
		recordViolations: (violations, conversationId) => recordViolations(violations, conversationId, definition, host),
		...composeTools(definition, host),
		...(await composeRuns(memory)),
		clock,
	};
}

async function recordViolations(violations: Violation[], conversationId: string, { id }: AgentDefinition, host: Host): Promise<void> {
	if (host.stateFolder === undefined) return;
	const log = await composeViolationLog(host);
	await log.record(violations, { conversationId, agent: id, host: host.name ?? 'agent' });
}

interface Source {
	definition: unknown;
	sha256: string;
	/** For errors. */
	where: string;
	/** What the agent knows must lie in it. */
	folder: string;
}

async function readSource(reference: AgentReference, host: Host): Promise<Source> {
	const folders = [...host.agentFolders, packagedAgentsFolder()];
	if (reference.kind === 'inline') {
		const sha256 = createHash('sha256')
			.update(JSON.stringify(reference.definition) ?? '')
			.digest('hex');
		return { definition: reference.definition, sha256, where: 'The definition', folder: resolve(folders[0] ?? '.') };
	}
	const file = reference.kind === 'id' ? await findAgent(reference.id, folders) : await readAgentFile(reference.path, folders);
	return { ...file, where: file.path };
}

async function composeRetriever({ knowledge }: AgentDefinition, folder: string): Promise<Retriever | undefined> {
	return knowledge && createBm25Retriever(await readDocuments(join(folder, knowledge.documents), folder));
}

/** One connection for each state folder and tenant of a process; it lives as long as the process does. */
const memories = new Map<string, Promise<ConversationMemory>>();

async function composeMemory(
	{ memory }: AgentDefinition,
	{ stateFolder, tenant = 'default' }: Host,
): Promise<ConversationMemory | undefined> {
	if (!memory || memory.turns === 0 || stateFolder === undefined) return undefined;
	const file = join(stateFolder, 'conversations.db');
	const key = JSON.stringify([file, tenant]);
	let opened = memories.get(key);
	if (!opened) {
		opened = import('../sqlite/conversation-memory').then(({ openConversationMemory }) => openConversationMemory(file, tenant));
		memories.set(key, opened);
		opened.catch(() => memories.delete(key)); // the caller gets the error; the next one tries again
	}
	return opened;
}
