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

/** Removes the executions of n8n that are about a person. What stays there is noted in `done`. */
export const forgetInN8n = async (
	whom: Whom,
	host: ExecutionHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<ForgottenExecutions> => forgetExecutions(await listHashes(whom, host), host, done, signal);

/** Counts the executions of n8n that are about a person, as far as a node of Troupe noted them. */
export const countInN8n = async (whom: Whom, host: CredentialHost): Promise<number> =>
	countExecutions(await listPersonExecutions(await listHashes(whom, host), host));

/** Tells whether executions are left of which n8n was not asked, because it had no key then. */
export const hasReachableExecutions = async (counted: readonly CountedRows[], host: ExecutionHost): Promise<boolean> =>
	counted.some(({ table }) => table === 'n8n_execution') && (await canReachN8n(host));

/** A workflow without a channel of Troupe can name the person, or the conversation, by a number or an address. */
async function listHashes({ tenant, pseudonyms, written }: Whom, host: CredentialHost): Promise<string[]> {
	const keys = await openVaultKeys(host, host.stateFolder);
	const names = written.flatMap((name) => [name, `+${name}`]);
	const hashes = names.flatMap((name) => [keys.pseudonym('subject', tenant, name), keys.pseudonym('conversation', tenant, name)]);
	return [...new Set([...pseudonyms, ...hashes])];
}

/** Says what nobody can find: an execution in which no node of Troupe worked for the person. */
const stays =
	'Executions in which no node of Troupe knew the person, such as sub-workflows, stay until n8n removes them by its pruning. Free pages of its database, its journal and its backups keep bytes until they are used again.';

export function describeExecutions(outcomes: readonly ForgottenExecutions[]): ForgottenPlace[] {
	const removed = outcomes.reduce((sum, outcome) => sum + outcome.removed, 0);
	const left = outcomes.at(-1)?.left ?? [];
	return removed + left.length === 0
		? []
		: [
				{
					...{ place: 'n8n: executions', removed, stays },
					...(left.length > 0 && { left: left.map(({ workflow, execution, turn }) => `${workflow} ${execution || `turn ${turn}`}`) }),
				},
			];
}
