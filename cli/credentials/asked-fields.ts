import { findProvider } from '../../providers/credentials/oauth/oauth-endpoints';
import { listFields, listOptionalFields } from '../../providers/credentials/known-types';
import { findChannelFields } from '../../providers/compose/channels/find-channel-fields';

/** A field of a credential that a person is asked for. */
export interface AskedField {
	name: string;
	/** For people: `the token of the instance`. */
	what?: string;
	isOptional?: true;
	/** Shows the answer while it is typed: it is not a secret. */
	isVisible?: true;
}

const genericOauth = ['grantType', 'authUrl', 'accessTokenUrl'];
const oauth = ['clientId', 'clientSecret', 'scope'];
const addresses = ['server', 'domain', 'host', 'baseUrl'];
const visible = new Set([...genericOauth, ...addresses, 'clientId', 'scope', 'user', 'name', 'email', 'businessAccountId']);

/** Returns the fields of a type that Troupe knows: those of n8n that requests use, and those of the accounts of channels. */
export function listAskedFields(type: string): AskedField[] | undefined {
	if (/oauth2/i.test(type)) return [...(findProvider(type) ? [] : genericOauth), ...oauth].map(toField);
	const fields = listFields(type);
	if (fields === undefined) return findChannelFields(type)?.map((field) => ({ ...field }));
	return [...fields.map(toField), ...listOptionalFields(type).map((name): AskedField => ({ ...toField(name), isOptional: true }))];
}

function toField(name: string): AskedField {
	// A public client has no secret.
	if (name === 'clientSecret') return { name, isOptional: true };
	return visible.has(name) ? { name, isVisible: true } : { name };
}
