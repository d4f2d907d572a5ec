import { isFields } from '../../../core/base/is-fields';
import { contentShapes, isShortText, parseContent } from '../../../core/conversations/outbox/parse-content';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import type { Job } from '../../engine/jobs';
import { asBoolean, invalidJob, isPresent, readHeaders } from '../job-input';

/** No more of a process's data leaves the engine than is read here. */
export const sendVariables = ['conversation', 'text', 'media', 'template', 'replyTo', 'run'];

export interface SendJob {
	/** The conversation's id. */
	conversation: string;
	content: MessageContent;
	replyTo?: string;
	/** The run of the agent whose words they are. */
	run?: string;
	/** Sends also while a person writes. */
	evenIfSilent: boolean;
}

/** Reads the message that a job sends, and its address. @throws TroupeError INPUT_INVALID */
export function readSendJob(job: Job): SendJob {
	const { evenIfSilent = false } = readHeaders(job, { evenIfSilent: asBoolean });
	if (typeof evenIfSilent !== 'boolean')
		throw invalidJob(job, 'has a header "evenIfSilent" that is neither true nor false', 'Write true or false.');
	const { replyTo, run } = job.variables;
	return {
		conversation: readConversationId(job),
		content: readContent(job),
		...(isShortText(replyTo) && { replyTo }),
		...(isShortText(run) && { run }),
		evenIfSilent,
	};
}

/** The variable that a message of a channel brings, or the id by itself. @throws TroupeError INPUT_INVALID */
export function readConversationId(job: Job): string {
	const { conversation } = job.variables;
	const id = isFields(conversation) ? conversation['id'] : conversation;
	if (isShortText(id)) return id;
	throw invalidJob(
		job,
		'does not name a conversation',
		'Map the variable "conversation" of the channel\'s message to "conversation", or the id of a conversation.',
	);
}

function readContent(job: Job): MessageContent {
	const given = (['text', 'media', 'template'] as const).filter((name) => isPresent(job.variables[name]));
	const [name] = given;
	if (name === undefined || given.length > 1) {
		const problem = name === undefined ? 'has nothing to send' : `has more than one thing to send (${given.join(', ')})`;
		throw invalidJob(job, problem, 'Map one of the variables "text", "media" and "template".');
	}
	const content = parseContent(name, job.variables[name]);
	if (content !== undefined) return content;
	throw invalidJob(job, `has a variable "${name}" that cannot be sent`, `Write it as ${contentShapes[name]}.`);
}
