import { TroupeError } from '../../../core/base/errors';
import type { CredentialData } from '../../../core/ports/access/credentials';
import { hasClientCredentials, isOauth, textField } from '../../../core/ports/access/oauth-tokens';
import { findChannelFields, listChannelSettings } from '../../../providers/compose/channels/find-channel-fields';
import { listFields, listOptionalFields, listUnusedFields } from '../../../providers/credentials/known-types';
import { findProvider } from '../../../providers/credentials/oauth/oauth-endpoints';

/** Checks fields of a known type. @throws TroupeError INPUT_INVALID */
export function checkCredentialFields(type: string, data: CredentialData): void {
	const needed = isOauth(type, data) ? oauthFields(type, data) : (listRequired(type) ?? []);
	const missing = needed.filter((field) => textField(data, field).trim() === '');
	const unknown = isOauth(type, data) ? [] : findUnknown(type, data);
	if (missing.length + unknown.length === 0) {
		if (Object.keys(data).length > 0) return;
		throw invalid('The credential is empty.', `Provide the fields of the type ${type} as n8n names them.`);
	}
	const problems = [
		...(missing.length > 0 ? [`it needs the fields ${needed.join(', ')}; missing or empty: ${missing.join(', ')}`] : []),
		...(unknown.length > 0 ? [`it does not have the fields ${unknown.join(', ')}`] : []),
	];
	throw invalid(`The fields do not fit the type ${type}: ${problems.join('; ')}.`, listKnown(type) ?? 'Add them.');
}

function oauthFields(type: string, data: CredentialData): string[] {
	const client = hasClientCredentials(data) ? ['clientId', 'clientSecret'] : ['clientId'];
	return findProvider(type) || data.oauthTokenData !== undefined ? client : [...client, 'accessTokenUrl'];
}

const listRequired = (type: string): string[] | undefined =>
	listFields(type) ??
	findChannelFields(type)
		?.filter(({ isOptional }) => !isOptional)
		.map(({ name }) => name);

const listOptional = (type: string): string[] =>
	listFields(type) === undefined
		? (findChannelFields(type) ?? []).filter(({ isOptional }) => isOptional).map(({ name }) => name)
		: listOptionalFields(type);

/** An unread field is usually a slip: an optional secret would be off silently. */
function findUnknown(type: string, data: CredentialData): string[] {
	const required = listRequired(type);
	if (required === undefined) return [];
	const known = new Set([...required, ...listOptional(type), ...listUnusedFields(type), ...listChannelSettings(type)]);
	return Object.keys(data)
		.filter((name) => !known.has(name))
		.map((name) => JSON.stringify(name.slice(0, 40)));
}

function listKnown(type: string): string | undefined {
	const required = listRequired(type);
	if (required === undefined) return undefined;
	const optional = listOptional(type).map((name) => `${name} (can be missing)`);
	return `Its fields are: ${[...required, ...optional].join(', ')}.`;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
