import type { ChannelStores } from '../open-channel-stores';
import { describeConsents } from './consents.contract';
import { describeDataRequests } from './data-requests.contract';
import { describeOptOutsHold } from './opt-outs-hold.contract';
import { describeOptOuts } from './opt-outs.contract';
import { describeRestrictions } from './restrictions.contract';
import { describeRightRules } from './right-rules.contract';

export { openNames } from './right-steps.contract';

/** What every store promises to contacts who demand something. */
export function describeContactRights(open: () => ChannelStores): void {
	describeConsents(open);
	describeOptOuts(open);
	describeOptOutsHold(open);
	describeDataRequests(open);
	describeRightRules(open);
	describeRestrictions(open);
}
