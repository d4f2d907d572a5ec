import { TroupeError } from '../../core/base/errors';
import type { Credential, CredentialData } from '../../core/ports/access/credentials';
import { isOauth, readTokens, textField } from '../../core/ports/access/oauth-tokens';
import { findProvider } from './oauth/oauth-endpoints';

export interface RequestAccess {
	headers?: Record<string, string>;
	query?: Record<string, string>;
}

interface KnownType {
	fields: string[];
	optional?: string[];
	unused?: string[];
	access(data: Record<string, string>): RequestAccess;
	servers?(data: Record<string, string>): string[];
	testUrl?(data: Record<string, string>): string;
}

const bearer = (token?: string): RequestAccess => ({ headers: { authorization: `Bearer ${token}` } });
const basic = (user?: string, password?: string): RequestAccess => ({
	headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
});
const hostOf = (url?: string): string[] => [URL.parse(url ?? '')?.hostname ?? ''].filter(Boolean);
const under = (url: string | undefined, path: string): string => (url ?? '').replace(/\/+$/, '') + path;

const openAi = 'https://api.openai.com/v1';

/** As n8n-nodes-base defines them. Other types authenticate in node code, which only n8n's own nodes run. */
const knownTypes: Record<string, KnownType> = {
	httpBasicAuth: { fields: ['user', 'password'], access: ({ user, password }) => basic(user, password) },
	httpBearerAuth: { fields: ['token'], access: ({ token }) => bearer(token) },
	httpHeaderAuth: { fields: ['name', 'value'], access: ({ name = '', value = '' }) => ({ headers: { [name]: value } }) },
	httpQueryAuth: { fields: ['name', 'value'], access: ({ name = '', value = '' }) => ({ query: { [name]: value } }) },
	airtableTokenApi: {
		fields: ['accessToken'],
		access: ({ accessToken }) => bearer(accessToken),
		servers: () => ['api.airtable.com'],
		testUrl: () => 'https://api.airtable.com/v0/meta/whoami',
	},
	facebookGraphApi: {
		fields: ['accessToken'],
		access: ({ accessToken = '' }) => ({ query: { access_token: accessToken } }),
		servers: () => ['graph.facebook.com'],
		testUrl: () => 'https://graph.facebook.com/v23.0/me',
	},
	githubApi: {
		fields: ['server', 'user', 'accessToken'],
		access: ({ accessToken }) => ({ headers: { authorization: `token ${accessToken}` } }),
		servers: ({ server }) => hostOf(server),
		testUrl: ({ server }) => under(server, '/user'),
	},
	hubspotAppToken: {
		fields: ['appToken'],
		unused: ['baseUrl'],
		access: ({ appToken }) => bearer(appToken),
		servers: () => ['api.hubapi.com'],
		testUrl: () => 'https://api.hubapi.com/account-info/v3/details',
	},
	jiraSoftwareCloudApi: {
		fields: ['email', 'apiToken', 'domain'],
		access: ({ email, apiToken }) => basic(email, apiToken),
		servers: ({ domain }) => hostOf(domain),
		testUrl: ({ domain }) => under(domain, '/rest/api/2/myself'),
	},
	n8nApi: {
		fields: ['apiKey', 'baseUrl'],
		access: ({ apiKey = '' }) => ({ headers: { 'x-n8n-api-key': apiKey } }),
		servers: ({ baseUrl }) => hostOf(baseUrl),
		testUrl: ({ baseUrl }) => under(baseUrl, '/workflows?limit=1'),
	},
	notionApi: {
		fields: ['apiKey'],
		access: ({ apiKey }) => ({ headers: { ...bearer(apiKey).headers, 'notion-version': '2022-06-28' } }),
		servers: () => ['api.notion.com'],
		testUrl: () => 'https://api.notion.com/v1/users/me',
	},
	openAiApi: {
		fields: ['apiKey'],
		optional: ['baseUrl'],
		unused: ['organizationId', 'url', 'header', 'headerName', 'headerValue'],
		access: ({ apiKey }) => bearer(apiKey),
		servers: ({ baseUrl, url }) => hostOf(baseUrl || url || openAi),
		testUrl: ({ baseUrl, url }) => under(baseUrl || url || openAi, '/models'),
	},
	piperunApi: {
		fields: ['token'],
		optional: ['baseUrl'],
		access: ({ token = '' }) => ({ headers: { token } }),
		servers: ({ baseUrl }) => (baseUrl ? hostOf(baseUrl) : ['api.pipe.run']),
		testUrl: ({ baseUrl }) => under(baseUrl || 'https://api.pipe.run/v1', '/users?show=1'),
	},
	slackApi: {
		fields: ['accessToken'],
		unused: ['signatureSecret', 'managedAppId', 'teamId', 'managerCredentialId'],
		access: ({ accessToken }) => bearer(accessToken),
		servers: () => ['slack.com'],
		testUrl: () => 'https://slack.com/api/auth.test',
	},
	supabaseApi: {
		fields: ['host', 'serviceRole'],
		access: ({ serviceRole = '' }) => ({ headers: { ...bearer(serviceRole).headers, apikey: serviceRole } }),
		servers: ({ host }) => hostOf(host),
		testUrl: ({ host }) => under(host, '/rest/v1/'),
	},
	whatsAppApi: {
		fields: ['accessToken', 'businessAccountId'],
		access: ({ accessToken }) => bearer(accessToken),
		servers: () => ['graph.facebook.com'],
		testUrl: ({ businessAccountId }) => `https://graph.facebook.com/v23.0/${businessAccountId}`,
	},
};

