import type { AgentEvent } from '../../../core/agents/agent-event';
import type { Login } from '../../../core/ports/access/login';
import { searchRemarks } from '../../../core/knowledge/search/search-remarks';
import type { SandboxRequest, SandboxStep } from '../../../core/ports/sandbox/sandbox-step';
import { countNouns, shortenLine } from '../../terminal/format-text';
import { printable } from '../../terminal/terminal';
import { describePlace } from './describe-place';

const maxFiles = 5;
const maxRefused = 3;

function describeSandboxStep({ operation, level, exitCode, limit, outputBytes, files, moreFiles = 0, requests = [] }: SandboxStep): string {
	const ending = limit === undefined ? undefined : `ended by its limit (${limit})`;
	const exit = typeof exitCode === 'number' ? `exit code ${exitCode}` : undefined;
	const named = files.slice(0, maxFiles).map(({ path, change }) => `${change} ${path}`);
	const more = files.length - named.length + moreFiles;
	return [
		`${operation}${level === undefined ? '' : ` at level ${level}`}`,
		ending ?? exit,
		countNouns(outputBytes, 'byte'),
		...named,
		requests.length > 0 ? describeRequests(requests) : undefined,
		more > 0 ? `${more} more files` : undefined,
	]
		.filter((part) => part !== undefined)
		.join(', ');
}

function describeRequests(requests: readonly SandboxRequest[]): string {
	const refused = requests.filter(({ action }) => action === 'refuse');
	const names = [...new Set(refused.map(({ method, host }) => `${method} ${host}`))];
	const more = names.length > maxRefused ? ', …' : '';
	const named = refused.length === 0 ? '' : `, ${refused.length} of them refused (${names.slice(0, maxRefused).join(', ')}${more})`;
	return `${countNouns(requests.length, 'request')}${named}`;
}

const maxArguments = 200;

/** Describes a step of a run on one line, indented for a called agent; undefined for events that the reply shows. */
export function eventLine(event: AgentEvent): string | undefined {
	const line = describeEvent(event);
	const { team } = event;
	return line !== undefined && team ? `${'  '.repeat(team.depth)}${team.agent}: ${line}` : line;
}

function describeEvent<Kind extends AgentEvent['kind']>(event: EventOf<Kind>): string | undefined {
	return descriptions[event.kind](event);
}

type EventOf<Kind> = Extract<AgentEvent, { kind: Kind }>;

const descriptions: { [Kind in AgentEvent['kind']]: (event: EventOf<Kind>) => string | undefined } = {
	started: describeStart,
	'tool-left-out': ({ tool, reason }) => `warning: the tool ${printable(tool)} is left out: ${printable(reason)}`,
	'tool-relaxed': ({ tool, reason }) => `the tool ${printable(tool)}: ${printable(reason)}`,
	'model-started': ({ step }) => `${step}. model …`,
	'model-withdrawn': ({ step }) => `${step}. withdrawn: the text so far is not the answer`,
	'model-finished': describeAnswer,
	'model-failed': ({ step, errorCode, durationMs }) => `${step}. model failed: ${errorCode}, ${Math.round(durationMs)} ms`,
	'tool-started': ({ step, tool, arguments: args }) =>
		`${step}. ${printable(tool)} ${shortenLine(JSON.stringify(args) ?? '', maxArguments)}`,
	'tool-finished': describeResult,
	searched: describeSearch,
	sandboxed: ({ step, tool, sandbox }) => `${step}. ${printable(tool)}: ${printable(describeSandboxStep(sandbox))}`,
	guardrail: ({ violation }) => `guardrail ${violation.guardrail}: ${violation.action} of the ${describePlace(violation)}`,
	'context-trimmed': ({ step, tokens, droppedTurns, cutToolResults }) =>
		`${step}. conversation trimmed to ${tokens} tokens: ${countNouns(droppedTurns, 'turn')} left out, ${countNouns(cutToolResults, 'result')} shortened`,
	reviewed: ({ step, tool, model, verdict, reason }) =>
		`${step}. ${printable(tool)}: the reviewer ${printable(model)} says ${verdict}${reason === undefined ? '' : ` (${reason})`}`,
	extracted: ({ step, tool, model, isRead, dismissed }) =>
		isRead
			? `${step}. ${printable(tool)}: ${printable(model ?? 'the model')} took values from the result${dismissed > 0 ? `, ${dismissed} left out` : ''}`
			: `${step}. ${printable(tool)}: no values could be taken from the result`,
	suspended: ({ pending }) => `waits for a person: ${countNouns(pending.length, 'decision')}`,
	decided: describeDecision,
	'model-part': () => undefined,
	finished: () => undefined,
};

