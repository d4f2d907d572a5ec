import { TroupeError } from '../base/errors';
import { everyAgent, type Stop } from '../ports/stops';
import { everyTenant, nameTool } from './find-stop';

/** What an operator names. */
export interface StopTarget {
	/** All tenants. */
	all?: boolean;
	tenant?: string;
	agent?: string;
	run?: string;
	/** A tool of the agent, or a server of it: `mcp:crm`, `mcp:crm/pay`, `pay`. */
	tool?: string;
}

const maxReason = 500;
const agentName = /^[a-z0-9][a-z0-9-]{0,62}$/;
const versionedName = /^[a-z0-9][a-z0-9-]{0,62}(?:@[0-9A-Za-z.+-]{1,100})?$/;
const toolName = /^[A-Za-z0-9_:/.-]{1,200}$/;
const maxRun = 200;

/** Returns what is meant. @param ownTenant of an agent or a run without a tenant @throws TroupeError INPUT_INVALID without a target, or with two */
export function readStopTarget({ all, tenant, agent, run, tool }: StopTarget, ownTenant: string): Pick<Stop, 'tenant' | 'name'> {
	if (all && tenant !== undefined) throw invalid('all and tenant exclude each other.', 'Leave one out.');
	if (agent !== undefined && run !== undefined) throw invalid('agent and run exclude each other.', 'Leave one out.');
	if (tool !== undefined && agent === undefined) throw invalid('The agent of the tool is not named.', 'Add --agent.');
	if (tool !== undefined && !toolName.test(tool))
		throw invalid(
			`${JSON.stringify(tool.slice(0, 80))} is not the name of a tool or server.`,
			'Write it as `troupe stop --list` does, such as mcp:crm.',
		);
	if (agent !== undefined && !(tool === undefined ? agentName : versionedName).test(agent))
		throw invalid(`${JSON.stringify(agent.slice(0, 80))} is not the id of an agent.`, 'Write the id without a version, such as support.');
	if (run !== undefined && (run.trim() === '' || run.length > maxRun || /\p{Cc}/u.test(run)))
		throw invalid(`The id of the run is not a text of 1 to ${maxRun} characters on one line.`, 'See `troupe agent runs`.');
	const isNothing = !all && tenant === undefined && agent === undefined && run === undefined;
	if (isNothing)
		throw invalid(
			'No agent, run or tenant is named.',
			'Name one (--agent, --run or --tenant), or say that all are meant (--all). Over HTTP the fields have the same names.',
		);
	const name =
		tool !== undefined ? nameTool(agent!, tool) : agent !== undefined ? `agent:${agent}` : run !== undefined ? `run:${run}` : everyAgent;
	return { tenant: all ? everyTenant : (tenant ?? ownTenant), name };
}

/** @throws TroupeError INPUT_INVALID for no reason, or a long one */
export function readStopReason(reason: string | undefined, action: 'stop' | 'start'): string {
	const text = reason?.trim() ?? '';
	if (text === '')
		throw invalid(`The reason of the ${action} is missing.`, 'Add it; for the command: --reason "…". Everybody who is refused reads it.');
	if (text.length > maxReason || /\p{Cc}/u.test(text))
		throw invalid(`The reason of the ${action} is not a text of 1 to ${maxReason} characters on one line.`, 'Shorten it.');
	return text;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
