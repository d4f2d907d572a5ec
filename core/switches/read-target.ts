import * as Type from 'typebox/type';
import type { Static, TObject } from 'typebox/type';
import { TroupeError } from '../base/errors';
import { optional } from '../base/shape';
import { everyTenant } from '../base/tenant';
import { isDefinitionId } from '../base/text/definition-id';
import { storableText } from '../base/text/storable-text';
import { parseChannelTarget } from '../conversations/switches/channel-target';
import { maxRunId } from '../ports/runs/run-records';
import { everyAgent, type Switch } from '../ports/switches';

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, pattern: storableText, description });
export const switchTarget = {
	target: text(maxRunId + 'run:'.length, 'all, agent:ID, tool:AGENT/NAME, run:ID, channel:NAME, origin:VALUE or channel:NAME+origin:VALUE'),
	...optional({
		tenant: text(200, 'Whose switch it is (default: the own tenant)'),
		everywhere: Type.Boolean({ description: 'In all tenants; not for channels and origins' }),
	}),
};
/** What an operator names. */
export type SwitchTarget = Static<TObject<typeof switchTarget>>;

const maxReason = 500;
const toolTarget = /^tool:[a-z0-9][a-z0-9-]{0,62}(?:@[0-9A-Za-z.+-]{1,100})?\/[A-Za-z0-9_:/.-]{1,200}$/;

/** @param ownTenant used if the target names no tenant @throws TroupeError INPUT_INVALID */
export function readTarget({ target, tenant, everywhere }: SwitchTarget, ownTenant: string): Pick<Switch, 'tenant' | 'target'> {
	if (everywhere && tenant !== undefined) throw invalid('everywhere and tenant exclude each other.', 'Leave one out.');
	if (everywhere && parseChannelTarget(target))
		throw invalid(`${JSON.stringify(target)} cannot be switched everywhere: channels and origins belong to a tenant.`, 'Name the tenant.');
	if (!isTarget(target))
		throw invalid(
			`${JSON.stringify(target.slice(0, 80))} is not the target of a switch.`,
			'Use all, agent:ID, tool:AGENT/NAME, run:ID, channel:NAME, origin:VALUE or channel:NAME+origin:VALUE. The id of an agent has no version.',
		);
	return { tenant: everywhere ? everyTenant : (tenant ?? ownTenant), target };
}

function isTarget(target: string): boolean {
	if (target === everyAgent || toolTarget.test(target) || parseChannelTarget(target)) return true;
	if (target.startsWith('run:')) return isLine(target.slice('run:'.length), maxRunId);
	return target.startsWith('agent:') && isDefinitionId(target.slice('agent:'.length));
}

const isLine = (line: string, max: number): boolean => line.trim() !== '' && line.length <= max && !/\p{Cc}/u.test(line);

/** @throws TroupeError INPUT_INVALID for no reason, or a long one */
export function readReason(reason: string | undefined): string {
	const line = reason?.trim() ?? '';
	if (line === '') throw invalid('The reason is missing.', 'Add it; for the command: --reason "…". Everybody who is refused reads it.');
	if (!isLine(line, maxReason)) throw invalid(`The reason is not a text of 1 to ${maxReason} characters on one line.`, 'Shorten it.');
	return line;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
