import { existsSync } from 'node:fs';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { AgentRequest } from '../../core/agents/agent-request';
import type { Host } from '../../providers/compose/host';
import { hostFor, toAgentReference } from '../agent/agent-documents';
import { outcomeLines } from '../agent/outcome-lines';
import { readFacts } from '../guardrails/read-facts';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { agentProgram } from './inside/programs';
import type { AgentPortTask } from './ports/port-calls';
import { type ProgramOptions, runProgram } from './run-program';

export interface AgentSandboxOptions extends ProgramOptions {
	/** An id, or a path: text with a path separator or the ending `.json`. */
	agent: string;
	message: string;
	conversation: string;
	person?: string;
	/** JSON. */
	facts?: string;
	/** Whether calls that wait for a person are approved. */
	approve?: boolean;
}

/**
 * Runs an agent in the sandbox, prints its answer, and how each request to a model or a tool was answered.
 * @param program as built; in a checkout, tests name their own
 */
export async function runAgentCommand(
	options: AgentSandboxOptions,
	terminal: Terminal,
	open = openHost,
	program = agentProgram,
): Promise<ExitCode> {
	const host = await open(terminal);
	const manifest = await admitCommand(host, 'sandbox run agent', terminal);
	const reference = toAgentReference(options.agent);
	const { readDefinition } = await import('../../providers/compose/agents/agent');
	const { readTenantDemands } = await import('../../providers/compose/guardrails/tenant-policies');
	const own = hostFor(reference, host);
	const { definition, source } = await readDefinition(reference, own);
	const request = await readRequest(options);
	return runProgram<{ agent: AgentOutcome }, AgentPortTask>(
		{
			program,
			subject: { kind: 'agent', name: `${definition.id}@${definition.version}`, sha256: source.sha256 },
			input: JSON.stringify(request),
			task: {
				...listPlaces(own),
				...{ demands: await readTenantDemands(own), manifest, tenant: host.tenant },
				...{ agent: reference, request, approves: options.approve === true },
			},
			ports: { host: own, types: definition.guardrails.personalData.types, named: new Map([[definition.id, reference]]) },
			show: ({ agent }) => outcomeLines(agent, terminal).forEach((line) => terminal.print(line)),
		},
		options,
		terminal,
	);
}

async function readRequest({ message, conversation: conversationId, person, facts: text }: AgentSandboxOptions): Promise<AgentRequest> {
	const facts = await readFacts(text);
	return { message, conversationId, ...(person !== undefined && { person }), ...(facts && { facts }) };
}

/** The folders with definitions, which are all that the run can read besides Troupe's own code. */
export function listPlaces({ agentFolders, policyFolders = [] }: Host): Pick<AgentPortTask, 'agentFolders' | 'policyFolders'> {
	return { agentFolders: agentFolders.filter(existsSync), policyFolders: policyFolders.filter(existsSync) };
}
