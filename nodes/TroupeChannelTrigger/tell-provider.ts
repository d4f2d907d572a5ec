import type { IHookFunctions, WebhookType } from 'n8n-workflow';
import { type ChannelAccount, openAccount } from '../../providers/compose/channels/channel-providers';
import { channelCredentialName, readAccount } from '../shared/channels/read-account';
import { toPublishError } from '../shared/to-node-error';
import { deskWebhook } from './desk-webhook';
import { hasOwnDesk, readDesk } from './settings/read-desk';
import { readOptions, toRules } from './settings/read-options';

const timeoutMs = 30_000;

/** Registers the address on publication only: a test must not take the production URL's messages. */
export async function tellProvider(context: IHookFunctions): Promise<boolean> {
	assertOptions(context);
	return tell(context, 'default', async () => readAccount(await context.getCredentials(channelCredentialName)));
}

/** Also when a test begins: otherwise only the first customer's message would show a mistake. */
function assertOptions(context: IHookFunctions): void {
	try {
		toRules(readOptions(context), context.getTimezone());
	} catch (error) {
		throw toPublishError(context.getNode(), error);
	}
}

export const tellDesk = (context: IHookFunctions): Promise<boolean> =>
	tell(context, deskWebhook, async () => (hasOwnDesk(context) ? (await readDesk(context, ''))?.account : undefined));

async function tell(
	context: IHookFunctions,
	webhook: string,
	read: () => Promise<(ChannelAccount & { provider: string }) | undefined>,
): Promise<boolean> {
	const { connect = true } = readOptions(context);
	const url = context.getNodeWebhookUrl(webhook as WebhookType);
	if (!connect || url === undefined || context.getMode() === 'manual') return true;
	try {
		const account = await read();
		if (account === undefined) return true;
		await (await openAccount(account.provider, account)).connect?.(url, AbortSignal.timeout(timeoutMs));
		return true;
	} catch (error) {
		throw toPublishError(context.getNode(), error);
	}
}
