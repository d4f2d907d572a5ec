import { randomBytes } from 'node:crypto';
import type { ModelTask } from '../../../core/llm/model-task';
import { TaskGuard } from '../../../core/llm/task-guard';
import { placedUnknownLink } from '../../../core/guardrails/checks/agents/unknown-link';
import type { Violation } from '../../../core/guardrails/policy/guard';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';
import { memoryVaultStore } from '../../../core/guardrails/vault/memory-vault-store';
import { openVault } from '../../../core/guardrails/vault/open-vault';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeGuardParts } from '../guardrails/guard-parts';
import { isSwitchedOff, placeForHost } from '../guardrails/standard';
import { createTenantGuard, readTenantDemands } from '../guardrails/tenant-policies';
import { composeViolationLog } from '../guardrails/violations';
import type { Host } from '../hosts/host';
import type { ModelHost } from '../hosts/model-host';
import type { VaultHost } from '../hosts/state-host';

export type ModelTaskHost = ModelHost & VaultHost & Pick<Host, 'gate' | 'published' | 'policyFolders' | 'demands' | 'environment'>;

type GuardedTask = Exclude<ModelTask, { operation: 'estimate' | 'list' }>;

/** Embeddings and extraction follow no orders in a text. */
const notForData: readonly StandardPart[] = ['injection'];

/** @throws TroupeError INPUT_INVALID, POLICY_INVALID or MANIFEST_* if a policy of the tenant is not available */
export async function composeTaskGuard({ operation, standard = { without: [] } }: GuardedTask, host: ModelTaskHost): Promise<TaskGuard> {
	const demands = await readTenantDemands(host);
	const parts = await composeGuardParts(host, demands.policies);
	const without = [...standard.without, ...(operation === 'embed' || operation === 'extract' ? notForData : [])];
	const isOff = (part: StandardPart) => isSwitchedOff(part, { without }, demands);
	// Programs read JSON and do not open links by themselves.
	const links = operation === 'chat' && !isOff('unknown-link') ? [placedUnknownLink] : [];
	const guard = await createTenantGuard([...links, ...(await placeForHost({ without }, demands, parts))], demands, parts);
	const vault = openVault({
		store: memoryVaultStore(),
		keys: createVaultKeys(randomBytes(32)),
		tenant: host.tenant,
		clock: host.clock,
		conversationId: 'task',
	});
	return new TaskGuard(guard, vault, !isOff('files'));
}

export async function recordTaskViolations(violations: Violation[], host: ModelTaskHost): Promise<void> {
	if (violations.length === 0) return;
	await (await composeViolationLog(host)).record(violations, { host: host.name ?? 'agent' });
}
