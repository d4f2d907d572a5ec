import { isDeepStrictEqual } from 'node:util';
import { TroupeError } from '../../../core/base/errors';
import { namedSecrets } from '../../../core/base/secret-reference';
import { toolSecretPrefix } from '../../../core/base/settings/setting-names';
import type { Credential } from '../../../core/ports/access/credentials';
import { serversOf } from '../../credentials/known-types';
import type { AnswerCall } from '../../tools/n8n-node/node-process';
import type { NodeTask } from '../../tools/n8n-node/node-task';
import { composeCredentials } from '../credentials/credentials';
import type { NodeHost } from '../hosts/node-host';
import { taskProblem } from './task-problem';

/** Nodes that send a credential to an address in their parameters, which a variable can hold. */
const sendAnywhere = new Set(['n8n-nodes-base.httpRequest', 'n8n-nodes-base.graphql']);

type Entitled = Pick<NodeTask, 'type' | 'credentials' | 'tenant' | 'secrets'> & { parameters?: NodeTask['parameters'] };

/**
 * Gives a node only the task's credentials and its author's secrets: data, such as a variable or a model's argument, names none. Calls come from
 * foreign code, so each is checked here.
 */
export function answerCalls(
	{ type: nodeType, credentials = {}, tenant, parameters, secrets: listed }: Entitled,
	host: NodeHost,
): AnswerCall {
	const secrets = namedSecrets(parameters, new Set(listed));
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
				resolved.set(call.type, await store.writeBack({ ...before, data: renew(before, call.data) }, tenant));
				return null;
			}
			case 'secret': {
				if (!secrets.has(call.name)) throw unnamed(call.name);
				const value = host.secrets?.(call.name, undefined, tenant);
				if (value !== undefined) return value;
				throw taskProblem(`The worker has no secret ${call.name}`, `Set ${toolSecretPrefix}${call.name} in its environment.`);
			}
		}
	};
}

const unnamed = (name: unknown) =>
	taskProblem(
		`The node asked for the secret ${JSON.stringify(name)}, which no header of its task names`,
		'Name it in the header "parameters.<name>", where variables cannot; for a tool, in "fixed". If neither is meant, check the package of the node.',
	);

const serverFields = ['allowedHttpRequestDomains', 'allowedDomains'];

/** A node renews tokens, but never changes the allowed servers. */
function renew(before: Credential, data: unknown): Credential['data'] {
	if (typeof data !== 'object' || data === null || Array.isArray(data)) throw notRenewed(before);
	const kept = serverFields.flatMap((name) => (before.data[name] === undefined ? [] : [[name, before.data[name]] as const]));
	const others = Object.entries(data as Credential['data']).filter(([name]) => !serverFields.includes(name));
	const renewed = Object.fromEntries([...others, ...kept]);
	if (!isDeepStrictEqual(serversOf(before), serversOf({ ...before, data: renewed }))) throw notRenewed(before);
	return renewed;
}

const notRenewed = ({ name }: Credential) =>
	taskProblem(
		`The node would change the servers of the credential "${name}"`,
		`Change it yourself, if it is meant: \`troupe credentials set ${name}\`.`,
	);

/** n8n itself enforces these fields. @throws TroupeError CREDENTIAL_INVALID for one that names no server */
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
