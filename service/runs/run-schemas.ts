import * as Type from 'typebox/type';
import { closed, optional, orNull } from '../../core/base/shape';
import { maxTextLength } from '../../core/json-schema/close-schema';
import { images } from '../../core/ports/models/image-shapes';
import { maxRunId, recordedStates } from '../../core/ports/runs/run-records';
import { integer, open, string, texts, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, list, reason, text } from '../../manifests/registry/api/fields';
import { json, refusal, serverSentEvent, streamed } from '../http/describe-operations';
import { moment } from '../http/read-time';
import { runInput } from './ag-ui/run-input';
import { files } from './read-files';

export const maxWaitSeconds = 30;
const state = Type.Enum([...recordedStates]);
const agent = Type.Object({ id: string, ...optional({ version: string, sha256: string }) });

const answer = Type.Object({
	runId: string,
	state,
	agent,
	conversationId: string,
	...optional({
		outcome: Type.Enum(['reply', 'blocked', 'needs-human', 'limit-reached']),
		reason: orNull(string),
		reply: Type.String({ description: 'Nothing of it is masked' }),
		output: Type.Unsafe({ description: 'The structured reply of an agent that has one' }),
		citations: Type.Array(open()),
		usage: open(),
		pending: Type.Array(open(), { description: 'What it waits for; arguments of a tool for those alone who can approve it' }),
		error: Type.Object({ code: string, message: string, ...optional({ fix: string }), retryable: Type.Boolean() }),
	}),
});
export const record = {
	tenant: string,
	runId: string,
	agent: Type.Unsafe({ ...agent, type: ['object', 'null'] }),
	state,
	outcome: orNull(string),
	reason: orNull(string),
	errorCode: orNull(string),
	error: orNull(string),
	fix: orNull(Type.String({ description: 'What to do about the error' })),
	host: orNull(string),
	by: orNull(string),
	of: open(),
	manifest: orNull(string),
	attempts: integer,
	startedAt: time,
	endedAt: orNull(string),
	lastUsed: time,
	entries: Type.Integer({ description: 'The number of its stored steps' }),
};
export const shown = Type.Object({
	runId: string,
	agent,
	state,
	...optional({
		answer: Type.Unsafe({ ...answer, description: 'For the caller who asked, within a day' }),
		events: Type.Array(open(), { description: 'Its steps, masked' }),
		isRevealable: Type.Boolean({ description: 'Its texts are stored whole: `POST runs/RUN/reveal` shows them, for a reason' }),
		pending: Type.Array(open()),
		links: Type.Object(optional({ execution: Type.String({ description: 'The execution in the editor of n8n' }) })),
	}),
});
const listed = Type.Object({
	id: string,
	version: string,
	name: string,
	purpose: string,
	capabilities: texts,
	runnable: Type.Boolean({ description: 'A run of it would begin now' }),
	...optional({
		refusal: Type.Object({ code: string, message: string, ...optional({ fix: string }) }, { description: 'Why it is not runnable' }),
		reads: Type.Boolean({ description: 'No tool of it changes anything' }),
		output: open(),
	}),
});

