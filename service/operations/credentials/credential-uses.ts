import * as Type from 'typebox/type';
import { closed } from '../../../core/base/shape';
import { credentialNotFound } from '../../../core/credentials/kept-credentials';
import { string, texts } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import type { AgentPlace } from '../channels/agent-state';
import { scope, tag } from './credentials';
import { operation, type OperationContext } from '../operation';

export const listCredentialUses = operation({
	summary: 'List what stops working without a credential',
	tag,
	method: 'GET',
	path: 'credentials/:name/uses',
	scope,
	input: { params: closed({ name: text(100) }) },
	output: Type.Object({
		name: string,
		uses: { ...texts, description: 'Channels and tools of agents, as far as the service knows; processes are not among them' },
	}),
	/** @throws TroupeError CREDENTIAL_NOT_FOUND */
	async perform({ name }, { host, signal }: OperationContext<AgentPlace>) {
		const { tenant } = host;
		const { store } = await openCredentials(host);
		if (!(await store.find(tenant, name))) throw credentialNotFound(name, tenant);
		const { findCredentialUses } = await import('../../channels/lacks/find-credential-uses');
		return { name, uses: await findCredentialUses(name, { host, tenant, signal }, await openChannels(host)) };
	},
});
