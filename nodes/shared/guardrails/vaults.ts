import { randomBytes, randomUUID } from 'node:crypto';
import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';
import type { ConversationVault } from '../../../core/guardrails/vault/conversation-vault';
import { memoryVaultStore } from '../../../core/guardrails/vault/memory-vault-store';
import { openVault } from '../../../core/guardrails/vault/open-vault';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeVault } from '../../../providers/compose/guardrails/vault';
import { noteExecution } from '../note-execution';
import { readState } from '../state/read-state';

/** Executions can wait for a person up to this time. */
const executionTtlMs = 60 * 60 * 1000;

/** For executions: their tokens are forgotten with the process. */
const passing = { store: memoryVaultStore(), keys: createVaultKeys(randomBytes(32)), ttlMs: executionTtlMs };

/** The vault of a conversation, shared by all workflows and processes of this host, else that of the execution. */
export async function vaultFor(
	context: IExecuteFunctions | ISupplyDataFunctions,
	options: PersonalDataOptions,
	conversationId?: string,
): Promise<ConversationVault> {
	if (conversationId === undefined) {
		// Some runs of n8n have no id: they must not share one vault.
		return openVault({ ...passing, ...options, conversationId: context.getExecutionId() || randomUUID() });
	}
	const state = await readState(context);
	await noteExecution(context, state, { conversation: conversationId });
	return composeVault(state, { ...options, conversationId });
}
