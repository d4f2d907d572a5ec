import type { IHookFunctions } from 'n8n-workflow';
import { openAccount } from '../../providers/compose/channels/channel-providers';
import { channelCredentialName, readAccount } from '../shared/channels/read-account';
import { toNodeError } from '../shared/to-node-error';

const timeoutMs = 30_000;

/** Enters the address at a provider that can be told, when the workflow is published: a test must not take the messages of the production URL. */
export async function tellProvider(this: IHookFunctions): Promise<boolean> {
	const { connect = true } = this.getNodeParameter('options', {}) as { connect?: boolean };
	const url = this.getNodeWebhookUrl('default');
	if (!connect || url === undefined || this.getMode() === 'manual') return true;
	try {
		const { provider, ...account } = readAccount(await this.getCredentials(channelCredentialName));
		await (await openAccount(provider, account)).connect?.(url, AbortSignal.timeout(timeoutMs));
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
