import type { ReachedOutside } from '../../core/channels/reach-outside';
import {
	canReachN8n,
	type ExecutionHost,
	type ForgottenExecutions,
	forgetExecutions,
	listPersonExecutions,
} from '../../providers/compose/workflows/forget-executions';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { CredentialHost } from '../../providers/compose/credentials/credentials';
import type { NamedPerson } from '../../providers/state/count-person';
import { countExecutions } from '../../providers/state/executions/execution-index';
import type { ForgottenPlace } from './forgetting-receipt';
import type { CountedRows } from './name-person';

type Whom = Pick<NamedPerson, 'tenant' | 'pseudonyms' | 'written'>;

/** Removes n8n executions about a person. Remaining ones are noted in `done`. */
export const forgetInN8n = async (
	whom: Whom,
	host: ExecutionHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<ForgottenExecutions> => forgetExecutions(await listHashes(whom, host), host, done, signal);

/** Counts n8n executions about a person, as far as a Troupe node noted them. */
export const countInN8n = async (whom: Whom, host: CredentialHost): Promise<number> =>
	countExecutions(await listPersonExecutions(await listHashes(whom, host), host));

/** True if executions are left for which n8n was not asked, for lack of a key then. */
export const hasReachableExecutions = async (counted: readonly CountedRows[], host: ExecutionHost): Promise<boolean> =>
	counted.some(({ table }) => table === 'n8n_execution') && (await canReachN8n(host));

/** A workflow without a Troupe channel can name the person, or the conversation, by a number or an address. */
async function listHashes({ tenant, pseudonyms, written }: Whom, host: CredentialHost): Promise<string[]> {
	const keys = await openVaultKeys(host, host.stateFolder);
	const names = written.flatMap((name) => [name, `+${name}`]);
	const hashes = names.flatMap((name) => [keys.pseudonym('subject', tenant, name), keys.pseudonym('conversation', tenant, name)]);
	return [...new Set([...pseudonyms, ...hashes])];
}

/** Nobody can find an execution without a Troupe node for the person. */
const stays =
	'Executions in which no node of Troupe knew the person, such as sub-workflows, stay until n8n removes them by its pruning. Free pages of its database, its journal and its backups keep bytes until they are used again.';

export function describeExecutions(outcomes: readonly ForgottenExecutions[]): ForgottenPlace[] {
	const removed = outcomes.reduce((sum, outcome) => sum + outcome.removed, 0);
	const left = outcomes.at(-1)?.left ?? [];
	return removed + left.length === 0
		? []
		: [
				{
					place: 'n8n: executions',
					removed,
					stays,
					...(left.length > 0 && { left: left.map(({ workflow, execution, turn }) => `${workflow} ${execution || `turn ${turn}`}`) }),
				},
			];
}
