import type { ContractCase } from '../contract-case';
import { adHocBeginCases } from './ad-hoc-begin-cases';
import { adHocConditionCases } from './ad-hoc-condition-cases';
import { adHocCommandCases } from './ad-hoc-command-cases';
import { adHocMixedCases } from './ad-hoc-mixed-cases';
import { adHocPathCases } from './ad-hoc-path-cases';
import { adHocResultCases } from './ad-hoc-result-cases';
import { adHocEventCases } from './ad-hoc-event-cases';
import { adHocListenerCases } from './ad-hoc-listener-cases';
import { adHocLoopCases } from './ad-hoc-loop-cases';
import { adHocJobCases } from './ad-hoc-job-cases';
import { adHocDescriptionCases } from './ad-hoc-description-cases';

export const adHocCases: ContractCase[] = [
	...adHocBeginCases,
	...adHocConditionCases,
	...adHocCommandCases,
	...adHocPathCases,
	...adHocResultCases,
	...adHocEventCases,
	...adHocLoopCases,
	...adHocJobCases,
	...adHocDescriptionCases,
	...adHocMixedCases,
	...adHocListenerCases,
];
