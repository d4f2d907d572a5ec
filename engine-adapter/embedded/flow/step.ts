import type { Signal } from '../../engine/messages';
import type { Variables } from '../../engine/variables';
import type { Starter } from './starter';
import type { Trigger } from '../state/instances/element-instance';

export interface Correlation extends Starter {
	messageKey: number;
	processId: string;
	elementInstanceKey: number;
	elementId: string;
	name: string;
	correlationKey: string;
	variables: Variables;
}

export interface Broadcast extends Signal {
	variables: Variables;
	/** For a continued broadcast: its key, and the last reached place. It does not reach subscriptions with a later key. */
	reached?: { key: number; place: number };
}

export type Step =
	/** Scope 0: a process instance begins, with a `key` assigned beforehand. */
	| {
			kind: 'activate';
			definitionKey: number;
			scopeKey: number;
			elementId: string;
			key?: number;
			flowId?: string;
			counted?: true;
			trigger?: Trigger;
			locals?: Variables;
	  }
	| { kind: 'complete'; key: number }
	| { kind: 'terminate'; key: number }
	/** Except a continuing element, and everything created before `after`. */
	| { kind: 'terminate-children'; key: number; except?: string; after?: number }
	| { kind: 'begin-iterations'; key: number; count: number; from?: number }
	| { kind: 'listened'; key: number; done: number }
	| { kind: 'task-listened'; key: number; done: number }
	/** Without listeners. */
	| { kind: 'terminate-at-once'; key: number }
	| { kind: 'end'; key: number }
	| { kind: 'retry'; key: number }
	| { kind: 'look-for-message'; subscriptionKey: number }
	| { kind: 'correlate'; correlation: Correlation }
	| { kind: 'broadcast'; broadcast: Broadcast }
	| { kind: 'ring'; timerKey: number };
