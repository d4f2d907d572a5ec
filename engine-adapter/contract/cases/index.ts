import type { RecordedCase } from '../contract-case';
import { adHocBeginCases } from './ad-hoc-begin-cases';
import { adHocCommandCases } from './ad-hoc-command-cases';
import { adHocConditionCases } from './ad-hoc-condition-cases';
import { adHocDescriptionCases } from './ad-hoc-description-cases';
import { adHocEventCases } from './ad-hoc-event-cases';
import { adHocJobCases } from './ad-hoc-job-cases';
import { adHocListenerCases } from './ad-hoc-listener-cases';
import { adHocLoopCases } from './ad-hoc-loop-cases';
import { adHocMixedCases } from './ad-hoc-mixed-cases';
import { adHocPathCases } from './ad-hoc-path-cases';
import { adHocResultCases } from './ad-hoc-result-cases';
import { callCases } from './call-cases';
import { compensationCases } from './compensation-cases';
import { compensationFailureCases } from './compensation-failure-cases';
import { compensationHandlerCases } from './compensation-handler-cases';
import { compensationModelCases } from './compensation-model-cases';
import { compensationScopeCases } from './compensation-scope-cases';
import { cornerCases } from './corner-cases';
import { drawnCases } from './drawn-cases';
import { errorCases } from './error-cases';
import { escalationCases } from './escalation-cases';
import { escalationRefusalCases } from './escalation-refusal-cases';
import { eventCases } from './event-cases';
import { eventSubProcessCases } from './event-sub-process-cases';
import { eventSubProcessErrorCases } from './event-sub-process-error-cases';
import { eventSubProcessEscalationCases } from './event-sub-process-escalation-cases';
import { eventSubProcessRefusals } from './event-sub-process-refusals';
import { gatewayCases } from './gateway-cases';
import { inclusiveCases } from './inclusive-cases';
import { instanceCases } from './instance-cases';
import { interruptionCases } from './interruption-cases';
import { jobCases } from './job-cases';
import { joinCases } from './join-cases';
import { linkCases } from './link-cases';
import { listenerCases } from './listener-cases';
import { listenerElementCases } from './listener-element-cases';
import { mappingCases } from './mapping-cases';
import { messageCases } from './message-cases';
import { modifyCases } from './modify-cases';
import { modifyScopeCases } from './modify-scope-cases';
import { multiInstanceCases } from './multi-instance-cases';
import { oddEventCases } from './odd-event-cases';
import { orderCases } from './order-cases';
import { signalBoundaryCases } from './signal-boundary-cases';
import { signalCases } from './signal-cases';
import { signalStartCases } from './signal-start-cases';
import { signalThrowCases } from './signal-throw-cases';
import { taskCases } from './task-cases';
import { taskDetailCases } from './task-detail-cases';
import { throwCases } from './throw-cases';
import { timerCases } from './timer-cases';
import { userTaskCases } from './user-task-cases';

/** The families of cases. The recordings of a family share a file that has its name. */
const families = {
	task: taskCases,
	mapping: mappingCases,
	order: orderCases,
	gateway: gatewayCases,
	join: joinCases,
	compensation: compensationCases,
	'compensation-scope': compensationScopeCases,
	'compensation-handler': compensationHandlerCases,
	'compensation-failure': compensationFailureCases,
	'compensation-model': compensationModelCases,
	error: errorCases,
	job: jobCases,
	'task-detail': taskDetailCases,
	'user-task': userTaskCases,
	instance: instanceCases,
	modify: modifyCases,
	'modify-scope': modifyScopeCases,
	message: messageCases,
	timer: timerCases,
	event: eventCases,
	throw: throwCases,
	call: callCases,
	'multi-instance': multiInstanceCases,
	corner: cornerCases,
	drawn: drawnCases,
	inclusive: inclusiveCases,
	signal: signalCases,
	'signal-boundary': signalBoundaryCases,
	'signal-start': signalStartCases,
	'signal-throw': signalThrowCases,
	escalation: escalationCases,
	'escalation-refusal': escalationRefusalCases,
	interruption: interruptionCases,
	'odd-event': oddEventCases,
	link: linkCases,
	'event-sub-process': eventSubProcessCases,
	'event-sub-process-error': eventSubProcessErrorCases,
	'event-sub-process-escalation': eventSubProcessEscalationCases,
	'event-sub-process-refusals': eventSubProcessRefusals,
	'ad-hoc-begin': adHocBeginCases,
	'ad-hoc-condition': adHocConditionCases,
	'ad-hoc-command': adHocCommandCases,
	'ad-hoc-path': adHocPathCases,
	'ad-hoc-result': adHocResultCases,
	'ad-hoc-event': adHocEventCases,
	'ad-hoc-loop': adHocLoopCases,
	'ad-hoc-job': adHocJobCases,
	'ad-hoc-description': adHocDescriptionCases,
	'ad-hoc-mixed': adHocMixedCases,
	'ad-hoc-listener': adHocListenerCases,
	listener: listenerCases,
	'listener-element': listenerElementCases,
};

export const contractCases: RecordedCase[] = Object.entries(families).flatMap(([family, cases]) =>
	cases.map((contractCase) => ({ ...contractCase, family })),
);
