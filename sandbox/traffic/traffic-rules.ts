import { matchesRequest, printRequestPattern, type RequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { OutsideRequest, TrafficAction } from '../network/outlet';
import type { StandInName } from './stand-ins';

/** Rule for requests that fit a pattern. The first rule that fits decides; without one, a request is refused. */
export type TrafficRule =
	| { action: 'forward' | 'refuse'; pattern: RequestPattern }
	| { action: 'stand-in'; pattern: RequestPattern; standIn: StandInName };

/** In place of a rule, in reports: the list of capabilities does not contain the request. */
export const notListed = 'capabilities';
/** In place of a rule, in reports: a rule allows the request, and its address is in a private network, or returns credentials of a machine. */
export const privateNetwork = 'private network';

export interface Decision {
	action: Exclude<TrafficAction, 'mock'>;
	rule: string;
	standIn?: StandInName;
}

export function decide(rules: readonly TrafficRule[], { method, url }: OutsideRequest): Decision {
	const rule = rules.find(({ pattern }) => matchesRequest(pattern, method, url));
	if (rule === undefined) return { action: 'refuse', rule: 'no rule' };
	const pattern = printRequestPattern(rule.pattern);
	return rule.action === 'stand-in'
		? { action: 'stand-in', rule: `${pattern} = ${rule.standIn}`, standIn: rule.standIn }
		: { action: rule.action, rule: pattern };
}
