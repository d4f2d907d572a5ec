import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { readSignedAsker } from '../../providers/compose/knowledge/signed-asker';
import { refuseRevoked } from '../../providers/compose/state/host-switches';
import type { Job } from '../engine/jobs';
import { isPresent } from './job-input';

/** Name the asker and the conversation, if no service caller started the instance. */
export const askerVariables = ['asker', 'conversationId'];

/**
 * Returns the service caller who started the instance; otherwise the person in a signed variable. Only with names common to all callers who
 * added input. @throws TroupeError ACCESS_DENIED for an unsigned variable
 */
export async function readAsker({ startedBy, asker, variables }: Job, host: VaultHost): Promise<readonly string[]> {
	if (startedBy !== undefined) return asker ?? [];
	const signed = isPresent(variables.asker) ? await readSignedAsker(host, variables.asker, variables.conversationId) : [];
	return asker ? signed.filter((name) => asker.includes(name)) : signed;
}

/** For unwatched work. @throws TroupeError ACCESS_DENIED also if the key of the caller was revoked */
export async function readValidAsker(job: Job, host: VaultHost): Promise<readonly string[]> {
	await refuseRevoked(host, { caller: job.startedBy, session: job.session });
	return readAsker(job, host);
}