const find = (type: string): KnownType | undefined => (Object.hasOwn(knownTypes, type) ? knownTypes[type] : undefined);

export const listKnownTypes = (): string[] => Object.keys(knownTypes);

export const listFields = (type: string): string[] | undefined => find(type)?.fields;

export const listOptionalFields = (type: string): string[] => find(type)?.optional ?? [];

const addedFields = ['allowedHttpRequestDomains', 'allowedDomains', 'notice', 'useCustomAuth', 'oauthTokenData'];

export const listUnusedFields = (type: string): string[] => [...addedFields, ...(find(type)?.unused ?? [])];

export const findTestUrl = (type: string, data: CredentialData): string | undefined =>
	find(type)?.testUrl?.(data as Record<string, string>);

/** @throws TroupeError NOT_SUPPORTED, CREDENTIAL_INVALID */
export function accessOf({ name, type, data }: Pick<Credential, 'name' | 'type' | 'data'>): RequestAccess {
	if (type === 'httpCustomAuth') return customAccess(name, data);
	if (isOauth(type, data)) return bearer(readTokens(data)?.access_token);
	const known = find(type);
	if (!known)
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `The credential ${name} has the type ${type}, which can be used by n8n nodes only.`,
			fix: 'Add the same access as httpHeaderAuth, httpBearerAuth, httpBasicAuth or httpQueryAuth under another name.',
			details: { credential: name, type },
		});
	const missing = known.fields.filter((field) => typeof data[field] !== 'string' || data[field] === '');
	if (missing.length > 0) throw fieldsMissing(name, type, missing);
	return known.access(data as Record<string, string>);
}

function fieldsMissing(name: string, type: string, missing: string[]): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The credential ${name} of type ${type} lacks ${missing.join(', ')}.`,
		fix: `Add it again with all fields: \`troupe credentials add ${name} --replace\`.`,
		details: { credential: name, missing },
	});
}

/** n8n's custom authentication: JSON with headers and query parameters. */
function customAccess(name: string, { json }: CredentialData): RequestAccess {
	let value: unknown = json;
	try {
		if (typeof json === 'string') value = JSON.parse(json);
	} catch {
		value = undefined;
	}
	const { headers = {}, qs = {} } = (typeof value === 'object' && value !== null ? value : { headers: null }) as Record<string, unknown>;
	const isTexts = (part: unknown): part is Record<string, string> =>
		typeof part === 'object' && part !== null && Object.values(part).every((each) => typeof each === 'string');
	if (!isTexts(headers) || !isTexts(qs)) throw fieldsMissing(name, 'httpCustomAuth', ['json as {"headers": {…}, "qs": {…}}']);
	return { headers, query: qs };
}

const providerServers = { google: ['*.googleapis.com'], meta: ['graph.facebook.com', '*.facebook.com'] };

/** Returns the allowed servers, as `mayGoTo` reads them; undefined if nobody named any. `*` means any. */
export function serversOf({ type, data }: Pick<Credential, 'type' | 'data'>): string[] | undefined {
	// Fields of n8n's types for HTTP requests.
	const { allowedHttpRequestDomains: mode } = data;
	if (mode === 'all') return ['*'];
	if (mode === 'none') return [];
	if (mode === 'domains') return splitServers(textField(data, 'allowedDomains'));
	const provider = findProvider(type);
	return provider ? providerServers[provider] : find(type)?.servers?.(data as Record<string, string>);
}

const splitServers = (text: string): string[] =>
	text
		.split(',')
		.map((server) => server.trim().toLowerCase())
		.filter(Boolean);