function describeStart({ resumed, agent, origins = [], warnings = [] }: EventOf<'started'>): string {
	const start = `${resumed ? 'continues' : 'starts'}: ${agent.id} ${agent.version}`;
	const foreign = origins.length > 0 ? [`the message or the prompt can repeat texts of others (${origins.join(', ')})`] : [];
	return [start, ...foreign, ...warnings.map((warning) => `warning: ${printable(warning)}`)].join('; ');
}

function describeAnswer({ step, model, usage, costUsd, durationMs, toolCalls }: EventOf<'model-finished'>): string {
	const cost = costUsd === null ? '' : `, ${costUsd.toFixed(6)} USD`;
	const calls = toolCalls > 0 ? `, calls ${countNouns(toolCalls, 'tool')}` : '';
	return `${step}. model ${printable(model)}: ${usage.inputTokens} + ${usage.outputTokens} tokens${cost}, ${Math.round(durationMs)} ms${calls}`;
}

function describeResult({
	step,
	tool,
	outcome,
	errorCode,
	characters,
	durationMs,
	arguments: args,
	text,
}: EventOf<'tool-finished'>): string {
	const failure = errorCode === undefined ? '' : ` (${errorCode})`;
	if (args !== undefined) return `${step}. ${printable(tool)}: ${outcome}${failure}, ${printable(shortenLine(args, maxArguments))}`;
	const said = text === undefined ? '' : `: ${printable(shortenLine(text, maxArguments))}`;
	return `${step}. ${printable(tool)}: ${outcome}${failure}, ${countNouns(characters, 'character')}, ${Math.round(durationMs)} ms${said}`;
}

export function describeDecision({
	callId,
	approved,
	text,
	by,
	login,
	viewSha256,
	at,
}: Pick<EventOf<'decided'>, 'callId' | 'approved' | 'text' | 'by' | 'login' | 'viewSha256' | 'at'>): string {
	const what = viewSha256 === undefined ? 'answered' : approved ? 'approved' : 'declined';
	const view = viewSha256 === undefined ? '' : `, view ${viewSha256}`;
	const said = text === undefined ? '' : `: ${shortenLine(text, maxArguments)}`;
	return printable(
		`${callId}: ${what} by ${by ?? 'unknown'} at ${new Date(at).toISOString()}${view}${login ? describeIssued(login) : ''}${said}`,
	);
}

/** Names the login as the log of its issuer does. */
function describeIssued({ issuer, subject, tokenId, authTime, acr }: Login): string {
	const facts = [authTime && `logged in at ${authTime}`, acr && `class ${acr}`, tokenId && `token ${tokenId}`].filter(Boolean);
	return `, login of ${subject} at ${issuer}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}

function describeSearch({ step, ofQuestion, search }: EventOf<'searched'>): string {
	const place = step === undefined ? '' : `${step}. `;
	const reranked = search.reranker ? [`reranked by ${search.reranker}`] : [];
	const remarks = searchRemarks(search).map(({ text }) => text);
	const how = [search.mode, ...reranked, ...remarks].join(', ');
	const question = [
		ofQuestion === undefined ? '' : `, question ${ofQuestion}`,
		search.question === undefined ? '' : ` (${shortenLine(search.question, maxArguments)})`,
	];
	return printable(`${place}${search.collection}${question.join('')}: ${countNouns(search.passages, 'passage')}, ${how}`);
}
