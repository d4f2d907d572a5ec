import type { ElementBehavior } from '../flow/kernel';
import { adHocInnerInstanceBehavior } from './ad-hoc-inner-instance';
import { adHocSubProcessBehavior } from './ad-hoc-sub-process';
import { boundaryEventBehavior } from './boundary-event';
import { callActivityBehavior } from './call-activity';
import { catchEventBehavior } from './catch-event';
import { endEventBehavior } from './end-event';
import { eventBasedGatewayBehavior } from './event-based-gateway';
import { eventSubProcessBehavior } from './event-sub-process';
import { exclusiveGatewayBehavior } from './exclusive-gateway';
import { inclusiveGatewayBehavior } from './inclusive-gateway';
import { manualTaskBehavior } from './manual-task';
import { multiInstanceBodyBehavior } from './multi-instance-body';
import { parallelGatewayBehavior } from './parallel-gateway';
import { processBehavior } from './process';
import { receiveTaskBehavior } from './receive-task';
import { serviceTaskBehavior } from './service-task';
import { scriptTaskBehavior } from './script-task';
import { startEventBehavior } from './start-event';
import { subProcessBehavior } from './sub-process';
import { throwEventBehavior } from './throw-event';
import { userTaskBehavior } from './user-task';

/** The rules of every element type that the engine runs, by BPMN type; what is not here is refused at deployment. */
export const elementBehaviors: Record<string, ElementBehavior> = {
	process: processBehavior,
	callActivity: callActivityBehavior,
	multiInstanceBody: multiInstanceBodyBehavior,
	subProcess: subProcessBehavior,
	adHocSubProcess: adHocSubProcessBehavior,
	adHocSubProcessInnerInstance: adHocInnerInstanceBehavior,
	eventSubProcess: eventSubProcessBehavior,
	startEvent: startEventBehavior,
	endEvent: endEventBehavior,
	intermediateCatchEvent: catchEventBehavior,
	intermediateThrowEvent: throwEventBehavior,
	boundaryEvent: boundaryEventBehavior,
	serviceTask: serviceTaskBehavior,
	sendTask: serviceTaskBehavior,
	businessRuleTask: serviceTaskBehavior,
	scriptTask: scriptTaskBehavior,
	userTask: userTaskBehavior,
	receiveTask: receiveTaskBehavior,
	manualTask: manualTaskBehavior,
	task: manualTaskBehavior,
	exclusiveGateway: exclusiveGatewayBehavior,
	inclusiveGateway: inclusiveGatewayBehavior,
	parallelGateway: parallelGatewayBehavior,
	eventBasedGateway: eventBasedGatewayBehavior,
};
