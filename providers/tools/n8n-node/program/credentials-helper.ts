import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeProperties,
	Workflow,
} from 'n8n-workflow';
import type { NodeCall } from '../node-task';
import type { N8nWorkflow } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { refuse } from './task-problem';

type Data = ICredentialDataDecryptedObject;

/** Calls the worker, which holds the store. */
export type AskWorker = (call: NodeCall) => Promise<unknown>;

/** OAuth types store their tokens here. */
const oauthToken: INodeProperties = { displayName: 'Tokens', name: 'oauthTokenData', type: 'json', default: {} };
/** Credential data that n8n keeps outside its type's description. */
const beyondProperties = ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains'];
const isOauth = (type: string) => ['oAuth1Api', 'oAuth2Api'].includes(type);

/** Credentials for n8n-core. Requests each of the task's credentials from the worker on use; stores none. */
export class TaskCredentials {
	constructor(
		private readonly packages: LoadedPackages,
		private readonly n8n: N8nWorkflow,
		private readonly ask: AskWorker,
	) {}

	getParentTypes(name: string): string[] {
		return this.packages.findParentTypes(name);
	}

	/** A type can be restricted to its package's nodes. */
	isCredentialUsableByNode(name: string, nodeType: string): boolean {
		const type = this.packages.findCredentialType(name);
		return type?.restrictToSupportedNodes !== true || type.supportedNodes?.includes(nodeType) === true;
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const { properties, extends: parents = [] } = this.#find(name);
		const all: INodeProperties[] = [];
		for (const parent of parents) this.n8n.NodeHelpers.mergeNodeProperties(all, this.getCredentialsProperties(parent));
		this.n8n.NodeHelpers.mergeNodeProperties(all, properties);
		return isOauth(name) ? [...all, oauthToken] : all;
	}

	async getDecrypted(
		_additionalData: unknown,
		_node: unknown,
		type: string,
		_mode: unknown,
		_execute: unknown,
		raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<Data> {
		const stored = (await this.ask({ of: 'credential', type })) as Data;
		if (raw === true) return stored;
		const properties = this.getCredentialsProperties(type);
		const filled = this.n8n.NodeHelpers.getNodeParameters(properties, stored as never, true, false, null, null) as Data;
		const kept = beyondProperties.flatMap((name) => (stored[name] === undefined ? [] : [[name, stored[name]] as const]));
		return { ...filled, ...resolveDefaults(filled, stored, values), ...Object.fromEntries(kept) };
	}

	async authenticate(
		data: Data,
		name: string,
		request: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.#find(name);
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return authenticate.call(this.#find(name), data, request);
		const resolve = (text: unknown) =>
			typeof text === 'string' && text.startsWith('=')
				? workflow.expression.getSimpleParameterValue(node, text, 'internal', { $credentials: data }, undefined, '')
				: text;
		const parts = request as unknown as Record<string, Record<string, unknown> | undefined>;
		for (const [part, fields] of Object.entries(authenticate.properties)) {
			const added = Object.entries(fields as Record<string, unknown>).map(([name, value]) => [
				toText(resolve(name)),
				toText(resolve(value)),
			]);
			parts[part] = { ...parts[part], ...(Object.fromEntries(added) as Record<string, string>) };
		}
		return request;
	}

	/** Some types fetch an expiring token, such as a session; it is stored for reuse. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		data: Data,
		name: string,
		_node: INode,
		expired: boolean,
	): Promise<Data | undefined> {
		const { properties } = this.#find(name);
		const token = properties.find(({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true)?.name;
		if (token === undefined || !(expired || data[token] === '' || data[token] === undefined)) return undefined;
		const fetched = await this.runPreAuthentication(helpers, data, name);
		if (fetched?.[token] === undefined) return undefined;
		await this.#store(name, { ...data, ...fetched });
		return { ...data, ...fetched };
	}

	async runPreAuthentication(helpers: IHttpRequestHelper, data: Data, name: string): Promise<Data | undefined> {
		const type = this.#find(name);
		return (await type.preAuthentication?.call(helpers, data)) as Data | undefined;
	}

	async updateCredentials(_node: unknown, type: string, data: Data): Promise<void> {
		await this.#store(type, data);
	}

	/** Only the tokens are new. */
	async updateCredentialsOauthTokenData(_node: unknown, type: string, { oauthTokenData }: Data): Promise<void> {
		const stored = (await this.ask({ of: 'credential', type })) as Data;
		await this.#store(type, { ...stored, oauthTokenData: oauthTokenData! });
	}

	getCredentials(): never {
		throw refuse('The node reads the stored form of its credential, which a task does not have.');
	}

	#store(type: string, data: Data): Promise<unknown> {
		return this.ask({ of: 'write-back', type, data: data });
	}

	#find(name: string): ICredentialType {
		const type = this.packages.findCredentialType(name);
		if (type === undefined) throw refuse(`No package of the task has the credential type ${name}.`);
		return type;
	}
}

/** A type's defaults can be expressions of other fields, such as a test system's address. Stored values are never evaluated. */
function resolveDefaults(filled: Data, stored: Data, values?: ICredentialsExpressionResolveValues): Data {
	if (values === undefined) return {};
	const { node, workflow } = values;
	const resolve = (text: string) => workflow.expression.getComplexParameterValue(node, text, 'internal', {}, undefined, undefined, filled);
	const isOpen = (name: string, value: unknown): value is string =>
		stored[name] === undefined && typeof value === 'string' && value.startsWith('=');
	const resolved = Object.entries(filled).flatMap(([name, value]) => (isOpen(name, value) ? [[name, resolve(value)] as const] : []));
	return Object.fromEntries(resolved) as Data;
}

const toText = (value: unknown): string =>
	typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
