import type { CallToolResult, InputRequiredResult, InputResponses, Tool as ListedTool } from '@modelcontextprotocol/client';
import type { Language, ToolAnswers, ToolContext, ToolResult } from '../../../core/ports';
import {
	type Elicitation,
	type ElicitationAnswer,
	identifyElicitation,
	readAnswer,
	readElicitation,
	toQuestions,
} from './asking/elicitation';
import { findSecret } from './asking/find-secret';
import type { ElicitedCall } from './asking/session-elicitations';
import type { CompileForm } from './mcp-server';
import type { McpSession } from './mcp-session';
import type { Connection } from './open-connection';
import { describeFault, isAnswer } from './to-source-error';
import { toResult } from './to-result';

/** Longer than any timeout of a tool: the agent loop ends calls. */
const maxCallMs = 660_000;
/** How often a server can ask to be called again without asking for anything. */
const maxEmptyRounds = 5;

/** A tool of a server, and how to reach it. */
export interface CalledTool {
	listed: ListedTool;
	/** The server's name. */
	server: string;
	readOnly: boolean;
	session: McpSession;
	compileForm: CompileForm;
}

/** What a call carries while persons answer. */
interface WaitingCall {
	/** The forms to answer, by the server's keys. */
	forms: Record<string, Elicitation>;
	/** 2026-07-28: to be sent back. */
	requestState?: string;
	/** 2025-11-25: the earlier answers, by the form. */
	answered?: Record<string, ElicitationAnswer>;
}

/** Calls the tool. If the server asks persons for input, the result says so, and the call is made again with their answers. */
export async function callTool(tool: CalledTool, input: Record<string, unknown>, context: ToolContext): Promise<ToolResult> {
	const { server, readOnly, session } = tool;
	const { signal, answers, language } = context;
	try {
		const waiting = answers?.state as WaitingCall | undefined;
		const read = waiting && (await readAnswers(waiting, answers!, tool.compileForm));
		if (read?.problem !== undefined) return askPersons(tool, waiting!, language, read);
		return await session.ask(signal, readOnly, (connection, own) =>
			connection.client.getProtocolEra() === 'modern'
				? callInRounds(tool, input, { connection, signal: own, language }, waiting, read?.responses)
				: callInSession(tool, input, { connection, signal: own, language }, { ...waiting?.answered, ...read?.byForm }),
		);
	} catch (error) {
		signal.throwIfAborted();
		return { kind: 'error', text: toFailure(error, server, readOnly) };
	}
}

interface Attempt {
	connection: Connection;
	signal: AbortSignal;
	language?: Language;
}

/** 2026-07-28: the result says what the server needs, and the next request carries it. */
async function callInRounds(
	tool: CalledTool,
	input: Record<string, unknown>,
	{ connection, signal, language }: Attempt,
	waiting: WaitingCall | undefined,
	inputResponses: InputResponses | undefined,
): Promise<ToolResult> {
	let more = {
		...(inputResponses && { inputResponses }),
		...(waiting?.requestState !== undefined && { requestState: waiting.requestState }),
	};
	for (let round = 1; round <= maxEmptyRounds; round += 1) {
		const result = await send(tool, { ...input }, more, connection, signal);
		if (!isInputRequired(result)) return toResult(result);
		const { inputRequests = {}, requestState } = result;
		const requests = Object.entries(inputRequests);
		const carried = requestState === undefined ? {} : { requestState };
		if (requests.length > 0) return askForms(tool, requests, carried, language);
		more = carried;
	}
	return { kind: 'error', text: `The server "${tool.server}" asked to be called again more than ${maxEmptyRounds} times.` };
}

