import type { AgentDefinition } from './agent-definition';
import type { AgentOutcome } from './agent-outcome';
import type { ChatModel, Clock, ConversationMemory, Gate, Guardrail, PersonalDataVault, Retriever } from '../ports';

/** Everything a run needs, passed in. Built by providers/compose.ts. */
export interface AgentParts {
	definition: AgentDefinition;
	/** Of the definition's bytes as read, hex. */
	definitionSha256: string;
	gate: Gate;
	model: ChatModel;
	retriever?: Retriever;
	memory?: ConversationMemory;
	/** One vault a run. */
	createVault(): PersonalDataVault;
	inputGuardrails: Guardrail[];
	outputGuardrails: Guardrail[];
	clock: Clock;
}

export interface AgentRequest {
	message: string;
	conversationId: string;
}

/**
 * Answers one message.
 * @throws TroupeError for faults: a refused gate, every model down, a broken store; never for an agent that declines
 */
export async function runAgent(_request: AgentRequest, _parts: AgentParts, _signal: AbortSignal): Promise<AgentOutcome> {
	throw new Error('written by the lead');
}
