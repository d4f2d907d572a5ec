import type { Attack } from '../attack';
import { backendReplies } from './asi01-goal-hijack/backend-data';
import { disguisedLeaks } from './asi01-goal-hijack/disguised-leaks';
import { knownCallers } from './asi01-goal-hijack/known-callers';
import { maskedTexts } from './asi01-goal-hijack/masked-texts';
import { modelTasks } from './asi01-goal-hijack/model-tasks';
import { laterTasks } from './asi01-goal-hijack/later-tasks';
import { laterTurns } from './asi01-goal-hijack/later-turns';
import { ordersInTexts } from './asi01-goal-hijack/orders-in-texts';
import { screenedTexts } from './asi01-goal-hijack/screened-texts';
import { usedPermissions } from './asi01-goal-hijack/used-permissions';
import { oddInputs, whatLeaves } from './asi01-goal-hijack/what-leaves';
import { badArguments } from './asi02-tool-misuse/arguments';
import { effects } from './asi02-tool-misuse/effects';
import { elements } from './asi02-tool-misuse/elements';
import { networks } from './asi02-tool-misuse/networks';
import { processArguments } from './asi02-tool-misuse/process-arguments';
import { reviewedCalls } from './asi02-tool-misuse/reviewer';
import { documents } from './asi03-identity/documents';
import { installation } from './asi03-identity/installation';
import { agentSecrets } from './asi03-identity/secrets';
import { callers } from './asi03-identity/callers';
import { stolenCredentials, rights } from './asi03-identity/rights';
import { revokedCallers } from './asi03-identity/revoked-callers';
import { logins } from './asi03-identity/logins';
import { sharedInstances } from './asi03-identity/shared-instances';
import { strangers } from './asi03-identity/strangers';
import { supplySettings } from './asi04-supply-chain/installation';
import { localModels } from './asi04-supply-chain/local-models';
import { packages } from './asi04-supply-chain/packages';
import { clearText } from './asi04-supply-chain/clear-text';
import { replacedModels } from './asi04-supply-chain/replaced-models';
import { servers } from './asi04-supply-chain/servers';
import { failedCalls } from './asi04-supply-chain/failed-calls';
import { programs } from './asi05-code-execution/programs';
import { containedPrograms } from './asi05-code-execution/contained-programs';
import { probeAttacks } from './asi05-code-execution/probes';
import { changedDocuments } from './asi06-memory/changed-documents';
import { conversations } from './asi06-memory/conversations';
import { contradictions } from './asi06-memory/contradictions';
import { labels } from './asi06-memory/labels';
import { poisonedDocuments } from './asi06-memory/documents';
import { forgottenCallers } from './asi06-memory/forgotten-callers';
import { removedTurns } from './asi06-memory/removed-turns';
import { typedTokens } from './asi06-memory/typed-tokens';
import { storedRuns } from './asi06-memory/stored-runs';
import { betweenAgents, chains } from './asi07-between-agents/agents';
import { poisonedDescriptions } from './asi07-between-agents/descriptions';
import { messages } from './asi07-between-agents/messages';
import { signedAnswers } from './asi07-between-agents/signed-answers';
import { floods } from './asi08-cascading-failures/floods';
import { limits } from './asi08-cascading-failures/limits';
import { switchingOff } from './asi08-cascading-failures/switching-off';
import { approvals } from './asi09-trust-of-people/approvals';
import { changedTools } from './asi09-trust-of-people/changed-tool';
import { argumentNames } from './asi09-trust-of-people/argument-names';
import { blindDecisions } from './asi09-trust-of-people/blind-decisions';
import { keysOfOnePerson } from './asi09-trust-of-people/keys-of-one-person';
import { laterRules } from './asi09-trust-of-people/later-rules';
import { pastTheTask } from './asi09-trust-of-people/past-the-task';
import { replies } from './asi09-trust-of-people/replies';
import { searchedReplies } from './asi09-trust-of-people/searched-replies';
import { statements } from './asi09-trust-of-people/statements';
import { unsignedApprovals } from './asi09-trust-of-people/unsigned-approvals';
import { unsupportedReplies } from './asi09-trust-of-people/unsupported';
import { containment } from './asi10-rogue-agents/containment';
import { control } from './asi10-rogue-agents/control';
import { records } from './asi10-rogue-agents/records';
import { actions } from './asi10-rogue-agents/actions';
import { registryAudit } from './asi10-rogue-agents/registry-audit';
import { storedRecords } from './asi10-rogue-agents/stored-records';

/** Every attack, in the order of its id. */
export const attacks: readonly Attack[] = [
	...ordersInTexts,
	...whatLeaves,
	...usedPermissions,
	...oddInputs,
	...laterTurns,
	...laterTasks,
	...modelTasks,
	...screenedTexts,
	...maskedTexts,
	...disguisedLeaks,
	...backendReplies,
	...badArguments,
	...networks,
	...reviewedCalls,
	...processArguments,
	...strangers,
	...callers,
	...agentSecrets,
	...installation,
	...rights,
	...logins,
	...documents,
	...stolenCredentials,
	...revokedCallers,
	...elements,
	...effects,
	...packages,
	...supplySettings,
	...servers,
	...failedCalls,
	...replacedModels,
	...clearText,
	...localModels,
	...probeAttacks,
	...programs,
	...containedPrograms,
	...conversations,
	...storedRuns,
	...removedTurns,
	...typedTokens,
	...poisonedDocuments,
	...changedDocuments,
	...betweenAgents,
	...messages,
	...poisonedDescriptions,
	...signedAnswers,
	...chains,
	...limits,
	...floods,
	...switchingOff,
	...approvals,
	...replies,
	...statements,
	...unsupportedReplies,
	...searchedReplies,
	...keysOfOnePerson,
	...blindDecisions,
	...unsignedApprovals,
	...changedTools,
	...argumentNames,
	...pastTheTask,
	...laterRules,
	...control,
	...records,
	...registryAudit,
	...storedRecords,
	...actions,
	...containment,
	...knownCallers,
	...forgottenCallers,
	...sharedInstances,
	...labels,
	...contradictions,
].sort((one, other) => (one.id < other.id ? -1 : 1));
