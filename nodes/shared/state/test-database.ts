import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import { openVaultStore } from '../../../providers/state/vault/vault-store';
import { toDatabaseAddress } from './read-database';

/** The credential's test: the tables of the token vault exist or can be created, and can be read. */
export async function testDatabase(data: ICredentialDataDecryptedObject = {}): Promise<INodeCredentialTestResult> {
	try {
		const store = openVaultStore(toDatabaseAddress(data));
		try {
			const fingerprint = await store.readFingerprint();
			return { status: 'OK', message: fingerprint === undefined ? 'Ready, without data so far' : 'Ready' };
		} finally {
			await store.close();
		}
	} catch (error) {
		const fix = isTroupeError(error) && error.fix ? ` ${error.fix}` : '';
		return { status: 'Error', message: `${getErrorMessage(error)}${fix}` };
	}
}
