import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';

/** A line of the exporter's file, as far as the tests read it. */
export interface ZeebeRecord {
	key: number;
	position: number;
	timestamp: number;
	recordType: string;
	valueType: string;
	intent: string;
	value: {
		processInstanceKey?: number;
		bpmnProcessId?: string;
		version?: number;
		elementId?: string;
		bpmnElementType?: string;
		scopeKey?: number;
		name?: string;
		value?: string;
		errorType?: string;
		errorMessage?: string;
		errorCode?: string;
		jobKey?: number;
		type?: string;
		retries?: number;
		variables?: Record<string, unknown>;
		/** EXECUTION_LISTENER or TASK_LISTENER of a listener. */
		jobKind?: string;
		/** START, COMPLETING and so on of a listener, UNSPECIFIED of any other job. */
		jobListenerEventType?: string;
		jobs?: Array<NonNullable<ZeebeRecord['value']>>;
		messageName?: string;
		jobKeys?: number[];
		worker?: string;
		retryBackoff?: number;
		/** Milliseconds since the epoch at which a failed job's backoff ends, a timer is due, a message expires. */
		recurringTime?: number;
		dueDate?: number;
		/** A timer: its process, and how often it rings. */
		processDefinitionKey?: number;
		repetitions?: number;
		deadline?: number;
	};
}

const kinds: Record<string, EngineEvent['kind']> = {
	'PROCESS_INSTANCE ELEMENT_ACTIVATED': 'element-activated',
	'PROCESS_INSTANCE ELEMENT_COMPLETED': 'element-completed',
	'PROCESS_INSTANCE ELEMENT_TERMINATED': 'element-terminated',
	'PROCESS_INSTANCE SEQUENCE_FLOW_TAKEN': 'sequence-flow-taken',
	'JOB CREATED': 'job-created',
	'JOB COMPLETED': 'job-completed',
	'JOB FAILED': 'job-failed',
	'JOB ERROR_THROWN': 'job-error-thrown',
	'INCIDENT CREATED': 'incident-created',
	'INCIDENT RESOLVED': 'incident-resolved',
	'VARIABLE CREATED': 'variable-set',
	'VARIABLE UPDATED': 'variable-set',
	'PROCESS_MESSAGE_SUBSCRIPTION CORRELATED': 'message-correlated',
};

/** The engine events that a record of the broker stands for. */
export function toEngineEvents(record: ZeebeRecord): EngineEvent[] {
	if (record.valueType === 'JOB_BATCH' && record.intent === 'ACTIVATED') {
		return (record.value.jobs ?? []).map((job) => toEvent('job-activated', record, job));
	}
	const kind = kinds[`${record.valueType} ${record.intent}`];
	return kind === undefined ? [] : [toEvent(kind, record, record.value)];
}

function toEvent(
	kind: EngineEvent['kind'],
	{ key, position, timestamp, valueType }: ZeebeRecord,
	value: ZeebeRecord['value'],
): EngineEvent {
	const { elementId, processInstanceKey, bpmnElementType, errorType, errorMessage, type, retries, name } = value;
	const jobKey = valueType === 'JOB' ? String(key) : undefined;
	const listener = ['EXECUTION_LISTENER', 'TASK_LISTENER'].includes(value.jobKind ?? '')
		? value.jobListenerEventType?.toLowerCase()
		: undefined;
	const details = Object.fromEntries(
		Object.entries({ errorType, errorMessage, type, retries, name, jobKey, listener, value: value.value }).filter(
			([, fact]) => fact !== undefined,
		),
	);
	return {
		position,
		at: timestamp,
		instanceKey: String(processInstanceKey),
		kind,
		elementId: elementId ?? '',
		elementType: camelCase(bpmnElementType ?? ''),
		details,
	};
}

const camelCase = (name: string): string => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
