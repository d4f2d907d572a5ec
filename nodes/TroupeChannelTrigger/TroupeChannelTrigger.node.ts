import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
	type WebhookType,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { deskWebhook } from './desk-webhook';
import { properties } from './properties';
import { transcriberCredential } from './properties/transcriber-credential';

/** Stores customers' messages in a mailbox, and starts the workflow for each turn of a conversation. */
export class TroupeChannelTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Channel Trigger',
		name: 'troupeChannelTrigger',
		icon: { light: 'file:../icons/channel-trigger.svg', dark: 'file:../icons/channel-trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["channel"] || "No channel yet" }}',
		description: 'Sends messages by WhatsApp, Telegram or Chatwoot, or starts the workflow when a customer has written',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-channel-trigger.md',
		eventTriggerDescription: 'Waiting for a message of a customer',
		activationMessage: 'Your workflow now answers the messages of this channel.',
		triggerPanel: {
			header: 'Receive what customers write',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step”, enter the test URL at the provider, and write a message: it comes here after the quiet time.<br /><br /><b>Once you are happy with your workflow</b>, publish it and enter the production URL. Then every turn starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step”, enter the test URL at the provider, and write a message.<br /><br /><b>Your workflow starts</b> for every turn of a conversation, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it answer every message.',
		},
		defaults: { name: 'Troupe Channel Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'troupeChannelApi', required: true, displayName: 'Account', testedBy: 'troupeChannelApiTest' },
			transcriberCredential,
			{
				name: 'troupeChatwootApi',
				required: true,
				displayName: 'Desk Account',
				testedBy: 'troupeChatwootApiTest',
				displayOptions: { show: { desk: ['chatwoot'] } },
			},
			databaseCredential,
		],
		webhooks: [
			// Meta verifies the address once.
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'channel' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'channel' },
			{
				// Chatwoot reports what people do there. n8n's types know two names only, its code any.
				name: deskWebhook as WebhookType,
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'desk',
				ndvHideUrl: '={{ $parameter["desk"] !== "chatwoot" }}',
			},
		],
		properties,
	};

	methods = {
		credentialTest: {
			async troupeChannelApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testChannel } = await import('../shared/channels/test-channel');
				return testChannel(data);
			},
			async troupeChatwootApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testChannel } = await import('../shared/channels/test-channel');
				return testChannel({ ...data, provider: 'chatwoot' });
			},
		},
	};

	webhookMethods = {
		default: {
			// The provider is told at each publication: it may have forgotten the address.
			checkExists: async () => false,
			async create(this: IHookFunctions): Promise<boolean> {
				const { tellProvider } = await import('./tell-provider');
				return tellProvider(this);
			},
			delete: async () => true,
		},
		[deskWebhook]: {
			checkExists: async () => false,
			async create(this: IHookFunctions): Promise<boolean> {
				const { tellDesk } = await import('./tell-provider');
				return tellDesk(this);
			},
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { receive } = await import('./receive');
		return receive.call(this);
	}

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
