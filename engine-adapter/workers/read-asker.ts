import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { readSignedAsker } from '../../providers/compose/knowledge/signed-asker';
import { refuseRevoked } from '../../providers/compose/state/host-switches';
import type { Job } from '../engine/jobs';
import { isPresent } from './job-input';

/** The variables that say who asks, and in which conversation, where no caller of the service started the instance. */
export const askerVariables = ['asker', 'conversationId'];

/**
 * Returns who asks in a job: the caller of the service who started its instance, whatever its variables say. Otherwise whoever a signed variable names,
 * since whoever may set variables could name anybody. In both cases with the names only that all callers have who put something into the instance.
 * @throws TroupeError ACCESS_DENIED for a variable that nobody signed
 */
export async function readAsker({ startedBy, asker, variables }: Job, host: VaultHost): Promise<readonly string[]> {
	if (startedBy !== undefined) return asker ?? [];
	const signed = isPresent(variables.asker) ? await readSignedAsker(host, variables.asker, variables.conversationId) : [];
	return asker ? signed.filter((name) => asker.includes(name)) : signed;
}

/** Returns the same, for work that is not watched. @throws TroupeError ACCESS_DENIED also if the key of the caller was revoked */
export async function readValidAsker(job: Job, host: VaultHost): Promise<readonly string[]> {
	await refuseRevoked(host, { caller: job.startedBy, session: job.session });
	return readAsker(job, host);
}
