import { setTimeout as sleep } from 'node:timers/promises';
import { describeAnswers } from './contract/answers.contract';
import { describeBacklog } from './contract/backlog.contract';
import { describeChannelStates } from './contract/channel-states.contract';
import { describeContacts } from './contract/contacts.contract';
import { describeReceipts } from './contract/receipts.contract';
import { describeSessionAgents } from './contract/session-agents.contract';
import { describeLaterChanges } from './contract/later-changes.contract';
import { describeHeld } from './contract/held.contract';
import { describeOutgoing } from './contract/outgoing.contract';
import { describePeopleWaits } from './contract/people-waits.contract';
import { describePeopleAtWork } from './contract/people.contract';
import { describeTurns } from './contract/turns.contract';
import { describeWaits } from './contract/waits.contract';
import { describeReturns } from './people/agent-returns.contract';
import { describeDeals } from './conversations/deals.contract';
import { describeConversations } from './conversations/conversations.contract';
import { describeRetention } from './retention/channel-retention.contract';
import { describeChannelSettings } from './settings/channel-settings.contract';
import type { ChannelStores } from './open-channel-stores';

/** Describes what every store of channels promises. @param pass lets time pass for the store */
export function describeChannelStores(open: () => ChannelStores, pass: (ms: number) => unknown = sleep): void {
	describeChannelStates(open);
	describeReceipts(open);
	describeTurns(open, pass);
	describeAnswers(open);
	describeWaits(open, pass === sleep ? undefined : pass);
	describePeopleWaits(open, pass === sleep ? undefined : pass);
	describeBacklog(open);
	describeLaterChanges(open);
	describePeopleAtWork(open);
	describeReturns(open);
	describeOutgoing(open);
	describeHeld(open);
	describeContacts(open);
	describeSessionAgents(open);
	describeConversations(open, pass);
	describeDeals(open, pass);
	describeRetention(open, pass);
	describeChannelSettings(open);
}
