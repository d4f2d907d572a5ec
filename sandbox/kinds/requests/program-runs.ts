import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { jsonFault } from '../../../core/base/text/json/json-fault';
import { prepareAgent, type ProgramHost } from '../agent';
import { performProgram, type Program } from '../perform-program';
import { describeAnswer } from '../program-answer';
import { parseProcessScript, prepareProcess } from '../process';
import { hashText, parseWorkflow, prepareNodes, toSingleNode } from '../workflow';
import { requireShallow } from './require-shallow';
import type { PortTask } from '../ports/port-calls';
import type { Variables } from '../../../engine-adapter/engine/variables';
import type { SandboxPrograms } from '../inside/programs';
import type { RunHost, RunSite, EndedRun } from './run-host';
import type { RequestOfKind } from './run-request';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

export async function runAgentOf(request: RequestOfKind<'agent'>, host: RunHost): Promise<EndedRun> {
	const { message, conversation: conversationId = 'sandbox', person, facts: given, origins, approve } = request;
	const { parseFacts } = await import('../../../core/guardrails/conditions/parse-facts');
	const facts = given === undefined ? undefined : await parseFacts(given, 'facts');
	const agent = {
		...findAgent(request, host),
		request: {
			message,
			conversationId,
			...(person !== undefined && { person }),
			...(facts && { facts }),
			...(origins?.length && { origins }),
		},
		approves: approve === true,
	};
	return perform(
		await prepareAgent(agent, toProgramHost(host, 'agent')).catch((error: unknown) => hideFolders(error, request, host)),
		host,
	);
}

export async function runProcessOf(
	{ files, variables, script, process, target }: RequestOfKind<'process'>,
	host: RunHost,
): Promise<EndedRun> {
	const run = {
		resources: files,
		files: files.map(({ name }) => name),
		variables: variables as Variables | undefined,
		process,
		target,
		script: script === undefined ? undefined : await parseProcessScript(JSON.stringify(script), 'script'),
		timeMs: host.limits.timeMs,
	};
	return perform(await prepareProcess(run, toProgramHost(host, 'process')), host);
}

export async function runWorkflowOf({ workflow, start, items, credentials }: RequestOfKind<'workflow'>, host: RunHost): Promise<EndedRun> {
	const { text, document } = readDocument(workflow, 'workflow');
	const parsed = parseWorkflow(document, 'workflow');
	const subject = { kind: 'workflow' as const, name: (parsed.name ?? '').slice(0, 100) || 'workflow', sha256: hashText(text) };
	const run = { ...parsed, subject, start, items, credentials };
	return perform(prepareNodes(run, toProgramHost(host, 'workflow'), host.environment), host);
}

export async function runNodeOf({ node, parameters = {}, items, credentials }: RequestOfKind<'node'>, host: RunHost): Promise<EndedRun> {
	const run = { ...toSingleNode(node, parameters, credentials), items, credentials };
	return perform(prepareNodes(run, toProgramHost(host, 'workflow'), host.environment), host);
}

async function perform<Result extends object>(program: Program<PortTask, Result>, host: RunHost): Promise<EndedRun> {
	const { result, report, steps, answer } = await performProgram(program, host);
	return { result, report, fields: { ...describeAnswer(answer), steps } };
}

const toProgramHost = ({ host, manifest, programs }: RunHost, of: keyof SandboxPrograms): ProgramHost => ({
	host,
	manifest,
	program: programs[of],
});

/** A definition in the request gets no grants of the host's agents. */
function findAgent(
	{ agent, definition }: RequestOfKind<'agent'>,
	{ offeredAgents, site }: RunHost,
): { reference: AgentReference; sha256?: string } {
	if ((agent === undefined) === (definition === undefined))
		throw invalid('A run of an agent needs either agent or definition.', `Pass the ID of an agent of ${site.name}, or a definition.`);
	if (definition !== undefined) {
		const { text, document } = readDocument(definition, 'definition');
		return { reference: { kind: 'inline', definition: document }, sha256: hashText(text) };
	}
	const [id = ''] = agent!.split('@');
	if (/^[\w-]+$/.test(id) && (offeredAgents?.has(id) ?? true)) return { reference: { kind: 'id', id: agent! } };
	throw notOffered(agent!, site);
}

/** The command's error names folders of this machine, which concern no caller. */
function hideFolders(error: unknown, { agent }: RequestOfKind<'agent'>, { site }: RunHost): never {
	throw isTroupeError(error) && error.code === 'AGENT_NOT_FOUND' && agent !== undefined ? notOffered(agent, site) : error;
}

const notOffered = (agent: string, { name }: RunSite) =>
	new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `${name[0]!.toUpperCase()}${name.slice(1)} offers no agent ${agent.slice(0, 100)}.`,
		fix: 'Name one of its agents, or pass the definition.',
	});

/** The report's hash is that of the text: published documents are passed as text. */
function readDocument(value: string | object, field: string): { text: string; document: unknown } {
	if (typeof value === 'object') return { text: JSON.stringify(value), document: value };
	let document: unknown;
	try {
		document = JSON.parse(value);
	} catch (cause) {
		throw invalid(`${field} is not JSON: ${jsonFault(cause)}`, 'Correct the document.');
	}
	requireShallow(document);
	return { text: value, document };
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
