import * as Type from 'typebox/type';
import type { Static, TObject } from 'typebox/type';
import { TroupeError } from '../base/errors';
import { optional } from '../base/shape';
import { everyTenant } from '../base/tenant';
import { isDefinitionId } from '../base/text/definition-id';
import { storableText } from '../base/text/storable-text';
import { maxRunId } from '../ports/runs/run-records';
import { everyAgent, type Stop } from '../ports/stops';
import { nameTool } from './find-stop';

const text = (maxLength = 200) => Type.String({ minLength: 1, maxLength, pattern: storableText });
export const stopTarget = optional({
	/** All tenants. */
	all: Type.Boolean(),
	tenant: text(),
	agent: text(),
	run: text(maxRunId),
	/** A tool of the agent, or a server of it: `mcp:crm`, `mcp:crm/pay`, `pay`. */
	tool: text(),
});
/** What an operator names. */
export type StopTarget = Static<TObject<typeof stopTarget>>;

const maxReason = 500;
/** The id of an agent, also with a version. */
const versionedName = /^[a-z0-9][a-z0-9-]{0,62}(?:@[0-9A-Za-z.+-]{1,100})?$/;
const toolName = /^[A-Za-z0-9_:/.-]{1,200}$/;

/** Returns what is meant. @param ownTenant of an agent or a run without a tenant @throws TroupeError INPUT_INVALID without a target, or with two */
export function readStopTarget({ all, tenant, agent, run, tool }: StopTarget, ownTenant: string): Pick<Stop, 'tenant' | 'name'> {
	if (all && tenant !== undefined) throw invalid('all and tenant exclude each other.', 'Leave one out.');
	if (agent !== undefined && run !== undefined) throw invalid('agent and run exclude each other.', 'Leave one out.');
	const name = tool === undefined ? readName({ agent, run }) : readTool(tool, agent);
	if (name === everyAgent && !all && tenant === undefined)
		throw invalid(
			'No agent, run or tenant is named.',
			'Name one (--agent, --run or --tenant), or say that all are meant (--all). Over HTTP the fields have the same names.',
		);
	return { tenant: all ? everyTenant : (tenant ?? ownTenant), name };
}

function readName({ agent, run }: Pick<StopTarget, 'agent' | 'run'>): string {
	if (agent !== undefined) {
		if (isDefinitionId(agent)) return `agent:${agent}`;
		throw invalid(`${JSON.stringify(agent.slice(0, 80))} is not the id of an agent.`, 'Write the id without a version, such as support.');
	}
	if (run === undefined) return everyAgent;
	if (isLine(run, maxRunId)) return `run:${run}`;
	throw invalid(`The id of the run is not a text of 1 to ${maxRunId} characters on one line.`, 'See `troupe run list`.');
}

function readTool(tool: string, agent: string | undefined): string {
	if (agent === undefined) throw invalid('The agent of the tool is not named.', 'Add --agent.');
	if (!versionedName.test(agent))
		throw invalid(
			`${JSON.stringify(agent.slice(0, 80))} is not the id of an agent.`,
			'Write it as `troupe stop --list` does, such as support@1.0.0.',
		);
	if (toolName.test(tool)) return nameTool(agent, tool);
	throw invalid(
		`${JSON.stringify(tool.slice(0, 80))} is not the name of a tool or server.`,
		'Write it as `troupe stop --list` does, such as mcp:crm.',
	);
}

const isLine = (text: string, max: number): boolean => text.trim() !== '' && text.length <= max && !/\p{Cc}/u.test(text);

/** @throws TroupeError INPUT_INVALID for no reason, or a long one */
export function readStopReason(reason: string | undefined, action: 'stop' | 'start' | 'cancellation'): string {
	const text = reason?.trim() ?? '';
	if (text === '')
		throw invalid(`The reason of the ${action} is missing.`, 'Add it; for the command: --reason "…". Everybody who is refused reads it.');
	if (!isLine(text, maxReason))
		throw invalid(`The reason of the ${action} is not a text of 1 to ${maxReason} characters on one line.`, 'Shorten it.');
	return text;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
