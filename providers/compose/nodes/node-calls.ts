import { TroupeError } from '../../../core/base/errors';
import { toolSecretPrefix } from '../../../core/base/settings';
import type { Credential } from '../../../core/ports';
import { serversOf } from '../../credentials/known-types';
import type { AnswerCall } from '../../tools/n8n-node/node-process';
import type { NodeTask } from '../../tools/n8n-node/node-task';
import { composeCredentials } from '../credentials/credentials';
import type { NodeHost } from '../host';
import { taskProblem } from './task-problem';

/** Nodes that send a credential to the address in their parameters, which a variable can hold. */
const sendAnywhere = new Set(['n8n-nodes-base.httpRequest', 'n8n-nodes-base.graphql']);

/** Gives a node the credentials that its task names and the secrets that its parameters name, and nothing else. */
export function answerCalls(
	{ type: nodeType, credentials = {}, tenant }: Pick<NodeTask, 'type' | 'credentials' | 'tenant'>,
	host: NodeHost,
): AnswerCall {
	const store = host.credentials ?? composeCredentials(host);
	const resolved = new Map<string, Credential>();
	const resolve = async (type: string): Promise<Credential> => {
		const name = credentials[type] ?? credentials.other;
		if (name === undefined) throw taskProblem(`The task names no credential of the type ${type}`, `Map its name to "credentials.${type}".`);
		const credential = await store.resolve(name, tenant);
		if (credential.type !== type)
			throw taskProblem(
				`The credential "${name}" is of the type ${credential.type}; the node needs ${type}`,
				`Name a credential of the type ${type}.`,
			);
		resolved.set(type, credential);
		return credential;
	};
	return async (call) => {
		switch (call.of) {
			case 'credential': {
				const credential = await resolve(call.type);
				return sendAnywhere.has(nodeType) ? bindToServers(credential) : credential.data;
			}
			case 'write-back': {
				const before = resolved.get(call.type) ?? (await resolve(call.type));
				resolved.set(call.type, await store.writeBack({ ...before, data: call.data }, tenant));
				return null;
			}
			case 'secret': {
				const value = host.secrets?.(call.name, undefined, tenant);
				if (value !== undefined) return value;
				throw taskProblem(`The worker has no secret ${call.name}`, `Set ${toolSecretPrefix}${call.name} in its environment.`);
			}
		}
	};
}

/** n8n itself holds a credential to these fields. @throws TroupeError CREDENTIAL_INVALID for one that names no server */
function bindToServers(credential: Credential): Credential['data'] {
	const { name, data } = credential;
	const servers = serversOf(credential);
	if (servers?.includes('*')) return { ...data, allowedHttpRequestDomains: 'all' };
	if (servers !== undefined && servers.length > 0)
		return { ...data, allowedHttpRequestDomains: 'domains', allowedDomains: servers.join(', ') };
	throw new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The credential "${name}" does not say which servers it can be sent to`,
		fix: `Name them: \`troupe credentials servers ${name} SERVERS\`.`,
		details: { credential: name },
	});
}
