import type { Check } from '../check';
import { apiTokenCheck } from './keys/api-token';
import { signingKeysCheck } from './keys/signing-keys';
import { vaultKeyCheck } from './keys/vault-key';
import { clockCheck } from './network/clock';
import { encryptionCheck } from './network/encryption';
import { namesCheck } from './network/names';
import { serviceCheck } from './network/service';
import { zeebeCheck } from './network/zeebe';
import { hooksCheck } from './programs/hooks';
import { n8nCheck } from './programs/n8n';
import { nodeCheck } from './programs/node';
import { sandboxCheck } from './programs/sandbox';
import { approvalsCheck } from './settings/approvals';
import { agentsCheck } from './settings/agents';
import { budgetsCheck } from './settings/budgets';
import { harmClassifierCheck } from './settings/harm-classifier';
import { modelsCheck } from './settings/models';
import { policiesCheck } from './settings/policies';
import { standardPolicyCheck } from './settings/standard-policy';
import { programsCheck } from './settings/programs';
import { settingsCheck } from './settings/settings';
import { channelsCheck } from './state/channels';
import { databaseCheck } from './state/database';
import { diskCheck } from './state/disk';
import { engineLockCheck } from './state/engine-lock';
import { homeCheck } from './state/home';
import { localStateCheck } from './state/local-state';
import { redisCheck } from './state/redis';
import { residencyCheck } from './state/residency';
import { requestsCheck } from './state/requests';
import { retentionCheck } from './state/retention';
import { stateFilesCheck } from './state/state-files';
import { switchesCheck } from './state/switches';
import { witnessesCheck } from './state/witnesses';
import { anchorsCheck } from './state/anchors';
import { approvalCheck } from './trust/approval';
import { registryCheck } from './trust/registry';
import { rootCheck } from './trust/root';

/** Every check of `troupe doctor`, in the order in which it prints them. */
export const checks: readonly Check[] = [
	nodeCheck,
	sandboxCheck,
	n8nCheck,
	hooksCheck,
	settingsCheck,
	agentsCheck,
	modelsCheck,
	policiesCheck,
	standardPolicyCheck,
	harmClassifierCheck,
	approvalsCheck,
	budgetsCheck,
	programsCheck,
	homeCheck,
	stateFilesCheck,
	engineLockCheck,
	serviceCheck,
	databaseCheck,
	localStateCheck,
	redisCheck,
	switchesCheck,
	channelsCheck,
	retentionCheck,
	residencyCheck,
	witnessesCheck,
	anchorsCheck,
	requestsCheck,
	diskCheck,
	vaultKeyCheck,
	signingKeysCheck,
	apiTokenCheck,
	rootCheck,
	approvalCheck,
	registryCheck,
	namesCheck,
	encryptionCheck,
	zeebeCheck,
	clockCheck,
];
