/** All operations on shared state, by client name. An operation added here becomes an endpoint. */
import { listApprovals, showApproval } from './runs/approvals';
import { liftAbuse, listAbuse, listAbuseLifts } from './abuse';
import { showAgentDefinition } from './agents/agent-definition';
import { createAccessKey, listAccessKeyChanges, listAccessKeys, revokeAccessKey, rotateAccessKey } from './access-keys';
import { exportAuditEntries } from './audit/export-audit';
import { listAudit } from './audit/list-audit';
import { countWaitingAudit, proveAuditEntry, readAuditCheckpoint, verifyAudit } from './audit/prove-audit';
import { cancelOperation, listOperations, showOperation } from './background/background-operations';
import { addChannel } from './channels/add-channel';
import { listChannels, pauseChannel, removeChannel, resumeChannel, testChannel } from './channels/channels';
import { listAudios } from './channels/audios';
import { listHandOvers } from './channels/hand-overs';
import { listReceipts, replayReceipts, showReceipt } from './channels/receipts';
import {
	changeSettings,
	changeWording,
	decideSettings,
	keepSettings,
	listSettingsChanges,
	showSettings,
	undoSettings,
} from './channels/settings/settings';
import { setChannel } from './channels/set-channel';
import { listSends, listUnsent, resendMessage, settleMessage } from './channels/sends';
import { listConversations } from './conversations/conversations';
import { assignConversation, noteOnConversation } from './conversations/notes';
import { handOverConversation, setConversationMode, settleConversation } from './conversations/people';
import { replyInConversation } from './conversations/reply';
import { reportConversations } from './conversations/report';
import { showConversation } from './conversations/show-conversation';
import { exportRuns } from './export/export-runs';
import { exportContact } from './contacts/export-contact';
import { exportPersonEverywhere } from './privacy/export-person';
import { exportFromProcesses } from './privacy/export-processes';
import { findContact, forgetContact, listContacts, mergeContacts, splitContact } from './contacts/contacts';
import { grantConsent, listConsents, withdrawConsent } from './contacts/contact-consents';
import { listOptOuts, optInContact, optOutContact } from './contacts/contact-rights';
import {
	extendDataRequest,
	listDataRequests,
	noteDataRequest,
	refuseDataRequest,
	settleDataRequest,
	showDataRequest,
} from './privacy/data-requests';
import { fillTask } from './fill-task';
import { listInbox } from './inbox';
import { addCredential } from './credentials/add-credential';
import { listCredentialUses } from './credentials/credential-uses';
import { listCredentials, readCredential, removeCredential, setServers, testCredential } from './credentials/credentials';
import { listCrmChoices, recordLead } from './crm';
import {
	enableSubscription,
	listDeliveries,
	listEventTypes,
	listSubscriptions,
	removeSubscription,
	replayDeliveries,
	resendDeliveries,
	showDelivery,
	subscribeToEvents,
} from './events';
import { dropCollection, listChanges, listCollections, setAccess, showAccess, showCollection } from './knowledge/collections';
import { listDocuments, releaseDocuments, removeDocuments, retainCollection } from './knowledge/documents';
import { abandonReembedding, reembedCollection } from './knowledge/re-embed';
import { countSearches, searchCollection } from './knowledge/search';
import { uploadDocument } from './knowledge/upload';
import { judgeWaitingRuns } from './evaluations/judge-runs';
import { runEvaluation } from './evaluations/run-evaluation';
import { forgetPersonsAgain } from './privacy/forget-again';
import { addHold, listHolds, removeHold } from './privacy/holds';
import { listLogLines } from './logs';
import { listMachines } from './machines';
import { examineInstallation } from './diagnose';
import { whoAmI } from './me';
import { memoryOperations as memory } from './memory';
import type { Operation } from './operation';
import { cancelSandboxRun, listSandboxRuns, readSandboxReport, readSandboxRun } from './sandbox/sandbox-runs';
import { startSandboxRun } from './sandbox/start-run';
import { findPerson } from './privacy/find-person';
import { forgetPersonEverywhere } from './privacy/forget-person';
import { forgetInProcesses } from './privacy/forget-processes';
import { rectifyPerson } from './privacy/rectify-person';
import { forgetTenant } from './privacy/forget-tenant';
import { restrictPerson } from './privacy/restrict-person';
import { recordProcessing } from './privacy/privacy';
import { lintPromptText } from './prompts/lint';
import { renderPromptText } from './prompts/render';
import { testPrompt } from './prompts/test';
import { purgeData } from './privacy/purge';
import { readQuality } from './agents/quality';
import { readRetention, setRetention } from './privacy/retention';
import { replayRun } from './runs/replay-run';
import { revealRun } from './runs/reveal-run';
import { countRuns, listRuns, searchRuns } from './runs/runs';
import { listSwitchChanges, listSwitches, turnOff, turnOn } from './switches';
import { cleanTenant, listTenants, removeTenantRules, setTenantRules, showTenant } from './tenants';
import { askPlan, changePlan, confirmPlan, createPlan, listPlans, provePlan, runPlan, showPlan } from './plans/plans';
import { installTemplate, listInstallableTemplates, showTemplate } from './agents/templates';
import { forecastBudgets, listBalances, readStoredBudgets, storeBudgets } from './usage/budgets';
import { exportUsage } from './usage/export-usage';
import { readStatement } from './usage/read-statement';
import { adviseOnUsage, readUsage } from './usage/usage';
import { validateAgents } from './agents/validate-agents';
import { listViolations, searchViolations } from './violations';
import { listWantedTools, removeWantedTool, showWantedTool } from './wanted-tools/wanted-tools';
import { dropWork, listWork, retryWork } from './work';

