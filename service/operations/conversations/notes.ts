import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { noteConversation, type NoteOutcome } from '../../../core/channels/note-conversation';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { readTenantLanguage } from '../../../providers/compose/state/host-tenants';
import { ofOthers, operation, type OperationContext } from '../operation';
import { person, toActor } from '../to-actor';
import { noConversation, ofConversation, tag } from './of-conversation';
import type { ReadingHost } from './read-texts';

const scope = 'conversation:manage';
const desk = open();

interface Note {
	conversation: string;
	kind: 'note' | 'assignment';
	text: string;
	as: string | undefined;
	assignee?: string;
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, CREDENTIAL_NOT_FOUND */
async function note(
	{ conversation, as, ...noted }: Note,
	context: OperationContext<ReadingHost>,
): Promise<Extract<NoteOutcome, { desk: object }>['desk']> {
	const { host } = context;
	if (noted.text.trim() === '') throw invalid('The text is empty.', 'Write what others have to know, or the name of a person.');
	const by = toActor(as, context);
	const language = await readTenantLanguage(host);
	const request = { ...noted, tenant: host.tenant, conversation, by, writer: as ?? by.replace(/^\w+:/, ''), ...(language && { language }) };
	const done = await noteConversation(await openChannels(host), request);
	if (done.kind === 'unknown-conversation') throw noConversation(conversation);
	return done.desk;
}

export const noteOnConversation = operation({
	summary: 'Write a note about a conversation, for the company and its desk; the customer does not get it',
	tag,
	method: 'POST',
	path: 'conversations/:conversation/note',
	scope,
	input: { params: ofConversation, body: closed({ text: text(2_000), as: person }) },
	refusals: ofOthers,
	output: Type.Object({ conversation: string, desk }),
	perform: async ({ conversation, text: written, as }, context: OperationContext<ReadingHost>) => ({
		conversation,
		desk: await note({ conversation, kind: 'note', text: written, as }, context),
	}),
});

export const assignConversation = operation({
	summary: 'Say who is to see to a conversation, also at the desk; the agent goes on',
	tag,
	method: 'POST',
	path: 'conversations/:conversation/assign',
	scope,
	input: {
		params: ofConversation,
		body: closed({
			to: text(100),
			as: person,
			...optional({ deskAssignee: Type.String({ description: 'Number of the person at the desk.', pattern: '^\\d{1,15}$' }) }),
		}),
	},
	refusals: ofOthers,
	output: Type.Object({ conversation: string, assignedTo: string, desk }),
	async perform({ conversation, to, deskAssignee, as }, context: OperationContext<ReadingHost>) {
		if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(to))
			throw invalid('The person is named on more than one line.', 'Write the name of the person, such as Bia.');
		const told = await note(
			{ conversation, kind: 'assignment', text: to.trim(), as, ...(deskAssignee && { assignee: deskAssignee }) },
			context,
		);
		return { conversation, assignedTo: to.trim(), desk: told };
	},
});

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
