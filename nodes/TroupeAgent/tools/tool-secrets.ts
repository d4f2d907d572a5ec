import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { mayGoTo, wrongServer } from '../../../core/tools/secret-servers';
import type { ToolHost } from '../../../providers/compose/hosts/tool-host';
import { splitNames } from '../../shared/split-names';

const toolSecrets = 'troupeToolSecretsApi';

interface Entry {
	name?: string;
	value?: string;
	servers?: string;
}

/** Missing secrets come from `others`. @throws TroupeError INPUT_INVALID for an incomplete credential */
export async function readToolSecrets(context: IExecuteFunctions, item: number, others: ToolHost['secrets']): Promise<ToolHost['secrets']> {
	if (context.getNode().credentials?.[toolSecrets] === undefined) return others;
	const entries = readEntries(await context.getCredentials(toolSecrets, item));
	return (name, server, tenant) => {
		const entry = entries.get(name);
		if (!entry) return others?.(name, server, tenant);
		if (mayGoTo(entry.servers, server)) return entry.value;
		throw wrongServer(name, server, 'its credential');
	};
}

export function testToolSecrets(data: ICredentialDataDecryptedObject = {}): INodeCredentialTestResult {
	try {
		const names = [...readEntries(data).keys()];
		return { status: 'OK', message: `Secrets that agent definitions can use: ${names.join(', ')}` };
	} catch (error) {
		return { status: 'Error', message: getErrorMessage(error) };
	}
}

function readEntries({ entries: filledIn }: ICredentialDataDecryptedObject): Map<string, { value: string; servers: string[] }> {
	const { entry: rows = [] } = (filledIn ?? {}) as { entry?: Entry[] };
	const entries = new Map<string, { value: string; servers: string[] }>();
	for (const [index, { name = '', value = '', servers = '' }] of rows.entries()) {
		const trimmed = name.trim();
		if (!/^[A-Z][A-Z0-9_]{0,63}$/.test(trimmed))
			throw invalid(`The name of secret ${index + 1} is not valid: expected at most 64 capital letters, digits and underscores.`);
		if (entries.has(trimmed)) throw invalid(`The secret ${trimmed} is listed twice.`);
		if (!value.trim()) throw invalid(`The secret ${trimmed} has no value.`);
		entries.set(trimmed, { value, servers: splitNames(servers.toLowerCase()) });
	}
	if (entries.size === 0) throw invalid('The credential contains no secret.');
	return entries;
}

function invalid(message: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Correct the credential Troupe Tool Secrets API.' });
}