const refusals = {
	400: refusal('The request does not fit its schema'),
	401: refusal('No credential, or an invalid one'),
	403: refusal('A credential without the scope'),
	404: refusal('No such agent, or no such run of the own tenant'),
	429: refusal('Too many requests or runs, or a limit of the tenant'),
	503: refusal('The service is stopping, or a part of it does not answer'),
};
const faults = {
	409: refusal('The key was used for another request, or the state does not allow it'),
	422: refusal('The agent, or a text that it was to read, is refused'),
	501: refusal('The agent needs something that the service does not have'),
	502: refusal('The model of the agent refused'),
	504: refusal('The model did not answer in time'),
};
const summary = (operationId: string, words: string, tag: string, scopes: string[], more: object) => ({
	operationId,
	summary: words,
	tags: [tag],
	security: [{ apiKey: scopes }],
	...more,
});
export const waiting = { querystring: closed(optional({ waitSeconds: Type.Integer({ minimum: 0, maximum: maxWaitSeconds }) })) };
export const ofAgent = { params: closed({ agent: text(80) }) };
export const ofRun = { params: closed({ runId: text(maxRunId) }) };
export const beginning = {
	body: closed({
		message: Type.String({ description: 'What the person says, or the task.', maxLength: maxTextLength }),
		conversationId: Type.Optional(
			Type.String({
				description: 'Continues a conversation: its own name at the caller, or that of an earlier answer.',
				minLength: 1,
				maxLength: 180,
			}),
		),
		images,
		files,
		origins: Type.Optional(list(text(200), 50)),
	}),
	headers: Type.Object(
		optional({
			'idempotency-key': Type.String({
				minLength: 1,
				maxLength: 200,
				description: 'A repeated request with it finds the same run, for a day.',
			}),
		}),
	),
};
export const filters = optional({
	state,
	agent: text(80),
	version: text(80),
	host: text(40),
	by: text(240),
	outcome: text(80),
	tool: text(200),
	searched: text(200),
	unanswered: text(200),
	workflow: text(200),
	execution: text(200),
	channel: text(200),
	process: text(255),
	instance: text(40),
	element: text(255),
	key: text(100),
	trace: text(64),
	caller: text(maxRunId),
	evaluation: text(200),
	case: text(200),
	node: text(200),
	sandbox: text(20),
	minCost: Type.Number({ minimum: 0 }),
	from: moment,
	to: moment,
	limit: limit(200),
	cursor,
});
export const personal = optional({ contact: text(200), conversation: text(200), error: text(500) });
const following = {
	headers: Type.Object(optional({ 'last-event-id': Type.String({ description: 'The id of the last event that arrived.' }) })),
};
export const cancelling = { body: closed({ reason }) };
const decision = closed({
	id: text(500),
	...optional({ approved: Type.Boolean(), comment: text(8_000), answer: Type.String({ maxLength: 8_000 }) }),
	...optional({ viewSha256: text(64), statement: text(8_000) }),
});
export const deciding = { body: closed({ decisions: list(decision, 200, 1) }) };

export const agentSchemas = {
	list: summary('listAgents', 'List the agents that the caller can run', 'agents', ['agent:run'], {
		response: { 200: json('The agents', Type.Object({ items: Type.Array(listed) })), ...refusals },
	}),
	read: summary('readAgent', 'Describe an agent', 'agents', ['agent:run'], {
		...ofAgent,
		response: { 200: json('The agent', listed), ...refusals },
	}),
	begin: summary('runAgent', 'Run an agent: wait for its answer, stream it, or return at once', 'agents', ['agent:run'], {
		...ofAgent,
		...waiting,
		...beginning,
		response: {
			200: streamed('It has ended, or waits for a person', answer),
			202: json('It goes on: read it, or follow it', answer),
			...refusals,
			...faults,
		},
	}),
	beginAgUi: summary('runAgentByAgUi', 'Run an agent, or answer its interrupts, with events of AG-UI', 'agents', ['agent:run'], {
		...ofAgent,
		body: runInput,
		response: {
			200: { description: 'Events of AG-UI', content: { 'text/event-stream': { schema: serverSentEvent } } },
			...refusals,
			...faults,
		},
	}),
};
export const runSchemas = {
	read: summary('readRun', 'Read a run with its steps, or wait for its end', 'runs', ['run:read'], {
		...ofRun,
		...waiting,
		response: { 200: json('The run', shown), ...refusals },
	}),
	events: summary(
		'followRun',
		'Follow a run as server-sent events, also from where a connection was lost (Last-Event-ID)',
		'runs',
		['run:read'],
		{
			...ofRun,
			...following,
			response: {
				200: { description: 'Events, then the answer', content: { 'text/event-stream': { schema: serverSentEvent } } },
				...refusals,
			},
		},
	),
	cancel: summary('cancelRun', 'End a run for good, on whichever machine it is', 'runs', ['switch:manage'], {
		...ofRun,
		...cancelling,
		response: {
			200: json('The run, which was cancelled or completed first', Type.Object(record)),
			202: json('Somebody still works on it; it is stopped', Type.Object(record)),
			409: refusal('It has ended'),
			...refusals,
		},
	}),
	resume: summary('resumeRun', 'Decide what a run waits for, and continue it', 'runs', ['agent:decide'], {
		...ofRun,
		...waiting,
		...deciding,
		response: { 200: streamed('It has ended, or waits again', answer), 202: json('It goes on', answer), ...refusals, ...faults },
	}),
};
