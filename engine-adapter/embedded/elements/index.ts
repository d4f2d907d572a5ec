import type { ElementBehavior } from '../flow/kernel';
import { completeSoon, finish, markActivated } from '../flow/lifecycle';
import { adHocInnerInstanceBehavior } from './ad-hoc-inner-instance';
import { adHocSubProcessBehavior } from './ad-hoc-sub-process';
import { boundaryEventBehavior } from './boundary-event';
import { businessRuleTaskBehavior } from './business-rule-task';
import { callActivityBehavior } from './call-activity';
import { catchEventBehavior } from './catch-event';
import { endEventBehavior } from './end-event';
import { eventBasedGatewayBehavior } from './event-based-gateway';
import { eventSubProcessBehavior } from './event-sub-process';
import { exclusiveGatewayBehavior } from './exclusive-gateway';
import { inclusiveGatewayBehavior } from './inclusive-gateway';
import { multiInstanceBodyBehavior } from './multi-instance-body';
import { serviceTaskBehavior } from './service-task';
import { scriptTaskBehavior } from './script-task';
import { startEventBehavior } from './start-event';
import { processBehavior, subProcessBehavior } from './sub-process';
import { throwEventBehavior } from './throw-event';
import { userTaskBehavior } from './user-task';

/** Zeebe's documentation, manual and undefined tasks: passed through. Io mappings are left alone (recorded from 8.6). */
const manualTaskBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		completeSoon(context);
	},
};

/** BPMN 2.0, 13.4.1: forks into every outgoing flow. For its join, see flow-tokens.ts. */
const parallelGatewayBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		finish(context);
	},
};

/** By BPMN type; other types are refused at deployment. */
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
	businessRuleTask: businessRuleTaskBehavior,
	scriptTask: scriptTaskBehavior,
	userTask: userTaskBehavior,
	// BPMN 2.0, 13.3.3: a receive task waits like a catch event.
	receiveTask: catchEventBehavior,
	manualTask: manualTaskBehavior,
	task: manualTaskBehavior,
	exclusiveGateway: exclusiveGatewayBehavior,
	inclusiveGateway: inclusiveGatewayBehavior,
	parallelGateway: parallelGatewayBehavior,
	eventBasedGateway: eventBasedGatewayBehavior,
};
