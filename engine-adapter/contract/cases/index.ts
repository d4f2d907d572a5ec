import type { ContractCase } from '../contract-case';
import { adHocCases } from './ad-hoc-cases';
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
import { mappingCases } from './mapping-cases';
import { listenerCases } from './listener-cases';
import { listenerElementCases } from './listener-element-cases';
import { messageCases } from './message-cases';
import { modifyCases } from './modify-cases';
import { modifyScopeCases } from './modify-scope-cases';
import { multiInstanceCases } from './multi-instance-cases';
import { oddEventCases } from './odd-event-cases';
import { signalBoundaryCases } from './signal-boundary-cases';
import { orderCases } from './order-cases';
import { signalCases } from './signal-cases';
import { signalStartCases } from './signal-start-cases';
import { signalThrowCases } from './signal-throw-cases';
import { taskCases } from './task-cases';
import { throwCases } from './throw-cases';
import { timerCases } from './timer-cases';
import { taskDetailCases } from './task-detail-cases';
import { userTaskCases } from './user-task-cases';

export const contractCases: ContractCase[] = [
	...taskCases,
	...mappingCases,
	...orderCases,
	...gatewayCases,
	...joinCases,
	...compensationCases,
	...compensationScopeCases,
	...compensationHandlerCases,
	...compensationFailureCases,
	...compensationModelCases,
	...errorCases,
	...jobCases,
	...taskDetailCases,
	...userTaskCases,
	...instanceCases,
	...modifyCases,
	...modifyScopeCases,
	...messageCases,
	...timerCases,
	...eventCases,
	...throwCases,
	...callCases,
	...multiInstanceCases,
	...cornerCases,
	...drawnCases,
	...inclusiveCases,
	...signalCases,
	...signalBoundaryCases,
	...signalStartCases,
	...signalThrowCases,
	...escalationCases,
	...escalationRefusalCases,
	...interruptionCases,
	...oddEventCases,
	...linkCases,
	...eventSubProcessCases,
	...eventSubProcessErrorCases,
	...eventSubProcessEscalationCases,
	...eventSubProcessRefusals,
	...adHocCases,
	...listenerCases,
	...listenerElementCases,
];
