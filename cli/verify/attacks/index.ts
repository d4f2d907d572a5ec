import type { Attack } from '../attack';
import { ordersInTexts } from './asi01-goal-hijack/orders-in-texts';
import { whatLeaves } from './asi01-goal-hijack/what-leaves';
import { badArguments } from './asi02-tool-misuse/arguments';
import { networks } from './asi02-tool-misuse/networks';
import { installation } from './asi03-identity/installation';
import { agentSecrets } from './asi03-identity/secrets';
import { callers } from './asi03-identity/callers';
import { strangers } from './asi03-identity/strangers';
import { supplySettings } from './asi04-supply-chain/installation';
import { packages } from './asi04-supply-chain/packages';
import { clearText } from './asi04-supply-chain/clear-text';
import { servers } from './asi04-supply-chain/servers';
import { programs } from './asi05-code-execution/programs';
import { probeAttacks } from './asi05-code-execution/probes';
import { conversations } from './asi06-memory/conversations';
import { storedRuns } from './asi06-memory/stored-runs';
import { betweenAgents } from './asi07-between-agents/agents';
import { messages } from './asi07-between-agents/messages';
import { floods } from './asi08-cascading-failures/floods';
import { limits } from './asi08-cascading-failures/limits';
import { switchingOff } from './asi08-cascading-failures/switching-off';
import { approvals } from './asi09-trust-of-people/approvals';
import { replies } from './asi09-trust-of-people/replies';
import { containment } from './asi10-rogue-agents/containment';
import { control } from './asi10-rogue-agents/control';

/** Every attack, in the order of its id. */
export const attacks: readonly Attack[] = [
	...[...ordersInTexts, ...whatLeaves],
	...[...badArguments, ...networks],
	...[...strangers, ...callers, ...agentSecrets, ...installation],
	...[...packages, ...supplySettings, ...servers, ...clearText],
	...[...probeAttacks, ...programs],
	...[...conversations, ...storedRuns],
	...[...betweenAgents, ...messages],
	...[...limits, ...floods, ...switchingOff],
	...[...approvals, ...replies],
	...[...control, ...containment],
];
