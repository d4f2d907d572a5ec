import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { defaultTenant } from '../../core/base/tenant';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import type { Conversation } from '../../core/ports/channels/mailbox';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { findStart } from '../shared/channels/find-start';
import { nameField } from '../shared/name-field';
import { noteExecution } from '../shared/note-execution';
import type { NodeState } from '../shared/state/read-state';
import { properties } from './properties';
import { readText } from './read-text';

export interface ChannelWork {
	context: IExecuteFunctions;
	item: number;
	tenant: string;
	state: NodeState;
	parts: ChannelParts;
	signal: AbortSignal;
}

export async function openWork(context: IExecuteFunctions, item: number, state: NodeState, signal: AbortSignal): Promise<ChannelWork> {
	const { tenant = defaultTenant, stateFolder } = state;
	const parts = await openChannels({ ...state, tenant, stateFolder: stateFolder! });
	return { context, item, tenant, state, parts, signal };
}

/** Uses the field, else the conversation that started the workflow. @throws TroupeError INPUT_INVALID */
export async function requireConversation({ context, item, tenant, state, parts }: ChannelWork): Promise<Conversation> {
	const id = readText(context, 'conversation', item).trim() || findStart(context, item)?.conversation;
	if (id === undefined)
		throw invalid(
			`${nameField(properties, 'conversation')} is empty, and no Troupe Channel Trigger has started the workflow.`,
			'Enter the ID of a conversation. If the field is an expression, check that it returns a value.',
		);
	const conversation = await parts.mailbox.find(tenant, id);
	if (conversation) {
		await noteExecution(context, state, { person: conversation.contact, conversation: conversation.id });
		return conversation;
	}
	throw invalid(
		`There is no conversation "${id.slice(0, 60)}" in the state of this node.`,
		'Use the field conversation.id of the Troupe Channel Trigger, and the same Troupe Database credential in both nodes.',
	);
}

/** @throws TroupeError INPUT_INVALID for a removed channel; CREDENTIAL_NOT_FOUND, VAULT_UNREADABLE */
export async function requireChannel({ parts, tenant }: ChannelWork, { channel: name }: Conversation): Promise<OpenChannel> {
	const open = await parts.directory.find(tenant, name);
	if (open) return open;
	throw invalid(`The channel "${name}" was removed.`, 'Publish the workflow with its Troupe Channel Trigger again.');
}

export const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
