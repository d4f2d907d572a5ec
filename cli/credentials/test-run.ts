import { findState } from '../../core/credentials/credential-health';
import { credentialNotFound } from '../../core/credentials/kept-credentials';
import { isTroupeError } from '../../core/base/errors';
import { checkCredential } from '../../providers/compose/credentials/check-credential';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type CredentialsOptions, printRecords, withStore } from './credentials-run';

/** Tests one credential. Returns 1 if its service refuses it, or if nobody can say. @throws TroupeError CREDENTIAL_…, VAULT_UNREADABLE */
export async function runCredentialsTest(name: string, { json }: CredentialsOptions, terminal: Terminal): Promise<ExitCode> {
	return withStore(terminal, async ({ store, host, tenant }) => {
		const record = await store.find(tenant, name);
		if (!record) throw credentialNotFound(name, tenant);
		const result = await checkCredential(host, record, terminal.stop);
		const state = findState((await store.find(tenant, name)) ?? record, Date.now());
		const problem = result.kind === 'invalid' ? result.problem : null;
		if (json) terminal.print(JSON.stringify({ name, result: result.kind, state, problem }));
		else
			terminal.print(
				`${name}  ${result.kind === 'untested' ? 'not tested' : state.replace('-', ' ')}${problem === null ? '' : `: ${problem}`}`,
			);
		if (result.kind === 'untested')
			terminal.note(
				'It can be decrypted. To ask its service, add it again with --replace and --test-url: an address that answers 2xx to it.',
			);
		return result.kind === 'valid' && state !== 'expired' ? 0 : 1;
	});
}

/** Tests all credentials of a tenant. Returns 1 if one is invalid or has expired. */
export async function runCredentialsTests({ json }: CredentialsOptions, terminal: Terminal): Promise<ExitCode> {
	return withStore(terminal, async ({ store, host, tenant }) => {
		for (const record of await store.list(tenant)) {
			try {
				await checkCredential(host, record, terminal.stop);
			} catch (error) {
				if (terminal.stop.aborted || !isTroupeError(error) || !error.code.startsWith('CREDENTIAL_')) throw error;
				terminal.note(`not tested: ${error.message}`);
			}
		}
		const records = await store.list(tenant);
		printRecords(records, tenant, json, terminal);
		const states = records.map((record) => findState(record, Date.now()));
		return states.some((state) => state === 'invalid' || state === 'expired') ? 1 : 0;
	});
}