export const operations = {
	listSwitches,
	listSwitchChanges,
	turnOff,
	turnOn,
	createAccessKey,
	listAccessKeyChanges,
	listAccessKeys,
	revokeAccessKey,
	rotateAccessKey,
	addChannel,
	setChannel,
	listChannels,
	pauseChannel,
	removeChannel,
	resumeChannel,
	testChannel,
	listAudios,
	listHandOvers,
	listReceipts,
	listSends,
	listUnsent,
	replayReceipts,
	resendMessage,
	settleMessage,
	showReceipt,
	assignConversation,
	listConversations,
	noteOnConversation,
	reportConversations,
	showConversation,
	handOverConversation,
	replyInConversation,
	setConversationMode,
	settleConversation,
	changeSettings,
	changeWording,
	decideSettings,
	keepSettings,
	listSettingsChanges,
	showSettings,
	undoSettings,
	exportContact,
	findContact,
	forgetContact,
	listContacts,
	mergeContacts,
	splitContact,
	grantConsent,
	listConsents,
	withdrawConsent,
	listOptOuts,
	optInContact,
	optOutContact,
	extendDataRequest,
	listDataRequests,
	noteDataRequest,
	refuseDataRequest,
	settleDataRequest,
	showDataRequest,
	addCredential,
	listCredentials,
	listCredentialUses,
	readCredential,
	removeCredential,
	setServers,
	testCredential,
	listCrmChoices,
	recordLead,
	enableSubscription,
	listDeliveries,
	listEventTypes,
	listSubscriptions,
	removeSubscription,
	replayDeliveries,
	resendDeliveries,
	showDelivery,
	subscribeToEvents,
	dropCollection,
	listChanges,
	listCollections,
	setAccess,
	showAccess,
	showCollection,
	listDocuments,
	releaseDocuments,
	removeDocuments,
	retainCollection,
	abandonReembedding,
	reembedCollection,
	searchCollection,
	countSearches,
	uploadDocument,
	countWaitingAudit,
	exportAuditEntries,
	listAudit,
	proveAuditEntry,
	readAuditCheckpoint,
	verifyAudit,
	listInbox,
	fillTask,
	listLogLines,
	listMachines,
	whoAmI,
	recallMemories: memory.recall,
	rememberFacts: memory.remember,
	setPreferences: memory.preferences,
	exportPerson: memory.export,
	forgetPerson: memory.forget,
	forgetPersonsAgain,
	cancelOperation,
	listOperations,
	showOperation,
	purgeData,
	addHold,
	listHolds,
	removeHold,
	readRetention,
	setRetention,
	exportFromProcesses,
	exportPersonEverywhere,
	findPerson,
	forgetInProcesses,
	forgetTenant,
	forgetPersonEverywhere,
	recordProcessing,
	rectifyPerson,
	restrictPerson,
	readQuality,
	showAgentDefinition,
	validateAgents,
	judgeWaitingRuns,
	runEvaluation,
	lintPrompt: lintPromptText,
	renderPrompt: renderPromptText,
	testPrompt,
	countRuns,
	exportRuns,
	listRuns,
	replayRun,
	revealRun,
	searchRuns,
	cancelSandboxRun,
	listSandboxRuns,
	readSandboxReport,
	readSandboxRun,
	startSandboxRun,
	listApprovals,
	showApproval,
	cleanTenant,
	listTenants,
	removeTenantRules,
	setTenantRules,
	showTenant,
	listTemplates: listInstallableTemplates,
	showTemplate,
	installTemplate,
	listPlans,
	showPlan,
	createPlan,
	askPlan,
	changePlan,
	provePlan,
	confirmPlan,
	runPlan,
	forecastBudgets,
	listBalances,
	readStoredBudgets,
	storeBudgets,
	adviseOnUsage,
	exportUsage,
	readStatement,
	readUsage,
	liftAbuse,
	listAbuse,
	listAbuseLifts,
	listViolations,
	searchViolations,
	listWantedTools,
	removeWantedTool,
	showWantedTool,
	dropWork,
	listWork,
	retryWork,
	examineInstallation,
} as unknown as Record<string, Operation>;
