import { readTraceId } from '../../base/trace-context';
import { readOrigin } from '../../base/work-origin';
import type { RunOf } from './run-records';

export function readBelongings(): RunOf {
	const { workflow, execution, channel, process, instance, element, key, caller, evaluation, case: name } = readOrigin();
	return { workflow, execution, channel, process, instance, element, key, trace: readTraceId(), caller, evaluation, case: name };
}
