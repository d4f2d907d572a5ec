import type { RecordedCase } from '../contract-case';
import { adHocBeginCases } from './ad-hoc/ad-hoc-begin-cases';
import { adHocCommandCases } from './ad-hoc/ad-hoc-command-cases';
import { adHocConditionCases } from './ad-hoc/ad-hoc-condition-cases';
import { adHocDescriptionCases } from './ad-hoc/ad-hoc-description-cases';
import { adHocEventCases } from './ad-hoc/ad-hoc-event-cases';
import { adHocJobCases } from './ad-hoc/ad-hoc-job-cases';
import { adHocListenerCases } from './ad-hoc/ad-hoc-listener-cases';
import { adHocLoopCases } from './ad-hoc/ad-hoc-loop-cases';
import { adHocMixedCases } from './ad-hoc/ad-hoc-mixed-cases';
import { adHocPathCases } from './ad-hoc/ad-hoc-path-cases';
import { adHocResultCases } from './ad-hoc/ad-hoc-result-cases';
import { compensationCases } from './compensation/compensation-cases';
import { compensationFailureCases } from './compensation/compensation-failure-cases';
import { compensationHandlerCases } from './compensation/compensation-handler-cases';
import { compensationModelCases } from './compensation/compensation-model-cases';
import { compensationScopeCases } from './compensation/compensation-scope-cases';
import { decisionLogicCases } from './decisions/decision-logic-cases';
import { decisionTableCases } from './decisions/decision-table-cases';
import { decisionTaskCases } from './decisions/decision-task-cases';
import { eventSubProcessCases } from './event-sub-processes/event-sub-process-cases';
import { eventSubProcessErrorCases } from './event-sub-processes/event-sub-process-error-cases';
import { eventSubProcessEscalationCases } from './event-sub-processes/event-sub-process-escalation-cases';
import { eventSubProcessRefusals } from './event-sub-processes/event-sub-process-refusals';
import { errorCases } from './events/error-cases';
import { escalationCases } from './events/escalation-cases';
import { escalationRefusalCases } from './events/escalation-refusal-cases';
import { eventCases } from './events/event-cases';
import { interruptionCases } from './events/interruption-cases';
import { linkCases } from './events/link-cases';
import { messageCases } from './events/message-cases';
import { oddEventCases } from './events/odd-event-cases';
import { throwCases } from './events/throw-cases';
import { timerCases } from './events/timer-cases';
import { togetherCases } from './events/together-cases';
import { unnamedFlowCases } from './events/unnamed-flow-cases';
import { gatewayCases } from './gateways/gateway-cases';
import { inclusiveCases } from './gateways/inclusive-cases';
import { joinCases } from './gateways/join-cases';
import { formCases } from './forms/form-cases';
import { callBindingCases } from './instances/call-binding-cases';
import { callCases } from './instances/call-cases';
import { deleteCases } from './instances/delete-cases';
import { migrateCases } from './instances/migrate-cases';
import { instanceCases } from './instances/instance-cases';
import { modifyCases } from './instances/modify-cases';
import { modifyScopeCases } from './instances/modify-scope-cases';
import { multiInstanceCases } from './instances/multi-instance-cases';
import { startAtCases } from './instances/start-at-cases';
import { terminateAfterCases } from './instances/terminate-after-cases';
import { cornerCases } from './mixed/corner-cases';
import { drawnCases } from './mixed/drawn-cases';
import { oddModelCases } from './mixed/odd-model-cases';
import { endlessLoopCases } from './mixed/endless-loop-cases';
import { namedFlowCases } from './mixed/named-flow-cases';
import { oddXmlCases } from './mixed/odd-xml-cases';
import { orderCases } from './mixed/order-cases';
import { valueTypeCases } from './mixed/value-type-cases';
import { signalBoundaryCases } from './signals/signal-boundary-cases';
import { signalCases } from './signals/signal-cases';
import { signalStartCases } from './signals/signal-start-cases';
import { signalThrowCases } from './signals/signal-throw-cases';
import { jobCases } from './tasks/job-cases';
import { listenerCases } from './tasks/listener-cases';
import { listenerElementCases } from './tasks/listener-element-cases';
import { mappingCases } from './tasks/mapping-cases';
import { taskCases } from './tasks/task-cases';
import { taskListenerCases } from './tasks/task-listener-cases';
import { taskDetailCases } from './tasks/task-detail-cases';
import { userTaskCases } from './tasks/user-task-cases';

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
	together: togetherCases,
	'odd-event': oddEventCases,
	'odd-model': oddModelCases,
	'endless-loop': endlessLoopCases,
	'unnamed-flow': unnamedFlowCases,
	'value-type': valueTypeCases,
	'named-flow': namedFlowCases,
	'odd-xml': oddXmlCases,
	'start-at': startAtCases,
	'terminate-after': terminateAfterCases,
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
	'task-listener': taskListenerCases,
	'decision-table': decisionTableCases,
	'decision-logic': decisionLogicCases,
	'decision-task': decisionTaskCases,
	form: formCases,
	'call-binding': callBindingCases,
	delete: deleteCases,
	migrate: migrateCases,
};

export const contractCases: RecordedCase[] = Object.entries(families).flatMap(([family, cases]) =>
	cases.map((contractCase) => ({ ...contractCase, family })),
);
