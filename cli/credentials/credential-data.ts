import { TroupeError } from '../../core/base/errors';
import { parseJson } from '../../core/base/text/json/lossless-json';
import type { CredentialData } from '../../core/ports/access/credentials';
import { findProvider } from '../../providers/credentials/oauth/oauth-endpoints';
import { listFields, listOptionalFields } from '../../providers/credentials/known-types';
import { findChannelFields } from '../../providers/compose/channels/find-channel-fields';
import { checkType } from '../../service/operations/credentials/add-credential';
import { readTextFile } from '../terminal/read-text-file';
import type { Terminal } from '../terminal/terminal';

interface AskedField {
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
function listAskedFields(type: string): AskedField[] | undefined {
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

interface TypedData {
	type: string;
	data: CredentialData;
}

const maxCharacters = 64 * 1024;

/**
 * Reads type and fields from a file, from standard input, or by questions: never from arguments, which every user of the machine could read.
 * @throws TroupeError INPUT_INVALID
 */
export async function readCredentialData(
	name: string,
	{ type, file }: { type?: string; file?: string },
	terminal: Terminal,
): Promise<TypedData> {
	const isTyped = file === undefined && terminal.askSecret !== undefined;
	if (isTyped) return { type: checkType(type), data: await askFields(checkType(type), terminal) };
	const where = file ?? 'Standard input';
	const text = file === undefined ? await readAll(terminal) : await readTextFile(file);
	const given = pickCredential(name, parseObject(text, where), where);
	const typed = isExport(given) ? { type: type ?? given.type, data: given.data } : { type, data: given as CredentialData };
	return { type: checkType(typed.type), data: typed.data };
}

async function askFields(type: string, terminal: Terminal): Promise<CredentialData> {
	const fields = listAskedFields(type);
	if (!fields)
		throw invalid(
			`Troupe does not know the fields of the type ${type}.`,
			'Provide them in a JSON file with --file, or on standard input: {"FIELD": "VALUE"}, as n8n names them.',
		);
	const data: CredentialData = {};
	for (const field of fields) {
		const answer = await askField(field, terminal);
		if (answer !== '' || !field.isOptional) data[field.name] = answer;
	}
	return data;
}

/** The answer is hidden, unless the field is not a secret. @throws TroupeError INPUT_INVALID for no answer */
async function askField({ name, what, isOptional, isVisible }: AskedField, { ask, askSecret }: Terminal): Promise<string> {
	const question = `${name}${what === undefined ? '' : `, ${what}`}${isOptional ? ' (can be empty)' : ''}: `;
	const answer = (await ((isVisible && ask) || askSecret!)(question)).trim();
	if (answer !== '' || isOptional || isVisible) return answer;
	throw invalid(`The field ${name} is empty.`, `Run the command again, and type ${what ?? 'its value'}.`);
}

/** n8n exports a list of credentials. */
function pickCredential(name: string, given: object, where: string): object {
	if (!Array.isArray(given)) return given;
	const list = given as Array<{ name?: unknown }>;
	const found = list.length === 1 ? list[0] : list.find((each) => each?.name === name);
	if (found) return found;
	throw invalid(`${where} has ${list.length} credentials, none of them named ${name}.`, 'Use the name that the credential has in n8n.');
}

const isExport = (given: object): given is TypedData =>
	typeof (given as TypedData).type === 'string' && typeof (given as TypedData).data === 'object' && (given as TypedData).data !== null;

/** The text of an error would quote the secret. @throws TroupeError INPUT_INVALID */
export function parseObject(text: string, where: string): object {
	let value: unknown;
	try {
		value = parseJson(text);
	} catch {
		value = undefined;
	}
	if (typeof value === 'object' && value !== null) {
		if (typeof (value as { data?: unknown }).data !== 'string') return value;
		throw invalid(`${where} is an encrypted export of n8n.`, 'Export it with `n8n export:credentials --decrypted`.');
	}
	throw invalid(`${where} is not a JSON object.`, 'Write the fields of the credential as {"FIELD": "VALUE"}.');
}

async function readAll({ input }: Terminal): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of input()) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > maxCharacters) throw invalid('Standard input is larger than 64 KB.', 'Pass the fields of one credential.');
	}
	return Buffer.concat(chunks).toString();
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

/** Google's console offers `{"installed": {"client_id": …}}`; the fields of n8n are understood too. */
export function fromFile(content: object): CredentialData {
	const { installed, web, ...plainFields } = content as Record<string, Record<string, unknown> | undefined>;
	const google = installed ?? web;
	if (!google) return plainFields;
	const fields = {
		clientId: google.client_id,
		clientSecret: google.client_secret,
		authUrl: google.auth_uri,
		accessTokenUrl: google.token_uri,
		deviceUrl: google.device_uri,
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
