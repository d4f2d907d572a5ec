import { isTroupeError } from '../../core/base/errors';
import { listCredentials, testCredential } from '../../service/operations/credentials/credentials';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type CredentialsOptions, printRecords } from './credentials-run';

/** Tests one credential. Returns 1 if its service refuses it, or has no answer. @throws TroupeError CREDENTIAL_…, VAULT_UNREADABLE */
export async function runCredentialsTest(name: string, { json }: CredentialsOptions, terminal: Terminal): Promise<ExitCode> {
	const answer = await callOperation(testCredential, { name }, terminal);
	const { result, state, problem } = answer;
	if (json) terminal.print(JSON.stringify(answer));
	else
		terminal.print(`${name}  ${result === 'untested' ? 'not tested' : state.replace('-', ' ')}${problem === null ? '' : `: ${problem}`}`);
	if (result === 'untested')
		terminal.note(
			'It can be decrypted. To ask its service, add it again with --replace and --test-url: an address that answers 2xx to it.',
		);
	return result === 'valid' && state !== 'expired' ? 0 : 1;
}

/** Tests all credentials of a tenant. Returns 1 if one is invalid or has expired. */
export async function runCredentialsTests({ json }: CredentialsOptions, terminal: Terminal): Promise<ExitCode> {
	const { items } = await callAllPages(listCredentials, { limit: 1_000 }, terminal);
	for (const { name } of items) {
		try {
			await callOperation(testCredential, { name }, terminal);
		} catch (error) {
			if (terminal.stop.aborted || !isTroupeError(error) || !error.code.startsWith('CREDENTIAL_')) throw error;
			terminal.note(`not tested: ${error.message}`);
		}
	}
	const tested = await callAllPages(listCredentials, { limit: 1_000 }, terminal);
	printRecords(tested, json, terminal);
	return tested.items.some(({ state }) => state === 'invalid' || state === 'expired') ? 1 : 0;
}
