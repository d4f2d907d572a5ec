import { readSummary } from '../../../core/conversations/hand-over/read-summary';
import type { Language } from '../../../core/base/text/languages';
import type { HandOverSettings, HandOverSummary } from '../../../core/ports/channels/hand-overs';
import type { Job } from '../../engine/jobs';
import { asList, asText, invalidJob, isPresent, readHeaders } from '../job-input';
import { readConversationId } from './send-job-input';

export const handOverVariables = ['conversation', 'reason', 'summary', 'lastWords'];

interface HandOverJob {
	conversation: string;
	reason: string;
	summary: HandOverSummary;
	lastWords?: string;
	language?: Language;
	settings: Partial<HandOverSettings>;
}

const maxReasonLength = 500;
const maxTextLength = 100_000;

/** Reads the hand-over that a job asks for. @throws TroupeError INPUT_INVALID */
export function readHandOverJob(job: Job): HandOverJob {
	const { lastWords } = job.variables;
	const headers = readHeaders(job, { language: asText, desk: asText, labels: asList, assignee: asText, team: asText, status: asText });
	if (isPresent(lastWords) && !isTextOf(lastWords, maxTextLength))
		throw invalidJob(job, 'has a variable "lastWords" that is not a text', `Map a text of at most ${maxTextLength} characters.`);
	const language = readLanguage(job, headers['language']);
	return {
		conversation: readConversationId(job),
		reason: readReason(job),
		summary: readJobSummary(job),
		...(isTextOf(lastWords, maxTextLength) && { lastWords }),
		...(language !== undefined && { language }),
		settings: readSettings(job, headers),
	};
}

const isTextOf = (value: unknown, maxLength: number): value is string =>
	typeof value === 'string' && value.trim() !== '' && value.length <= maxLength;

function readReason(job: Job): string {
	const { reason } = job.variables;
	if (isTextOf(reason, maxReasonLength)) return reason;
	throw invalidJob(job, 'has no reason', `Map a text of at most ${maxReasonLength} characters to "reason".`);
}

function readJobSummary(job: Job): HandOverSummary {
	const { summary } = job.variables;
	const read = readSummary(isPresent(summary) ? summary : {});
	if (read.kind === 'ok') return read.summary;
	throw invalidJob(
		job,
		`has a variable "summary" that ${read.problem}`,
		'Map an object of texts, such as {name: "Maria", temperature: "hot"}.',
	);
}

function readLanguage(job: Job, language: unknown): Language | undefined {
	if (language === undefined || language === 'en' || language === 'pt') return language;
	throw invalidJob(job, 'has a header "language" that is neither "en" nor "pt"', 'Write en or pt, or leave it empty.');
}

const statuses = ['open', 'pending', 'resolved', 'snoozed'];

function readSettings(job: Job, { desk, labels, assignee, team, status }: Record<string, unknown>): Partial<HandOverSettings> {
	for (const [name, id] of Object.entries({ assignee, team })) {
		if (id !== undefined && !/^\d{1,15}$/.test(id as string))
			throw invalidJob(job, `has a header "${name}" that is not a number`, 'Write the number from the address of its page in Chatwoot.');
	}
	if (status !== undefined && !statuses.includes(status as string))
		throw invalidJob(job, 'has a header "status" that Chatwoot does not know', `Write one of: ${statuses.join(', ')}.`);
	return Object.fromEntries(Object.entries({ desk, labels, assignee, team, status }).filter(([, value]) => value !== undefined));
}
