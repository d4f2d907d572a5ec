import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { parseTenant } from '../../../core/base/tenant';
import { databaseCredentialName } from './database-credential';
import { stateFieldName } from './state-field';

export type DatabaseContext = Pick<IExecuteFunctions, 'getNode'> & {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
};

/** Undefined without a credential. @throws TroupeError INPUT_INVALID */
export async function readDatabase(context: DatabaseContext): Promise<{ database: string; tenant?: string } | undefined> {
	const { credentials, parameters } = context.getNode();
	if (credentials?.[databaseCredentialName] === undefined) return undefined;
	if (parameters?.[stateFieldName] === 'own') throw notChosen();
	const data = await context.getCredentials(databaseCredentialName);
	const tenant = readText(data, 'tenant').trim();
	const whose = tenant && { tenant: parseTenant(tenant, 'The tenant in the Troupe Database credential') };
	return { database: toDatabaseAddress(data), ...whose };
}

/** n8n does not give a credential that the form does not show; its message names neither the field nor what to do. */
const notChosen = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The node has a Troupe Database credential, but its field "State" is set to "This n8n".',
		fix: 'Set State to Database to use the credential. To keep state in this n8n, open the node and save the workflow again.',
	});

/** @param data of the credential */
export function toDatabaseAddress(data: ICredentialDataDecryptedObject): string {
	const host = readField(data, 'host', 'Host');
	const user = readField(data, 'user', 'User');
	const database = readField(data, 'database', 'Database');
	const login = [user, readText(data, 'password')].filter(Boolean).map(encodeURIComponent).join(':');
	const servers = host
		.split(',')
		.map((one) => withPort(one.trim(), Number(data.port ?? 5432)))
		.join(',');
	return `postgres://${login}@${servers}/${encodeURIComponent(database)}?sslmode=${readSslMode(data)}`;
}

/** `verify-full` also checks the name in the certificate; to `pg`, `require` is the same, with a warning. */
function readSslMode({ ssl, ignoreSslIssues }: ICredentialDataDecryptedObject): string {
	if (ssl !== 'require') return 'disable';
	return ignoreSslIssues === true ? 'no-verify' : 'verify-full';
}

/** Several hosts are written as `one,two`, with a port each where they differ from that of the field. */
const withPort = (host: string, port: number) => (/^[^:]+:\d+$|\]:\d+$/.test(host) ? host : `${encodeHost(host)}:${port}`);

/** A host is a name, an IP address, or the folder of a socket. */
function encodeHost(host: string): string {
	if (host.startsWith('/')) return encodeURIComponent(host);
	return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function readField(data: ICredentialDataDecryptedObject, name: string, label: string): string {
	const value = readText(data, name).trim();
	if (value) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The Troupe Database credential has no value in the field "${label}".`,
		fix: 'Fill in the field, or set State of the node to This n8n: state is then kept as TROUPE_DATABASE_URL says.',
	});
}

const readText = (data: ICredentialDataDecryptedObject, name: string) => (typeof data[name] === 'string' ? data[name] : '');
