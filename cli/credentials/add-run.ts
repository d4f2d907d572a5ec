import { hasClientCredentials, isOauth, readTokens } from '../../core/ports/access/oauth-tokens';
import { findChannelFields } from '../../providers/compose/channels/find-channel-fields';
import { serversOf } from '../../providers/credentials/known-types';
import { findProvider, withEndpoints } from '../../providers/credentials/oauth/oauth-endpoints';
import { addCredential, checkName } from '../../service/operations/credentials/add-credential';
import { withServers } from '../../service/operations/credentials/credentials';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { readCredentialData } from './credential-data';
import { findSimilarType } from './similar-type';

export interface AddOptions {
	type?: string;
	file?: string;
	servers?: string[];
	expires?: number;
	testUrl?: string;
	replace?: boolean;
	json?: boolean;
}

/** @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
export async function runCredentialsAdd(name: string, options: AddOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(name);
	const { servers, testUrl, expires: endsAt, replace } = options;
	const { type, data: fields } = await readCredentialData(name, options, terminal);
	const stored = await callOperation(addCredential, { name, type, data: fields, servers, testUrl, endsAt, replace }, terminal);
	if (options.json) terminal.print(JSON.stringify(stored));
	terminal.note(`Stored the credential ${name} of type ${type} for the tenant ${stored.tenant}.`);
	const similar = findSimilarType(type);
	if (similar !== undefined)
		terminal.note(
			`warning: ${type} is not a known type, so its fields were not checked. If you meant ${similar}, store it again: --type ${similar} --replace`,
		);
	const data = withServers(withEndpoints(fields, findProvider(type)), servers);
	if (isOauth(type, data) && !hasClientCredentials(data) && readTokens(data) === undefined)
		terminal.note(`Nobody has logged in with it yet: troupe credentials login ${name}`);
	else if (serversOf({ type, data }) === undefined && findChannelFields(type) === undefined)
		terminal.note(
			`troupe:http does not send it yet. Say to which servers it can be sent: troupe credentials servers ${name} api.example.com`,
		);
	return 0;
}
