import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import { openAccount } from '../../../providers/compose/channels/channel-providers';
import { readAccount } from './read-account';

const timeoutMs = 20_000;

/** The credential's test: the provider says that the account works. */
export async function testChannel(data: ICredentialDataDecryptedObject = {}): Promise<INodeCredentialTestResult> {
	try {
		const { provider, ...account } = readAccount(data);
		const channel = await openAccount(provider, account);
		const { state, detail } = await channel.check(AbortSignal.timeout(timeoutMs));
		const works = state === 'connected' || (state === 'disconnected' && channel.connect !== undefined);
		return { status: works ? 'OK' : 'Error', message: detail };
	} catch (error) {
		const fix = isTroupeError(error) && error.fix ? ` ${error.fix}` : '';
		return { status: 'Error', message: `${getErrorMessage(error)}${fix}` };
	}
}
