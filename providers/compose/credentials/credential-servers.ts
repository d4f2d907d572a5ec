import { TroupeError } from '../../../core/base/errors';
import type { Credential } from '../../../core/ports/access/credentials';
import { mayGoTo } from '../../../core/tools/secret-servers';
import { serversOf } from '../../credentials/known-types';

/** @throws TroupeError CREDENTIAL_INVALID for a credential that must not be sent to the server */
export function checkServer(credential: Credential, server: string): void {
	const servers = serversOf(credential);
	if (servers?.includes('*') || (servers !== undefined && servers.length > 0 && mayGoTo(servers, server))) return;
	throw new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message:
			servers === undefined
				? `The credential ${credential.name} does not say which servers it can be sent to.`
				: `The credential ${credential.name} cannot be sent to ${server}: it is for ${servers.join(', ') || 'no server'}.`,
		fix: `Correct the address, or allow the server: \`troupe credentials servers ${credential.name} ${[...(servers ?? []), server].join(',')}\`.`,
		details: { credential: credential.name, server },
	});
}
