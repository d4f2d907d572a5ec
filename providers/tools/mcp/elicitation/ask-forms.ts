import type { InputResponses } from '@modelcontextprotocol/client';
import type { Language } from '../../../../core/base/text/languages';
import type { ToolAnswers, ToolResult } from '../../../../core/ports/tools/tools';
import type { CalledTool } from '../called-tool';
import type { CompileForm } from '../mcp-server';
import { type Elicitation, type ElicitationAnswer, identifyElicitation, readAnswer, readElicitation, toQuestions } from './elicitation';
import { listFields } from './form-field';

const secretName =
	/pass(?:word|wd|phrase|code)|\bsenhas?\b|api[\s_-]?key|secret|segredo|private[\s_-]?key|chave[\s_-]privada|(?:access|auth|refresh|bearer)[\s_-]?token|^token$|credential|credencia|\b(?:cvv|cvc|pin|otp)\b|one[\s_-]time[\s_-]code/i;

export interface WaitingCall {
	forms: Record<string, Elicitation>;
	/** 2026-07-28: to be sent back. */
	requestState?: string;
	/** 2025-11-25: earlier answers by form. */
	answered?: Record<string, ElicitationAnswer>;
	/** The call is a server task; `asked` are its answered questions. */
	task?: { id: string; asked: string[] };
}

export function askForms(
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
export function askPersons(
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

export interface ReadAnswers {
	responses?: InputResponses;
	byForm?: Record<string, ElicitationAnswer>;
	key?: string;
	problem?: string;
}

export async function readAnswers({ forms }: WaitingCall, answers: ToolAnswers, compileForm: CompileForm): Promise<ReadAnswers> {
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

/** Finds a field that asks for a secret, which the specification forbids. @returns the field, or `message` if the form's text asks */
function findSecret({ message, requestedSchema }: Elicitation): string | undefined {
	for (const { name, schema } of listFields(requestedSchema)) {
		const { format, writeOnly, title } = schema;
		const words = `${name.replace(/([a-z])([A-Z])/g, '$1 $2')}\n${typeof title === 'string' ? title : ''}`;
		if (format === 'password' || writeOnly === true || words.split('\n').some((one) => secretName.test(one))) return name.slice(0, 64);
	}
	return secretName.test(message) ? 'message' : undefined;
}