/** 2025-11-25: the server asks during the call. What nobody has answered yet ends the attempt. */
async function callInSession(
	tool: CalledTool,
	input: Record<string, unknown>,
	{ connection, signal, language }: Attempt,
	answered: Record<string, ElicitationAnswer>,
): Promise<ToolResult> {
	const call: ElicitedCall = { answered, asked: [] };
	const result = await connection.elicitations.during(call, () =>
		send(tool, input, {}, connection, signal).catch((error: unknown) => ({ error })),
	);
	if (call.isAmbiguous)
		return { kind: 'error', text: 'Several calls to this server needed a person at the same time. Make them one after the other.' };
	if (call.asked.length > 0) {
		const requests = call.asked.map((form, index) => [String(index + 1), { method: 'elicitation/create', params: form }] as const);
		return askForms(tool, requests, { answered }, language);
	}
	if ('error' in result && !('content' in result)) throw result.error;
	return toResult(result as CallToolResult);
}

async function send(
	{ listed: { name, inputSchema } }: CalledTool,
	input: Record<string, unknown>,
	more: object,
	{ client }: Connection,
	signal: AbortSignal,
): Promise<CallToolResult | InputRequiredResult> {
	// By its definition, the client copies arguments into headers where a server asks for it (2026-07-28).
	const options = { signal, timeout: maxCallMs, toolDefinition: { name, inputSchema }, allowInputRequired: true };
	return client.callTool({ name, arguments: input, ...more }, options);
}

const isInputRequired = (result: object): result is InputRequiredResult =>
	(result as { resultType?: unknown }).resultType === 'input_required';

/** Asks persons what the server asks for, except what it may not ask for. */
function askForms(
	tool: CalledTool,
	requests: ReadonlyArray<readonly [string, { method: string; params?: unknown }]>,
	carried: Omit<WaitingCall, 'forms'>,
	language?: Language,
): ToolResult {
	const forms: Record<string, Elicitation> = {};
	for (const [key, { method, params }] of requests) {
		const form = method === 'elicitation/create' ? readElicitation(params) : undefined;
		if (!form) return refuse(tool, `asked for ${JSON.stringify(method.slice(0, 64))}, which this host does not offer to servers`);
		const secret = findSecret(form);
		if (secret !== undefined)
			return refuse(
				tool,
				`asked a person for a secret (${secret}), which no person is asked for. Secrets belong into the settings of the host`,
			);
		forms[key] = form;
	}
	return askPersons(tool, { forms, ...carried }, language);
}

const refuse = ({ server }: CalledTool, why: string): ToolResult => ({
	kind: 'error',
	text: `The server "${server}" ${why}. The call has no result.`,
});

/** @param wrong the answer that does not fit its form, and why */
function askPersons(
	{ server, listed: { name } }: CalledTool,
	waiting: WaitingCall,
	language: Language | undefined,
	wrong?: { key?: string; problem?: string },
): ToolResult {
	const who = `${server} (${name})`;
	const questions = Object.entries(waiting.forms).flatMap(([key, form]) =>
		toQuestions(key, form, { who, language, problem: wrong?.key === key ? wrong.problem : undefined }),
	);
	const text = `The server "${server}" needs input of a person for this call, and nobody can be asked here.`;
	return { kind: 'error', text, asks: { questions, state: waiting } };
}

interface ReadAnswers {
	responses?: InputResponses;
	byForm?: Record<string, ElicitationAnswer>;
	key?: string;
	problem?: string;
}

async function readAnswers({ forms }: WaitingCall, answers: ToolAnswers, compileForm: CompileForm): Promise<ReadAnswers> {
	const responses: InputResponses = {};
	const byForm: Record<string, ElicitationAnswer> = {};
	for (const [key, form] of Object.entries(forms)) {
		const answer = await readAnswer(key, form, answers, compileForm);
		if ('problem' in answer) return { key, problem: answer.problem };
		responses[key] = answer;
		byForm[identifyElicitation(form)] = answer;
	}
	return { responses, byForm };
}

/** Passes a server's error to the model, because it explains what was wrong with the call. */
function toFailure(error: unknown, server: string, readOnly: boolean): string {
	const { code, message } = error as { code?: unknown; message?: string };
	if (isAnswer(error)) return `The server "${server}" refused the call: ${message?.replace(/^MCP error -?\d{1,6}: /, '') ?? String(code)}`;
	const doubt = readOnly ? '' : ' It is unknown whether the tool did its work.';
	return `The call to the server "${server}" failed: ${describeFault(error)}.${doubt}`;
}
