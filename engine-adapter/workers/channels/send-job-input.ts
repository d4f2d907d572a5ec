import { isFields } from '../../../core/base/is-fields';
import { contentShapes, isShortText, parseContent } from '../../../core/conversations/outbox/parse-content';
import type { Answered } from '../../../core/ports/channels/outbox';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import type { Job } from '../../engine/jobs';
import { asBoolean, invalidJob, isPresent, readHeaders } from '../job-input';

const maxMessages = 1_000;
const maxReasonLength = 500;

export const sendVariables = ['conversation', 'text', 'media', 'template', 'noAnswer', 'replyTo', 'run', 'messages'];

interface SendJob {
	conversation: string;
	content: MessageContent | { kind: 'no-answer'; reason: string };
	answers: Answered;
	replyTo?: string;
	run?: string;
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
		answers: readAnswered(job),
		...(isShortText(replyTo) && { replyTo }),
		...(isShortText(run) && { run }),
		evenIfSilent,
	};
}

/** Accepts a channel message's variable, or the id alone. @throws TroupeError INPUT_INVALID */
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

/** Later messages, which the process may not know yet, stay pending. */
function readAnswered({ variables: { messages } }: Job): Answered {
	const ids = Array.isArray(messages) ? messages.map((each) => (isFields(each) ? each['id'] : undefined)).filter(isShortText) : [];
	return ids.length > 0 ? { until: ids.slice(0, maxMessages) } : {};
}

function readContent(job: Job): SendJob['content'] {
	const given = (['text', 'media', 'template', 'noAnswer'] as const).filter((name) => isPresent(job.variables[name]));
	const [name] = given;
	if (name === undefined || given.length > 1) {
		const problem = name === undefined ? 'has nothing to send' : `has more than one thing to send (${given.join(', ')})`;
		throw invalidJob(job, problem, 'Map one of the variables "text", "media", "template" and "noAnswer".');
	}
	if (name === 'noAnswer') return { kind: 'no-answer', reason: readReason(job) };
	const content = parseContent(name, job.variables[name]);
	if (content !== undefined) return content;
	throw invalidJob(job, `has a variable "${name}" that cannot be sent`, `Write it as ${contentShapes[name]}.`);
}

function readReason(job: Job): string {
	const { noAnswer } = job.variables;
	if (typeof noAnswer === 'string' && noAnswer.trim() !== '' && noAnswer.length <= maxReasonLength) return noAnswer;
	const problem = 'has a variable "noAnswer" that is not a reason';
	throw invalidJob(job, problem, `Map a text of at most ${maxReasonLength} characters, such as "The customer only said thanks."`);
}
